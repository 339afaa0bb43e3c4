package dev.penstock.secret;

import static java.util.Objects.requireNonNull;

/**
 * Where the value of one key comes from. Never the value.
 *
 * @param text the place that answers, such as {@code key vault kv-penstock (shop-password)}; where
 *     it was looked for when it is missing; for a failure what is wrong and how to mend it
 */
public record KeyAnswer(SecretKey key, Outcome outcome, String text) {
  /** What came of looking for it. */
  public enum Outcome {
    FOUND,
    /** Nothing works without it, and no place has it. */
    NEEDED,
    /** No place has it, which may be as it should. */
    OPTIONAL,
    /** A store could not say, or what it holds must not be used. */
    FAILED
  }

  public KeyAnswer {
    requireNonNull(key, "key");
    requireNonNull(outcome, "outcome");
    requireNonNull(text, "text");
  }

  /** Whether what asked for it cannot run. */
  public boolean isInTheWay() {
    return outcome == Outcome.NEEDED || outcome == Outcome.FAILED;
  }
}
