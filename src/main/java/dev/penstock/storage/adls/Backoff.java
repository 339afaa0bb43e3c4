package dev.penstock.storage.adls;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** How long to wait before a request is sent again. */
record Backoff(AdlsLimits limits) {
  /**
   * @param tries how often the request was sent
   * @param retryAfter the service's wish: seconds, or a date; nonsense counts as no wish
   */
  Duration after(int tries, Optional<String> retryAfter) {
    Duration own = exponential(tries);
    Duration wish = retryAfter.flatMap(header -> wish(header, Instant.now())).orElse(Duration.ZERO);
    if (wish.compareTo(limits.maxRetryAfter()) > 0) {
      wish = limits.maxRetryAfter();
    }
    return wish.compareTo(own) > 0 ? wish : own;
  }

  /** Give or take a quarter, so that many lanes do not come back at the same moment. */
  private Duration exponential(int tries) {
    long doubled = limits.firstDelay().toMillis() << Math.min(Math.max(tries - 1, 0), 16);
    long millis = Math.min(doubled, limits.maxDelay().toMillis());
    return Duration.ofMillis(
        Math.round(millis * ThreadLocalRandom.current().nextDouble(0.75, 1.25)));
  }

  static Optional<Duration> wish(String header, Instant now) {
    String text = header.strip();
    if (text.matches("\\d{1,9}")) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
    }
    if (text.matches("\\d+")) {
      return Optional.of(Duration.ofSeconds(999_999_999));
    }
    try {
      Instant at = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Optional.of(Duration.between(now, at)).filter(wait -> !wait.isNegative());
    } catch (DateTimeParseException e) {
      // A header that says nothing asks for nothing.
      return Optional.empty();
    }
  }
}
