package dev.penstock.engine.digest;

import java.nio.ByteBuffer;

/** The first 128 bits of a SHA-256; two rows that differ practically never share one. */
public record Digest(long high, long low) implements Comparable<Digest> {
  static final int BYTES = 2 * Long.BYTES;

  public static Digest at(ByteBuffer buffer, int offset) {
    return new Digest(buffer.getLong(offset), buffer.getLong(offset + Long.BYTES));
  }

  void put(ByteBuffer buffer) {
    buffer.putLong(high).putLong(low);
  }

  @Override
  public int compareTo(Digest other) {
    int highs = Long.compareUnsigned(high, other.high);
    return highs != 0 ? highs : Long.compareUnsigned(low, other.low);
  }
}
