package dev.penstock.source;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * How rows are looked for that lie at or below the watermark and came too late for the loads
 * before: by reading again from somewhere below it, and dropping what was delivered.
 *
 * @param rule why rows are read again, or why none are
 * @param words the same for people, such as {@code re-reads 2h below the watermark (lookback)}
 * @param again from where on rows are read again, this value included; empty reads none again
 * @param keep from where on the rows of this load are to be remembered, this value included; there
 *     whenever late rows are looked for and there is any row
 * @param above the value that was the job's beginning: nothing at or below it is read; empty when
 *     it began with the first row
 * @param identity the columns by which a row is known; empty knows it by all its values
 * @param memory what the source wants to be told at the next survey
 */
public record LateRows(
    Rule rule,
    String words,
    Optional<Watermark> again,
    Optional<Watermark> keep,
    Optional<Watermark> above,
    List<String> identity,
    String memory) {
  /** None are looked for, and there is no reason to speak of it. */
  public static final LateRows NONE = notLookedFor("");

  /** What decides how far is looked back. */
  public enum Rule {
    /** Nothing is read again. */
    NOT_LOOKED_FOR,
    /** The job's own lookback; a row that changed in any column is delivered again. */
    LOOKBACK,
    /**
     * What was under way at the source when the loads before looked; a row that changed is
     * delivered again only when its cursor changed.
     */
    OPEN_TRANSACTIONS,
    /**
     * The source leaves out by itself what was delivered, by what it had remembered as {@code
     * memory}; of rows nothing is remembered.
     */
    KNOWN_BY_SOURCE
  }

  public LateRows {
    requireNonNull(rule, "rule");
    requireNonNull(words, "words");
    requireNonNull(again, "again");
    requireNonNull(keep, "keep");
    requireNonNull(above, "above");
    identity = List.copyOf(identity);
    requireNonNull(memory, "memory");
  }

  /**
   * @param words why not
   */
  public static LateRows notLookedFor(String words) {
    return new LateRows(
        Rule.NOT_LOOKED_FOR,
        words,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        "");
  }

  /** Whether rows of this load must be remembered. */
  public boolean lookedFor() {
    return rule != Rule.NOT_LOOKED_FOR;
  }
}
