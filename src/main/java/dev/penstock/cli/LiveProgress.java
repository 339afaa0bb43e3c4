package dev.penstock.cli;

import dev.penstock.engine.JobReport;
import dev.penstock.engine.RunListener;
import dev.penstock.job.Job;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * One line for each running job, drawn over five times a second; what has ended stays above them.
 */
final class LiveProgress implements Progress, RunListener {
  private static final long REDRAW_MILLIS = 200;
  private static final String CLEAR_LINE = "\u001b[2K";
  private static final String UP = "\u001b[1A";

  private final Console console;
  private final Map<String, JobProgress> running = new ConcurrentSkipListMap<>();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "progress");
            thread.setDaemon(true);
            return thread;
          });
  private int drawn;

  LiveProgress(Console console) {
    this.console = console;
    var unused =
        clock.scheduleWithFixedDelay(
            () -> draw(""), REDRAW_MILLIS, REDRAW_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  public RunListener listener() {
    return this;
  }

  @Override
  public void jobStarted(Job job) {
    running.put(job.id(), new JobProgress(job.id()));
  }

  @Override
  public void jobSurveyed(Job job, OptionalLong rows) {
    running.get(job.id()).expect(rows);
  }

  @Override
  public void rowsMoved(Job job, long rows, long bytes) {
    running.get(job.id()).moved(rows, bytes);
  }

  @Override
  public void jobRetrying(Job job, int attempt, String reason, Duration delay) {
    draw(ProgressText.retrying(job, attempt, reason, delay) + "\n");
  }

  @Override
  public void jobEnded(JobReport report) {
    running.remove(report.jobId());
    draw(ProgressText.ended(report) + "\n");
  }

  /**
   * Takes away the lines drawn last, prints {@code above} to stay, and draws the running jobs anew.
   */
  private synchronized void draw(String above) {
    StringBuilder text = new StringBuilder();
    text.append((UP + CLEAR_LINE).repeat(drawn)).append('\r').append(above);
    drawn = 0;
    for (JobProgress progress : running.values()) {
      text.append(progress.line()).append('\n');
      drawn++;
    }
    console.draw(text.toString());
  }

  @Override
  public void close() {
    clock.shutdownNow();
    running.clear();
    draw("");
  }
}
