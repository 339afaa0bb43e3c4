package dev.penstock.job;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * The column that grows, by which an incremental job knows new rows.
 *
 * @param column its name as the source has it
 * @param initialValue the workbook's {@code last_watermark}: the first run reads rows greater than
 *     this; empty reads all rows
 * @param lookback how far below the watermark rows are read again; empty leaves it to the source
 */
public record Cursor(String column, Optional<String> initialValue, Optional<Lookback> lookback) {
  public Cursor {
    requireNonNull(initialValue, "initialValue");
    requireNonNull(lookback, "lookback");
    if (column.isBlank()) {
      throw new IllegalArgumentException("a cursor needs a column name");
    }
  }

  /** One that leaves it to the source how late rows are looked for. */
  public Cursor(String column, Optional<String> initialValue) {
    this(column, initialValue, Optional.empty());
  }
}
