package dev.penstock.source.jdbc.column;

/**
 * How many rows the driver fetches at a time: few at first, then as many as fit in a fixed number
 * of bytes, so that memory grows neither with the table nor with the width of its rows.
 */
public final class FetchSize {
  /** For the first fetch of a statement. */
  public static final int FIRST = 64;

  private static final int MOST = 10_000;
  private static final long TARGET_BYTES = 6_000_000;
  private static final long WIDEST_BYTES = 32_000_000;

  /** What the driver keeps of each value beside its bytes. */
  private static final int OVERHEAD_PER_VALUE = 24;

  private final int overhead;
  private long rows;
  private long bytes;
  private long widest;

  FetchSize(int columns) {
    this.overhead = columns * OVERHEAD_PER_VALUE;
  }

  void saw(int rowBytes) {
    rows++;
    bytes += rowBytes;
    widest = Math.max(widest, rowBytes);
  }

  /** The size for the next fetch; forgets half of what it saw, so that it follows the table. */
  int next() {
    if (rows == 0) {
      return FIRST;
    }
    long fits = TARGET_BYTES / (bytes / rows + overhead + 1);
    long fitsIfWide = WIDEST_BYTES / (widest + overhead + 1);
    rows = rows / 2 + 1;
    bytes /= 2;
    return (int) Math.max(1, Math.min(MOST, Math.min(fits, fitsIfWide)));
  }
}
