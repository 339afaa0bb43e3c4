package dev.penstock.engine;

import dev.penstock.job.Job;
import java.time.Duration;
import java.util.OptionalLong;

/** Hears everything and does nothing. */
public class SilentListener implements RunListener {
  @Override
  public void jobStarted(Job job) {}

  @Override
  public void jobSurveyed(Job job, OptionalLong rows) {}

  @Override
  public void rowsMoved(Job job, long rows, long bytes) {}

  @Override
  public void jobRetrying(Job job, int attempt, String reason, Duration delay) {}

  @Override
  public void jobEnded(JobReport report) {}
}
