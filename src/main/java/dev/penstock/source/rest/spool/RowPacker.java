package dev.penstock.source.rest.spool;

/** Writes rows in the form that {@link SpoolReader} reads. */
final class RowPacker {
  /** Column and tag of a value, and its length or number, take no more bytes. */
  private static final int MOST_HEAD = 20;

  private RowPacker() {}

  /** Puts a row behind what the block of a file holds. */
  static void pack(Row row, RowFile file) {
    int count = row.count();
    byte[] bytes = row.bytes();
    byte[] into = file.room(row.used() + MOST_HEAD * (count + 1));
    int at = varint(into, file.used(), count);
    for (int i = 0; i < count; i++) {
      Tag tag = row.tag(i);
      at = varint(into, at, (long) row.column(i) << Tag.BITS | tag.code());
      switch (tag) {
        case FALSE, TRUE -> {
          // The tag says it all.
        }
        case LONG -> {
          long number = row.number(i);
          at = varint(into, at, number << 1 ^ number >> 63);
        }
        case BIG, FRACTION, TEXT, JSON, DATE, TIMESTAMP, INSTANT -> {
          int length = row.length(i);
          at = varint(into, at, length);
          System.arraycopy(bytes, row.start(i), into, at, length);
          at += length;
        }
      }
    }
    file.used(at);
  }

  private static int varint(byte[] into, int from, long value) {
    int at = from;
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      into[at++] = (byte) ((rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    into[at++] = (byte) rest;
    return at;
  }
}
