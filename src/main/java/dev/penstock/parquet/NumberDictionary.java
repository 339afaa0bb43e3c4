package dev.penstock.parquet;

import java.util.Arrays;

/** A dictionary of values of four or eight bytes, told apart by their bits. */
final class NumberDictionary implements Dictionary {
  private static final int FIRST_SLOTS = 128;
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  private final int width;
  private final int mostEntries;
  private long[] values = new long[FIRST_SLOTS / 2];
  // The id plus one, or 0 where a slot is free; at least half of the slots are.
  private int[] slots = new int[FIRST_SLOTS];
  private int size;

  NumberDictionary(int width, int mostBytes) {
    this.width = width;
    this.mostEntries = mostBytes / width;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public boolean encode(Page page, int[] ids, int most) {
    int before = size;
    int limit = Math.min(most, mostEntries);
    byte[] bytes = page.bytes();
    int at = page.start();
    long last = 0;
    int id = -1;
    for (int i = 0; i < page.values(); i++, at += width) {
      long value =
          width == Integer.BYTES ? LittleEndian.getInt(bytes, at) : LittleEndian.getLong(bytes, at);
      if (value != last || id < 0) {
        id = idOf(value, limit);
        if (id < 0) {
          size = before;
          return false;
        }
        last = value;
      }
      ids[i] = id;
    }
    return true;
  }

  private int idOf(long value, int limit) {
    int slot = firstSlot(value);
    while (slots[slot] != 0) {
      int id = slots[slot] - 1;
      if (values[id] == value) {
        return id;
      }
      slot = (slot + 1) & (slots.length - 1);
    }
    if (size >= limit) {
      return -1;
    }
    values[size] = value;
    slots[slot] = ++size;
    if (size == values.length) {
      grow();
    }
    return size - 1;
  }

  private int firstSlot(long value) {
    return (int) ((value * SPREAD) >>> (Long.numberOfLeadingZeros(slots.length) + 1));
  }

  private void grow() {
    values = Arrays.copyOf(values, values.length * 2);
    slots = new int[slots.length * 2];
    for (int id = 0; id < size; id++) {
      int slot = firstSlot(values[id]);
      while (slots[slot] != 0) {
        slot = (slot + 1) & (slots.length - 1);
      }
      slots[slot] = id + 1;
    }
  }

  @Override
  public int byteCount() {
    return size * width;
  }

  @Override
  public void writeTo(byte[] target) {
    for (int id = 0; id < size; id++) {
      if (width == Integer.BYTES) {
        LittleEndian.putInt(target, id * Integer.BYTES, (int) values[id]);
      } else {
        LittleEndian.putLong(target, id * Long.BYTES, values[id]);
      }
    }
  }

  @Override
  public void clear() {
    Arrays.fill(slots, 0);
    size = 0;
  }
}
