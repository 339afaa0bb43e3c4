package dev.penstock.parquet;

import java.util.Arrays;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;

/** Finds the least and the greatest value of a page that has at least one. */
interface Bounds {
  void measure(Page page);

  /** How many values are NaN; with any, there is neither a least nor a greatest. */
  default int nans() {
    return 0;
  }

  /** The least value, or a value that is not greater, in PLAIN form without a length. */
  byte[] least();

  /** The greatest value, or a value that is not less. */
  byte[] greatest();

  static Bounds of(PrimitiveType type) {
    boolean unsigned =
        type.getLogicalTypeAnnotation() instanceof IntLogicalTypeAnnotation integer
            && !integer.isSigned();
    return switch (type.getPrimitiveTypeName()) {
      case BOOLEAN -> new Bools();
      case INT32 -> new Ints(unsigned ? Integer.MIN_VALUE : 0);
      case INT64 -> new Longs(unsigned ? Long.MIN_VALUE : 0);
      case FLOAT -> new Floats();
      case DOUBLE -> new Doubles();
      default -> new BytesBounds(type, isDecimal(type) ? 0 : Long.MIN_VALUE);
    };
  }

  private static boolean isDecimal(PrimitiveType type) {
    return type.getLogicalTypeAnnotation()
        instanceof LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
  }

  final class Bools implements Bounds {
    private byte least;
    private byte greatest;

    @Override
    public void measure(Page page) {
      least = 1;
      greatest = 0;
      for (int at = page.start(); at < page.end(); at++) {
        least &= page.bytes()[at];
        greatest |= page.bytes()[at];
      }
    }

    @Override
    public byte[] least() {
      return new byte[] {least};
    }

    @Override
    public byte[] greatest() {
      return new byte[] {greatest};
    }
  }

  /** {@code flip} is the sign bit for unsigned numbers, which makes their order the signed one. */
  final class Ints implements Bounds {
    private final int flip;
    private int least;
    private int greatest;

    Ints(int flip) {
      this.flip = flip;
    }

    @Override
    public void measure(Page page) {
      byte[] bytes = page.bytes();
      int min = Integer.MAX_VALUE;
      int max = Integer.MIN_VALUE;
      for (int at = page.start(); at < page.end(); at += Integer.BYTES) {
        int value = LittleEndian.getInt(bytes, at) ^ flip;
        min = Math.min(min, value);
        max = Math.max(max, value);
      }
      least = min ^ flip;
      greatest = max ^ flip;
    }

    @Override
    public byte[] least() {
      return bytes(least);
    }

    @Override
    public byte[] greatest() {
      return bytes(greatest);
    }

    private static byte[] bytes(int value) {
      byte[] bytes = new byte[Integer.BYTES];
      LittleEndian.putInt(bytes, 0, value);
      return bytes;
    }
  }

  final class Longs implements Bounds {
    private final long flip;
    private long least;
    private long greatest;

    Longs(long flip) {
      this.flip = flip;
    }

    @Override
    public void measure(Page page) {
      byte[] bytes = page.bytes();
      long min = Long.MAX_VALUE;
      long max = Long.MIN_VALUE;
      for (int at = page.start(); at < page.end(); at += Long.BYTES) {
        long value = LittleEndian.getLong(bytes, at) ^ flip;
        min = Math.min(min, value);
        max = Math.max(max, value);
      }
      least = min ^ flip;
      greatest = max ^ flip;
    }

    @Override
    public byte[] least() {
      return bytes(least);
    }

    @Override
    public byte[] greatest() {
      return bytes(greatest);
    }

    static byte[] bytes(long value) {
      byte[] bytes = new byte[Long.BYTES];
      LittleEndian.putLong(bytes, 0, value);
      return bytes;
    }
  }

  /** A zero bound is widened to cover both zeros, which compare as equal but differ in bits. */
  final class Floats implements Bounds {
    private float least;
    private float greatest;
    private int nans;

    @Override
    public void measure(Page page) {
      byte[] bytes = page.bytes();
      least = Float.POSITIVE_INFINITY;
      greatest = Float.NEGATIVE_INFINITY;
      nans = 0;
      for (int at = page.start(); at < page.end(); at += Integer.BYTES) {
        float value = Float.intBitsToFloat(LittleEndian.getInt(bytes, at));
        least = Math.min(least, value);
        greatest = Math.max(greatest, value);
        nans += Float.isNaN(value) ? 1 : 0;
      }
    }

    @Override
    public int nans() {
      return nans;
    }

    @Override
    public byte[] least() {
      return Ints.bytes(Float.floatToRawIntBits(least == 0 ? -0.0f : least));
    }

    @Override
    public byte[] greatest() {
      return Ints.bytes(Float.floatToRawIntBits(greatest == 0 ? 0.0f : greatest));
    }
  }

  /** As {@link Floats}, with eight bytes. */
  final class Doubles implements Bounds {
    private double least;
    private double greatest;
    private int nans;

    @Override
    public void measure(Page page) {
      byte[] bytes = page.bytes();
      least = Double.POSITIVE_INFINITY;
      greatest = Double.NEGATIVE_INFINITY;
      nans = 0;
      for (int at = page.start(); at < page.end(); at += Long.BYTES) {
        double value = Double.longBitsToDouble(LittleEndian.getLong(bytes, at));
        least = Math.min(least, value);
        greatest = Math.max(greatest, value);
        nans += Double.isNaN(value) ? 1 : 0;
      }
    }

    @Override
    public int nans() {
      return nans;
    }

    @Override
    public byte[] least() {
      return Longs.bytes(Double.doubleToRawLongBits(least == 0 ? -0.0 : least));
    }

    @Override
    public byte[] greatest() {
      return Longs.bytes(Double.doubleToRawLongBits(greatest == 0 ? 0.0 : greatest));
    }
  }

  /** The bytes from {@code from} to {@code to} as an array of their own. */
  static byte[] copy(byte[] bytes, int from, int to) {
    return Arrays.copyOfRange(bytes, from, to);
  }
}
