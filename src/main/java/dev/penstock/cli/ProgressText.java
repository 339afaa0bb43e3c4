package dev.penstock.cli;

import dev.penstock.engine.JobReport;
import dev.penstock.job.Job;
import java.time.Duration;

/** The lines about a job that stay on the screen. */
final class ProgressText {
  private ProgressText() {}

  static String ended(JobReport report) {
    return "%-28s %-18s %14s rows in %s"
        .formatted(
            report.jobId(),
            report.result().status(),
            Figures.count(report.work().rows()),
            Figures.seconds(report.duration()));
  }

  static String retrying(Job job, int attempt, String reason, Duration delay) {
    return "%-28s attempt %d failed, trying again in %s: %s"
        .formatted(
            job.id(), attempt, Figures.seconds(delay), reason.lines().findFirst().orElse(""));
  }

  static String waiting(Job job, String reason) {
    return "%-28s %s".formatted(job.id(), reason);
  }
}
