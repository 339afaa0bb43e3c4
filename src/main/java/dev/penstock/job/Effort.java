package dev.penstock.job;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How hard a job tries.
 *
 * @param batchRows the most rows one batch may hold ({@code chunk_size}); fewer when rows are wide
 * @param parallelism the most splits read at the same time
 * @param retries how many times a failed attempt is repeated, where repeating may help
 * @param timeout the longest that a single statement at the source may take
 */
public record Effort(int batchRows, int parallelism, int retries, Duration timeout) {
  public Effort {
    requireNonNull(timeout, "timeout");
    if (batchRows < 1
        || parallelism < 1
        || retries < 0
        || timeout.isNegative()
        || timeout.isZero()) {
      throw new IllegalArgumentException(
          "batchRows %d, parallelism %d, retries %d, timeout %s"
              .formatted(batchRows, parallelism, retries, timeout));
    }
  }
}
