package dev.penstock.destination;

import static java.util.Objects.requireNonNull;

import dev.penstock.job.Job;
import java.time.Instant;

/**
 * Everything one run of a job delivers.
 *
 * @param loadId see {@link LoadIds}
 * @param runStartedAt decides the date folders
 * @param jobStartedAt from which the duration in the audit is reckoned
 */
public record LoadPackage(
    String loadId, String runId, Job job, Instant runStartedAt, Instant jobStartedAt) {
  public LoadPackage {
    requireNonNull(loadId, "loadId");
    requireNonNull(runId, "runId");
    requireNonNull(job, "job");
    requireNonNull(runStartedAt, "runStartedAt");
    requireNonNull(jobStartedAt, "jobStartedAt");
  }
}
