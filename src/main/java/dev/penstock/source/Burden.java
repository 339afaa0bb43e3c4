package dev.penstock.source;

/**
 * What one load asked of its source.
 *
 * @param sessions the most connections or requests that it had open at once
 * @param longestQueryMillis from when a statement or request was sent until its last row was read
 * @param readingMillis from when the first row was asked for until the last one came
 * @param rows that were read, whatever became of them
 * @param bytes that they took, in memory for rows of databases, on the way for answers of web APIs
 */
public record Burden(
    int sessions, long longestQueryMillis, long readingMillis, long rows, long bytes) {
  /** Of a source that was not asked, or does not tell. */
  public static final Burden NONE = new Burden(0, 0, 0, 0, 0);

  private static final double MILLIS = 1000;

  /** This, and what came before it and brought no rows of the load. */
  public Burden after(Burden before) {
    return new Burden(
        Math.max(sessions, before.sessions),
        Math.max(longestQueryMillis, before.longestQueryMillis),
        readingMillis + before.readingMillis,
        rows,
        bytes + before.bytes);
  }

  public long rowsPerSecond() {
    return readingMillis <= 0 ? rows : Math.round(rows * MILLIS / readingMillis);
  }
}
