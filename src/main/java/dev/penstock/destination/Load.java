package dev.penstock.destination;

/** One load package being made. */
public interface Load extends AutoCloseable {
  /** A writer for one split; the caller closes it. Several threads may each have their own. */
  BatchWriter writer(int split);

  /**
   * A writer for rows that say that those with their keys are gone; the caller closes it. Of its
   * batches, which have the source's schema, the key columns alone hold values.
   *
   * @param split the index of its result, which no split has
   */
  BatchWriter tombstones(int split);

  /**
   * Keeps what it takes to go on with this load should it end without a commit; to be called before
   * the first split is read. Never fails the load.
   */
  void keep(LoadPlan plan);

  /**
   * Keeps the result of a split whose files are whole, if there is a plan. Several threads may do
   * so at once. Never fails the load.
   */
  void keep(SplitResult result);

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

  /**
   * Without a commit, leaves the destination as it was; what was kept stays where nobody sees it,
   * for {@link Drafts}.
   */
  @Override
  void close();
}
