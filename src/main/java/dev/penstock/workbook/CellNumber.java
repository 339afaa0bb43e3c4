package dev.penstock.workbook;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/** Numbers as the file holds them, and the dates that Excel keeps as numbers. */
final class CellNumber {
  private static final double ROUNDED_FROM = 1e15;
  private static final double TOO_LONG = 1e38;
  private static final double LAST_DAY = 2_958_466;
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT);

  private CellNumber() {}

  /** From which day the numbers of a workbook count. */
  enum Epoch {
    YEAR_1900,
    YEAR_1904
  }

  /**
   * The digits of a number, without exponent: {@code 100000} for {@code 100000.0}. Empty when it is
   * no number, or when Excel, which keeps 15 digits, may have changed it.
   */
  static Optional<String> digits(String raw) {
    try {
      double value = Double.parseDouble(raw);
      if (!Double.isFinite(value) || Math.abs(value) >= TOO_LONG) {
        return Optional.empty();
      }
      BigDecimal exact = new BigDecimal(raw.strip());
      boolean large = Math.abs(value) >= ROUNDED_FROM;
      if (large && exact.compareTo(new BigDecimal(value)) != 0) {
        return Optional.empty();
      }
      return Optional.of(plain(large ? exact : BigDecimal.valueOf(value)));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** The date, or date and time, of a number; empty when no date has it. */
  static Optional<String> date(String raw, Epoch epoch) {
    double value;
    try {
      value = Double.parseDouble(raw);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
    if (!(value >= 0 && value < LAST_DAY)) {
      return Optional.empty();
    }
    long day = (long) Math.floor(value);
    long millis = Math.round((value - day) * 86_400_000d);
    return Optional.of(
        written(firstDay(epoch, day).plusDays(day).atStartOfDay().plus(millis, ChronoUnit.MILLIS)));
  }

  /** The text of a cell that holds its date in ISO form. */
  static Optional<String> isoDate(String raw) {
    String text = raw.strip();
    try {
      return Optional.of(
          text.length() <= 10
              ? LocalDate.parse(text).toString()
              : written(LocalDateTime.parse(text.replace("Z", ""))));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** Excel counts a 29 February 1900 that never was, so days before March are one off. */
  private static LocalDate firstDay(Epoch epoch, long day) {
    return switch (epoch) {
      case YEAR_1904 -> LocalDate.of(1904, 1, 1);
      case YEAR_1900 -> day < 60 ? LocalDate.of(1899, 12, 31) : LocalDate.of(1899, 12, 30);
    };
  }

  private static String written(LocalDateTime time) {
    if (time.toLocalTime().toNanoOfDay() == 0) {
      return time.toLocalDate().toString();
    }
    boolean whole = time.truncatedTo(ChronoUnit.SECONDS).equals(time);
    return (whole ? SECONDS : MILLIS).format(time);
  }

  private static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }
}
