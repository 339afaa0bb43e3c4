package dev.penstock.source;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * Of which rows a load knows what was delivered.
 *
 * @param from the least cursor value of them
 * @param above the value that was the job's beginning: rows at or below it are not the job's; empty
 *     when it began with the first row
 * @param upTo the greatest cursor value of them
 * @param memory what the source wanted to be told again, in its own words
 */
public record Known(Watermark from, Optional<Watermark> above, Watermark upTo, String memory) {
  public Known {
    requireNonNull(from, "from");
    requireNonNull(above, "above");
    requireNonNull(upTo, "upTo");
    requireNonNull(memory, "memory");
  }
}
