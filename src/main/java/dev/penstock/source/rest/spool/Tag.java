package dev.penstock.source.rest.spool;

/** What kind of value stands in a row of a spool. */
enum Tag {
  FALSE(0),
  TRUE(1),
  /** A whole number of eight bytes. */
  LONG(2),
  /** A larger whole number, as its digits. */
  BIG(3),
  /** A number with a fraction or an exponent, as it was written. */
  FRACTION(4),
  TEXT(5),
  /** A list, or an object too deep, as JSON. */
  JSON(6);

  private static final Tag[] BY_CODE = {FALSE, TRUE, LONG, BIG, FRACTION, TEXT, JSON};

  private final int code;

  Tag(int code) {
    this.code = code;
  }

  /** What is written; fits in three bits. */
  int code() {
    return code;
  }

  static Tag of(int code) {
    return BY_CODE[code];
  }
}
