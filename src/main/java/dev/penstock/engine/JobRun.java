package dev.penstock.engine;

import dev.penstock.destination.LoadPackage;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.failure.OutageException;
import dev.penstock.failure.RetryPolicy;
import dev.penstock.job.Blackout;
import dev.penstock.job.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One job of one run: attempts, until one ends it. */
final class JobRun {
  private static final Logger LOG = LoggerFactory.getLogger(JobRun.class);

  private final EngineRooms rooms;
  private final RunListener listener;
  private final StopSignal stop;
  private final Run run;
  private int attempts;
  private long rowsReadBefore;
  private Attempt attempt;

  /** What all jobs of one run share. */
  record Run(
      String id, Instant startedAt, RunRequest.Refresh refresh, RunRequest.DeleteSearch deletes) {}

  JobRun(EngineRooms rooms, RunListener listener, StopSignal stop, Run run) {
    this.rooms = rooms;
    this.listener = listener;
    this.stop = stop;
    this.run = run;
  }

  JobReport run(Job configured) {
    Job job = run.refresh().of(configured);
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
        lastWork(),
        rowsReadBefore + lastWork().rows());
  }

  private JobReport.Work lastWork() {
    return attempt == null ? JobReport.Work.NONE : attempt.work();
  }

  private JobResult result(Job job, Instant startedAt) {
    try {
      return attempts(job, startedAt);
    } catch (RuntimeException | Error e) {
      return failed(Unexpected.of(job, e));
    }
  }

  private JobResult attempts(Job job, Instant startedAt) {
    RetryPolicy policy = rooms.pacing().retry().withRetries(job.effort().retries());
    return policy.call(new Attempts(job, startedAt, policy), rooms.pacing().time().apply(stop));
  }

  static JobResult failed(IngestException e) {
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
    rowsReadBefore += lastWork().rows();
    attempt = new Attempt(rooms, listener, stop, job);
    LoadPackage loadPackage =
        new LoadPackage(rooms.loadIds().next(), run.id(), job, run.startedAt(), startedAt);
    return attempt.run(loadPackage, run, attempts);
  }

  /** The attempts of this job. */
  private final class Attempts implements RetryPolicy.Work<JobResult> {
    private final Job job;
    private final Instant startedAt;
    private final RetryPolicy policy;
    private Optional<IngestException> last = Optional.empty();
    private boolean over;

    Attempts(Job job, Instant startedAt, RetryPolicy policy) {
      this.job = job;
      this.startedAt = startedAt;
      this.policy = policy;
    }

    /** A job goes on into a blackout, but does not begin anew in it. */
    @Override
    public JobResult attempt() {
      Optional<Blackout.Now> blackout = rooms.pacing().blackout(job, rooms.clock());
      if (last.isPresent() && blackout.isPresent()) {
        over = true;
        throw noMore(
            last.get(),
            "source %s is in its blackout until %s"
                .formatted(job.sourceName(), blackout.get().end()));
      }
      return JobRun.this.attempt(job, startedAt);
    }

    /**
     * What is out of reach was tried by others too, and one dead server is tried as for one job.
     */
    @Override
    public boolean mayPass(RuntimeException failure) {
      return failure instanceof IngestException known
          && known.code().retry() == ErrorCode.Retry.MAY_HELP
          && !(known instanceof OutageException outage && outage.tries() > policy.retries())
          && !over
          && !stop.requested();
    }

    @Override
    public Optional<Duration> wish(RuntimeException failure) {
      return failure instanceof OutageException outage
          ? Optional.of(Duration.between(rooms.clock().instant(), outage.again()))
          : Optional.empty();
    }

    @Override
    public void waiting(RuntimeException failure, int tries, Duration wait) {
      last = Optional.of((IngestException) failure);
      LOG.warn("attempt {} failed, next in {}: {}", tries, wait, failure.getMessage());
      listener.jobRetrying(job, tries, failure.getMessage(), wait);
    }

    @Override
    public RuntimeException ended(RuntimeException last, RetryPolicy.End end) {
      return switch (end) {
        case TRIES, INTERRUPT -> last;
        case DEADLINE ->
            noMore(
                (IngestException) last,
                "the %s of the setting retry_deadline are over"
                    .formatted(Pacing.words(policy.deadline())));
      };
    }
  }

  private static IngestException noMore(IngestException last, String why) {
    return new IngestException(
        last.code(), last.getMessage() + "\nNo further attempt was begun, for " + why + ".", last);
  }
}
