package dev.penstock.source;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.chrono.IsoEra;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A value of a cursor column as a number: a number as it is, a date as its days since 1970, a
 * timestamp as its microseconds since 1970, in UTC where it has a zone.
 */
public record CursorValue(BigDecimal number) implements Comparable<CursorValue> {
  private static final Pattern TIME =
      Pattern.compile(
          "(?<year>\\d{4,7})-(?<month>\\d{2})-(?<day>\\d{2})"
              + "(?:[ T](?<hour>\\d{2}):(?<minute>\\d{2})(?::(?<second>\\d{2})(?:\\.(?<fraction>\\d{1,9}))?)?)?"
              + "\\s*(?<zone>Z|(?<sign>[+-])(?<zh>\\d{2})(?::?(?<zm>\\d{2})(?::?(?<zs>\\d{2}))?)?)?(?<bc> BC)?");
  private static final BigDecimal MICROS = BigDecimal.valueOf(1_000_000);
  private static final BigDecimal DAY_MICROS = BigDecimal.valueOf(86_400_000_000L);
  private static final BigDecimal LEAST = BigDecimal.valueOf(Long.MIN_VALUE);
  private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);

  public CursorValue {
    requireNonNull(number, "number");
  }

  /** Empty for texts, which are no numbers, and for what cannot be read. */
  public static Optional<CursorValue> of(Watermark watermark) {
    return of(watermark.type(), watermark.value());
  }

  /** The same for any text in the form in which watermarks are written. */
  public static Optional<CursorValue> of(CursorType type, String text) {
    return switch (type) {
      case INTEGER, DECIMAL -> number(text);
      case DATE -> micros(text).map(v -> new CursorValue(floor(v.number().divide(DAY_MICROS))));
      case TIMESTAMP, TIMESTAMP_TZ -> micros(text);
      case TEXT -> Optional.empty();
    };
  }

  private static BigDecimal floor(BigDecimal value) {
    return value.setScale(0, RoundingMode.FLOOR);
  }

  private static Optional<CursorValue> number(String text) {
    try {
      return Optional.of(new CursorValue(new BigDecimal(text.strip())));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Optional<CursorValue> micros(String text) {
    Matcher parts = TIME.matcher(text.strip());
    if (!parts.matches()) {
      return Optional.empty();
    }
    try {
      BigDecimal seconds =
          BigDecimal.valueOf(day(parts).toEpochDay())
              .multiply(BigDecimal.valueOf(86_400))
              .add(
                  BigDecimal.valueOf(
                      number(parts, "hour") * 3600L
                          + number(parts, "minute") * 60L
                          + number(parts, "second")
                          - offset(parts)));
      String fraction = parts.group("fraction");
      BigDecimal rest = fraction == null ? BigDecimal.ZERO : new BigDecimal("0." + fraction);
      return Optional.of(new CursorValue(seconds.add(rest).multiply(MICROS)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static LocalDate day(Matcher parts) {
    int year = number(parts, "year");
    return LocalDate.of(2000, number(parts, "month"), 1)
        .with(ChronoField.ERA, (parts.group("bc") == null ? IsoEra.CE : IsoEra.BCE).getValue())
        .with(ChronoField.YEAR_OF_ERA, year)
        .withDayOfMonth(number(parts, "day"));
  }

  private static int offset(Matcher parts) {
    int seconds = number(parts, "zh") * 3600 + number(parts, "zm") * 60 + number(parts, "zs");
    return "-".equals(parts.group("sign")) ? -seconds : seconds;
  }

  private static int number(Matcher parts, String group) {
    String digits = parts.group(group);
    return digits == null ? 0 : Integer.parseInt(digits);
  }

  /** The greatest whole number that is not above it, within what a long can hold. */
  public long position() {
    BigInteger whole = number.min(MOST).max(LEAST).setScale(0, RoundingMode.FLOOR).toBigInteger();
    return whole.longValueExact();
  }

  /**
   * The text of a watermark that lies {@code below} lower, in the form of {@code like}: the same
   * separator, digits and zone.
   *
   * @param below seconds for dates and timestamps, else a number
   * @return empty when the text cannot be read, or would leave the years that are written with four
   *     digits
   */
  public static Optional<Watermark> below(Watermark like, BigDecimal below) {
    return switch (like.type()) {
      case INTEGER ->
          number(like.value()).map(v -> text(like, integer(v.number().subtract(below))));
      case DECIMAL ->
          number(like.value()).map(v -> text(like, v.number().subtract(below).toPlainString()));
      case DATE, TIMESTAMP, TIMESTAMP_TZ -> earlier(like, below);
      case TEXT -> Optional.empty();
    };
  }

  private static Watermark text(Watermark like, String value) {
    return new Watermark(like.column(), like.type(), value);
  }

  private static String integer(BigDecimal number) {
    return number.setScale(0, RoundingMode.FLOOR).max(LEAST).toBigInteger().toString();
  }

  private static Optional<Watermark> earlier(Watermark like, BigDecimal seconds) {
    Matcher parts = TIME.matcher(like.value().strip());
    if (!parts.matches() || parts.group("bc") != null) {
      return Optional.empty();
    }
    try {
      long whole =
          day(parts).toEpochDay() * 86_400L
              + number(parts, "hour") * 3600L
              + number(parts, "minute") * 60L
              + number(parts, "second")
              - seconds.setScale(0, RoundingMode.CEILING).longValueExact();
      LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(whole, 86_400L));
      boolean writable = date.getYear() >= 1 && date.getYear() <= 9999;
      return writable
          ? Optional.of(text(like, written(like, parts, date, Math.floorMod(whole, 86_400L))))
          : Optional.empty();
    } catch (DateTimeException | ArithmeticException e) {
      return Optional.empty();
    }
  }

  private static String written(Watermark like, Matcher parts, LocalDate date, long second) {
    StringBuilder text = new StringBuilder(date.toString());
    if (like.type() != CursorType.DATE && parts.group("hour") != null) {
      text.append(like.value().strip().charAt(parts.end("day")))
          .append("%02d:%02d".formatted(second / 3600, second / 60 % 60));
      if (parts.group("second") != null) {
        text.append(":%02d".formatted(second % 60));
      }
      if (parts.group("fraction") != null) {
        text.append('.').append(parts.group("fraction"));
      }
    }
    String zone = parts.group("zone");
    return text.append(zone == null ? "" : zone.toUpperCase(Locale.ROOT)).toString();
  }

  @Override
  public int compareTo(CursorValue other) {
    return number.compareTo(other.number);
  }
}
