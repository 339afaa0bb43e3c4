package dev.penstock.source.rest.spool;

import dev.penstock.source.CursorType;
import dev.penstock.source.rest.spool.Seen.Kind;

/** What kind of value stands in a row of a spool. */
enum Tag {
  FALSE(0, Kind.BOOLEAN),
  TRUE(1, Kind.BOOLEAN),
  /** A whole number of eight bytes. */
  LONG(2, Kind.INTEGER),
  /** A larger whole number, as its digits. */
  BIG(3, Kind.BIG),
  /** A number with a fraction or an exponent, as it was written. */
  FRACTION(4, Kind.FRACTION),
  TEXT(5, Kind.TEXT),
  /** A list, or an object too deep, as JSON. */
  JSON(6, Kind.JSON),
  /** A text, and so are the next two; by its form it is more than that. */
  DATE(7, Kind.DATE),
  TIMESTAMP(8, Kind.TIMESTAMP),
  INSTANT(9, Kind.INSTANT);

  private static final Tag[] BY_CODE = values();

  /** How many bits of a number a code takes. */
  static final int BITS = 4;

  private final int code;
  private final Kind kind;

  Tag(int code, Kind kind) {
    this.code = code;
    this.kind = kind;
  }

  Kind kind() {
    return kind;
  }

  /** Of a text. */
  static Tag ofText(byte[] text, int from, int length) {
    return switch (IsoText.kind(text, from, length)) {
      case DATE -> DATE;
      case TIMESTAMP -> TIMESTAMP;
      case INSTANT -> INSTANT;
      case BOOLEAN, INTEGER, BIG, FRACTION, TEXT, JSON -> TEXT;
    };
  }

  /** Whether the API gave a text, whatever it looks like. */
  boolean isText() {
    return this == TEXT || this == DATE || this == TIMESTAMP || this == INSTANT;
  }

  /** Whether bytes go with it; else it says all, or a number does. */
  boolean hasBytes() {
    return this != FALSE && this != TRUE && this != LONG;
  }

  /** What a value is as a cursor. */
  CursorType cursorType() {
    return switch (this) {
      case LONG -> CursorType.INTEGER;
      case BIG, FRACTION -> CursorType.DECIMAL;
      case DATE -> CursorType.DATE;
      case TIMESTAMP -> CursorType.TIMESTAMP;
      case INSTANT -> CursorType.TIMESTAMP_TZ;
      case FALSE, TRUE, TEXT, JSON -> CursorType.TEXT;
    };
  }

  /** What is written. */
  int code() {
    return code;
  }

  static Tag of(int code) {
    return BY_CODE[code];
  }
}
