package dev.penstock.source.rest.spool;

import dev.penstock.source.rest.spool.Seen.Kind;

/** Tells dates and timestamps of ISO 8601 from other texts, without an object for each. */
final class IsoText {
  /** Of what it tells apart from other texts. */
  static final int LONGEST = 35;

  private static final int DATE_LENGTH = 10;
  private static final int[] LENGTHS = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

  private IsoText() {}

  /** DATE, TIMESTAMP, INSTANT, or TEXT for everything else. */
  static Kind kind(byte[] text, int from, int length) {
    if (length < DATE_LENGTH
        || length > LONGEST
        || text[from + 4] != '-'
        || text[from + 7] != '-') {
      return Kind.TEXT;
    }
    if (!isDate(text, from)) {
      return Kind.TEXT;
    }
    return length == DATE_LENGTH ? Kind.DATE : time(text, from + DATE_LENGTH, from + length);
  }

  private static boolean isDate(byte[] text, int from) {
    int century = pair(text, from);
    int years = pair(text, from + 2);
    int month = pair(text, from + 5);
    int day = pair(text, from + 8);
    if ((century | years | month | day) < 0 || month < 1 || month > 12 || day < 1) {
      return false;
    }
    int year = century * 100 + years;
    boolean leap = (year & 3) == 0 && (year % 100 != 0 || year % 400 == 0);
    return year > 0 && day <= LENGTHS[month - 1] + (leap && month == 2 ? 1 : 0);
  }

  /** A time finer than microseconds stays text, as no column could hold it. */
  private static Kind time(byte[] text, int from, int end) {
    int at = from;
    if (text[at] != 'T' && text[at] != 't' && text[at] != ' ') {
      return Kind.TEXT;
    }
    at++;
    if (end - at < 5 || !within(text, at, 23) || text[at + 2] != ':' || !within(text, at + 3, 59)) {
      return Kind.TEXT;
    }
    at += 5;
    if (at < end && text[at] == ':') {
      if (end - at < 3 || !within(text, at + 1, 59)) {
        return Kind.TEXT;
      }
      at += 3;
      if (at < end && text[at] == '.') {
        at = fraction(text, at + 1, end);
        if (at < 0) {
          return Kind.TEXT;
        }
      }
    }
    return at == end ? Kind.TIMESTAMP : zone(text, at, end) ? Kind.INSTANT : Kind.TEXT;
  }

  /** Where it ends; negative when it is none. */
  private static int fraction(byte[] text, int from, int end) {
    int at = from;
    while (at < end && text[at] >= '0' && text[at] <= '9') {
      if (at - from >= 6 && text[at] != '0') {
        return -1;
      }
      at++;
    }
    return at == from ? -1 : at;
  }

  private static boolean zone(byte[] text, int at, int end) {
    if (text[at] == 'Z' || text[at] == 'z') {
      return end - at == 1;
    }
    if ((text[at] != '+' && text[at] != '-') || end - at < 3 || !within(text, at + 1, 18)) {
      return false;
    }
    int rest = end - at - 3;
    return rest == 0
        || (rest == 2 && within(text, at + 3, 59))
        || (rest == 3 && text[at + 3] == ':' && within(text, at + 4, 59));
  }

  private static boolean within(byte[] text, int from, int most) {
    int value = pair(text, from);
    return value >= 0 && value <= most;
  }

  private static int pair(byte[] text, int from) {
    int tens = text[from] - '0';
    int ones = text[from + 1] - '0';
    return (tens | ones | 9 - tens | 9 - ones) < 0 ? -1 : tens * 10 + ones;
  }
}
