package dev.penstock.engine;

import dev.penstock.job.Job;
import dev.penstock.job.LoadType;
import dev.penstock.job.WriteDisposition;
import java.util.List;
import java.util.function.BiPredicate;

/**
 * What to run.
 *
 * @param jobs in the order in which they are started, as far as dependencies allow
 * @param rejected jobs that the workbook keeps from running; they get their audit row and nothing
 *     else
 * @param parallelJobs the most jobs at the same time
 * @param wanted of a row of several tables and the job of one of them, whether that is to run
 */
public record RunRequest(
    List<Job> jobs,
    List<Rejected> rejected,
    int parallelJobs,
    Refresh refresh,
    DeleteSearch deletes,
    BiPredicate<Job, Job> wanted) {
  /**
   * A job that cannot run.
   *
   * @param reason all that is wrong with it
   */
  public record Rejected(String jobId, String reason) {}

  /** What a run takes as its start. */
  public enum Refresh {
    /** The watermark of the last commit, or what a run that died has read past it. */
    FROM_WATERMARK,
    /** The watermark of the last commit, whatever a run that died has left. */
    ANEW,
    /** Nothing: every job reads all its rows, and they replace the table. */
    EVERYTHING;

    /** The job as it is run: read anew, an incremental one replaces what earlier loads added. */
    Job of(Job job) {
      return this == EVERYTHING && job.loadType() == LoadType.INCREMENTAL
          ? job.with(WriteDisposition.REPLACE)
          : job;
    }
  }

  /** Whether rows that are gone at the source are looked for. */
  public enum DeleteSearch {
    /** By the jobs that are to. */
    AS_JOBS_SAY,
    /** By none, as another run does it. */
    LEFT_OUT
  }

  /** One in which rows that are gone are looked for. */
  public RunRequest(List<Job> jobs, List<Rejected> rejected, int parallelJobs, Refresh refresh) {
    this(jobs, rejected, parallelJobs, refresh, DeleteSearch.AS_JOBS_SAY, (row, table) -> true);
  }

  public RunRequest {
    jobs = List.copyOf(jobs);
    rejected = List.copyOf(rejected);
  }
}
