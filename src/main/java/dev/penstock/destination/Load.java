package dev.penstock.destination;

/** One load package being made. */
public interface Load extends AutoCloseable {
  /** A writer for one split; the caller closes it. Several threads may each have their own. */
  BatchWriter writer(int split);

  /**
   * Checks the staged files against {@code delivery}, commits and publishes; afterwards the rows
   * are loaded and the watermark has moved, both or neither.
   *
   * @return the record; a warning in it says when rows are not visible yet, and the next run shows
   *     them
   * @throws dev.penstock.failure.IngestException COUNT_MISMATCH when files and delivery differ;
   *     CONFLICT when another run committed first; nothing is visible then
   * @throws dev.penstock.failure.CommitUnknownException when the store did not say
   */
  CommitRecord commit(Delivery delivery);

  /** Without a commit, leaves the destination as it was. */
  @Override
  void close();
}
