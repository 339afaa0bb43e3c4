package dev.penstock.job;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.time.Duration;

/**
 * How far below the watermark an incremental job reads again: a time for cursors of time, a number
 * for cursors of numbers.
 *
 * @param text as the workbook has it
 * @param amount seconds for a time, else the number; not negative
 */
public record Lookback(String text, Unit unit, BigDecimal amount) {
  /** Of what the amount is. */
  public enum Unit {
    TIME,
    NUMBER
  }

  public Lookback {
    requireNonNull(text, "text");
    requireNonNull(unit, "unit");
    if (amount.signum() < 0) {
      throw new IllegalArgumentException("lookback " + amount);
    }
  }

  public static Lookback of(String text, Duration time) {
    return new Lookback(text, Unit.TIME, BigDecimal.valueOf(time.toSeconds()));
  }

  public static Lookback of(String text, BigDecimal number) {
    return new Lookback(text, Unit.NUMBER, number);
  }
}
