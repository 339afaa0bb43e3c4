package dev.penstock.campaign;

import dev.penstock.destination.CommitRecord;
import dev.penstock.destination.Delivery;
import dev.penstock.destination.Destination;
import dev.penstock.destination.Load;
import dev.penstock.destination.LoadPackage;
import dev.penstock.destination.Loads;
import dev.penstock.destination.Session;
import dev.penstock.destination.SplitResult;
import dev.penstock.job.Job;
import dev.penstock.job.LoadType;
import dev.penstock.job.WriteDisposition;
import dev.penstock.source.Consistency;
import dev.penstock.source.Survey;
import dev.penstock.source.Watermark;
import dev.penstock.source.Window;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** One run of a job, as an engine does it: reads on behind the watermark, loads and commits. */
final class JobRun {
  private final Job job;
  private final Table source;
  private final Loads loads;
  private final Observer observer;

  /** Is told what a run is about to deliver, before it can be committed. */
  interface Observer {
    Observer NOBODY = attempt -> {};

    void delivers(Attempt attempt);
  }

  /** A load on its way. */
  record Attempt(String loadId, Instant startedAt, Optional<Watermark> from, List<Long> ids) {}

  JobRun(Job job, Table source, Loads loads, Observer observer) {
    this.job = job;
    this.source = source;
    this.loads = loads;
    this.observer = observer;
  }

  static Job job(WriteDisposition disposition) {
    return Loads.job("orders", disposition);
  }

  /** Gives the record; nothing when there was nothing new. */
  Optional<CommitRecord> run(Destination destination, LoadPackage loadPackage) {
    try (Session session = destination.acquire(job)) {
      Optional<Watermark> from =
          job.loadType() == LoadType.FULL
              ? Optional.empty()
              : session.last().flatMap(CommitRecord::watermark);
      long after = from.map(Watermark::value).map(Long::parseLong).orElse(0L);
      long upTo = source.newest();
      long[] ids = source.read(after, upTo);
      if (job.loadType() == LoadType.INCREMENTAL && ids.length == 0) {
        return Optional.empty();
      }
      try (Load load = session.begin(loadPackage, Loads.SCHEMA)) {
        return Optional.of(load(load, loadPackage, from, ids));
      }
    }
  }

  private CommitRecord load(
      Load load, LoadPackage loadPackage, Optional<Watermark> from, long[] ids) {
    SplitResult split = loads.write(load, 0, ids);
    observer.delivers(
        new Attempt(
            loadPackage.loadId(),
            loadPackage.runStartedAt(),
            from,
            Arrays.stream(ids).boxed().toList()));
    Window window =
        job.loadType() == LoadType.FULL
            ? Window.ALL
            : new Window(from, Optional.of(Loads.watermark(ids[ids.length - 1])));
    Survey survey =
        new Survey(window, false, OptionalLong.of(ids.length), 0, Consistency.SNAPSHOT, List.of());
    return load.commit(new Delivery(survey, List.of(split), 1));
  }
}
