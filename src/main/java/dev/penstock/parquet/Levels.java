package dev.penstock.parquet;

/** The definition levels of a page of an optional column: one bit a row. */
final class Levels {
  private static final int LENGTH_BYTES = Integer.BYTES;
  private static final int HEADER_BYTES = 5;

  private Levels() {}

  static int mostBytes(int rows) {
    return LENGTH_BYTES + HEADER_BYTES + (rows >> 6) * Long.BYTES + Long.BYTES;
  }

  /** Writes the levels so that they end at {@code end}, and returns where they begin. */
  static int writeBefore(byte[] bytes, int end, Page page) {
    int start = end - length(page);
    write(bytes, start, page);
    return start;
  }

  /** Writes the levels from {@code start} on, and returns where they end. */
  static int write(byte[] bytes, int start, Page page) {
    int at = start + LENGTH_BYTES;
    if (isOneRun(page)) {
      at = HybridEncoder.putVarint(bytes, at, page.rows() << 1);
      bytes[at++] = (byte) (page.nulls() == 0 ? 1 : 0);
    } else {
      at = writeBitmap(bytes, at, page);
    }
    LittleEndian.putInt(bytes, start, at - start - LENGTH_BYTES);
    return at;
  }

  private static int length(Page page) {
    int groups = (page.rows() + 7) >> 3;
    return isOneRun(page)
        ? LENGTH_BYTES + HybridEncoder.varintBytes(page.rows() << 1) + 1
        : LENGTH_BYTES + HybridEncoder.varintBytes(groups << 1 | 1) + groups;
  }

  private static boolean isOneRun(Page page) {
    return page.nulls() == 0 || page.values() == 0;
  }

  // Parquet packs levels of one bit exactly as Arrow packs validity.
  private static int writeBitmap(byte[] bytes, int start, Page page) {
    int groups = (page.rows() + 7) >> 3;
    int at = HybridEncoder.putVarint(bytes, start, groups << 1 | 1);
    long[] validity = page.validity();
    for (int i = 0; i < groups; i++) {
      bytes[at++] = (byte) (validity[i >> 3] >>> ((i & 7) << 3));
    }
    return at;
  }
}
