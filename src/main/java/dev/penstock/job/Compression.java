package dev.penstock.job;

/** How the pages of Parquet files are compressed. */
public enum Compression {
  ZSTD,
  SNAPPY,
  NONE
}
