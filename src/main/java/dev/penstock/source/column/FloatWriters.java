package dev.penstock.source.column;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;

/** Floating-point numbers of four and eight bytes, with NaN and the infinities. */
final class FloatWriters {
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(?:NaN|Infinity|(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][-+]?\\d+)?)");
  private static final Pattern WHOLE = Pattern.compile("[-+]?\\d+");

  /** Whole numbers of so many digits are the same as a float. */
  private static final int SAFE_FLOAT_DIGITS = 7;

  /** Powers of ten that a double holds exactly. */
  private static final double[] POWERS = new double[23];

  static {
    POWERS[0] = 1;
    for (int i = 1; i < POWERS.length; i++) {
      POWERS[i] = POWERS[i - 1] * 10;
    }
  }

  private FloatWriters() {}

  /**
   * The double nearest to what {@code text} spells. Up to 15 digits and 22 decimals both parts are
   * exact doubles, so that one division rounds once, and therefore correctly.
   */
  static double parse(byte[] text, int from, int length) {
    int end = from + length;
    int at = length > 0 && text[from] == '-' ? from + 1 : from;
    if (end - at > 15 || end == at) {
      return parseSlowly(Arrays.copyOfRange(text, from, end));
    }
    long digits = 0;
    int point = -1;
    for (int i = at; i < end; i++) {
      int digit = text[i] - '0';
      if (digit >= 0 && digit <= 9) {
        digits = digits * 10 + digit;
      } else if (text[i] == '.' && point < 0 && i > at) {
        point = i;
      } else {
        return parseSlowly(Arrays.copyOfRange(text, from, end));
      }
    }
    double value = point < 0 ? digits : digits / POWERS[end - 1 - point];
    return at > from ? -value : value;
  }

  private static double parseSlowly(byte[] text) {
    String number = checked(text);
    double value = Double.parseDouble(number);
    requireKept(text, number, value, "double");
    return value;
  }

  /** What is written as a whole number or as a finite one stays that. */
  private static void requireKept(byte[] text, String number, double value, String type) {
    if (Double.isInfinite(value)) {
      if (!number.endsWith("Infinity")) {
        throw UnfitValueException.of(text, "is too large for a " + type);
      }
    } else if (WHOLE.matcher(number).matches()
        && new BigDecimal(value).compareTo(new BigDecimal(number)) != 0) {
      throw UnfitValueException.of(text, "is a whole number that a " + type + " would round");
    }
  }

  private static String checked(byte[] text) {
    String number = new String(text, StandardCharsets.UTF_8);
    if (!NUMBER.matcher(number).matches()) {
      throw UnfitValueException.of(text, "is not a number");
    }
    return number;
  }

  static final class FourBytes extends ValueWriter {
    private Float4Vector vector;

    @Override
    public void attach(FieldVector target) {
      vector = (Float4Vector) target;
    }

    @Override
    public int write(byte[] text, int row) {
      // By way of a double the number would be rounded twice.
      String number = checked(text);
      float value = Float.parseFloat(number);
      if (Float.isInfinite(value) || number.length() > SAFE_FLOAT_DIGITS) {
        requireKept(text, number, value, "real");
      }
      vector.set(row, value);
      return Float.BYTES;
    }

    @Override
    public int write(double value, int row) {
      if (Double.compare((float) value, value) != 0) {
        throw new UnfitValueException(
            Double.toString(value), "has more digits than four bytes hold");
      }
      vector.set(row, (float) value);
      return Float.BYTES;
    }
  }

  static final class EightBytes extends ValueWriter {
    private Float8Vector vector;

    @Override
    public void attach(FieldVector target) {
      vector = (Float8Vector) target;
    }

    @Override
    public int write(byte[] text, int row) {
      return write(text, 0, text.length, row);
    }

    @Override
    public int write(byte[] text, int from, int length, int row) {
      vector.set(row, parse(text, from, length));
      return Double.BYTES;
    }

    @Override
    public int write(double value, int row) {
      vector.set(row, value);
      return Double.BYTES;
    }
  }
}
