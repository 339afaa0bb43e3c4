package dev.penstock.parquet;

import org.apache.parquet.column.ColumnDescriptor;

/** What all columns of one writer share. */
record Workshop(Codec codec, Limits limits, Scratch scratch, Compressor compressor, Slabs slabs)
    implements AutoCloseable {
  static Workshop of(ParquetOptions options, int columns) {
    return new Workshop(
        options.codec(),
        Limits.of(options, columns),
        new Scratch(),
        Compressor.of(options),
        new Slabs(options.rowGroupBytes() + options.rowGroupBytes() / 4));
  }

  EncodedPages pagesOf(ColumnDescriptor column) {
    return new EncodedPages(column, scratch, compressor, slabs);
  }

  @Override
  public void close() {
    compressor.close();
  }
}
