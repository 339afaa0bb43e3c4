package dev.penstock.job;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * The column that grows, by which an incremental job knows new rows.
 *
 * @param column its name as the source has it
 * @param initialValue the workbook's {@code last_watermark}: the first run reads rows greater than
 *     this; empty reads all rows
 */
public record Cursor(String column, Optional<String> initialValue) {
  public Cursor {
    requireNonNull(initialValue, "initialValue");
    if (column.isBlank()) {
      throw new IllegalArgumentException("a cursor needs a column name");
    }
  }
}
