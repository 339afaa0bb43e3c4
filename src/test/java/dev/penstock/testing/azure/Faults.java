package dev.penstock.testing.azure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What goes wrong, by script: each fault strikes the next requests that it is meant for, in the
 * order in which they were added, and is then used up.
 */
public final class Faults {
  private final List<Fault> script = new ArrayList<>();

  private static final class Fault {
    private final Predicate<StandInRequest> meant;
    private final Strike strike;
    private int left;

    Fault(Predicate<StandInRequest> meant, Strike strike, int times) {
      this.meant = meant;
      this.strike = strike;
      this.left = times;
    }
  }

  /** One blow. */
  record Strike(Optional<StandInAnswer> answer, Duration delay, Kind kind) {}

  /** What becomes of the request. */
  enum Kind {
    /** It is answered with the scripted answer and has no effect. */
    ANSWER,
    /** It is answered as always, after the delay. */
    DELAY,
    /** The connection is closed before a byte is answered; no effect. */
    DROP,
    /** It has its effect; then the connection is closed without an answer. */
    APPLY_AND_DROP
  }

  /** The next {@code times} requests of this kind get this answer and have no effect. */
  public Faults answer(int times, Predicate<StandInRequest> meant, StandInAnswer answer) {
    return add(times, meant, new Strike(Optional.of(answer), Duration.ZERO, Kind.ANSWER));
  }

  /** The next {@code times} requests of this kind are answered late. */
  public Faults delay(int times, Predicate<StandInRequest> meant, Duration delay) {
    return add(times, meant, new Strike(Optional.empty(), delay, Kind.DELAY));
  }

  /** The next {@code times} requests of this kind lose their connection and have no effect. */
  public Faults drop(int times, Predicate<StandInRequest> meant) {
    return add(times, meant, new Strike(Optional.empty(), Duration.ZERO, Kind.DROP));
  }

  /** The next {@code times} requests of this kind have their effect but no answer. */
  public Faults applyAndDrop(int times, Predicate<StandInRequest> meant) {
    return add(times, meant, new Strike(Optional.empty(), Duration.ZERO, Kind.APPLY_AND_DROP));
  }

  /** Forgets what has not struck yet. */
  public synchronized void clear() {
    script.clear();
  }

  synchronized Optional<Strike> next(StandInRequest request) {
    for (Iterator<Fault> faults = script.iterator(); faults.hasNext(); ) {
      Fault fault = faults.next();
      if (fault.meant.test(request)) {
        fault.left--;
        if (fault.left == 0) {
          faults.remove();
        }
        return Optional.of(fault.strike);
      }
    }
    return Optional.empty();
  }

  private synchronized Faults add(int times, Predicate<StandInRequest> meant, Strike strike) {
    script.add(new Fault(meant, strike, times));
    return this;
  }
}
