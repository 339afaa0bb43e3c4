package dev.penstock.campaign;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * The table at the source: each change of a row gives it a new number in the cursor column, greater
 * than all before. Safe for use by several threads.
 */
final class Table {
  /** The number of the newest change of each row. */
  private final List<Long> rows = new ArrayList<>();

  private long newest;

  /** Adds this many rows. */
  synchronized Table insert(int more) {
    for (int i = 0; i < more; i++) {
      rows.add(++newest);
    }
    return this;
  }

  /** Changes a row, the n-th of them. */
  synchronized void update(int row) {
    rows.set(row, ++newest);
  }

  synchronized int size() {
    return rows.size();
  }

  /** The greatest number; 0 when nothing ever happened. */
  synchronized long newest() {
    return newest;
  }

  /** The rows whose newest change lies in {@code (after, upTo]}, by number. */
  synchronized long[] read(long after, long upTo) {
    return rows.stream()
        .mapToLong(Long::longValue)
        .filter(number -> number > after && number <= upTo)
        .sorted()
        .toArray();
  }

  /** All rows, by number. */
  synchronized LongStream all() {
    return rows.stream().mapToLong(Long::longValue).sorted();
  }
}
