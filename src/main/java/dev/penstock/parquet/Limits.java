package dev.penstock.parquet;

/**
 * Sizes for one file. In a wide table pages and dictionaries shrink, so that all columns together
 * stay within the size of a row group.
 */
record Limits(int pageRows, int pageBytes, int dictionaryBytes) {
  private static final long LARGEST_DICTIONARY = 1 << 20;
  private static final long SMALLEST_SHARE = 8 << 10;

  static Limits of(ParquetOptions options, int columns) {
    long share = Math.max(SMALLEST_SHARE, options.rowGroupBytes() / Math.max(1, columns));
    return new Limits(
        options.pageRows(),
        (int) Math.min(options.pageBytes(), share),
        (int) Math.min(LARGEST_DICTIONARY, share));
  }
}
