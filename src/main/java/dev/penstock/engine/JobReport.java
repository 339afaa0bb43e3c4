package dev.penstock.engine;

import dev.penstock.source.Burden;
import java.time.Duration;
import java.time.Instant;

/**
 * One job of a run, after it ended.
 *
 * @param loadType as the workbook has it; empty for a job that the workbook keeps from running
 * @param attempts how many times it was tried; 0 when it was not
 * @param work what the last attempt did, whether or not it committed
 * @param rowsRead by all attempts together, so that what was read twice counts twice
 */
public record JobReport(
    String jobId,
    String loadType,
    JobResult result,
    Instant startedAt,
    Duration duration,
    int attempts,
    Work work,
    long rowsRead) {
  /** The report of a job that was not even tried. */
  static JobReport untried(String jobId, String loadType, JobResult result, Instant at) {
    return new JobReport(jobId, loadType, result, at, Duration.ZERO, 0, Work.NONE, 0);
  }

  /**
   * What one attempt did, and where its time went.
   *
   * @param splits that it had to read
   * @param rows that reached the writer
   * @param resumedSplits that it found there, read by an attempt or a run before
   * @param resumedRows the rows in them
   * @param peakBatchBytes the most memory that its batches held at once
   * @param survey looking at the source and planning
   * @param move reading, encoding and staging
   * @param commit checking, committing and publishing
   * @param burden what it asked of the source
   */
  public record Work(
      int splits,
      long rows,
      int resumedSplits,
      long resumedRows,
      long peakBatchBytes,
      Duration survey,
      Duration move,
      Duration commit,
      Burden burden) {
    public static final Work NONE =
        new Work(0, 0, 0, 0, 0, Duration.ZERO, Duration.ZERO, Duration.ZERO, Burden.NONE);
  }
}
