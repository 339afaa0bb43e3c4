package dev.penstock.source;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * What one look at the source found before reading.
 *
 * @param nothingNew whether it is certain that there is no row to read, in the window or again
 *     below it
 * @param rows rows in the window and those that are read again below it; empty when they were not
 *     counted, and then a warning says why
 * @param nullCursors rows that no window will ever hold, because their cursor is NULL (or infinite,
 *     or NaN)
 * @param warnings sentences for the audit and the console
 * @param late how rows that came late are looked for
 */
public record Survey(
    Window window,
    boolean nothingNew,
    OptionalLong rows,
    long nullCursors,
    Consistency consistency,
    List<String> warnings,
    LateRows late) {
  public Survey {
    requireNonNull(window, "window");
    requireNonNull(rows, "rows");
    requireNonNull(consistency, "consistency");
    warnings = List.copyOf(warnings);
    requireNonNull(late, "late");
  }

  /** One that looks for no late rows. */
  public Survey(
      Window window,
      boolean nothingNew,
      OptionalLong rows,
      long nullCursors,
      Consistency consistency,
      List<String> warnings) {
    this(window, nothingNew, rows, nullCursors, consistency, warnings, LateRows.NONE);
  }

  /** The same with other warnings. */
  public Survey warning(List<String> all) {
    return new Survey(window, nothingNew, rows, nullCursors, consistency, all, late);
  }

  /** The same window, as it was counted and read at more than one time. */
  public Survey resumed(OptionalLong counted, Consistency proven) {
    return new Survey(window, nothingNew, counted, nullCursors, proven, warnings, late);
  }

  /** The same with one warning more. */
  public Survey warning(String more) {
    List<String> all = new ArrayList<>(warnings);
    all.add(more);
    return warning(all);
  }
}
