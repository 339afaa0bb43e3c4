package dev.penstock.source.jdbc.dialect;

/**
 * Into how many slices a table is cut. A run that died reads again the slices that it had not
 * finished, so a long table has so many that one for each lane is little; but each becomes a file
 * at least, so none is small.
 *
 * @param bytes the least that a slice of a long table holds, as it lies in the database
 * @param lanes how many slices are read at the same time
 */
public record SliceSize(long bytes, int lanes) {
  /** For each lane; the one under way is a twentieth of the table then. */
  private static final int ENOUGH = 20;

  /**
   * With these, files of a common size come out of a slice, and more slices cost nobody anything.
   */
  private static final int LARGEST = 16;

  private static final int MOST = 10_000;

  public SliceSize {
    if (bytes < 1 || lanes < 1) {
      throw new IllegalArgumentException("bytes %d, lanes %d".formatted(bytes, lanes));
    }
  }

  /** How many slices a table of this size should have; 1 leaves it whole. */
  public int parts(long tableBytes) {
    long enough = tableBytes / (ENOUGH * (long) lanes);
    long slice = Math.max(bytes, Math.min(enough, LARGEST * bytes));
    return (int) Math.max(1, Math.min(MOST, tableBytes / slice));
  }
}
