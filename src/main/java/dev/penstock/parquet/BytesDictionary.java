package dev.penstock.parquet;

import java.util.Arrays;

/** A dictionary of texts and binaries, kept in the form of its dictionary page. */
final class BytesDictionary implements Dictionary {
  /** Values carry their length; otherwise all have the same. */
  static final int VARIABLE = -1;

  private static final int FIRST_SLOTS = 128;
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  private final int width;
  private final int lengthBytes;
  private final int mostBytes;
  private byte[] entries = new byte[256];
  private int entriesEnd;
  // By id: where the value begins in entries, and its key.
  private int[] starts = new int[FIRST_SLOTS / 2];
  private long[] keys = new long[FIRST_SLOTS / 2];
  // The id plus one, or 0 where a slot is free; at least half of the slots are.
  private int[] slots = new int[FIRST_SLOTS];
  private int size;

  BytesDictionary(int width, int mostBytes) {
    this.width = width;
    this.lengthBytes = width == VARIABLE ? Integer.BYTES : 0;
    this.mostBytes = mostBytes;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public boolean encode(Page page, int[] ids, int most) {
    int sizeBefore = size;
    int endBefore = entriesEnd;
    byte[] bytes = page.bytes();
    int at = page.start();
    for (int i = 0; i < page.values(); i++) {
      int length = width == VARIABLE ? LittleEndian.getInt(bytes, at) : width;
      at += lengthBytes;
      int id = idOf(bytes, at, length, most);
      if (id < 0) {
        size = sizeBefore;
        entriesEnd = endBefore;
        return false;
      }
      ids[i] = id;
      at += length;
    }
    return true;
  }

  private int idOf(byte[] bytes, int at, int length, int most) {
    long key = key(bytes, at, length);
    int slot = firstSlot(key);
    while (slots[slot] != 0) {
      int id = slots[slot] - 1;
      if (keys[id] == key && (length < Long.BYTES || isEntry(id, bytes, at, length))) {
        return id;
      }
      slot = (slot + 1) & (slots.length - 1);
    }
    if (size >= most || (long) entriesEnd + lengthBytes + length > mostBytes) {
      return -1;
    }
    add(key, slot, bytes, at, length);
    return size - 1;
  }

  /**
   * Up to seven bytes the key is the value and its length, so that equal keys are equal values;
   * beyond, it is a hash of all bytes that never equals the key of a short value.
   */
  private static long key(byte[] bytes, int at, int length) {
    long first = LittleEndian.getLong(bytes, at) & LittleEndian.mask(length);
    if (length < Long.BYTES) {
      return first | (long) length << 56;
    }
    long hash = first * SPREAD + length;
    int last = at + length - Long.BYTES;
    for (int i = at + Long.BYTES; i < last; i += Long.BYTES) {
      hash = (Long.rotateLeft(hash, 29) ^ LittleEndian.getLong(bytes, i)) * SPREAD;
    }
    hash = (Long.rotateLeft(hash, 29) ^ LittleEndian.getLong(bytes, last)) * SPREAD;
    return hash | 1L << 63;
  }

  private boolean isEntry(int id, byte[] bytes, int at, int length) {
    int start = starts[id];
    int entryLength =
        width == VARIABLE ? LittleEndian.getInt(entries, start - Integer.BYTES) : width;
    return entryLength == length
        && Arrays.equals(entries, start, start + length, bytes, at, at + length);
  }

  private void add(long key, int slot, byte[] bytes, int at, int length) {
    int end = entriesEnd + lengthBytes + length;
    if (end > entries.length) {
      entries = Arrays.copyOf(entries, Math.max(end, entries.length * 2));
    }
    System.arraycopy(bytes, at - lengthBytes, entries, entriesEnd, lengthBytes + length);
    starts[size] = entriesEnd + lengthBytes;
    keys[size] = key;
    entriesEnd = end;
    slots[slot] = ++size;
    if (size == keys.length) {
      grow();
    }
  }

  private int firstSlot(long key) {
    long mixed = (key ^ (key >>> 32)) * SPREAD;
    return (int) (mixed >>> (Long.numberOfLeadingZeros(slots.length) + 1));
  }

  private void grow() {
    keys = Arrays.copyOf(keys, keys.length * 2);
    starts = Arrays.copyOf(starts, starts.length * 2);
    slots = new int[slots.length * 2];
    for (int id = 0; id < size; id++) {
      int slot = firstSlot(keys[id]);
      while (slots[slot] != 0) {
        slot = (slot + 1) & (slots.length - 1);
      }
      slots[slot] = id + 1;
    }
  }

  @Override
  public int byteCount() {
    return entriesEnd;
  }

  @Override
  public void writeTo(byte[] target) {
    System.arraycopy(entries, 0, target, 0, entriesEnd);
  }

  @Override
  public void clear() {
    Arrays.fill(slots, 0);
    size = 0;
    entriesEnd = 0;
  }
}
