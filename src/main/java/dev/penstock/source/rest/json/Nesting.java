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
    SKIP
  }

  public Nesting {
    requireNonNull(lists, "lists");
  }
}
