package dev.penstock.cli;

import dev.penstock.engine.JobReport;
import dev.penstock.engine.RunListener;
import dev.penstock.job.Job;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** One line for each running job, drawn over again and again; what has ended stays above them. */
final class LiveProgress implements Progress, RunListener {
  private static final String CLEAR_LINE = "\u001b[2K";
  private static final String UP = "\u001b[1A";

  /** A line that the terminal broke in two would not be taken away whole. */
  private static final String CUT_LONG_LINES = "\u001b[?7l";

  private static final String BREAK_LONG_LINES = "\u001b[?7h";

  /** More lines than the window has could not be taken away either. */
  private static final int MOST_LINES = 12;

  private final Console console;
  private final LongSupplier nanoTime;
  private final Map<String, JobProgress> running = new ConcurrentSkipListMap<>();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "progress");
            thread.setDaemon(true);
            return thread;
          });
  private int drawn;

  LiveProgress(Console console, LongSupplier nanoTime, Duration redraw) {
    this.console = console;
    this.nanoTime = nanoTime;
    var unused =
        clock.scheduleWithFixedDelay(
            () -> draw(""), redraw.toMillis(), redraw.toMillis(), TimeUnit.MILLISECONDS);
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
    running.get(job.id()).moved(rows, bytes);
  }

  @Override
  public void jobRetrying(Job job, int attempt, String reason, Duration delay) {
    draw(ProgressText.retrying(job, attempt, reason, delay) + "\n");
  }

  @Override
  public void jobWaiting(Job job, String reason) {
    draw(ProgressText.waiting(job, reason) + "\n");
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
    List<String> lines = lines();
    drawn = lines.size();
    if (drawn > 0) {
      text.append(CUT_LONG_LINES).append(String.join("\n", lines)).append('\n');
      text.append(BREAK_LONG_LINES);
    }
    console.draw(text.toString());
  }

  private List<String> lines() {
    List<String> all = running.values().stream().map(JobProgress::line).toList();
    if (all.size() <= MOST_LINES) {
      return all;
    }
    List<String> shown = new ArrayList<>(all.subList(0, MOST_LINES - 1));
    shown.add("and " + (all.size() - shown.size()) + " more jobs");
    return shown;
  }

  @Override
  public void close() {
    clock.shutdownNow();
    running.clear();
    draw("");
  }
}
