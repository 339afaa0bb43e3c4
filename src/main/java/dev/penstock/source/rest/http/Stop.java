package dev.penstock.source.rest.http;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.failure.Time;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Whether a source was closed while it was being read. Safe for use by several threads. */
public final class Stop {
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Map<Thread, Runnable> underWay = new ConcurrentHashMap<>();

  /** Ends waits, and what is under way. */
  public void request() {
    stopped.countDown();
    underWay.values().forEach(Runnable::run);
  }

  boolean isRequested() {
    return stopped.getCount() == 0;
  }

  /** Throws IngestException(INTERRUPTED) once the stop was asked for. */
  public void check() {
    if (isRequested()) {
      throw new IngestException(
          ErrorCode.INTERRUPTED,
          "stopped while an API was read.\nNothing was committed; run the job again.");
    }
  }

  /** From now on a stop ends this, in place of what this thread had named before. */
  void ends(Runnable end) {
    underWay.put(Thread.currentThread(), end);
    if (isRequested()) {
      end.run();
    }
  }

  /** Time in which a wait ends at once when the stop is asked for. */
  Time over(Time time) {
    return time != Time.REAL
        ? time
        : new Time() {
          @Override
          public long nanos() {
            return time.nanos();
          }

          @Override
          public void sleep(Duration length) throws InterruptedException {
            // Whoever waits looks for itself whether it was told to stop.
            if (stopped.await(length.toNanos(), TimeUnit.NANOSECONDS)) {
              return;
            }
          }
        };
  }
}
