package dev.penstock.destination.lake;

import dev.penstock.destination.CommitRecord;
import dev.penstock.destination.Load;
import dev.penstock.destination.LoadIds;
import dev.penstock.destination.LoadPackage;
import dev.penstock.destination.Session;
import dev.penstock.failure.IngestException;
import dev.penstock.job.Job;
import dev.penstock.schema.TableSchema;
import dev.penstock.source.Consistency;
import dev.penstock.source.Watermark;
import dev.penstock.storage.StorageWriter.Lock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.apache.arrow.vector.types.pojo.Schema;

/** One job, held for writing. */
final class LakeSession implements Session {
  private final JobHome home;
  private final Lock lock;
  private final CommitLog log;
  private Optional<CommitRecord> last;

  /** Whether {@link #last} is surely the newest record, and published. */
  private boolean settled = true;

  LakeSession(JobHome home, Lock lock) {
    this.home = home;
    this.lock = lock;
    this.log = home.log();
    this.last = home.recover();
  }

  @Override
  public Optional<CommitRecord> last() {
    settle();
    return last;
  }

  @Override
  public List<CommitRecord> all() {
    return log.all();
  }

  @Override
  public String partitionPath(Instant startedAt) {
    return home.partitionPath(startedAt);
  }

  @Override
  public Load begin(LoadPackage loadPackage, Schema schema) {
    settle();
    List<String> added =
        switch (home.options().loadedAt()) {
          case OMITTED -> List.of(TableColumns.LOAD_ID);
          case ADDED -> List.of(TableColumns.LOAD_ID, TableColumns.LOADED_AT);
        };
    return new LakeLoad(home, this, loadPackage, TableColumns.of(home.job(), schema, added));
  }

  @Override
  public CommitRecord amend(Optional<Watermark> watermark, String runId, String reason) {
    settle();
    CommitRecord commit = state(watermark, runId, reason);
    append(commit);
    publish(commit);
    return commit;
  }

  @Override
  public void close() {
    lock.close();
  }

  /** The sequence of the next record. */
  long next() {
    return last.map(CommitRecord::sequence).orElse(0L) + 1;
  }

  TableSchema schema() {
    return last.map(CommitRecord::schema).orElse(TableSchema.NONE);
  }

  /** Makes a record real; see {@link CommitLog#append}. */
  void append(CommitRecord commit) {
    settled = false;
    log.append(commit);
    last = Optional.of(commit);
  }

  /** Shows what was appended. When this fails, the next load or the next run does it. */
  void publish(CommitRecord commit) {
    try {
      new Publisher(home.storage(), home.paths(), log).publish(commit);
      settled = true;
    } catch (IngestException e) {
      throw new IngestException(
          e.code(),
          "job %s: record %d is committed, but its files could not all be published: %s\n"
                  .formatted(commit.jobId(), commit.sequence(), e.getMessage())
              + "Nothing is lost: the next run of the job publishes them first.",
          e);
    }
  }

  private void settle() {
    if (!settled) {
      last = home.recover();
      settled = true;
    }
  }

  private CommitRecord state(Optional<Watermark> watermark, String runId, String reason) {
    Job job = home.job();
    Instant now = home.clock().instant();
    return new CommitRecord(
        CommitRecord.FORMAT,
        next(),
        new LoadIds(home.clock()).next(),
        UUID.randomUUID().toString(),
        runId,
        job.id(),
        CommitRecord.Kind.STATE,
        job.loadType(),
        job.target().disposition(),
        job.sourceName(),
        job.extract().tableName(),
        last.flatMap(CommitRecord::watermark),
        watermark,
        List.of(),
        List.of(),
        0,
        OptionalLong.empty(),
        "",
        schema(),
        Consistency.PER_SPLIT,
        1,
        List.of(),
        now,
        now,
        home.options().engineVersion(),
        Optional.of(reason));
  }
}
