package dev.penstock.engine;

import java.time.Duration;
import java.time.Instant;

/**
 * One job of a run, after it ended.
 *
 * @param loadType as the workbook has it; empty for a job that the workbook keeps from running
 * @param attempts how many times it was tried; 0 when it was skipped
 * @param rowsRead rows that reached the writer in the last attempt, committed or not
 * @param phases how long the parts of the last attempt took
 */
public record JobReport(
    String jobId,
    String loadType,
    JobResult result,
    Instant startedAt,
    Duration duration,
    int attempts,
    long rowsRead,
    Phases phases) {
  /** The report of a job that was not even tried. */
  static JobReport untried(String jobId, String loadType, JobResult result, Instant at) {
    return new JobReport(jobId, loadType, result, at, Duration.ZERO, 0, 0, Phases.NONE);
  }

  /** Where the time went: looking at the source and planning, moving rows, committing. */
  public record Phases(Duration survey, Duration move, Duration commit) {
    public static final Phases NONE = new Phases(Duration.ZERO, Duration.ZERO, Duration.ZERO);
  }
}
