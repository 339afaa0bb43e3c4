package dev.penstock.source;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.OptionalLong;

/**
 * What one look at the source found before reading.
 *
 * @param nothingNew whether it is certain that the window holds no row
 * @param rows rows in the window; empty when they were not counted, and then a warning says why
 * @param nullCursors rows that no window will ever hold, because their cursor is NULL (or infinite,
 *     or NaN)
 * @param warnings sentences for the audit and the console
 */
public record Survey(
    Window window,
    boolean nothingNew,
    OptionalLong rows,
    long nullCursors,
    Consistency consistency,
    List<String> warnings) {
  public Survey {
    requireNonNull(window, "window");
    requireNonNull(rows, "rows");
    requireNonNull(consistency, "consistency");
    warnings = List.copyOf(warnings);
  }
}
