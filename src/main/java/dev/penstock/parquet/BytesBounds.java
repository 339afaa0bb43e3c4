package dev.penstock.parquet;

import java.util.Arrays;
import org.apache.parquet.internal.column.columnindex.BinaryTruncator;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * Bounds of texts and binaries in the order of their unsigned bytes, and of long decimals in the
 * order of numbers. Long bounds are cut: the lower one to a prefix, the upper one to the next
 * greater prefix.
 */
final class BytesBounds implements Bounds {
  static final int LONGEST_BOUND = 64;

  private final PrimitiveType type;
  private final boolean variable;
  private final int width;
  // Turns the first eight bytes into a number whose signed order is the order of the values.
  private final long flip;
  private byte[] bytes;
  private int least;
  private int leastLength;
  private int greatest;
  private int greatestLength;

  /** {@code flip} is 0 for values in the order of numbers, else the sign bit. */
  BytesBounds(PrimitiveType type, long flip) {
    this.type = type;
    this.variable = type.getPrimitiveTypeName() == PrimitiveTypeName.BINARY;
    this.width = type.getTypeLength();
    this.flip = flip;
  }

  @Override
  public void measure(Page page) {
    bytes = page.bytes();
    int at = page.start();
    int lengthBytes = variable ? Integer.BYTES : 0;
    long leastPrefix = 0;
    long greatestPrefix = 0;
    for (int i = 0; i < page.values(); i++) {
      int length = variable ? LittleEndian.getInt(bytes, at) : width;
      at += lengthBytes;
      long prefix = prefix(at, length);
      if (i == 0 || isBefore(prefix, at, length, leastPrefix, least, leastLength)) {
        leastPrefix = prefix;
        least = at;
        leastLength = length;
      }
      if (i == 0 || isBefore(greatestPrefix, greatest, greatestLength, prefix, at, length)) {
        greatestPrefix = prefix;
        greatest = at;
        greatestLength = length;
      }
      at += length;
    }
  }

  private long prefix(int at, int length) {
    long first = LittleEndian.getReversedLong(bytes, at);
    return (length >= Long.BYTES ? first : first & ~(-1L >>> (length << 3))) ^ flip;
  }

  private boolean isBefore(
      long prefix, int at, int length, long otherPrefix, int otherAt, int otherLength) {
    if (prefix != otherPrefix) {
      return prefix < otherPrefix;
    }
    if (length <= Long.BYTES || otherLength <= Long.BYTES) {
      return length < otherLength;
    }
    // Equal prefixes hold the sign, so that the rest compares as unsigned bytes whatever the type.
    return Arrays.compareUnsigned(bytes, at, at + length, bytes, otherAt, otherAt + otherLength)
        < 0;
  }

  @Override
  public byte[] least() {
    if (leastLength <= LONGEST_BOUND) {
      return Bounds.copy(bytes, least, least + leastLength);
    }
    Binary value = Binary.fromConstantByteArray(bytes, least, leastLength);
    return truncator().truncateMin(value, LONGEST_BOUND).getBytes();
  }

  @Override
  public byte[] greatest() {
    if (greatestLength <= LONGEST_BOUND) {
      return Bounds.copy(bytes, greatest, greatest + greatestLength);
    }
    Binary value = Binary.fromConstantByteArray(bytes, greatest, greatestLength);
    return truncator().truncateMax(value, LONGEST_BOUND).getBytes();
  }

  private BinaryTruncator truncator() {
    return BinaryTruncator.getTruncator(type);
  }
}
