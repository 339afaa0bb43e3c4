package dev.penstock.engine;

import dev.penstock.destination.CommitRecord;
import dev.penstock.destination.Delivery;
import dev.penstock.destination.Load;
import dev.penstock.destination.LoadPackage;
import dev.penstock.destination.Session;
import dev.penstock.destination.SplitResult;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.job.Job;
import dev.penstock.source.Source;
import dev.penstock.source.Split;
import dev.penstock.source.Survey;
import dev.penstock.source.Watermark;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One try at one job: from the watermark of the last commit to the next commit, or to nothing at
 * all.
 */
final class Attempt {
  private final EngineRooms rooms;
  private final RunListener listener;
  private final StopSignal stop;
  private final Job job;
  private final AtomicLong rows = new AtomicLong();
  private final Stopwatch watch = new Stopwatch();

  Attempt(EngineRooms rooms, RunListener listener, StopSignal stop, Job job) {
    this.rooms = rooms;
    this.listener = listener;
    this.stop = stop;
    this.job = job;
  }

  /** Rows that have reached the writer. */
  long rows() {
    return rows.get();
  }

  JobReport.Phases phases() {
    return watch.phases();
  }

  JobResult run(LoadPackage loadPackage, RunRequest.Refresh refresh, int number) {
    try (Session session = rooms.destination().acquire(job);
        Source source = rooms.connectors().open(job)) {
      Survey survey =
          watch.survey(() -> source.survey(startingPoint(job, session.last(), refresh)));
      listener.jobSurveyed(job, survey.rows());
      List<Split> splits =
          survey.nothingNew() ? List.of() : watch.survey(() -> source.splits(survey));
      if (splits.isEmpty()) {
        return new JobResult.NothingNew(survey.warnings());
      }
      stop.check();
      try (Load load = session.begin(loadPackage, source.schema())) {
        List<SplitResult> results = watch.move(() -> move(source, load, loadPackage, splits));
        Delivery delivery = new Delivery(survey, results, number);
        Reconciliation.check(job, delivery);
        stop.check();
        return new JobResult.Loaded(watch.commit(() -> load.commit(delivery)));
      }
    }
  }

  private List<SplitResult> move(
      Source source, Load load, LoadPackage loadPackage, List<Split> splits) {
    AtomicLong bytes = new AtomicLong();
    SplitWorker worker =
        task -> {
          AtomicLong before = new AtomicLong();
          Pump.Progress progress =
              (moved, splitBytes) -> {
                rows.addAndGet(moved);
                bytes.addAndGet(splitBytes - before.getAndSet(splitBytes));
                listener.rowsMoved(job, moved, bytes.get());
              };
          return new LoadWorker(source, load, rooms.allocator(), stop, progress).run(task);
        };
    int lanes = Math.min(splits.size(), job.effort().parallelism());
    List<Future<byte[]>> futures = new ArrayList<>();
    try (SplitExecutor executor = rooms.splitExecutors().open(lanes, worker)) {
      for (Split split : splits) {
        futures.add(executor.submit(Json.write(new SplitTask(loadPackage, split))));
      }
      return await(futures);
    }
  }

  /**
   * The results in the order of the splits; when one fails, those that have not begun are dropped.
   */
  private static List<SplitResult> await(List<Future<byte[]>> futures) {
    List<SplitResult> results = new ArrayList<>();
    try {
      for (Future<byte[]> future : futures) {
        results.add(Json.read(future.get(), SplitResult.class));
      }
      return results;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IngestException known
          ? known
          : new IngestException(
              ErrorCode.INTERNAL, "a split failed: " + e.getCause(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IngestException(ErrorCode.INTERRUPTED, "interrupted while splits were read", e);
    } finally {
      futures.forEach(future -> future.cancel(false));
    }
  }

  /** The watermark from which this run reads on; empty reads from the cursor's initial value. */
  static Optional<Watermark> startingPoint(
      Job job, Optional<CommitRecord> last, RunRequest.Refresh refresh) {
    if (job.extract().cursor().isEmpty()
        || refresh == RunRequest.Refresh.EVERYTHING
        || last.isEmpty()) {
      return Optional.empty();
    }
    CommitRecord commit = last.get();
    if (commit.watermark().isEmpty()) {
      if (commit.kind() == CommitRecord.Kind.STATE) {
        return Optional.empty();
      }
      throw new IngestException(
          ErrorCode.CONFIG,
          ("%s: load_type is INCREMENTAL, but the last load of job %s was FULL and left no watermark; reading on would"
                  + " deliver rows twice.\nRun it once with --full-refresh --job %s, which replaces the table, or say"
                  + " where to go on with: state set %s VALUE.")
              .formatted(job.place(), job.id(), job.id(), job.id()));
    }
    String column = job.extract().cursor().get().column();
    if (!commit.watermark().get().column().equals(column)) {
      throw new IngestException(
          ErrorCode.CONFIG,
          ("%s, column watermark_column: '%s', but the watermark of the last load is one of column '%s' (%s).\n"
                  + "Put '%s' back, or run it once with --full-refresh --job %s, which replaces the table.")
              .formatted(
                  job.place(),
                  column,
                  commit.watermark().get().column(),
                  commit.watermark().get().value(),
                  commit.watermark().get().column(),
                  job.id()));
    }
    return commit.watermark();
  }

  /** Adds up how long the phases take. */
  private static final class Stopwatch {
    private Duration survey = Duration.ZERO;
    private Duration move = Duration.ZERO;
    private Duration commit = Duration.ZERO;

    /** Something that is timed. */
    @FunctionalInterface
    interface Work<T> {
      T run();
    }

    <T> T survey(Work<T> work) {
      long start = System.nanoTime();
      try {
        return work.run();
      } finally {
        survey = survey.plusNanos(System.nanoTime() - start);
      }
    }

    <T> T move(Work<T> work) {
      long start = System.nanoTime();
      try {
        return work.run();
      } finally {
        move = move.plusNanos(System.nanoTime() - start);
      }
    }

    <T> T commit(Work<T> work) {
      long start = System.nanoTime();
      try {
        return work.run();
      } finally {
        commit = commit.plusNanos(System.nanoTime() - start);
      }
    }

    JobReport.Phases phases() {
      return new JobReport.Phases(survey, move, commit);
    }
  }
}
