package dev.penstock.source.jdbc.column;

/**
 * How many rows the driver fetches at a time: few at first, then as many as fit in a fixed number
 * of bytes, so that memory grows neither with the table nor with the width of its rows.
 */
public final class FetchSize {
  /** For the first fetch of a statement: each of these rows may be one of the largest. */
  public static final int FIRST = 8;

  /** How many times as many rows the next fetch may be of, as some rows say little of the next. */
  private static final int GROWTH = 8;

  private static final int MOST = 10_000;

  /** Enough for any distance. */
  private static final long FAR_BYTES = 6_000_000;

  /**
   * Enough for a server that is near. A driver that keeps an object for each value makes the
   * garbage collector move whatever waits, again and again.
   */
  private static final long NEAR_BYTES = 2_000_000;

  /** What a fetch of few rows takes where the server is far away, or slow. */
  private static final long FAR_NANOS = 5_000_000;

  private static final long WIDEST_BYTES = 32_000_000;

  /** What the driver keeps of each value beside its bytes. */
  private static final int OVERHEAD_PER_VALUE = 24;

  private final int overhead;
  private int current = FIRST;
  private long target = FAR_BYTES;
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

  /** Says how long a fetch of few rows took: a round trip to the server, and little more. */
  void tookForFew(long nanos) {
    target = nanos < FAR_NANOS ? NEAR_BYTES : FAR_BYTES;
  }

  /** The size of the fetch under way. */
  int current() {
    return current;
  }

  /** The size for the next fetch; forgets half of what it saw, so that it follows the table. */
  int next() {
    if (rows == 0) {
      return current;
    }
    long fits = target / (bytes / rows + overhead + 1);
    long fitsIfWide = WIDEST_BYTES / (widest + overhead + 1);
    rows = rows / 2 + 1;
    bytes /= 2;
    long most = Math.min(MOST, (long) current * GROWTH);
    current = (int) Math.max(1, Math.min(most, Math.min(fits, fitsIfWide)));
    return current;
  }
}
