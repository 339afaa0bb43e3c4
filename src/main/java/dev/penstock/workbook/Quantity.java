package dev.penstock.workbook;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes such as {@code 256MB} and durations such as {@code 7d}. */
final class Quantity {
  private static final Pattern FORM = Pattern.compile("(\\d{1,15})\\s*([A-Za-z]*)");

  /** A kilobyte is 1024 bytes, with or without the i. */
  private static final Map<String, Long> SIZES =
      Map.of(
          "", 1L, "b", 1L, "k", 1L << 10, "kb", 1L << 10, "m", 1L << 20, "mb", 1L << 20, "g",
          1L << 30, "gb", 1L << 30);

  private static final Map<String, Long> SECONDS =
      Map.of("s", 1L, "m", 60L, "min", 60L, "h", 3600L, "d", 86_400L, "w", 604_800L);

  private Quantity() {}

  static Optional<Long> bytes(String text) {
    return parse(text.replaceAll("(?i)ib$", "b"), SIZES);
  }

  static Optional<Duration> duration(String text) {
    return parse(text, SECONDS).map(Duration::ofSeconds);
  }

  private static Optional<Long> parse(String text, Map<String, Long> units) {
    Matcher form = FORM.matcher(text.strip());
    if (!form.matches()) {
      return Optional.empty();
    }
    Long unit = units.get(form.group(2).toLowerCase(Locale.ROOT));
    long number = Long.parseLong(form.group(1));
    return unit == null || number > Long.MAX_VALUE / unit
        ? Optional.empty()
        : Optional.of(number * unit);
  }
}
