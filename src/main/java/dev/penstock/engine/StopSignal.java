package dev.penstock.engine;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells everything that is under way to stop. Threads are not interrupted, since an interrupt in
 * the middle of a commit would close its files: what may block registers how it is to be woken.
 */
public final class StopSignal {
  private final Set<Wake> sleepers = ConcurrentHashMap.newKeySet();
  private volatile boolean requested;

  /** How something that blocks is woken. Called at most once, from another thread. */
  @FunctionalInterface
  public interface Wake {
    void now();
  }

  /** Asks everything to stop; returns at once. */
  public void request() {
    requested = true;
    for (Wake sleeper : List.copyOf(sleepers)) {
      if (sleepers.remove(sleeper)) {
        sleeper.now();
      }
    }
  }

  /** A signal that is requested with this one, but can be requested alone. */
  StopSignal child() {
    StopSignal child = new StopSignal();
    onRequest(child::request);
    return child;
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
    sleepers.add(wake);
    if (requested && sleepers.remove(wake)) {
      wake.now();
    }
  }

  public void forget(Wake wake) {
    sleepers.remove(wake);
  }
}
