package dev.penstock.source.rest.spool;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.zip.CRC32C;

/** Sums of rows, by which equal ones are known. */
public final class RowDigest {
  private static final long MIXER = 0x9E3779B97F4A7C15L;

  private RowDigest() {}

  /**
   * Adds names and values to a digest, in the order of the names.
   *
   * @param all the columns of the row's spool
   */
  public static void add(Row row, List<Field> all, MessageDigest digest) {
    Integer[] order = new Integer[row.count()];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparing(i -> all.get(row.column(i)).name()));
    for (int i : order) {
      digest.update(all.get(row.column(i)).name().getBytes(UTF_8));
      Tag tag = row.tag(i);
      boolean hasBytes = tag.hasBytes();
      ByteBuffer head = ByteBuffer.allocate(1 + Long.BYTES);
      head.put((byte) tag.code());
      head.putLong(hasBytes ? row.length(i) : tag == Tag.LONG ? row.number(i) : 0);
      digest.update(head.array());
      if (hasBytes) {
        digest.update(row.bytes(), row.start(i), row.length(i));
      }
    }
  }

  /** Adds the values to a checksum, by which two equal pages are known. */
  public static void add(Row row, CRC32C sum) {
    sum.update(row.bytes(), 0, row.used());
    int count = row.count();
    long rest = count;
    for (int i = 0; i < count; i++) {
      Tag tag = row.tag(i);
      rest = (rest ^ tag.code()) * MIXER;
      if (tag == Tag.LONG) {
        rest = (rest ^ (rest >>> 32) ^ row.number(i)) * MIXER;
      }
    }
    for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
      sum.update((int) (rest >>> shift));
    }
  }
}
