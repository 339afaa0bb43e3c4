package dev.penstock.engine.digest;

import java.nio.ByteBuffer;

/**
 * What is kept of rows that have the same digests. The order is that of the digests.
 *
 * @param position the greatest of theirs, whatever it counts
 * @param count how many there are
 */
public record Entry(Digest key, Digest content, long position, int count)
    implements Comparable<Entry> {
  /** Two digests, a long and two ints; the second int is for the reader's own use. */
  public static final int BYTES = 2 * Digest.BYTES + Long.BYTES + 2 * Integer.BYTES;

  static final int COUNT_AT = 2 * Digest.BYTES + Long.BYTES;
  static final int USED_AT = COUNT_AT + Integer.BYTES;

  static Entry at(ByteBuffer buffer, int offset) {
    return new Entry(
        Digest.at(buffer, offset),
        Digest.at(buffer, offset + Digest.BYTES),
        buffer.getLong(offset + 2 * Digest.BYTES),
        buffer.getInt(offset + COUNT_AT));
  }

  public void put(ByteBuffer buffer) {
    key.put(buffer);
    content.put(buffer);
    buffer.putLong(position).putInt(count).putInt(0);
  }

  /** Both of them, which have the same digests. */
  Entry with(Entry other) {
    return new Entry(
        key, content, Math.max(position, other.position), Math.addExact(count, other.count));
  }

  @Override
  public int compareTo(Entry other) {
    int keys = key.compareTo(other.key);
    return keys != 0 ? keys : content.compareTo(other.content);
  }
}
