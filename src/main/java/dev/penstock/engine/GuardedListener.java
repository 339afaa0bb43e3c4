package dev.penstock.engine;

import dev.penstock.job.Job;
import java.time.Duration;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps what goes wrong while telling from ending what is told of. */
record GuardedListener(RunListener listener) implements RunListener {
  private static final Logger LOG = LoggerFactory.getLogger(GuardedListener.class);

  @Override
  public void jobStarted(Job job) {
    guard(() -> listener.jobStarted(job));
  }

  @Override
  public void jobSurveyed(Job job, OptionalLong rows) {
    guard(() -> listener.jobSurveyed(job, rows));
  }

  @Override
  public void rowsMoved(Job job, long rows, long bytes) {
    guard(() -> listener.rowsMoved(job, rows, bytes));
  }

  @Override
  public void jobRetrying(Job job, int attempt, String reason, Duration delay) {
    guard(() -> listener.jobRetrying(job, attempt, reason, delay));
  }

  @Override
  public void jobWaiting(Job job, String reason) {
    guard(() -> listener.jobWaiting(job, reason));
  }

  @Override
  public void jobEnded(JobReport report) {
    guard(() -> listener.jobEnded(report));
  }

  private static void guard(Runnable telling) {
    try {
      telling.run();
    } catch (RuntimeException e) {
      LOG.error("the progress display failed; the run goes on: {}", e.toString(), e);
    }
  }
}
