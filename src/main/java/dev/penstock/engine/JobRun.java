package dev.penstock.engine;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import dev.penstock.destination.LoadPackage;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.job.Job;
import dev.penstock.job.LoadType;
import dev.penstock.job.WriteDisposition;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One job of one run: attempts, until one ends it. */
final class JobRun {
  private static final Logger LOG = LoggerFactory.getLogger(JobRun.class);
  private static final Duration FIRST_DELAY = Duration.ofSeconds(1);
  private static final Duration LONGEST_DELAY = Duration.ofSeconds(60);

  private final EngineRooms rooms;
  private final RunListener listener;
  private final StopSignal stop;
  private final Run run;
  private int attempts;
  private Attempt attempt;

  /** What all jobs of one run share. */
  record Run(String id, Instant startedAt, RunRequest.Refresh refresh) {}

  JobRun(EngineRooms rooms, RunListener listener, StopSignal stop, Run run) {
    this.rooms = rooms;
    this.listener = listener;
    this.stop = stop;
    this.run = run;
  }

  JobReport run(Job configured) {
    Job job = refreshed(configured);
    Instant startedAt = rooms.clock().instant();
    long start = System.nanoTime();
    listener.jobStarted(job);
    LOG.info(
        "started: {} {} {}",
        job.sourceType().word(),
        job.extract().qualifiedName(),
        job.loadType());
    JobResult result = result(job, startedAt);
    Duration duration = Duration.ofNanos(System.nanoTime() - start);
    return new JobReport(
        job.id(),
        job.loadType().name(),
        result,
        startedAt,
        duration,
        attempts,
        attempt == null ? JobReport.Work.NONE : attempt.work());
  }

  private JobResult result(Job job, Instant startedAt) {
    try {
      return Failsafe.with(retries(job)).get(() -> attempt(job, startedAt));
    } catch (FailsafeException e) {
      // Failsafe wraps checked exceptions alone; the only one here is the interrupt of a wait
      // before a retry.
      Thread.currentThread().interrupt();
      return failed(
          new IngestException(ErrorCode.INTERRUPTED, "stopped while waiting to try again", e));
    } catch (IngestException e) {
      return failed(e);
    } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
      return failed(unexpected(job, e));
    }
  }

  private static IngestException unexpected(Job job, Throwable e) {
    if (e instanceof OutOfMemoryError) {
      return new IngestException(
          ErrorCode.INTERNAL,
          "%s: out of memory (%s).\nLower chunk_size or parallelism of this row, or give more with PENSTOCK_JAVA_OPTS=-Xmx1g."
              .formatted(job.place(), e.getMessage()),
          e);
    }
    return new IngestException(
        ErrorCode.INTERNAL,
        "%s: Penstock failed in a way it does not know: %s.\nPlease report it with the log in logs/errors/."
            .formatted(job.place(), e),
        e);
  }

  private static JobResult failed(IngestException e) {
    LOG.error("failed: {}", e.getMessage(), e);
    return new JobResult.Failed(e.code(), e.getMessage());
  }

  private JobResult attempt(Job job, Instant startedAt) {
    attempts++;
    stop.check();
    attempt = new Attempt(rooms, listener, stop, job);
    LoadPackage loadPackage =
        new LoadPackage(rooms.loadIds().next(), run.id(), job, run.startedAt(), startedAt);
    return attempt.run(loadPackage, run.refresh(), attempts);
  }

  /** Exponential backoff with jitter, only where a retry may help. */
  private RetryPolicy<JobResult> retries(Job job) {
    Thread thread = Thread.currentThread();
    StopSignal.Wake wake = thread::interrupt;
    return RetryPolicy.<JobResult>builder()
        .handleIf(
            failure ->
                failure instanceof IngestException known
                    && known.code().retry() == ErrorCode.Retry.MAY_HELP
                    && !stop.requested())
        .withMaxRetries(job.effort().retries())
        .withBackoff(FIRST_DELAY, LONGEST_DELAY)
        .withJitter(0.3)
        .onRetryScheduled(
            event -> {
              String reason = event.getLastException().getMessage();
              LOG.warn("attempt {} failed, next in {}: {}", attempts, event.getDelay(), reason);
              listener.jobRetrying(job, attempts, reason, event.getDelay());
              // Only while it waits may this thread be interrupted: nothing is open then.
              stop.onRequest(wake);
            })
        .onRetry(event -> stop.forget(wake))
        .build();
  }

  /** A full refresh of an incremental job replaces what earlier loads added. */
  private Job refreshed(Job job) {
    boolean replaces =
        run.refresh() == RunRequest.Refresh.EVERYTHING && job.loadType() == LoadType.INCREMENTAL;
    return replaces ? job.with(WriteDisposition.REPLACE) : job;
  }
}
