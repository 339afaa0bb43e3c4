package dev.penstock.campaign;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The clock of the machines that runs are on; the store has one of its own. */
final class MachineClock extends Clock {
  private final Clock store;
  private volatile Duration ahead = Duration.ZERO;

  MachineClock(Clock store) {
    this.store = store;
  }

  /** By a negative time it is set back. */
  void set(Duration by) {
    ahead = ahead.plus(by);
  }

  @Override
  public Instant instant() {
    return store.instant().plus(ahead);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("only UTC");
  }
}
