package dev.penstock.source.column;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BitVectorHelper;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;

/** Decimals of up to 38 digits, as the unscaled number in two longs. */
final class DecimalWriter extends ValueWriter {
  /** A long holds every number of so many digits. */
  private static final int SAFE_DIGITS = 18;

  private static final long[] POWERS = new long[SAFE_DIGITS + 1];

  static {
    POWERS[0] = 1;
    for (int i = 1; i <= SAFE_DIGITS; i++) {
      POWERS[i] = POWERS[i - 1] * 10;
    }
  }

  private final int precision;
  private final int scale;
  private final long limit;
  private ArrowBuf validity;
  private ArrowBuf values;

  DecimalWriter(int precision, int scale) {
    this.precision = precision;
    this.scale = scale;
    this.limit = precision > SAFE_DIGITS ? Long.MAX_VALUE : POWERS[precision];
  }

  @Override
  public void attach(FieldVector target) {
    validity = target.getValidityBuffer();
    values = target.getDataBuffer();
  }

  @Override
  public int write(byte[] text, int row) {
    int length = text.length;
    if (length + scale > SAFE_DIGITS) {
      return writeExactly(text, row);
    }
    int at = length > 0 && text[0] == '-' ? 1 : 0;
    long unscaled = 0;
    int point = length - 1;
    int digits = 0;
    for (int i = at; i < length; i++) {
      int digit = text[i] - '0';
      if (digit >= 0 && digit <= 9) {
        unscaled = unscaled * 10 + digit;
        digits++;
      } else if (text[i] == '.' && point == length - 1) {
        point = i;
      } else {
        return writeExactly(text, row);
      }
    }
    int fraction = length - 1 - point;
    if (digits == 0 || fraction > scale || unscaled >= limit / POWERS[scale - fraction]) {
      return writeExactly(text, row);
    }
    unscaled *= POWERS[scale - fraction];
    put(row, at == 1 ? -unscaled : unscaled, at == 1 && unscaled != 0 ? -1 : 0);
    return DecimalVector.TYPE_WIDTH;
  }

  private int writeExactly(byte[] text, int row) {
    BigInteger unscaled = fit(text, number(text)).unscaledValue();
    put(row, unscaled.longValue(), unscaled.shiftRight(Long.SIZE).longValue());
    return DecimalVector.TYPE_WIDTH;
  }

  private static BigDecimal number(byte[] text) {
    try {
      return new BigDecimal(new String(text, StandardCharsets.UTF_8));
    } catch (NumberFormatException e) {
      throw UnfitValueException.of(text, "is not a decimal number");
    }
  }

  private BigDecimal fit(byte[] text, BigDecimal number) {
    if (number.signum() == 0) {
      return BigDecimal.ZERO;
    }
    BigDecimal shortest = number.stripTrailingZeros();
    if (shortest.scale() > scale) {
      throw UnfitValueException.of(text, "has more than " + scale + " decimals");
    }
    if ((long) shortest.precision() - shortest.scale() > precision - scale) {
      throw UnfitValueException.of(
          text, "has more than " + (precision - scale) + " digits before the point");
    }
    return shortest.setScale(scale, RoundingMode.UNNECESSARY);
  }

  private void put(int row, long low, long high) {
    BitVectorHelper.setBit(validity, row);
    long offset = (long) row * DecimalVector.TYPE_WIDTH;
    values.setLong(offset, low);
    values.setLong(offset + Long.BYTES, high);
  }
}
