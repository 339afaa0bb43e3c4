package dev.penstock.destination.lake;

import dev.penstock.destination.CommitRecord;
import dev.penstock.failure.IngestException;
import dev.penstock.job.Job;
import dev.penstock.storage.Containers;
import dev.penstock.storage.Containers.Place;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StoragePath;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One job's place in the lake. */
record JobHome(Storage storage, LakeOptions options, Clock clock, Job job, JobPaths paths) {
  private static final Logger LOG = LoggerFactory.getLogger(JobHome.class);

  static JobHome of(Containers containers, LakeOptions options, Clock clock, Job job) {
    Place place = place(containers, job);
    return new JobHome(place.storage(), options, clock, job, JobPaths.of(job, place.base()));
  }

  private static Place place(Containers containers, Job job) {
    try {
      return containers.place(job.target().container());
    } catch (IngestException e) {
      throw new IngestException(e.code(), job.place() + ": " + e.getMessage(), e);
    }
  }

  CommitLog log() {
    return new CommitLog(storage, paths);
  }

  /** The tables of which there are loads, for a row that means several. */
  List<String> tables() {
    StoragePath homes = paths.home().parent();
    return storage.list(homes).stream()
        .map(file -> file.path().value().substring(homes.value().length() + 1))
        .map(path -> path.substring(0, Math.max(path.indexOf('/'), 0)))
        .distinct()
        .flatMap(name -> jobId(homes, name).stream())
        .filter(id -> id.startsWith(job.tablePrefix()))
        .map(id -> id.substring(job.tablePrefix().length()))
        .toList();
  }

  private Optional<String> jobId(StoragePath homes, String folder) {
    return PathNames.decode(folder)
        .or(
            () ->
                new CommitLog(storage, new JobPaths(paths.base(), homes.resolve(folder)))
                    .last()
                    .map(CommitRecord::jobId));
  }

  /** A place in the store, as people write it. */
  String place(StoragePath path) {
    return storage.root() + "/" + path;
  }

  Layout layout() {
    return Layout.parse(options.layout());
  }

  Placement placement(Instant runStartedAt) {
    return Placement.of(job, runStartedAt, options.timezone());
  }

  /** From the store's root: what the paths of all loads of that time begin with. */
  String scope(Instant runStartedAt) {
    String base = paths.base().value();
    return (base.isEmpty() ? "" : base + "/") + layout().scope(placement(runStartedAt));
  }

  String partitionPath(Instant runStartedAt) {
    String scope = scope(runStartedAt);
    int slash = scope.lastIndexOf('/');
    return slash < 0 ? storage.root() : storage.root() + "/" + scope.substring(0, slash);
  }

  /**
   * What a job's place is like when it is taken.
   *
   * @param last the newest record, which is published
   * @param staged whether runs that died have left anything
   */
  record Recovered(Optional<CommitRecord> last, boolean staged) {}

  /** Finishes what a dead run had committed, then deletes what is old. */
  Recovered recover() {
    CommitLog log = log();
    Optional<CommitRecord> last = log.last();
    // Nobody begins a load before the newest one is published, so only that can be unpublished.
    last.filter(commit -> log.published() != commit.sequence())
        .ifPresent(commit -> show(commit, log));
    Instant before = clock.instant().minus(options.stagingLifetime());
    boolean staged =
        new Sweep(storage, paths, log).run(before, last.map(CommitRecord::sequence).orElse(0L));
    // Whoever remembers nothing is spared the listing.
    if (last.flatMap(CommitRecord::remembered).isPresent()) {
      new RememberedFiles(this).sweep(last, before);
    }
    return new Recovered(last, staged);
  }

  private void show(CommitRecord commit, CommitLog log) {
    new Publisher(storage, paths, log).publish(commit);
    LOG.warn(
        "run {} committed record {} (load {}) and ended before all of it was visible; it is now."
            + " Should the audit lack its row, history --rebuild adds it",
        commit.runId(),
        commit.sequence(),
        commit.loadId());
  }
}
