package dev.penstock.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * One run, after it ended.
 *
 * @param jobs in the order in which they ended
 * @param auditProblems what kept audit rows from being written; the loads themselves stand
 */
public record RunReport(
    String runId,
    Instant startedAt,
    Duration duration,
    List<JobReport> jobs,
    List<String> auditProblems) {
  public RunReport {
    jobs = List.copyOf(jobs);
    auditProblems = List.copyOf(auditProblems);
  }
}
