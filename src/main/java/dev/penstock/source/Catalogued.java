package dev.penstock.source;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.OptionalLong;

/** A source of which a catalogue tells without reading it. */
public interface Catalogued {
  /** Asked once, after the survey; costs little. */
  Facts facts();

  /**
   * What the catalogue tells.
   *
   * @param rows about how many rows the whole table has; empty when that is not known
   * @param advice what would make loads cheaper for the source, as sentences with their reason
   */
  record Facts(OptionalLong rows, List<String> advice) {
    /** Of a source without a catalogue. */
    public static final Facts NONE = new Facts(OptionalLong.empty(), List.of());

    public Facts {
      requireNonNull(rows, "rows");
      advice = List.copyOf(advice);
    }
  }
}
