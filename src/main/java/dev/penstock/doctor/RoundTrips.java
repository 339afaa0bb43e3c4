package dev.penstock.doctor;

import java.time.Duration;
import java.util.Arrays;

/** How long the other side takes to answer. */
final class RoundTrips {
  /** Few, as each may cost a request; odd, so that the median is one of them. */
  private static final int COUNT = 5;

  private RoundTrips() {}

  /** The median, which a single hiccup does not move. */
  static Duration median(Runnable roundTrip) {
    long[] nanos = new long[COUNT];
    for (int i = 0; i < COUNT; i++) {
      long before = System.nanoTime();
      roundTrip.run();
      nanos[i] = System.nanoTime() - before;
    }
    Arrays.sort(nanos);
    return Duration.ofNanos(nanos[COUNT / 2]);
  }
}
