package dev.penstock.parquet;

import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FieldVector;

/** Texts and binaries: each value is preceded by its length. */
final class VariableCopier implements ValueCopier {
  static final int MOST_BYTES = 1 << 29;

  private final Scratch scratch;
  private final int offsetBytes;

  /** Arrow's offsets have four bytes or, in large vectors, eight. */
  VariableCopier(Scratch scratch, int offsetBytes) {
    this.scratch = scratch;
    this.offsetBytes = offsetBytes;
  }

  @Override
  public int rowsWithin(FieldVector vector, int from, int count, int room) {
    ArrowBuf offsets = vector.getOffsetBuffer();
    long first = offset(offsets, from);
    int fits = 0;
    int tooMany = count + 1;
    while (tooMany - fits > 1) {
      int middle = (fits + tooMany) >>> 1;
      long bytes = offset(offsets, from + middle) - first + (long) middle * Integer.BYTES;
      if (bytes <= room) {
        fits = middle;
      } else {
        tooMany = middle;
      }
    }
    return fits;
  }

  @Override
  public int copy(FieldVector vector, int from, Slice slice, Page page) {
    ArrowBuf offsets = vector.getOffsetBuffer();
    long first = offset(offsets, from);
    long length = offset(offsets, from + slice.rows()) - first;
    if (length > MOST_BYTES) {
      throw ValueCopier.tooLarge(vector, length);
    }
    int at = page.reserve((int) length + slice.rows() * Integer.BYTES);
    if (slice.rows() == 1) {
      return copyOne(vector, first, slice, page, (int) length);
    }
    byte[] data = scratch.raw((int) length);
    vector.getDataBuffer().getBytes(first, data, 0, (int) length);
    int[] ends = scratch.ints(slice.rows() + 1);
    loadOffsets(offsets, from, first, slice.rows(), ends);
    return slice.isFull()
        ? interleave(data, ends, slice.rows(), page.bytes(), at)
        : interleavePresent(data, ends, slice, page.bytes(), at);
  }

  // A value alone may be huge: it goes straight to its place.
  private static int copyOne(FieldVector vector, long first, Slice slice, Page page, int length) {
    if (slice.values() == 0) {
      return page.end();
    }
    LittleEndian.putInt(page.bytes(), page.end(), length);
    int at = page.end() + Integer.BYTES;
    vector.getDataBuffer().getBytes(first, page.bytes(), at, length);
    return at + length;
  }

  private static int interleave(byte[] data, int[] offsets, int rows, byte[] target, int start) {
    int at = start;
    int from = 0;
    for (int row = 0; row < rows; row++) {
      int to = offsets[row + 1];
      at = put(data, from, to - from, target, at);
      from = to;
    }
    return at;
  }

  private static int interleavePresent(
      byte[] data, int[] offsets, Slice slice, byte[] target, int start) {
    int at = start;
    for (int row = 0; row < slice.rows(); row++) {
      if (slice.bit(row) == 1) {
        at = put(data, offsets[row], offsets[row + 1] - offsets[row], target, at);
      }
    }
    return at;
  }

  private static int put(byte[] data, int from, int length, byte[] target, int at) {
    LittleEndian.putInt(target, at, length);
    int to = at + Integer.BYTES;
    if (length <= Page.SLACK) {
      // Two longs whatever the length: what is too much is overwritten by the next value.
      LittleEndian.putLong(target, to, LittleEndian.getLong(data, from));
      LittleEndian.putLong(target, to + Long.BYTES, LittleEndian.getLong(data, from + Long.BYTES));
    } else {
      System.arraycopy(data, from, target, to, length);
    }
    return to + length;
  }

  private void loadOffsets(ArrowBuf offsets, int from, long first, int rows, int[] target) {
    int length = (rows + 1) * offsetBytes;
    byte[] raw = scratch.rawOffsets(length);
    offsets.getBytes((long) from * offsetBytes, raw, 0, length);
    if (offsetBytes == Integer.BYTES) {
      for (int i = 0; i <= rows; i++) {
        target[i] = LittleEndian.getInt(raw, i * Integer.BYTES) - (int) first;
      }
    } else {
      for (int i = 0; i <= rows; i++) {
        target[i] = (int) (LittleEndian.getLong(raw, i * Long.BYTES) - first);
      }
    }
  }

  private long offset(ArrowBuf offsets, int row) {
    return offsetBytes == Integer.BYTES
        ? offsets.getInt((long) row * Integer.BYTES)
        : offsets.getLong((long) row * Long.BYTES);
  }
}
