package dev.penstock.parquet;

/** Parquet's mix of runs and bit-packed groups, for dictionary ids. */
final class HybridEncoder {
  private static final int GROUP = 8;

  /** Shorter runs cost less when packed with their neighbours. */
  private static final int SHORTEST_RUN = 16;

  private HybridEncoder() {}

  /** Room that {@link #encode} never exceeds. */
  static int mostBytes(int count, int width) {
    return Math.toIntExact(((long) count * (width + 4)) / 8 + 64);
  }

  static int varintBytes(int value) {
    return value == 0 ? 1 : (38 - Integer.numberOfLeadingZeros(value)) / 7;
  }

  static int putVarint(byte[] bytes, int start, int value) {
    int at = start;
    int rest = value;
    while ((rest & ~0x7F) != 0) {
      bytes[at++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[at++] = (byte) rest;
    return at;
  }

  /**
   * Writes ids of at most {@code width} bits.
   *
   * @param ids holds {@code count} ids and, behind them, seven places that this method may clear
   * @return where the result ends
   */
  static int encode(int[] ids, int count, int width, byte[] target, int start) {
    for (int i = count; i < count + GROUP - 1; i++) {
      ids[i] = 0;
    }
    int at = start;
    int from = 0;
    while (from < count) {
      int run = runLength(ids, from, count);
      if (run >= SHORTEST_RUN) {
        at = putRun(ids[from], run, width, target, at);
        from += run;
      } else {
        int to = endOfPacked(ids, from, count);
        at = putPacked(ids, from, to, width, target, at);
        from = to;
      }
    }
    return at;
  }

  private static int runLength(int[] ids, int from, int count) {
    int id = ids[from];
    int to = from + 1;
    while (to < count && ids[to] == id) {
      to++;
    }
    return to - from;
  }

  /** The first place, whole groups after {@code from}, where a run worth its header begins. */
  private static int endOfPacked(int[] ids, int from, int count) {
    int to = from + GROUP;
    while (to < count && !startsRun(ids, to, count)) {
      to += GROUP;
    }
    return Math.min(to, count);
  }

  private static boolean startsRun(int[] ids, int from, int count) {
    if (from + SHORTEST_RUN > count) {
      return false;
    }
    int id = ids[from];
    for (int i = from + 1; i < from + SHORTEST_RUN; i++) {
      if (ids[i] != id) {
        return false;
      }
    }
    return true;
  }

  private static int putRun(int id, int length, int width, byte[] target, int start) {
    int at = putVarint(target, start, length << 1);
    for (int shift = 0; shift < width; shift += Byte.SIZE) {
      target[at++] = (byte) (id >>> shift);
    }
    return at;
  }

  private static int putPacked(int[] ids, int from, int to, int width, byte[] target, int start) {
    int groups = (to - from + GROUP - 1) / GROUP;
    int at = putVarint(target, start, groups << 1 | 1);
    int end = from + groups * GROUP;
    long pending = 0;
    int bits = 0;
    for (int i = from; i < end; i++) {
      pending |= (long) ids[i] << bits;
      bits += width;
      if (bits >= Integer.SIZE) {
        LittleEndian.putInt(target, at, (int) pending);
        at += Integer.BYTES;
        pending >>>= Integer.SIZE;
        bits -= Integer.SIZE;
      }
    }
    for (; bits > 0; bits -= Byte.SIZE) {
      target[at++] = (byte) pending;
      pending >>>= Byte.SIZE;
    }
    return at;
  }
}
