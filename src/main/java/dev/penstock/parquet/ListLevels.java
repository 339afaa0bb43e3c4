package dev.penstock.parquet;

import java.util.Arrays;

/**
 * The levels of a page of lists, two for each entry: whether it begins a row, and whether it is a
 * null list, an empty one, a null within a list, or a value.
 */
final class ListLevels {
  private static final int NULL_LIST = 0;
  private static final int EMPTY_LIST = 1;
  private static final int NULL_VALUE = 2;

  private static final int BEGIN_WIDTH = 1;
  private static final int STATE_WIDTH = 2;

  /** What the encoder may clear behind the last level. */
  private static final int SLACK = 8;

  private static final int KEPT = 1 << 16;

  private int[] begins = new int[64];
  private int[] states = new int[64];
  private int rows;
  private int entries;
  private int elements;

  int rows() {
    return rows;
  }

  /** How many levels of each kind there are. */
  int entries() {
    return entries;
  }

  void addNull() {
    add(0, NULL_LIST);
    rows++;
  }

  /** Adds a list of so many elements, of which nothing is known yet. */
  void addList(int length) {
    if (length == 0) {
      add(0, EMPTY_LIST);
    } else {
      reserve(length);
      Arrays.fill(begins, entries, entries + length, 1);
      begins[entries] = 0;
      Arrays.fill(states, entries, entries + length, NULL_VALUE);
      entries += length;
      elements += length;
    }
    rows++;
  }

  private void add(int begin, int state) {
    reserve(1);
    begins[entries] = begin;
    states[entries] = state;
    entries++;
  }

  private void reserve(int more) {
    int needed = Math.addExact(entries, Math.addExact(more, SLACK));
    if (needed > begins.length) {
      int grown = (int) Math.max(needed, Math.min(2L * begins.length, Integer.MAX_VALUE - 8L));
      begins = Arrays.copyOf(begins, grown);
      states = Arrays.copyOf(states, grown);
    }
  }

  /** Room that {@link #write} never exceeds. */
  int mostBytes() {
    return 2 * Integer.BYTES
        + HybridEncoder.mostBytes(entries, BEGIN_WIDTH)
        + HybridEncoder.mostBytes(entries, STATE_WIDTH);
  }

  /**
   * Writes the levels, and returns where they end.
   *
   * @param page the elements of all lists, and which of them are null
   */
  int write(byte[] target, int start, Page page) {
    markValues(page);
    int at = write(begins, BEGIN_WIDTH, target, start);
    return write(states, STATE_WIDTH, target, at);
  }

  private void markValues(Page page) {
    if (page.rows() != elements) {
      throw new IllegalStateException(page.rows() + " elements for lists of " + elements);
    }
    long[] validity = page.validity();
    int element = 0;
    for (int i = 0; i < entries; i++) {
      if (states[i] >= NULL_VALUE) {
        states[i] = NULL_VALUE + (int) (validity[element >> 6] >>> element & 1);
        element++;
      }
    }
  }

  private int write(int[] levels, int width, byte[] target, int start) {
    int end = HybridEncoder.encode(levels, entries, width, target, start + Integer.BYTES);
    LittleEndian.putInt(target, start, end - start - Integer.BYTES);
    return end;
  }

  void clear() {
    rows = 0;
    entries = 0;
    elements = 0;
    if (begins.length > KEPT) {
      begins = new int[64];
      states = new int[64];
    }
  }
}
