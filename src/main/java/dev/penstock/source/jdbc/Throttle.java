package dev.penstock.source.jdbc;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;

/**
 * Keeps the reading of a source to so many rows a second, over all that read from it. Safe for use
 * by several threads.
 */
final class Throttle {
  /** A source that is closed meanwhile is noticed after this long at most. */
  private static final long NAP_NANOS = Duration.ofMillis(50).toNanos();

  private static final double NANOS = 1e9;

  private final OptionalInt rowsPerSecond;
  private long paidUntil = System.nanoTime();

  Throttle(OptionalInt rowsPerSecond) {
    this.rowsPerSecond = rowsPerSecond;
  }

  /** How many rows may be read at once, of those that a batch would hold. */
  int atOnce(int batchRows) {
    return Math.min(batchRows, rowsPerSecond.orElse(batchRows));
  }

  /** Rows were read; those who read next wait for their time. */
  synchronized void spend(int rows) {
    if (rowsPerSecond.isPresent()) {
      long now = System.nanoTime();
      long from = paidUntil - now > 0 ? paidUntil : now;
      paidUntil = from + Math.round(rows * NANOS / rowsPerSecond.getAsInt());
    }
  }

  /** Waits until the rows that were read have had their time, or there is nothing to wait for. */
  void await(BooleanSupplier over) throws InterruptedException {
    for (long left = left(); left > 0 && !over.getAsBoolean(); left = left()) {
      Thread.sleep(Duration.ofNanos(Math.min(left, NAP_NANOS)).toMillis() + 1);
    }
  }

  private synchronized long left() {
    return rowsPerSecond.isPresent() ? paidUntil - System.nanoTime() : 0;
  }
}
