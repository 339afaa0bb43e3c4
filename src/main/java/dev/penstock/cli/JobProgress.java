package dev.penstock.cli;

import java.time.Duration;
import java.util.OptionalLong;

/** How far one job has come. Safe for use by several threads. */
final class JobProgress {
  private final String jobId;
  private final long startNanos = System.nanoTime();
  private OptionalLong expected = OptionalLong.empty();
  private long rows;
  private long bytes;
  private long toldNanos = startNanos;

  JobProgress(String jobId) {
    this.jobId = jobId;
  }

  synchronized void expect(OptionalLong expectedRows) {
    expected = expectedRows;
    rows = 0;
    bytes = 0;
  }

  synchronized void moved(long moreRows, long totalBytes) {
    rows += moreRows;
    bytes = totalBytes;
  }

  /** Whether {@code interval} has passed since this last said so. */
  synchronized boolean due(Duration interval) {
    long now = System.nanoTime();
    if (now - toldNanos < interval.toNanos()) {
      return false;
    }
    toldNanos = now;
    return true;
  }

  /** Such as {@code shop_orders 12,000 rows 24,000 rows/s 1.2 MB 60% ETA 3.1 s}. */
  synchronized String line() {
    Duration elapsed = Duration.ofNanos(System.nanoTime() - startNanos);
    String line =
        "%-28s %14s rows %12s rows/s %8s MB"
            .formatted(
                jobId, Figures.count(rows), Figures.rate(rows, elapsed), Figures.megabytes(bytes));
    if (expected.isEmpty() || expected.getAsLong() == 0 || rows == 0) {
      return line;
    }
    long total = expected.getAsLong();
    long percent = Math.min(100, rows * 100 / total);
    Duration left =
        Duration.ofNanos((long) (elapsed.toNanos() * ((double) Math.max(0, total - rows) / rows)));
    return line + "  %3d%%  ETA %s".formatted(percent, Figures.seconds(left));
  }
}
