package dev.penstock.source.column;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
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
  static double parse(byte[] text) {
    int length = text.length;
    int at = length > 0 && text[0] == '-' ? 1 : 0;
    if (length - at > 15 || length == at) {
      return parseSlowly(text);
    }
    long digits = 0;
    int point = -1;
    for (int i = at; i < length; i++) {
      int digit = text[i] - '0';
      if (digit >= 0 && digit <= 9) {
        digits = digits * 10 + digit;
      } else if (text[i] == '.' && point < 0 && i > at) {
        point = i;
      } else {
        return parseSlowly(text);
      }
    }
    double value = point < 0 ? digits : digits / POWERS[length - 1 - point];
    return at == 1 ? -value : value;
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
      vector.set(row, parse(text));
      return Double.BYTES;
    }

    @Override
    public int write(double value, int row) {
      vector.set(row, value);
      return Double.BYTES;
    }
  }
}
