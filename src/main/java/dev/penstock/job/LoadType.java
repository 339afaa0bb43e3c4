package dev.penstock.job;

/** How much of a table each run reads. */
public enum LoadType {
  /** Every row, each time. */
  FULL,
  /** The rows past the watermark. */
  INCREMENTAL
}
