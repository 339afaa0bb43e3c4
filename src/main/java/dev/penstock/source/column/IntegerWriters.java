package dev.penstock.source.column;

import java.nio.charset.StandardCharsets;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.SmallIntVector;

/** Whole numbers of two, four and eight bytes. */
final class IntegerWriters {
  /** A long holds every number of so many digits. */
  private static final int SAFE_DIGITS = 18;

  private IntegerWriters() {}

  /** The whole number that {@code text} spells. */
  static long parse(byte[] text) {
    int length = text.length;
    int at = length > 0 && text[0] == '-' ? 1 : 0;
    if (length == at || length - at > SAFE_DIGITS) {
      return parseLong(text);
    }
    long value = 0;
    for (int i = at; i < length; i++) {
      int digit = text[i] - '0';
      if (digit < 0 || digit > 9) {
        throw UnfitValueException.of(text, "is not a whole number");
      }
      value = value * 10 + digit;
    }
    return at == 1 ? -value : value;
  }

  private static long parseLong(byte[] text) {
    String number = new String(text, StandardCharsets.UTF_8);
    try {
      return Long.parseLong(number);
    } catch (NumberFormatException e) {
      boolean whole = number.matches("[-+]?[0-9]+");
      throw UnfitValueException.of(
          text, whole ? "is too large for eight bytes" : "is not a whole number");
    }
  }

  private static UnfitValueException tooLarge(long value, String bytes) {
    return new UnfitValueException(Long.toString(value), "is too large for " + bytes + " bytes");
  }

  static final class Small extends ValueWriter {
    private SmallIntVector vector;

    @Override
    public void attach(FieldVector target) {
      vector = (SmallIntVector) target;
    }

    @Override
    public int write(byte[] text, int row) {
      return write(parse(text), row);
    }

    @Override
    public int write(long value, int row) {
      if (value != (short) value) {
        throw tooLarge(value, "two");
      }
      vector.set(row, (short) value);
      return Short.BYTES;
    }
  }

  static final class Normal extends ValueWriter {
    private IntVector vector;

    @Override
    public void attach(FieldVector target) {
      vector = (IntVector) target;
    }

    @Override
    public int write(byte[] text, int row) {
      return write(parse(text), row);
    }

    @Override
    public int write(long value, int row) {
      if (value != (int) value) {
        throw tooLarge(value, "four");
      }
      vector.set(row, (int) value);
      return Integer.BYTES;
    }
  }

  static final class Big extends ValueWriter {
    private BigIntVector vector;

    @Override
    public void attach(FieldVector target) {
      vector = (BigIntVector) target;
    }

    @Override
    public int write(byte[] text, int row) {
      vector.set(row, parse(text));
      return Long.BYTES;
    }

    @Override
    public int write(long value, int row) {
      vector.set(row, value);
      return Long.BYTES;
    }
  }
}
