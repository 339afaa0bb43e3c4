package dev.penstock.parquet;

import java.util.Arrays;

/**
 * A page being filled: the values in Parquet's PLAIN form without the nulls, and which rows are
 * null. In front of the values there is room for the levels, so that a page that stays PLAIN is
 * compressed where it lies.
 */
final class Page {
  /** Bytes behind the last value that may be read and overwritten, for loops that move longs. */
  static final int SLACK = 16;

  private static final int FIRST_BYTES = 512;

  private final int head;
  private final int keptBytes;
  private long[] validity;
  private byte[] bytes;
  private int end;
  private int rows;
  private int values;

  /**
   * @param mostRows the most rows that will be put in, if the levels are to go before the values
   * @param keptBytes a page that had to grow beyond twice this gives its memory back
   */
  Page(int mostRows, int keptBytes) {
    this.head = Levels.mostBytes(mostRows);
    this.keptBytes = keptBytes;
    this.validity = new long[(mostRows >> 6) + 2];
    clear();
  }

  byte[] bytes() {
    return bytes;
  }

  /** Where the first value begins. */
  int start() {
    return head;
  }

  /** Where the last value ends. */
  int end() {
    return end;
  }

  int size() {
    return end - head;
  }

  int rows() {
    return rows;
  }

  int values() {
    return values;
  }

  int nulls() {
    return rows - values;
  }

  boolean isEmpty() {
    return rows == 0;
  }

  /** The null bitmap, a bit a row, 1 for a value. */
  long[] validity() {
    return validity;
  }

  /** Makes room for so many bytes behind the last value, and returns where they go. */
  int reserve(int length) {
    long needed = (long) end + length + SLACK;
    if (needed > bytes.length) {
      long grown = Math.max(needed, Math.min(2L * bytes.length, Integer.MAX_VALUE - 8L));
      bytes = Arrays.copyOf(bytes, Math.toIntExact(grown));
    }
    return end;
  }

  /** Counts in the rows whose values the caller has put behind the last one. */
  void append(Slice slice, int newEnd) {
    int shift = rows & 63;
    int word = rows >> 6;
    int words = (slice.rows() + 63) >> 6;
    if (word + words >= validity.length) {
      validity = Arrays.copyOf(validity, 2 * (word + words) + 1);
    }
    for (int i = 0; i < words; i++) {
      validity[word + i] |= slice.word(i) << shift;
      if (shift != 0) {
        validity[word + i + 1] |= slice.word(i) >>> (Long.SIZE - shift);
      }
    }
    rows += slice.rows();
    values += slice.values();
    end = newEnd;
  }

  /** Says that the values were rewritten in a shorter form. */
  void shrinkTo(int newEnd) {
    end = newEnd;
  }

  void clear() {
    Arrays.fill(validity, 0);
    rows = 0;
    values = 0;
    end = head;
    if (bytes == null || bytes.length > 2L * keptBytes + head) {
      bytes = new byte[head + FIRST_BYTES];
    }
  }
}
