package dev.penstock.engine;

import dev.penstock.destination.CommitRecord;
import dev.penstock.destination.Delivery;
import dev.penstock.destination.Load;
import dev.penstock.destination.LoadPackage;
import dev.penstock.destination.Session;
import dev.penstock.destination.SplitResult;
import dev.penstock.engine.late.Overlap;
import dev.penstock.job.Job;
import dev.penstock.source.Burden;
import dev.penstock.source.Source;
import dev.penstock.source.Survey;
import dev.penstock.source.Watermark;
import dev.penstock.source.Window;
import java.time.Duration;
import java.util.ArrayList;
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
  private Optional<Beginning> beginning = Optional.empty();
  private Burden burden = Burden.NONE;

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
        beginning.map(from -> from.splits().size()).orElse(0),
        transfer.rows(),
        beginning.map(from -> from.done().size()).orElse(0),
        beginning.map(Beginning::rowsDone).orElse(0L),
        transfer.peakBatchBytes(),
        survey.total(),
        move.total(),
        commit.total(),
        burden);
  }

  JobResult run(LoadPackage fresh, JobRun.Run asked, int number) {
    try (Waking waking = new Waking(run, stop::request);
        Opening opening = Opening.of(rooms, job)) {
      try {
        return run(opening, fresh, asked, number);
      } finally {
        burden = opening.source().burden();
      }
    }
  }

  private JobResult run(Opening opening, LoadPackage fresh, JobRun.Run asked, int number) {
    RunRequest.Refresh refresh = asked.refresh();
    try (Overlap overlap = Remembered.of(job, opening.session(), refresh);
        DeletedRows deleted = new DeletedRows(rooms, job, opening, stop)) {
      Changes changes = new Changes(opening.session(), opening.source());
      if (changes.early().isPresent()) {
        return changes.early().get();
      }
      Resumption resumption =
          new Resumption(job, opening.session(), opening.source(), refresh, overlap.known());
      Beginning from = begin(opening.source(), resumption, fresh);
      beginning = Optional.of(from);
      if (changes.obstacle().isPresent()) {
        return changes.obstacle().get();
      }
      Survey found = changes.told(from.survey());
      if (refresh != RunRequest.Refresh.EVERYTHING
          && asked.deletes() == RunRequest.DeleteSearch.AS_JOBS_SAY) {
        compare(deleted);
      }
      if (from.isEmpty()
          && !emptiesTable(opening.session(), refresh)
          && !overlap.begins(found)
          && !deleted.any()) {
        return nothingNew(found, deleted);
      }
      overlap.forget(deleted::isGone);
      stop.check();
      return load(new Parts(opening, resumption, overlap, deleted), from, found, number);
    }
  }

  /** What an attempt works with, and closes. */
  private record Parts(
      Opening opening, Resumption resumption, Overlap overlap, DeletedRows deleted) {
    Load load(Beginning from, Survey found) {
      Source source = opening.source();
      Load load = open(opening.session(), source, from);
      return overlap.over(deleted.over(load), found, from.splits(), source.schema());
    }
  }

  private JobResult load(Parts with, Beginning from, Survey found, int number) {
    try (Load load = with.load(from, found)) {
      with.resumption().plan(from).ifPresent(load::keep);
      Source source = with.opening().source();
      List<SplitResult> read =
          move.time(() -> transfer.run(source, load, from.loadPackage(), from.splits()));
      Delivery delivered = with.overlap().delivery(found, from.with(read), number);
      Delivery delivery = Changes.discarded(move.time(() -> with.deleted().added(load, delivered)));
      Reconciliation.check(job, delivery);
      if (with.overlap().foundNothing(delivery) && !with.deleted().any()) {
        return new JobResult.NothingNew(found.window().after(), delivery.survey().warnings());
      }
      stop.check();
      Delivery told = delivery.with(source.burden());
      return loaded(commit.time(() -> load.commit(told)));
    }
  }

  /** As long as reading: a stop ends it. */
  private void compare(DeletedRows deleted) {
    survey.time(
        () -> {
          deleted.compare();
          return deleted;
        });
  }

  private static JobResult nothingNew(Survey found, DeletedRows deleted) {
    List<String> warnings = new ArrayList<>(found.warnings());
    warnings.addAll(deleted.warnings());
    return new JobResult.NothingNew(found.window().after(), warnings);
  }

  private static Load open(Session session, Source source, Beginning from) {
    return from.taken().isPresent()
        ? session.resume(from.taken().get(), from.loadPackage(), source.schema())
        : session.begin(from.loadPackage(), source.schema());
  }

  /** A full refresh of a table that lost all its rows at the source leaves none here either. */
  private static boolean emptiesTable(Session session, RunRequest.Refresh refresh) {
    return refresh == RunRequest.Refresh.EVERYTHING && session.last().isPresent();
  }

  /** Looking may take as long as reading: a stop closes the source under it. */
  private Beginning begin(Source source, Resumption resumption, LoadPackage fresh) {
    try (Waking waking = new Waking(stop, source::close)) {
      Beginning found = survey.time(() -> resumption.begin(fresh));
      listener.jobSurveyed(job, found.rowsToRead());
      LOG.info("surveyed: {}, splits {}", described(found.survey()), found.splits().size());
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
    return window + again(found) + ", rows expected " + rows;
  }

  private static String again(Survey found) {
    return found.late().again().map(from -> ", again from " + from.value() + " on").orElse("");
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
