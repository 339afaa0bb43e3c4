package dev.penstock.source.column;

import java.util.Arrays;

/**
 * Reads ISO dates and times from text, part after part, without an object for each value. Also
 * takes PostgreSQL's years of more than four digits and its suffix BC.
 */
final class IsoParser {
  private static final byte[] BC = {' ', 'B', 'C'};
  private static final int[] CUMULATED = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};
  private static final int[] LENGTHS = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  private static final long DAYS_TO_1970 = 719_162;
  private static final int MICRO_DIGITS = 6;
  private static final int NANO_DIGITS = 9;

  private final String kind;
  private final int digits;
  private final long perSecond;
  private final String tooFine;
  private byte[] text;
  private int start;
  private int stop;
  private int at;
  private int end;
  private boolean beforeChrist;

  private IsoParser(String kind, int digits, long perSecond, String tooFine) {
    this.kind = kind;
    this.digits = digits;
    this.perSecond = perSecond;
    this.tooFine = tooFine;
  }

  /**
   * Times in microseconds.
   *
   * @param kind what is looked for, as the message says it: {@code a date}
   */
  static IsoParser ofMicros(String kind) {
    return new IsoParser(kind, MICRO_DIGITS, 1_000_000, "is finer than a microsecond");
  }

  /** Times in nanoseconds. */
  static IsoParser ofNanos(String kind) {
    return new IsoParser(kind, NANO_DIGITS, 1_000_000_000, "is finer than a nanosecond");
  }

  long perSecond() {
    return perSecond;
  }

  void start(byte[] value, int from, int length) {
    text = value;
    start = from;
    stop = from + length;
    at = from;
    end = stop;
    beforeChrist = length > 3 && value[end - 1] == BC[2] && value[end - 2] == BC[1];
    if (beforeChrist) {
      end -= BC.length;
    }
  }

  boolean atEnd() {
    return at == end;
  }

  void finish() {
    if (at != end) {
      throw unfit();
    }
  }

  /** Days since 1970-01-01, in the proleptic Gregorian calendar. */
  long date() {
    boolean plain = end - at >= 10 && text[at + 4] == '-' && text[at + 7] == '-' && !beforeChrist;
    return plain ? plainDate(text, at) : anyDate();
  }

  /** The form that nearly all dates have, read without a step for each digit. */
  private long plainDate(byte[] value, int from) {
    int century = pair(value, from);
    int years = pair(value, from + 2);
    int month = pair(value, from + 5);
    int day = pair(value, from + 8);
    if ((century | years | month | day) < 0) {
      throw unfit();
    }
    at = from + 10;
    return days(century * 100L + years, month, day);
  }

  /** A number of two digits; negative when these are none. */
  private static int pair(byte[] value, int from) {
    int tens = value[from] - '0';
    int ones = value[from + 1] - '0';
    return (tens | ones | 9 - tens | 9 - ones) < 0 ? -1 : tens * 10 + ones;
  }

  private long anyDate() {
    int from = at;
    long year = digits(7);
    if (at - from < 4) {
      throw unfit();
    }
    expect('-');
    int month = two(12);
    expect('-');
    return days(beforeChrist ? 1 - year : year, month, two(31));
  }

  private long days(long year, int month, int day) {
    boolean leap = (year & 3) == 0 && (year % 100 != 0 || year % 400 == 0);
    if (month < 1
        || month > 12
        || day < 1
        || day > LENGTHS[month - 1] + (leap && month == 2 ? 1 : 0)
        || (year == 0 && !beforeChrist)) {
      throw unfit();
    }
    long before = year - 1;
    long days = 365 * before;
    days += Math.floorDiv(before, 4) - Math.floorDiv(before, 100) + Math.floorDiv(before, 400);
    return days + CUMULATED[month - 1] + (leap && month > 2 ? 1 : 0) + day - 1 - DAYS_TO_1970;
  }

  /** Steps over the space or the T between date and time. */
  void dateEnds() {
    if (at >= end || (text[at] != ' ' && text[at] != 'T' && text[at] != 't')) {
      throw unfit();
    }
    at++;
  }

  /** Microseconds, or nanoseconds, since midnight. */
  long time() {
    int hour = two(24);
    expect(':');
    int minute = two(59);
    int second = 0;
    long fraction = 0;
    if (at < end && text[at] == ':') {
      at++;
      second = two(59);
      if (at < end && text[at] == '.') {
        at++;
        fraction = fraction();
      }
    }
    if (hour == 24) {
      throw unfit("is the end of the day, which " + kind + " cannot be");
    }
    return ((hour * 60L + minute) * 60 + second) * perSecond + fraction;
  }

  /** Whether a zone follows. */
  boolean atZone() {
    return at < end && (text[at] == '+' || text[at] == '-' || text[at] == 'Z' || text[at] == 'z');
  }

  /** The offset from UTC, in the unit of {@link #time()}. */
  long zone() {
    if (!atZone()) {
      throw unfit();
    }
    byte sign = text[at++];
    if (sign == 'Z' || sign == 'z') {
      return 0;
    }
    long seconds = two(18) * 3600L;
    for (int unit = 60; at < end && unit > 0; unit /= 60) {
      if (text[at] == ':') {
        at++;
      }
      seconds += two(59) * (long) unit;
    }
    return (sign == '-' ? -seconds : seconds) * perSecond;
  }

  private long fraction() {
    int from = at;
    long units = 0;
    while (at < end && text[at] >= '0' && text[at] <= '9') {
      if (at - from < digits) {
        units = units * 10 + (text[at] - '0');
      } else if (text[at] != '0') {
        throw unfit(tooFine);
      }
      at++;
    }
    if (at == from) {
      throw unfit();
    }
    for (int given = at - from; given < digits; given++) {
      units *= 10;
    }
    return units;
  }

  private long digits(int most) {
    long value = 0;
    for (int from = at; at < end && at - from < most; at++) {
      int digit = text[at] - '0';
      if (digit < 0 || digit > 9) {
        break;
      }
      value = value * 10 + digit;
    }
    return value;
  }

  private int two(int greatest) {
    if (at + 2 > end) {
      throw unfit();
    }
    int tens = text[at] - '0';
    int ones = text[at + 1] - '0';
    int value = tens * 10 + ones;
    if (tens < 0 || tens > 9 || ones < 0 || ones > 9 || value > greatest) {
      throw unfit();
    }
    at += 2;
    return value;
  }

  private void expect(char c) {
    if (at >= end || text[at] != c) {
      throw unfit();
    }
    at++;
  }

  private UnfitValueException unfit() {
    return unfit("is not " + kind);
  }

  /**
   * @param why the type cannot hold the value that was begun last
   */
  UnfitValueException unfit(String why) {
    return UnfitValueException.of(Arrays.copyOfRange(text, start, stop), why);
  }
}
