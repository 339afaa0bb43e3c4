package dev.penstock.source.jdbc;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.source.CursorType;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;

/** Reads the workbook's {@code last_watermark} as a value of the cursor column's type. */
final class InitialValue {
  private static final DateTimeFormatter TIMESTAMP =
      new DateTimeFormatterBuilder()
          .appendPattern("uuuu-MM-dd")
          .optionalStart()
          .appendPattern("['T'][' ']HH:mm[:ss]")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 6, true)
          .optionalEnd()
          .optionalStart()
          .appendOffset("+HH:mm", "Z")
          .optionalEnd()
          .toFormatter()
          .withResolverStyle(ResolverStyle.STRICT);
  private static final DateTimeFormatter CANONICAL =
      new DateTimeFormatterBuilder()
          .appendPattern("uuuu-MM-dd HH:mm:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 6, true)
          .toFormatter();

  private static final int MOST_DIGITS = 1_000;

  private InitialValue() {}

  /**
   * The value in the form that databases read; a timestamp without zone is one of UTC where the
   * column has zones.
   */
  static String parse(String where, CursorType type, String text) {
    String value = text.strip();
    try {
      return switch (type) {
        case INTEGER -> integer(value);
        case DECIMAL -> number(value).toPlainString();
        case DATE -> date(value);
        case TIMESTAMP -> CANONICAL.format(timestamp(value));
        case TIMESTAMP_TZ -> CANONICAL.format(instant(value)) + "+00";
        case TEXT -> text;
      };
    } catch (NumberFormatException | DateTimeException | ArithmeticException e) {
      throw new IngestException(
          ErrorCode.CONFIG,
          "%s, column last_watermark: '%s' is not %s, which watermark_column holds.\nWrite it such as %s, or leave it empty to read from the first row on."
              .formatted(where, value, kind(type), example(type)),
          e);
    }
  }

  /** Excel turns whole numbers into {@code 100000.0}. */
  private static String integer(String value) {
    return Long.toString(number(value).longValueExact());
  }

  /** Written out, 1e999999999 would take all memory; no database has such numbers. */
  private static BigDecimal number(String value) {
    BigDecimal number = new BigDecimal(value);
    if (Math.abs((long) number.scale()) > MOST_DIGITS || number.precision() > MOST_DIGITS) {
      throw new ArithmeticException("more than " + MOST_DIGITS + " digits");
    }
    return number;
  }

  private static String date(String value) {
    LocalDateTime timestamp = timestamp(value);
    if (!timestamp.toLocalTime().equals(LocalTime.MIDNIGHT)) {
      throw new DateTimeException("has a time");
    }
    return timestamp.toLocalDate().toString();
  }

  /** Of UTC at most: any other offset would have to be applied to a column that has none. */
  private static LocalDateTime timestamp(String value) {
    TemporalAccessor parsed =
        TIMESTAMP.parseBest(value, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
    if (parsed instanceof OffsetDateTime zoned) {
      if (!zoned.getOffset().equals(ZoneOffset.UTC)) {
        throw new DateTimeException("has an offset");
      }
      return zoned.toLocalDateTime();
    }
    return parsed instanceof LocalDate date ? date.atStartOfDay() : (LocalDateTime) parsed;
  }

  private static LocalDateTime instant(String value) {
    Object parsed =
        TIMESTAMP.parseBest(value, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
    return parsed instanceof OffsetDateTime zoned
        ? zoned.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime()
        : timestamp(value);
  }

  private static String kind(CursorType type) {
    return switch (type) {
      case INTEGER -> "a whole number";
      case DECIMAL -> "a number";
      case DATE -> "a date";
      case TIMESTAMP, TIMESTAMP_TZ -> "a timestamp";
      case TEXT -> "a text";
    };
  }

  private static String example(CursorType type) {
    return switch (type) {
      case INTEGER -> "100000";
      case DECIMAL -> "100000.50";
      case DATE -> "2024-01-31";
      case TIMESTAMP -> "2024-01-31 23:59:59";
      case TIMESTAMP_TZ -> "2024-01-31 23:59:59+00:00";
      case TEXT -> "A1000";
    };
  }
}
