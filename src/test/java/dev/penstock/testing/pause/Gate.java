package dev.penstock.testing.pause;

import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/**
 * Holds a run at one of its calls: tells that it is there, and waits until it is let go, is killed,
 * or is stopped. For several threads.
 */
public final class Gate {
  private final Consumer<String> reports;
  private CountDownLatch held = new CountDownLatch(0);
  private Armed armed = (moment, call, path) -> false;
  private long calls;
  private volatile Locks locks = Locks.HOLD;

  /** Whether the store's locks keep anybody out. */
  public enum Locks {
    HOLD,
    /** As on a network drive that answers every request for a lock with yes. */
    KEEP_NOBODY_OUT
  }

  @FunctionalInterface
  private interface Armed {
    boolean isAt(Moment moment, String call, String path);
  }

  /**
   * @param reports hears where a run is held
   */
  public Gate(Consumer<String> reports) {
    this.reports = reports;
  }

  /** The {@code time}-th time, from 1, that a run comes by this point. */
  public synchronized void armAt(Point point, int time) {
    int[] left = {time};
    armed = (moment, call, path) -> point.isAt(moment, call, path) && --left[0] == 0;
  }

  /** At the n-th of all calls, halves and answers from now on, whatever it is. */
  public synchronized void armAt(long n) {
    calls = 0;
    armed = (moment, call, path) -> calls == n;
  }

  public void locks(Locks rule) {
    locks = rule;
  }

  Locks locks() {
    return locks;
  }

  /** Lets a held run go on. */
  public synchronized void go() {
    held.countDown();
  }

  void pass(Moment moment, String call, String path) {
    CountDownLatch latch;
    synchronized (this) {
      calls++;
      if (!armed.isAt(moment, call, path)) {
        return;
      }
      armed = (any, other, where) -> false;
      latch = new CountDownLatch(1);
      held = latch;
    }
    reports.accept(moment + " " + call + " " + path);
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
