package dev.penstock.engine;

import dev.penstock.audit.AuditEntry;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.failure.Problem;
import dev.penstock.job.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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
    this.listener = listener;
    this.stop = stop;
  }

  /**
   * Runs the jobs of {@code request} and writes an audit row for each; returns when the last has
   * ended.
   */
  public RunReport run(RunRequest request) {
    Instant startedAt = rooms.clock().instant();
    long start = System.nanoTime();
    List<JobReport> reports = Collections.synchronizedList(new ArrayList<>());
    List<String> auditProblems = Collections.synchronizedList(new ArrayList<>());
    ExecutorService threads =
        Executors.newFixedThreadPool(request.parallelJobs(), task -> new Thread(task, "job"));
    try {
      Map<String, CompletableFuture<JobResult>> results = new HashMap<>();
      for (Job job : JobOrder.of(request.jobs())) {
        List<CompletableFuture<JobResult>> needed =
            job.dependsOn().stream().map(results::get).filter(future -> future != null).toList();
        CompletableFuture<JobResult> result =
            CompletableFuture.allOf(needed.toArray(CompletableFuture[]::new))
                .thenApplyAsync(
                    ready -> {
                      JobReport report = runOne(job, blocker(job, results), request, startedAt);
                      auditProblems.addAll(record(request.runId(), report));
                      reports.add(report);
                      listener.jobEnded(report);
                      return report.result();
                    },
                    threads);
        results.put(job.id(), result);
      }
      CompletableFuture.allOf(results.values().toArray(CompletableFuture[]::new)).join();
    } finally {
      threads.shutdown();
    }
    return new RunReport(
        request.runId(),
        startedAt,
        Duration.ofNanos(System.nanoTime() - start),
        reports,
        auditProblems);
  }

  /** Writes the audit row of a job that the workbook keeps from running. */
  public void reject(String runId, String jobId, List<Problem> problems) {
    String message = String.join(" ", problems.stream().map(Problem::message).toList());
    rooms
        .audit()
        .append(
            AuditEntry.withoutCommit(
                rooms.clock().instant(),
                jobId,
                new JobResult.Failed(ErrorCode.CONFIG, message).status(),
                Duration.ZERO,
                runId,
                Optional.empty(),
                0,
                message,
                List.of()));
  }

  /** The job that keeps {@code job} from running; empty when all that it needs have succeeded. */
  private static Optional<String> blocker(
      Job job, Map<String, CompletableFuture<JobResult>> results) {
    return job.dependsOn().stream()
        .filter(results::containsKey)
        .filter(id -> !succeeded(results.get(id).join()))
        .findFirst()
        .map(id -> "%s did not succeed: %s".formatted(id, results.get(id).join().status()));
  }

  private static boolean succeeded(JobResult result) {
    return switch (result.status()) {
      case SUCCESS, NOTHING_NEW -> true;
      case FAILED, VALIDATION_FAILED, SECRETS_INVALID, CONFLICT, INTERRUPTED, SKIPPED -> false;
    };
  }

  private JobReport runOne(
      Job job, Optional<String> blocker, RunRequest request, Instant startedAt) {
    MDC.put(LOG_JOB, job.id());
    try {
      if (blocker.isPresent()) {
        LOG.warn("skipped: {}", blocker.get());
        return new JobReport(
            job,
            new JobResult.Skipped(blocker.get()),
            rooms.clock().instant(),
            Duration.ZERO,
            0,
            0,
            JobReport.Phases.NONE);
      }
      return new JobRun(rooms, listener, stop, request, startedAt).run(job);
    } finally {
      MDC.remove(LOG_JOB);
    }
  }

  /** What kept the audit row from being written; nothing when it was written. */
  private List<String> record(String runId, JobReport report) {
    try {
      rooms.audit().append(entry(runId, report));
      return List.of();
    } catch (IngestException e) {
      LOG.error("no audit row for {}: {}", report.job().id(), e.getMessage(), e);
      return List.of("job " + report.job().id() + ": " + e.getMessage());
    }
  }

  private AuditEntry entry(String runId, JobReport report) {
    return report
        .result()
        .when(
            new JobResult.Cases<>() {
              @Override
              public AuditEntry loaded(JobResult.Loaded loaded) {
                return AuditEntry.of(loaded.commit());
              }

              @Override
              public AuditEntry nothingNew(JobResult.NothingNew nothingNew) {
                return withoutCommit("");
              }

              @Override
              public AuditEntry failed(JobResult.Failed failed) {
                return withoutCommit(failed.message());
              }

              @Override
              public AuditEntry skipped(JobResult.Skipped skipped) {
                return withoutCommit(skipped.reason());
              }

              private AuditEntry withoutCommit(String message) {
                return AuditEntry.withoutCommit(
                    rooms.clock().instant(),
                    report.job().id(),
                    report.result().status(),
                    report.duration(),
                    runId,
                    Optional.of(report.job().loadType().name()),
                    report.attempts(),
                    message,
                    report.result().warnings());
              }
            });
  }
}
