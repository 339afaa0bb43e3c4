package dev.penstock.source.rest.spool;

import dev.penstock.source.column.ColumnType;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.Set;

/** What the values of one field have been so far, in few words. Used by one thread. */
final class Seen {
  /** From here on not every whole number is a double. */
  private static final long EXACT = 1L << 53;

  /** So many digits are the same after they were a double. */
  private static final int SAFE_DIGITS = 15;

  private static final int LONG_DIGITS = 19;

  /** The kinds of value that types are made of. */
  enum Kind {
    BOOLEAN(0),
    INTEGER(1),
    /** A whole number of more than eight bytes. */
    BIG(2),
    FRACTION(3),
    DATE(4),
    TIMESTAMP(5),
    INSTANT(6),
    TEXT(7),
    JSON(8);

    /** How many there are. */
    static final int COUNT = 9;

    private final int place;

    Kind(int place) {
      this.place = place;
    }

    /** Its place in tables of all kinds, from 0. */
    int place() {
      return place;
    }
  }

  private int kinds;
  private Kind first;
  private boolean inexact;
  private int wholeDigits;
  private int scale;

  Seen copy() {
    Seen copy = new Seen();
    copy.kinds = kinds;
    copy.first = first;
    copy.inexact = inexact;
    copy.wholeDigits = wholeDigits;
    copy.scale = scale;
    return copy;
  }

  void add(Kind kind) {
    if (kinds == 0) {
      first = kind;
    }
    kinds |= 1 << kind.place();
  }

  /** What a load before has delivered counts as seen first. */
  void addEarlier(ColumnType type) {
    Kind kind =
        switch (type.kind()) {
          case SMALLINT, INTEGER, BIGINT -> Kind.INTEGER;
          case REAL, DOUBLE -> Kind.FRACTION;
          case DECIMAL -> type.scale() == 0 ? Kind.BIG : Kind.FRACTION;
          case BOOLEAN -> Kind.BOOLEAN;
          case DATE -> Kind.DATE;
          case TIMESTAMP, TIMESTAMP_NS -> Kind.TIMESTAMP;
          case TIMESTAMPTZ, TIMESTAMPTZ_NS -> Kind.INSTANT;
          case JSON, LIST, STRUCT -> Kind.JSON;
          case TEXT, TIME, TIME_NS, BINARY -> Kind.TEXT;
        };
    add(kind);
    first = kind;
    if (type.kind() == ColumnType.Kind.DECIMAL) {
      inexact = true;
      scale = Math.max(scale, type.scale());
    }
  }

  /** The kind of the first value; only where there was one. */
  Kind first() {
    return first;
  }

  void add(long value) {
    add(Kind.INTEGER);
    inexact |= value > EXACT || value < -EXACT;
    wholeDigits = Math.max(wholeDigits, value > -10 && value < 10 ? 1 : LONG_DIGITS);
  }

  void addBig(int digits) {
    add(Kind.BIG);
    inexact = true;
    wholeDigits = Math.max(wholeDigits, digits);
  }

  /**
   * @param text of the number, ASCII
   */
  void addFraction(byte[] text, int from, int length) {
    add(Kind.FRACTION);
    int digits = 0;
    int point = -1;
    for (int i = 0; i < length; i++) {
      byte c = text[from + i];
      if (c >= '0' && c <= '9') {
        digits++;
      } else if (c == '.') {
        point = digits;
      } else if (c != '-') {
        addExactly(new String(text, from, length, java.nio.charset.StandardCharsets.US_ASCII));
        return;
      }
    }
    if (digits > SAFE_DIGITS) {
      addExactly(new String(text, from, length, java.nio.charset.StandardCharsets.US_ASCII));
      return;
    }
    wholeDigits = Math.max(wholeDigits, point < 0 ? digits : point);
    scale = Math.max(scale, point < 0 ? 0 : digits - point);
  }

  private void addExactly(String text) {
    BigDecimal value = new BigDecimal(text);
    double near = value.doubleValue();
    inexact |=
        Double.isInfinite(near) || new BigDecimal(Double.toString(near)).compareTo(value) != 0;
    BigDecimal shortest = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
    wholeDigits = Math.max(wholeDigits, Math.max(shortest.precision() - shortest.scale(), 1));
    scale = Math.max(scale, Math.max(shortest.scale(), 0));
  }

  Set<Kind> kinds() {
    Set<Kind> all = EnumSet.noneOf(Kind.class);
    for (Kind kind : Kind.values()) {
      if ((kinds & (1 << kind.place())) != 0) {
        all.add(kind);
      }
    }
    return all;
  }

  /** Whether some number is another one after it was a double. */
  boolean isInexact() {
    return inexact;
  }

  /** The most digits before the point. */
  int wholeDigits() {
    return wholeDigits;
  }

  /** The most digits after it. */
  int scale() {
    return scale;
  }
}
