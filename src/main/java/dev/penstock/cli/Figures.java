package dev.penstock.cli;

import java.time.Duration;
import java.util.Locale;

/** Figures as people read them. */
final class Figures {
  private static final double BYTES_PER_MB = 1_000_000;

  private Figures() {}

  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** Megabytes (10^6 bytes) with one place, or two below one. */
  static String megabytes(long bytes) {
    double megabytes = bytes / BYTES_PER_MB;
    return String.format(Locale.ROOT, megabytes < 1 ? "%.2f" : "%,.1f", megabytes);
  }

  static String seconds(Duration duration) {
    double seconds = duration.toNanos() / 1e9;
    if (seconds < 60) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    return String.format(
        Locale.ROOT, "%d min %02d s", duration.toMinutes(), duration.toSecondsPart());
  }

  static String rate(long rows, Duration duration) {
    double seconds = duration.toNanos() / 1e9;
    return seconds <= 0 ? "" : String.format(Locale.ROOT, "%,.0f", rows / seconds);
  }
}
