package dev.penstock.source.rest.http;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * By when a request must have been answered to its end, with all tries.
 *
 * @param left from now on
 * @param over what is thrown then
 */
public record Limit(Duration left, Supplier<RuntimeException> over) {
  /** As long as it takes; each answer has its own bounds. */
  public static final Limit NONE =
      new Limit(
          Duration.ofDays(10_000),
          () -> {
            throw new IllegalStateException("there was no limit");
          });

  public Limit {
    requireNonNull(left, "left");
    requireNonNull(over, "over");
  }
}
