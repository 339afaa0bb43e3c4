package dev.penstock.engine;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a load is expected to be.
 *
 * @param rows counted at the source, else what its catalogue says; empty when neither is known
 * @param counted whether the rows were counted
 * @param bytes of the files; empty when no load is there to judge by
 * @param files empty when {@code bytes} is
 * @param duration empty when no load is there to judge by, or only much smaller ones
 * @param basis by what bytes and duration are judged, as half a sentence; empty when they are not
 */
public record Forecast(
    OptionalLong rows,
    boolean counted,
    OptionalLong bytes,
    OptionalLong files,
    Optional<Duration> duration,
    String basis) {
  public Forecast {
    requireNonNull(rows, "rows");
    requireNonNull(bytes, "bytes");
    requireNonNull(files, "files");
    requireNonNull(duration, "duration");
    requireNonNull(basis, "basis");
  }
}
