package dev.penstock.engine;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.failure.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells everything that is under way to stop. Threads are not interrupted, since an interrupt in
 * the middle of a commit would close its files: what may block registers how it is to be woken.
 */
public final class StopSignal {
  private static final Logger LOG = LoggerFactory.getLogger(StopSignal.class);

  private final Set<Wake> sleepers = new HashSet<>();
  private final Set<Wake> waking = new HashSet<>();
  private volatile boolean requested;

  /** How something that blocks is woken. Called at most once, from another thread. */
  @FunctionalInterface
  public interface Wake {
    void now();
  }

  /** Asks everything to stop; returns when all that was registered has been woken. */
  public void request() {
    requested = true;
    List<Wake> now;
    synchronized (this) {
      now = new ArrayList<>(sleepers);
      notifyAll();
    }
    now.forEach(this::wake);
  }

  public boolean requested() {
    return requested;
  }

  /** Throws IngestException(INTERRUPTED) once a stop was asked for. */
  public void check() {
    if (requested) {
      throw new IngestException(
          ErrorCode.INTERRUPTED,
          "stopped on request; nothing of this load is visible, run it again");
    }
  }

  /** Registers something to wake; wakes it at once when the stop was asked for already. */
  public void onRequest(Wake wake) {
    synchronized (this) {
      sleepers.add(wake);
    }
    if (requested) {
      wake(wake);
    }
  }

  /** When this returns, {@code wake} is not being called and never will be. */
  public void forget(Wake wake) {
    boolean interrupted = false;
    synchronized (this) {
      sleepers.remove(wake);
      while (waking.contains(wake)) {
        try {
          wait();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Time in which a wait ends at once when the stop is asked for. */
  public Time time() {
    return new Time() {
      @Override
      public long nanos() {
        return Time.REAL.nanos();
      }

      @Override
      public void sleep(Duration length) throws InterruptedException {
        pause(length);
      }
    };
  }

  private synchronized void pause(Duration length) throws InterruptedException {
    long end = System.nanoTime() + length.toNanos();
    long left = length.toNanos();
    while (!requested && left > 0) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
      left = end - System.nanoTime();
    }
  }

  /** How many would be woken now. */
  synchronized int sleepers() {
    return sleepers.size();
  }

  private void wake(Wake wake) {
    synchronized (this) {
      if (!sleepers.remove(wake)) {
        return;
      }
      waking.add(wake);
    }
    try {
      wake.now();
    } catch (RuntimeException e) {
      // The others must be woken all the same, and whoever was asked says itself how it ended.
      LOG.warn("something did not take the request to stop: {}", e.getMessage(), e);
    } finally {
      woken(wake);
    }
  }

  private synchronized void woken(Wake wake) {
    waking.remove(wake);
    notifyAll();
  }
}
