package dev.penstock.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Figures as people read them. */
final class Figures {
  private static final double BYTES_PER_MB = 1_000_000;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

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
    if (seconds < 59.95) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    long whole = Math.round(seconds);
    return String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60);
  }

  /** To the second; the column's heading names the zone. */
  static String time(Instant instant, ZoneId zone) {
    return TIME.withZone(zone).format(instant);
  }

  static String rate(long rows, Duration duration) {
    double seconds = duration.toNanos() / 1e9;
    return seconds <= 0 ? "" : String.format(Locale.ROOT, "%,.0f", rows / seconds);
  }
}
