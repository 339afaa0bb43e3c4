package dev.penstock.cli;

import dev.penstock.engine.JobReport;
import dev.penstock.engine.RunListener;
import dev.penstock.job.Job;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** A line when a job ends, and one now and then while a long one runs. */
final class PlainProgress implements Progress, RunListener {
  private static final Duration INTERVAL = Duration.ofSeconds(10);

  private final Console console;
  private final LongSupplier nanoTime;
  private final Map<String, JobProgress> running = new ConcurrentHashMap<>();

  PlainProgress(Console console, LongSupplier nanoTime) {
    this.console = console;
    this.nanoTime = nanoTime;
  }

  @Override
  public RunListener listener() {
    return this;
  }

  @Override
  public void jobStarted(Job job) {
    running.put(job.id(), new JobProgress(job.id(), nanoTime));
  }

  @Override
  public void jobSurveyed(Job job, OptionalLong rows) {
    running.get(job.id()).expect(rows);
  }

  @Override
  public void rowsMoved(Job job, long rows, long bytes) {
    JobProgress progress = running.get(job.id());
    progress.moved(rows, bytes);
    if (progress.due(INTERVAL)) {
      console.print(progress.line());
    }
  }

  @Override
  public void jobRetrying(Job job, int attempt, String reason, Duration delay) {
    console.print(ProgressText.retrying(job, attempt, reason, delay));
  }

  @Override
  public void jobWaiting(Job job, String reason) {
    console.print(ProgressText.waiting(job, reason));
  }

  @Override
  public void jobEnded(JobReport report) {
    running.remove(report.jobId());
    console.print(ProgressText.ended(report));
  }

  @Override
  public void close() {}
}
