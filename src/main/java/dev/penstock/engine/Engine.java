package dev.penstock.engine;

import dev.penstock.engine.JobResult.Skipped;
import dev.penstock.failure.ErrorCode;
import dev.penstock.job.Job;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Runs jobs: each to its own end, whatever becomes of the others. */
public final class Engine {
  /** The key under which every log line carries the id of its job. */
  public static final String LOG_JOB = "job";

  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

  private final EngineRooms rooms;
  private final RunListener listener;
  private final StopSignal stop;

  public Engine(EngineRooms rooms, RunListener listener, StopSignal stop) {
    this.rooms = rooms;
    this.listener = new GuardedListener(listener);
    this.stop = stop;
  }

  /**
   * Runs the jobs of {@code request} and writes an audit row for each; returns when the last has
   * ended.
   */
  public RunReport run(RunRequest request) {
    JobRun.Run run =
        new JobRun.Run(
            rooms.loadIds().next(), rooms.clock().instant(), request.refresh(), request.deletes());
    long start = System.nanoTime();
    RunLog log = new RunLog(run.id(), rooms, listener);
    ExecutorService threads =
        Executors.newFixedThreadPool(request.parallelJobs(), task -> new Thread(task, "job"));
    rooms.connectors().expect(request.jobs());
    try (Gate gate = new Gate(rooms, listener, stop, threads, request.jobs())) {
      // Read by jobs that run while later ones are still being added.
      Map<String, CompletableFuture<JobResult>> results = new ConcurrentHashMap<>();
      for (RunRequest.Rejected rejected : request.rejected()) {
        JobResult result = log.add(rejection(rejected)).result();
        results.put(rejected.jobId(), CompletableFuture.completedFuture(result));
      }
      for (Job job : JobOrder.of(request.jobs())) {
        CompletableFuture<?>[] needed =
            job.dependsOn().stream()
                .map(results::get)
                .filter(Objects::nonNull)
                .toArray(CompletableFuture<?>[]::new);
        results.put(
            job.id(),
            CompletableFuture.allOf(needed)
                .thenComposeAsync(
                    ready ->
                        begin(
                            new Start(job, run, log, gate, threads, request.wanted()),
                            blocker(job, results)),
                    threads)
                .whenComplete((result, failure) -> rooms.connectors().ended(job)));
      }
      CompletableFuture.allOf(results.values().toArray(CompletableFuture<?>[]::new)).join();
    } finally {
      threads.shutdown();
    }
    Duration duration = Duration.ofNanos(System.nanoTime() - start);
    return new RunReport(run.id(), run.startedAt(), duration, log.reports(), log.auditProblems());
  }

  private JobReport rejection(RunRequest.Rejected rejected) {
    LOG.error("job {} cannot run: {}", rejected.jobId(), rejected.reason());
    JobResult result = new JobResult.Failed(ErrorCode.CONFIG, rejected.reason());
    return JobReport.untried(rejected.jobId(), "", result, rooms.clock().instant());
  }

  /** Why {@code job} cannot run; empty when all that it needs have succeeded. */
  private static Optional<Skipped> blocker(
      Job job, Map<String, CompletableFuture<JobResult>> results) {
    return job.dependsOn().stream()
        .filter(results::containsKey)
        .filter(id -> !succeeded(results.get(id).join()))
        .findFirst()
        .map(id -> skipped(id, results.get(id).join()));
  }

  private static Skipped skipped(String needed, JobResult result) {
    Skipped.Cause cause =
        result instanceof Skipped before ? before.cause() : Skipped.Cause.DEPENDENCY;
    return new Skipped("%s did not succeed: %s".formatted(needed, result.status()), cause);
  }

  private static boolean succeeded(JobResult result) {
    return switch (result.status()) {
      case SUCCESS, NOTHING_NEW -> true;
      case FAILED, VALIDATION_FAILED, SECRETS_INVALID, CONFLICT, INTERRUPTED, SKIPPED -> false;
    };
  }

  /** A job that may begin as far as other jobs are concerned. */
  private record Start(
      Job job,
      JobRun.Run run,
      RunLog log,
      Gate gate,
      Executor threads,
      BiPredicate<Job, Job> wanted) {
    Start of(Job other) {
      return new Start(other, run, log, gate, threads, wanted);
    }
  }

  private CompletableFuture<JobResult> begin(Start start, Optional<Skipped> blocker) {
    MDC.put(LOG_JOB, start.job().id());
    try {
      if (blocker.isPresent()) {
        return CompletableFuture.completedFuture(skip(start, blocker.get()));
      }
      return start.job().tables().isPresent()
          ? start.gate().pass(start.job(), new Listing(start)).thenCompose(t -> each(start, t))
          : start
              .gate()
              .pass(start.job(), new Passage(start))
              .thenComposeAsync(result -> inner(start, result), start.threads());
    } finally {
      MDC.remove(LOG_JOB);
    }
  }

