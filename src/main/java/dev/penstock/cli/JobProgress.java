package dev.penstock.cli;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/** How far one job has come. Safe for use by several threads. */
final class JobProgress {
  private final String jobId;
  private final LongSupplier nanoTime;
  private final long startNanos;
  private OptionalLong expected = OptionalLong.empty();
  private boolean surveyed;
  private long rows;
  private long bytes;
  private long toldNanos;

  /**
   * @param nanoTime a clock that only goes forward, such as {@link System#nanoTime}
   */
  JobProgress(String jobId, LongSupplier nanoTime) {
    this.jobId = jobId;
    this.nanoTime = nanoTime;
    this.startNanos = nanoTime.getAsLong();
    this.toldNanos = startNanos;
  }

  synchronized void expect(OptionalLong expectedRows) {
    expected = expectedRows;
    surveyed = true;
    rows = 0;
    bytes = 0;
  }

  synchronized void moved(long moreRows, long totalBytes) {
    rows += moreRows;
    bytes = totalBytes;
  }

  /** Whether {@code interval} has passed since this last said so. */
  synchronized boolean due(Duration interval) {
    long now = nanoTime.getAsLong();
    if (now - toldNanos < interval.toNanos()) {
      return false;
    }
    toldNanos = now;
    return true;
  }

  /** Such as {@code shop_orders 12,000 rows 24,000 rows/s 1.2 MB 60% ETA 3.1 s}. */
  synchronized String line() {
    Duration elapsed = Duration.ofNanos(nanoTime.getAsLong() - startNanos);
    if (!surveyed) {
      return "%-28s looking at the source, %s".formatted(jobId, Figures.seconds(elapsed));
    }
    String line =
        "%-28s %14s rows %12s rows/s %8s MB"
            .formatted(
                jobId, Figures.count(rows), Figures.rate(rows, elapsed), Figures.megabytes(bytes));
    if (expected.isEmpty() || expected.getAsLong() == 0 || rows == 0) {
      return line;
    }
    long total = expected.getAsLong();
    if (rows >= total) {
      return line + "  100%  committing";
    }
    Duration left = Duration.ofNanos((long) (elapsed.toNanos() * ((double) (total - rows) / rows)));
    return line + "  %3d%%  ETA %s".formatted(rows * 100 / total, Figures.seconds(left));
  }
}
