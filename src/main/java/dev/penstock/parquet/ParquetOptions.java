package dev.penstock.parquet;

import static java.util.Objects.requireNonNull;

/**
 * How a file is laid out.
 *
 * @param codec compresses every page
 * @param zstdLevel 1 (fast) to 22 (small); without effect for other codecs
 * @param rowGroupBytes a row group ends when its encoded pages reach this size; it is also what a
 *     writer holds in memory, give or take one page a column
 * @param pageRows the most rows of a page
 * @param pageBytes the most bytes of a page before compression, unless one value alone is larger; a
 *     wide table gets smaller pages, so that all open pages together stay within {@code
 *     rowGroupBytes}
 * @param checksums whether readers can tell a damaged page
 */
public record ParquetOptions(
    Codec codec,
    int zstdLevel,
    long rowGroupBytes,
    int pageRows,
    int pageBytes,
    Checksums checksums) {
  /** ZSTD level 1, row groups of 32 MiB, pages of 16,384 rows or 1 MiB, with checksums. */
  public static final ParquetOptions DEFAULT =
      new ParquetOptions(Codec.ZSTD, 1, 32L << 20, 16_384, 1 << 20, Checksums.WRITTEN);

  /** Whether pages carry a CRC-32. */
  public enum Checksums {
    WRITTEN,
    OMITTED
  }

  public ParquetOptions {
    requireNonNull(codec, "codec");
    requireNonNull(checksums, "checksums");
    require(zstdLevel >= 1 && zstdLevel <= 22, "zstdLevel", zstdLevel, "1 to 22");
    require(rowGroupBytes >= 1, "rowGroupBytes", rowGroupBytes, "1 or more");
    require(pageRows >= 1 && pageRows <= 1 << 20, "pageRows", pageRows, "1 to 1048576");
    require(pageBytes >= 1 && pageBytes <= 1 << 28, "pageBytes", pageBytes, "1 to 268435456");
  }

  public ParquetOptions withCodec(Codec other) {
    return new ParquetOptions(other, zstdLevel, rowGroupBytes, pageRows, pageBytes, checksums);
  }

  public ParquetOptions withRowGroupBytes(long bytes) {
    return new ParquetOptions(codec, zstdLevel, bytes, pageRows, pageBytes, checksums);
  }

  private static void require(boolean holds, String name, long value, String range) {
    if (!holds) {
      throw new IllegalArgumentException(name + " is " + value + ", but must be " + range);
    }
  }
}
