package dev.penstock.destination.lake;

import dev.penstock.destination.CommitRecord;
import dev.penstock.job.Job;
import dev.penstock.storage.Storage;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/** One job's place in the lake. */
record JobHome(Storage storage, LakeOptions options, Clock clock, Job job, JobPaths paths) {
  static JobHome of(Storage storage, LakeOptions options, Clock clock, Job job) {
    return new JobHome(storage, options, clock, job, JobPaths.of(job));
  }

  CommitLog log() {
    return new CommitLog(storage, paths);
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

  /** Finishes what a dead run had committed, then deletes what is old. */
  Optional<CommitRecord> recover() {
    CommitLog log = log();
    Optional<CommitRecord> last = log.last();
    // Nobody begins a load before the newest one is published, so only that can be unpublished.
    last.filter(commit -> log.published() != commit.sequence())
        .ifPresent(commit -> new Publisher(storage, paths, log).publish(commit));
    new Sweep(storage, paths, log).run(clock.instant().minus(options.stagingLifetime()));
    return last;
  }
}
