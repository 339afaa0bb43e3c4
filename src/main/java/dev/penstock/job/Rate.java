package dev.penstock.job;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** At most so many requests in so much time. */
public record Rate(int requests, Duration period) {
  private static final Pattern FORM =
      Pattern.compile(
          "(\\d{1,6})(?:\\s*(?:/|per)\\s*(s|sec|second|m|min|minute|h|hour))?",
          Pattern.CASE_INSENSITIVE);

  public Rate {
    if (requests < 1 || period.isNegative() || period.isZero()) {
      throw new IllegalArgumentException("%d requests in %s".formatted(requests, period));
    }
  }

  /** Reads {@code 10/second}, {@code 100/min} or {@code 5000 per hour}; a number is per second. */
  public static Optional<Rate> parse(String text) {
    Matcher form = FORM.matcher(text.strip());
    if (!form.matches() || Integer.parseInt(form.group(1)) < 1) {
      return Optional.empty();
    }
    String unit = form.group(2) == null ? "s" : form.group(2).substring(0, 1);
    Duration period =
        switch (unit) {
          case "m", "M" -> Duration.ofMinutes(1);
          case "h", "H" -> Duration.ofHours(1);
          default -> Duration.ofSeconds(1);
        };
    return Optional.of(new Rate(Integer.parseInt(form.group(1)), period));
  }
}
