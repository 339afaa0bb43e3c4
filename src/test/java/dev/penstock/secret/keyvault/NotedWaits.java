package dev.penstock.secret.keyvault;

import dev.penstock.failure.Time;
import java.time.Duration;
import java.util.List;

/** Waits that take no time and are written down. */
record NotedWaits(List<Duration> waits) implements Time {
  @Override
  public long nanos() {
    return System.nanoTime();
  }

  @Override
  public void sleep(Duration length) {
    waits.add(length);
  }
}
