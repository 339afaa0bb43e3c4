package dev.penstock.job;

/**
 * That a job looks for rows which are gone at the source.
 *
 * @param mostPercent how many of a hundred rows of the lake may be found gone by one load; more
 *     fail it, as the source is then rather not what it was
 */
public record Deletes(int mostPercent) {
  /** What a plain yes stands for. */
  public static final Deletes USUAL = new Deletes(50);

  public Deletes {
    if (mostPercent < 1 || mostPercent > 100) {
      throw new IllegalArgumentException("mostPercent " + mostPercent + " is not 1 to 100");
    }
  }
}
