package dev.penstock.parquet;

import java.util.Arrays;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.NullVector;

/** Which rows of a piece of a vector hold a value: one bit a row, from bit 0 of the first word. */
final class Slice {
  private byte[] raw = new byte[0];
  private long[] words = new long[0];
  private int rows;
  private int values;

  int rows() {
    return rows;
  }

  /** How many of the rows are not null. */
  int values() {
    return values;
  }

  boolean isFull() {
    return values == rows;
  }

  long word(int index) {
    return words[index];
  }

  /** 1 when the row holds a value, 0 when it is null. */
  int bit(int row) {
    return (int) (words[row >> 6] >>> row) & 1;
  }

  void load(FieldVector vector, int from, int count) {
    rows = count;
    values = 0;
    int wordCount = (count + 63) >> 6;
    if (words.length < wordCount) {
      words = new long[wordCount];
      raw = new byte[wordCount * Long.BYTES + 2 * Long.BYTES];
    }
    if (vector instanceof NullVector) {
      Arrays.fill(words, 0, wordCount, 0);
      return;
    }
    loadRaw(vector.getValidityBuffer(), from, count);
    align(from & 7, wordCount);
    int tail = count & 63;
    if (tail != 0) {
      words[wordCount - 1] &= (1L << tail) - 1;
    }
    for (int i = 0; i < wordCount; i++) {
      values += Long.bitCount(words[i]);
    }
  }

  private void loadRaw(ArrowBuf validity, int from, int count) {
    int first = from >> 3;
    int length = ((from + count + 7) >> 3) - first;
    validity.getBytes(first, raw, 0, length);
  }

  private void align(int shift, int wordCount) {
    for (int i = 0; i < wordCount; i++) {
      long low = LittleEndian.getLong(raw, i * Long.BYTES) >>> shift;
      long high = shift == 0 ? 0 : (long) raw[i * Long.BYTES + Long.BYTES] << (Long.SIZE - shift);
      words[i] = low | high;
    }
  }

  /**
   * Moves the values of rows that are not null together, over those of null rows.
   *
   * @param at where the value of the first row begins
   * @return where the last value now ends
   */
  int squeeze(byte[] bytes, int at, int width) {
    if (isFull()) {
      return at + rows * width;
    }
    return switch (width) {
      case Integer.BYTES -> squeezeInts(bytes, at);
      case Long.BYTES -> squeezeLongs(bytes, at);
      default -> squeezeAny(bytes, at, width);
    };
  }

  // Every value is copied and only the target moves by the bit: no branch that nulls would make
  // hard to predict.
  private int squeezeInts(byte[] bytes, int at) {
    int target = at;
    for (int row = 0; row < rows; row++) {
      LittleEndian.putInt(bytes, target, LittleEndian.getInt(bytes, at + row * Integer.BYTES));
      target += bit(row) << 2;
    }
    return target;
  }

  private int squeezeLongs(byte[] bytes, int at) {
    int target = at;
    for (int row = 0; row < rows; row++) {
      LittleEndian.putLong(bytes, target, LittleEndian.getLong(bytes, at + row * Long.BYTES));
      target += bit(row) << 3;
    }
    return target;
  }

  private int squeezeAny(byte[] bytes, int at, int width) {
    int target = at;
    for (int row = 0; row < rows; row++) {
      if (bit(row) == 1) {
        System.arraycopy(bytes, at + row * width, bytes, target, width);
        target += width;
      }
    }
    return target;
  }
}
