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
    LOG.info("ended: {} in {} ms", result.status(), duration.toMillis());
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
      return attempts(job, startedAt);
    } catch (RuntimeException | Error e) {
      return failed(Unexpected.of(job, e));
    }
  }

  private JobResult attempts(Job job, Instant startedAt) {
    StopSignal.Wake wake = Thread.currentThread()::interrupt;
    try {
      return Failsafe.with(retries(job, wake)).get(() -> attempt(job, startedAt));
    } catch (FailsafeException e) {
      // Failsafe wraps checked exceptions alone; the only one here is the interrupt of a wait
      // before a retry.
      throw new IngestException(ErrorCode.INTERRUPTED, "stopped while waiting to try again", e);
    } finally {
      stop.forget(wake);
      // The interrupt has done its work; left standing, it would close the audit file.
      Thread.interrupted();
    }
  }

  private static JobResult failed(IngestException e) {
    if (e.code() == ErrorCode.INTERRUPTED) {
      LOG.warn("stopped: {}", e.getMessage());
    } else {
      LOG.error("failed: {}", e.getMessage(), e);
    }
    return new JobResult.Failed(e.code(), e.getMessage());
  }

  private JobResult attempt(Job job, Instant startedAt) {
    stop.check();
    attempts++;
    attempt = new Attempt(rooms, listener, stop, job);
    LoadPackage loadPackage =
        new LoadPackage(rooms.loadIds().next(), run.id(), job, run.startedAt(), startedAt);
    return attempt.run(loadPackage, run.refresh(), attempts);
  }

  /** Exponential backoff with jitter, only where a retry may help. */
  private RetryPolicy<JobResult> retries(Job job, StopSignal.Wake wake) {
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
