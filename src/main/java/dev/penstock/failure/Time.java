package dev.penstock.failure;

import java.time.Duration;

/** How waits pass; a test has one of its own, in which they take no time. */
public interface Time {
  /** That of this machine. */
  Time REAL =
      new Time() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public void sleep(Duration length) throws InterruptedException {
          Thread.sleep(length.toMillis());
        }
      };

  /** Of a clock that only goes forward, such as {@link System#nanoTime}. */
  long nanos();

  /** Returns when the time has passed, or earlier when whoever waits is told to stop. */
  void sleep(Duration length) throws InterruptedException;
}
