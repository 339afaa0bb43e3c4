package dev.penstock.destination;

import dev.penstock.job.Job;
import java.util.List;

/**
 * A place that keeps the rows of jobs and remembers what it was given. Safe for use by several
 * threads.
 */
public interface Destination extends AutoCloseable {
  /** What was committed for a job; only reads. */
  Ledger ledger(Job job);

  /**
   * Takes the job for writing: finishes what a dead run had committed, removes what it had not.
   *
   * @throws dev.penstock.failure.IngestException CONFLICT when another run holds the job
   */
  Session acquire(Job job);

  /** What may be proved, mended and taken back of a job's loads; reaches nothing yet. */
  Upkeep upkeep(Job job);

  /**
   * The tables that were loaded for a row that means several of them, in the source's spelling and
   * in any order; only reads.
   */
  List<String> tablesOf(Job row);

  @Override
  void close();
}
