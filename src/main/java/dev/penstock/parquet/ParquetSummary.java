package dev.penstock.parquet;

/** What a finished file holds; {@code bytes} is its length. */
public record ParquetSummary(long rows, long bytes, int rowGroups) {}
