package dev.penstock.testing;

import dev.penstock.failure.Time;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A clock that goes forward when somebody waits, at once. */
public final class PassingTime extends Clock implements Time {
  private final List<Duration> waits = Collections.synchronizedList(new ArrayList<>());
  private final Instant start;
  private Duration passed = Duration.ZERO;

  public PassingTime(Instant start) {
    this.start = start;
  }

  /** In the order in which they began. */
  public List<Duration> waits() {
    return List.copyOf(waits);
  }

  public synchronized void pass(Duration length) {
    passed = passed.plus(length);
  }

  @Override
  public synchronized Instant instant() {
    return start.plus(passed);
  }

  @Override
  public synchronized long nanos() {
    return passed.toNanos();
  }

  @Override
  public void sleep(Duration length) {
    waits.add(length);
    pass(length);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
