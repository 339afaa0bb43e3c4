package dev.penstock.source.jdbc;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;

/**
 * How many connections a source may have open at once, over all its jobs and lanes. Each job takes
 * one seat for its first connection and nothing after that but what is free: a lane that finds none
 * reads on the first connection, so that no job waits for what another holds while it waits too.
 * Safe for use by several threads.
 */
final class Seats {
  private final OptionalInt all;
  private int taken;
  private int jobsWaiting;

  Seats(OptionalInt all) {
    this.all = all;
  }

  /** No more than there are seats, and no more than {@code wanted}. */
  int atMost(int wanted) {
    return Math.min(wanted, all.orElse(wanted));
  }

  /** Whether jobs can be read while so many seats are taken for longer than any job. */
  boolean leaveOneBeside(int held) {
    return held < all.orElse(Integer.MAX_VALUE);
  }

  /** Waits for a seat for the first connection of a job. */
  synchronized void takeFirst() {
    jobsWaiting++;
    try {
      await(this::isFree);
      taken++;
    } finally {
      jobsWaiting--;
      notifyAll();
    }
  }

  /** What a lane got. */
  enum Got {
    SEAT,
    FIRST_CONNECTION
  }

  /**
   * Waits for a seat of its own or for the job's first connection, whichever is free sooner; jobs
   * that have not begun take precedence.
   *
   * @param first claims the first connection if nobody reads on it
   */
  synchronized Got takeForLane(BooleanSupplier first) {
    boolean[] claimed = new boolean[1];
    await(
        () -> {
          claimed[0] = all.isPresent() && first.getAsBoolean();
          return claimed[0] || (isFree() && jobsWaiting == 0);
        });
    if (claimed[0]) {
      return Got.FIRST_CONNECTION;
    }
    taken++;
    return Got.SEAT;
  }

  synchronized void giveBack() {
    taken--;
    notifyAll();
  }

  /** A first connection is free again. */
  synchronized void firstIsFree() {
    notifyAll();
  }

  private boolean isFree() {
    return taken < all.orElse(Integer.MAX_VALUE);
  }

  private synchronized void await(BooleanSupplier condition) {
    try {
      while (!condition.getAsBoolean()) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IngestException(
          ErrorCode.INTERRUPTED, "interrupted while waiting for a connection of the source", e);
    }
  }
}
