package dev.penstock.source;

import static java.util.Objects.requireNonNull;

/**
 * The greatest value of a job's cursor column that a committed load has delivered.
 *
 * @param column the cursor column, as the source names it
 * @param type what kind of value it is
 * @param value its exact text, in the form that the source's dialect wrote and reads back
 */
public record Watermark(String column, CursorType type, String value) {
  public Watermark {
    requireNonNull(type, "type");
    requireNonNull(value, "value");
    if (column.isBlank()) {
      throw new IllegalArgumentException("Watermark '" + value + "' names no cursor column");
    }
  }
}
