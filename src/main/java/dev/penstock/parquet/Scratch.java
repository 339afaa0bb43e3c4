package dev.penstock.parquet;

/** Memory that all columns of a writer use in turn, for one step at a time. */
final class Scratch {
  private static final int KEPT_BYTES = 4 << 20;

  private final Slice slice = new Slice();
  private byte[] raw = new byte[0];
  private byte[] rawOffsets = new byte[0];
  private byte[] assembled = new byte[0];
  private byte[] compressed = new byte[0];
  private int[] ints = new int[0];

  Slice slice() {
    return slice;
  }

  /** For values on their way from a vector to a page; some slack may be read behind them. */
  byte[] raw(int length) {
    raw = fit(raw, length);
    return raw;
  }

  byte[] rawOffsets(int length) {
    rawOffsets = fit(rawOffsets, length);
    return rawOffsets;
  }

  /** For a page put together from its parts. */
  byte[] assembled(int length) {
    assembled = fit(assembled, length);
    return assembled;
  }

  byte[] compressed(int length) {
    compressed = fit(compressed, length);
    return compressed;
  }

  int[] ints(int count) {
    if (ints.length < count) {
      ints = new int[Math.max(count, 2 * ints.length)];
    }
    return ints;
  }

  /** Lets go of what a huge value made large. */
  void trim() {
    raw = trim(raw);
    assembled = trim(assembled);
    compressed = trim(compressed);
  }

  private static byte[] trim(byte[] bytes) {
    return bytes.length > KEPT_BYTES ? new byte[0] : bytes;
  }

  private static byte[] fit(byte[] bytes, int length) {
    int needed = Math.addExact(length, Page.SLACK);
    return bytes.length >= needed ? bytes : new byte[Math.max(needed, sizeUp(needed))];
  }

  // Growing a small buffer by a half saves growing it again for the next page; a large one is
  // needed once.
  private static int sizeUp(int needed) {
    return needed < KEPT_BYTES ? needed + needed / 2 : needed;
  }
}
