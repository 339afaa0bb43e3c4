package dev.penstock.engine;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import dev.penstock.destination.LoadPackage;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.job.Job;
import dev.penstock.job.LoadType;
import dev.penstock.job.Target;
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
  private final RunRequest request;
  private final Instant runStartedAt;
  private int attempts;
  private Attempt attempt;

  JobRun(
      EngineRooms rooms,
      RunListener listener,
      StopSignal stop,
      RunRequest request,
      Instant runStartedAt) {
    this.rooms = rooms;
    this.listener = listener;
    this.stop = stop;
    this.request = request;
    this.runStartedAt = runStartedAt;
  }

  JobReport run(Job configured) {
    Job job =
        request.refresh() == RunRequest.Refresh.EVERYTHING ? replacing(configured) : configured;
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
        job,
        result,
        startedAt,
        duration,
        attempts,
        attempt == null ? 0 : attempt.rows(),
        attempt == null ? JobReport.Phases.NONE : attempt.phases());
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
        new LoadPackage(rooms.loadIds().next(), request.runId(), job, runStartedAt, startedAt);
    return attempt.run(loadPackage, request.refresh(), attempts);
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

  /** The same job, but what it loads replaces the table. */
  private static Job replacing(Job job) {
    Target target = job.target();
    WriteDisposition disposition =
        job.loadType() == LoadType.INCREMENTAL ? WriteDisposition.REPLACE : target.disposition();
    return new Job(
        job.id(),
        job.place(),
        job.sourceName(),
        job.sourceType(),
        job.loadType(),
        job.extract(),
        new Target(
            target.container(), target.folder(), disposition, target.naming(), target.primaryKey()),
        job.effort(),
        job.dependsOn(),
        job.description());
  }
}
