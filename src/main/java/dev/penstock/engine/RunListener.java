package dev.penstock.engine;

import dev.penstock.job.Job;
import java.time.Duration;
import java.util.OptionalLong;

/** Hears what happens while it happens. Called from many threads; must return quickly. */
public interface RunListener {
  void jobStarted(Job job);

  /**
   * @param rows expected; empty when they were not counted
   */
  void jobSurveyed(Job job, OptionalLong rows);

  /** Rows have reached the writer, and {@code bytes} more are encoded. */
  void rowsMoved(Job job, long rows, long bytes);

  /** Attempt {@code attempt} failed, and the next begins after {@code delay}. */
  void jobRetrying(Job job, int attempt, String reason, Duration delay);

  /** The job does not begin yet; {@code reason} says why, and until when. */
  default void jobWaiting(Job job, String reason) {}

  void jobEnded(JobReport report);
}
