package dev.penstock.engine;

import dev.penstock.destination.Delivery;
import dev.penstock.destination.Load;
import dev.penstock.destination.LoadPackage;
import dev.penstock.destination.Session;
import dev.penstock.destination.SplitResult;
import dev.penstock.job.Job;
import dev.penstock.source.Source;
import dev.penstock.source.Split;
import dev.penstock.source.Survey;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * One try at one job: from the watermark of the last commit to the next commit, or to nothing at
 * all.
 */
final class Attempt {
  private final EngineRooms rooms;
  private final RunListener listener;
  private final StopSignal stop;
  private final Job job;
  private final Transfer transfer;
  private final Stopwatch survey = new Stopwatch();
  private final Stopwatch move = new Stopwatch();
  private final Stopwatch commit = new Stopwatch();
  private int splits;

  /**
   * @param stop the run's
   */
  Attempt(EngineRooms rooms, RunListener listener, StopSignal stop, Job job) {
    this.rooms = rooms;
    this.listener = listener;
    this.stop = stop.child();
    this.job = job;
    this.transfer = new Transfer(rooms, listener, job, this.stop);
  }

  JobReport.Work work() {
    return new JobReport.Work(
        splits,
        transfer.rows(),
        transfer.peakBatchBytes(),
        survey.total(),
        move.total(),
        commit.total());
  }

  JobResult run(LoadPackage loadPackage, RunRequest.Refresh refresh, int number) {
    try (Session session = rooms.destination().acquire(job);
        Source source = rooms.connectors().open(job)) {
      Survey found =
          survey.time(() -> source.survey(StartingPoint.of(job, session.last(), refresh)));
      listener.jobSurveyed(job, found.rows());
      List<Split> planned =
          found.nothingNew() ? List.of() : survey.time(() -> source.splits(found));
      if (planned.isEmpty()) {
        return new JobResult.NothingNew(found.warnings());
      }
      splits = planned.size();
      stop.check();
      try (Load load = session.begin(loadPackage, source.schema())) {
        List<SplitResult> results =
            move.time(() -> transfer.run(source, load, loadPackage, planned));
        Delivery delivery = new Delivery(found, results, number);
        Reconciliation.check(job, delivery);
        stop.check();
        return new JobResult.Loaded(commit.time(() -> load.commit(delivery)));
      }
    }
  }

  /** Adds up how long something takes, whether it ends well or not. */
  private static final class Stopwatch {
    private Duration total = Duration.ZERO;

    <T> T time(Supplier<T> work) {
      long start = System.nanoTime();
      try {
        return work.get();
      } finally {
        total = total.plusNanos(System.nanoTime() - start);
      }
    }

    Duration total() {
      return total;
    }
  }
}
