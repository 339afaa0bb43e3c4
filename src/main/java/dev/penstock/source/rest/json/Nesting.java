package dev.penstock.source.rest.json;

import static java.util.Objects.requireNonNull;

import dev.penstock.job.ApiOptions;
import dev.penstock.job.ApiSetting;

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

  /** As the settings of an API say. */
  public static Nesting of(ApiOptions options) {
    return new Nesting(
        switch (options.word(ApiSetting.NESTED, "json")) {
          case "skip" -> Lists.SKIP;
          case "tables" -> Lists.TABLES;
          default -> Lists.JSON;
        },
        (int) options.whole(ApiSetting.MAX_NESTING).orElse(20));
  }

  /** The same for what lies in a list. */
  public Nesting inList() {
    return new Nesting(lists, deepest - 1);
  }

  public Nesting {
    requireNonNull(lists, "lists");
  }
}
