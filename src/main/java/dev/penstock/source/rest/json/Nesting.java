package dev.penstock.source.rest.json;

import static java.util.Objects.requireNonNull;

/**
 * What becomes of what records hold inside.
 *
 * @param deepest so deep objects become columns; deeper ones JSON text
 */
public record Nesting(Lists lists, int deepest) {
  /** What becomes of lists. */
  public enum Lists {
    JSON,
    SKIP,
    /** A table of its own; deeper than that JSON text. */
    TABLES
  }

  /** The same for what lies in a list. */
  public Nesting inList() {
    return new Nesting(lists, deepest - 1);
  }

  public Nesting {
    requireNonNull(lists, "lists");
  }
}
