package dev.penstock.engine;

import dev.penstock.destination.CommitRecord;
import dev.penstock.destination.Delivery;
import dev.penstock.destination.Load;
import dev.penstock.destination.LoadPackage;
import dev.penstock.destination.Session;
import dev.penstock.destination.SplitResult;
import dev.penstock.job.Job;
import dev.penstock.source.Source;
import dev.penstock.source.Split;
import dev.penstock.source.Survey;
import dev.penstock.source.Watermark;
import dev.penstock.source.Window;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One try at one job: from the watermark of the last commit to the next commit, or to nothing at
 * all.
 */
final class Attempt {
  private static final Logger LOG = LoggerFactory.getLogger(Attempt.class);

  private final EngineRooms rooms;
  private final RunListener listener;
  private final StopSignal run;
  private final StopSignal stop = new StopSignal();
  private final Job job;
  private final Transfer transfer;
  private final Stopwatch survey = new Stopwatch();
  private final Stopwatch move = new Stopwatch();
  private final Stopwatch commit = new Stopwatch();
  private List<Split> splits = List.of();

  /**
   * @param run stops all jobs; a failure here stops this attempt alone
   */
  Attempt(EngineRooms rooms, RunListener listener, StopSignal run, Job job) {
    this.rooms = rooms;
    this.listener = listener;
    this.run = run;
    this.job = job;
    this.transfer = new Transfer(rooms, listener, job, this.stop);
  }

  JobReport.Work work() {
    return new JobReport.Work(
        splits.size(),
        transfer.rows(),
        transfer.peakBatchBytes(),
        survey.total(),
        move.total(),
        commit.total());
  }

  JobResult run(LoadPackage loadPackage, RunRequest.Refresh refresh, int number) {
    try (Waking waking = new Waking(run, stop::request);
        Opening opening = Opening.of(rooms, job)) {
      Session session = opening.session();
      Source source = opening.source();
      Survey found = survey(source, StartingPoint.of(job, session.last(), refresh));
      if (splits.isEmpty() && !emptiesTable(session, refresh)) {
        return new JobResult.NothingNew(found.window().after(), found.warnings());
      }
      stop.check();
      try (Load load = session.begin(loadPackage, source.schema())) {
        List<SplitResult> results =
            move.time(() -> transfer.run(source, load, loadPackage, splits));
        Delivery delivery = new Delivery(found, results, number);
        Reconciliation.check(job, delivery);
        stop.check();
        return loaded(commit.time(() -> load.commit(delivery)));
      }
    }
  }

  /** A full refresh of a table that lost all its rows at the source leaves none here either. */
  private static boolean emptiesTable(Session session, RunRequest.Refresh refresh) {
    return refresh == RunRequest.Refresh.EVERYTHING && session.last().isPresent();
  }

  /** Looking may take as long as reading: a stop closes the source under it. */
  private Survey survey(Source source, Optional<Watermark> from) {
    try (Waking waking = new Waking(stop, source::close)) {
      Survey found = survey.time(() -> source.survey(from));
      listener.jobSurveyed(job, found.rows());
      splits = found.nothingNew() ? List.of() : survey.time(() -> source.splits(found));
      LOG.info("surveyed: {}, splits {}", described(found), splits.size());
      return found;
    }
  }

  private static String described(Survey found) {
    String window =
        found.window().equals(Window.ALL)
            ? "all rows"
            : "window (%s, %s]"
                .formatted(value(found.window().after()), value(found.window().upTo()));
    String rows =
        found.rows().isPresent() ? String.valueOf(found.rows().getAsLong()) : "not counted";
    return window + ", rows expected " + rows;
  }

  private static String value(Optional<Watermark> watermark) {
    return watermark.map(Watermark::value).orElse("-");
  }

  private static JobResult loaded(CommitRecord commit) {
    LOG.info(
        "committed: record {}, rows {}, files {}, {}",
        commit.sequence(),
        commit.rows(),
        commit.added().size(),
        commit.partitionPath());
    return new JobResult.Loaded(commit);
  }

  /** Is woken by a signal for as long as it is open. */
  private record Waking(StopSignal signal, StopSignal.Wake wake) implements AutoCloseable {
    Waking {
      signal.onRequest(wake);
    }

    @Override
    public void close() {
      signal.forget(wake);
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
