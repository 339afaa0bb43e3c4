package dev.penstock.engine;

import dev.penstock.job.Job;
import java.util.List;

/**
 * What to run.
 *
 * @param jobs in the order in which they are started, as far as dependencies allow
 * @param parallelJobs the most jobs at the same time
 */
public record RunRequest(String runId, List<Job> jobs, int parallelJobs, Refresh refresh) {
  /** What a run takes as its start. */
  public enum Refresh {
    /** The watermark of the last commit. */
    FROM_WATERMARK,
    /** Nothing: every job reads all its rows, and they replace the table. */
    EVERYTHING
  }

  public RunRequest {
    jobs = List.copyOf(jobs);
  }
}
