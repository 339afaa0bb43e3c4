package dev.penstock.parquet;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import org.apache.arrow.vector.FieldVector;

/** Arrow's 16-byte decimals, shortened to what their precision needs. */
abstract class DecimalCopier implements ValueCopier {
  private static final int ARROW_BYTES = 16;

  private final Scratch scratch;
  private final int width;

  private DecimalCopier(Scratch scratch, int width) {
    this.scratch = scratch;
    this.width = width;
  }

  @Override
  public final int rowsWithin(FieldVector vector, int from, int count, int room) {
    return ValueCopier.rowsOfWidth(width, count, room);
  }

  @Override
  public final int copy(FieldVector vector, int from, Slice slice, Page page) {
    int length = slice.rows() * ARROW_BYTES;
    byte[] raw = scratch.raw(length);
    vector.getDataBuffer().getBytes((long) from * ARROW_BYTES, raw, 0, length);
    int at = page.reserve(slice.rows() * width);
    long lost = shorten(raw, slice, page.bytes(), at);
    if (lost != 0) {
      throw new IngestException(
          ErrorCode.VALUE,
          "column "
              + vector.getName()
              + ": a value does not fit its type "
              + ParquetTypes.word(vector.getField())
              + ".\nName a wider decimal for it in column_types.");
    }
    return at + slice.values() * width;
  }

  /** Writes the values of rows that are not null; any bit set in the result is a bit lost. */
  abstract long shorten(byte[] raw, Slice slice, byte[] target, int at);

  private static long low(byte[] raw, int row) {
    return LittleEndian.getLong(raw, row * ARROW_BYTES);
  }

  private static long high(byte[] raw, int row) {
    return LittleEndian.getLong(raw, row * ARROW_BYTES + Long.BYTES);
  }

  /** Up to 9 digits. */
  static final class Ints extends DecimalCopier {
    Ints(Scratch scratch) {
      super(scratch, Integer.BYTES);
    }

    @Override
    long shorten(byte[] raw, Slice slice, byte[] target, int start) {
      long lost = 0;
      int at = start;
      for (int row = 0; row < slice.rows(); row++) {
        long low = low(raw, row);
        int bit = slice.bit(row);
        lost |= ((high(raw, row) ^ (low >> 63)) | (low ^ (int) low)) & -bit;
        LittleEndian.putInt(target, at, (int) low);
        at += bit << 2;
      }
      return lost;
    }
  }

  /** Up to 18 digits. */
  static final class Longs extends DecimalCopier {
    Longs(Scratch scratch) {
      super(scratch, Long.BYTES);
    }

    @Override
    long shorten(byte[] raw, Slice slice, byte[] target, int start) {
      long lost = 0;
      int at = start;
      for (int row = 0; row < slice.rows(); row++) {
        long low = low(raw, row);
        int bit = slice.bit(row);
        lost |= (high(raw, row) ^ (low >> 63)) & -bit;
        LittleEndian.putLong(target, at, low);
        at += bit << 3;
      }
      return lost;
    }
  }

  /** Up to 38 digits, the highest byte first. */
  static final class Bytes extends DecimalCopier {
    private final int width;
    private final int dropped;

    Bytes(Scratch scratch, int width) {
      super(scratch, width);
      this.width = width;
      this.dropped = (ARROW_BYTES - width) * Byte.SIZE;
    }

    @Override
    long shorten(byte[] raw, Slice slice, byte[] target, int start) {
      long lost = 0;
      int at = start;
      for (int row = 0; row < slice.rows(); row++) {
        if (slice.bit(row) == 1) {
          long high = high(raw, row);
          lost |= high ^ ((high << dropped) >> dropped);
          LittleEndian.putReversedLong(target, at, high << dropped);
          LittleEndian.putReversedLong(target, at + width - Long.BYTES, low(raw, row));
          at += width;
        }
      }
      return lost;
    }
  }
}
