package dev.penstock.destination;

import java.util.Optional;

/** Proves, mends and takes back what was committed for one job. */
public interface Upkeep {
  /**
   * What taking back would do; only reads.
   *
   * @param to takes back everything after the load of this id; empty takes back the last load
   * @throws dev.penstock.failure.IngestException CONFIG when there is no such load, or nothing to
   *     take back; STORAGE_REFUSED when files that would have to come back are gone
   */
  Undo planUndo(Optional<String> to);

  /**
   * Commits and publishes what was planned: files and watermark together, or neither.
   *
   * @return the record; a warning in it says when not all of it is visible yet, and the next run
   *     shows it
   * @throws dev.penstock.failure.IngestException CONFLICT when something was committed since the
   *     plan, or another run holds the job
   * @throws dev.penstock.failure.CommitUnknownException when the store did not say
   */
  CommitRecord undo(Undo plan, String runId, String reason);

  /** Compares what lies in the store with the commit records; only reads. */
  Inspection verify(Inspection.Depth depth);

  /** What there is to mend; only reads. */
  Repair planRepair(Repair.Staging staging);

  /**
   * Mends: shows what is committed, removes what dead runs left, puts aside what no record names.
   *
   * @return what was done
   * @throws dev.penstock.failure.IngestException CONFLICT when another run holds the job
   */
  Repair repair(Repair.Staging staging);
}