  /** Goes on with the tables inside the rows of a job that has ended; ends as all of them. */
  private CompletableFuture<JobResult> inner(Start start, JobResult result) {
    MDC.put(LOG_JOB, start.job().id());
    try {
      Tables tables = innerTables(start);
      if (succeeded(result)) {
        return tables.jobs().isEmpty() && tables.end().isEmpty()
            ? CompletableFuture.completedFuture(result)
            : each(start, tables).thenApply(inner -> succeeded(inner) ? result : inner);
      }
      tables.jobs().stream()
          .filter(table -> start.wanted().test(start.job(), table))
          .forEach(table -> skip(start.of(table), skipped(start.job().id(), result)));
      return CompletableFuture.completedFuture(result);
    } finally {
      MDC.remove(LOG_JOB);
    }
  }

  private Tables innerTables(Start start) {
    Job job = start.job();
    try {
      return new Tables(
          new InnerJobs(rooms.connectors(), rooms.destination()).of(job), Optional.empty());
    } catch (RuntimeException e) {
      return unknown(start, job.tablePrefix() + "*", e);
    }
  }

  /** Nobody can tell which tables there are. */
  private Tables unknown(Start start, String id, RuntimeException e) {
    Job job = start.job();
    JobResult failed = JobRun.failed(Unexpected.of(job, e));
    JobReport report =
        JobReport.untried(id, job.loadType().name(), failed, rooms.clock().instant());
    return new Tables(List.of(), Optional.of(start.log().add(report).result()));
  }

  /** What a row of several tables stands for now, or how it ended without one. */
  private record Tables(List<Job> jobs, Optional<JobResult> end) {}

  /** Runs the jobs of a row's tables; ends as the first that did not succeed. */
  private CompletableFuture<JobResult> each(Start row, Tables tables) {
    List<CompletableFuture<JobResult>> results =
        tables.jobs().stream()
            .filter(table -> row.wanted().test(row.job(), table))
            .map(row::of)
            .map(
                start ->
                    CompletableFuture.completedFuture(start)
                        .thenComposeAsync(now -> begin(now, Optional.empty()), row.threads()))
            .toList();
    return CompletableFuture.allOf(results.toArray(CompletableFuture<?>[]::new))
        .thenApply(
            done ->
                tables
                    .end()
                    .or(() -> ended(results).filter(result -> !succeeded(result)).findFirst())
                    .or(() -> ended(results).findFirst())
                    .orElse(new JobResult.NothingNew(Optional.empty(), List.of())));
  }

  private static Stream<JobResult> ended(List<CompletableFuture<JobResult>> results) {
    return results.stream().map(CompletableFuture::join);
  }

  private JobResult skip(Start start, Skipped skipped) {
    LOG.warn("skipped: {}", skipped.reason());
    Job job = start.job();
    return start
        .log()
        .add(JobReport.untried(job.id(), job.loadType().name(), skipped, rooms.clock().instant()))
        .result();
  }

  /** Asks the source which tables a row means. */
  private final class Listing implements Gate.Passage<Tables> {
    private final Start start;

    Listing(Start start) {
      this.start = start;
    }

    @Override
    public Tables run() {
      Job row = start.job();
      MDC.put(LOG_JOB, row.id());
      try {
        Pacing pacing = rooms.pacing();
        List<Job> jobs =
            new TableJobs(rooms.connectors(), row)
                .patiently(pacing.retry(), stop, pacing, rooms.clock());
        LOG.info("'{}' is {} tables", row.extract().tableName(), jobs.size());
        return new Tables(jobs, Optional.empty());
      } catch (RuntimeException e) {
        return unknown(start, row.id(), e);
      } finally {
        MDC.remove(LOG_JOB);
      }
    }

    @Override
    public Tables skip(String reason) {
      return new Tables(List.of(), Optional.of(new Passage(start).skip(reason)));
    }
  }

  /** May come on another thread than the job came to the gate. */
  private final class Passage implements Gate.Passage<JobResult> {
    private final Start start;

    Passage(Start start) {
      this.start = start;
    }

    @Override
    public JobResult run() {
      MDC.put(LOG_JOB, start.job().id());
      try {
        JobReport report = new JobRun(rooms, listener, stop, start.run()).run(start.job());
        return start.log().add(report).result();
      } finally {
        MDC.remove(LOG_JOB);
      }
    }

    @Override
    public JobResult skip(String reason) {
      MDC.put(LOG_JOB, start.job().id());
      try {
        return Engine.this.skip(start, new Skipped(reason, Skipped.Cause.BLACKOUT));
      } finally {
        MDC.remove(LOG_JOB);
      }
    }
  }
}
