package dev.penstock.destination.lake;

import dev.penstock.destination.CommitRecord;
import dev.penstock.destination.DataFile;
import dev.penstock.destination.DeliveredFile;
import dev.penstock.destination.Drafts;
import dev.penstock.destination.Load;
import dev.penstock.destination.LoadPackage;
import dev.penstock.destination.LoadPlan;
import dev.penstock.destination.Session;
import dev.penstock.destination.Undo;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.ErrorCode.Retry;
import dev.penstock.failure.IngestException;
import dev.penstock.failure.RetryPolicy;
import dev.penstock.failure.Time;
import dev.penstock.schema.Evolution;
import dev.penstock.schema.TableSchema;
import dev.penstock.source.Watermark;
import dev.penstock.storage.StorageWriter.Lock;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.Schema;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One job, held for writing. */
final class LakeSession implements Session {
  private static final Logger LOG = LoggerFactory.getLogger(LakeSession.class);

  /** A store that stumbles for a moment: at once, and then for about a second. */
  private static final RetryPolicy AGAIN =
      new RetryPolicy(
          7, Duration.ofMillis(10), Duration.ofSeconds(1), 0, Duration.ZERO, Duration.ofHours(1));

  private final JobHome home;
  private final Lock lock;
  private final CommitLog log;
  private JobHome.Recovered found;
  private Optional<CommitRecord> last;

  /** Whether {@link #last} is surely the newest record, and published. */
  private boolean settled = true;

  LakeSession(JobHome home, Lock lock) {
    this.home = home;
    this.lock = lock;
    this.log = home.log();
    this.found = home.recover();
    this.last = found.last();
  }

  @Override
  public Optional<CommitRecord> last() {
    settle();
    return last;
  }

  @Override
  public List<CommitRecord> newest(int most) {
    return log.newest(most);
  }

  @Override
  public List<CommitRecord> all() {
    return log.all();
  }

  @Override
  public Optional<InputStream> remembered(CommitRecord commit) {
    return new RememberedFiles(home).open(commit);
  }

  @Override
  public List<DataFile> live() {
    settle();
    return LiveFiles.of(home).all(next() - 1);
  }

  @Override
  public DeliveredFile open(DataFile file, Schema columns) {
    return PublishedFile.open(home, file, columns, schema());
  }

  @Override
  public String partitionPath(Instant startedAt) {
    return home.partitionPath(startedAt);
  }

  @Override
  public Drafts drafts() {
    Optional<CommitRecord> newest = last();
    return new LakeDrafts(home, newest, found.staged());
  }

  @Override
  public Load begin(LoadPackage loadPackage, Schema schema) {
    settle();
    return new LakeLoad(home, this, loadPackage, columns(schema), Optional.empty());
  }

  @Override
  public Load resume(LoadPlan plan, LoadPackage loadPackage, Schema schema) {
    settle();
    PlanFile found =
        new DraftFiles(home.storage(), home.paths().staging(plan.loadId()))
            .plan()
            .filter(file -> file.plan().equals(plan))
            .orElseThrow(() -> gone(plan));
    return new LakeLoad(home, this, loadPackage, columns(schema), Optional.of(found));
  }

  private IngestException gone(LoadPlan plan) {
    return new IngestException(
        ErrorCode.STORAGE,
        "job %s: the plan of load %s was there a moment ago and is gone.\nRun the job again, and never twice at once."
            .formatted(home.job().id(), plan.loadId()));
  }

  @Override
  public Evolution evolution(Schema source) {
    settle();
    return columns(source).evolution();
  }

  private TableColumns columns(Schema source) {
    return TableColumns.of(home, schema(), source);
  }

  @Override
  public CommitRecord amend(Optional<Watermark> watermark, String runId, String reason) {
    settle();
    CommitRecord commit = new HandWritten(home, last).state(watermark, runId, reason);
    append(commit);
    return publish(commit);
  }

  /** As {@link dev.penstock.destination.Upkeep#undo}. */
  CommitRecord undo(Undo plan, String runId, String reason) {
    settle();
    CommitRecord newest = last.orElse(plan.newest());
    if (!newest.nonce().equals(plan.newest().nonce())) {
      throw overtaken(newest);
    }
    Undo now = new UndoPlanner(home).planPublished(plan.to(), newest);
    Optional<CommitRecord> base = new StandingRecords(log).upTo(now.backTo());
    CommitRecord commit = new HandWritten(home, last).undo(now, base, runId, reason);
    append(commit);
    return publish(commit);
  }

  private IngestException overtaken(CommitRecord newest) {
    return new IngestException(
        ErrorCode.CONFLICT,
        "undo, job %s: run %s committed record %d at %s, after the undo was worked out; nothing was changed.\nLook at it anew: run undo without --yes."
            .formatted(home.job().id(), newest.runId(), newest.sequence(), newest.committedAt()));
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

  /**
   * Shows what was appended. The load is real by then: when showing fails, the next load or the
   * next run does it.
   *
   * @return the record; with a warning that the store's copy does not have, when part of it is not
   *     visible yet
   */
  CommitRecord publish(CommitRecord commit) {
    try {
      CommitRecord shown = AGAIN.call(new Showing(commit), Time.REAL);
      settled = true;
      return shown;
    } catch (RuntimeException e) {
      LOG.warn("record {} is committed, but not all visible", commit.sequence(), e);
      return commit.warning(
          "record %d is committed, but not all of it is visible yet (%s); the next run of the job shows it first"
              .formatted(
                  commit.sequence(),
                  String.valueOf(e.getMessage()).lines().findFirst().orElse("")));
    }
  }

  private void settle() {
    if (!settled) {
      found = home.recover();
      last = found.last();
      settled = true;
    }
  }

  /** One try after another to make a record visible. */
  private final class Showing implements RetryPolicy.Work<CommitRecord> {
    private final CommitRecord commit;

    Showing(CommitRecord commit) {
      this.commit = commit;
    }

    @Override
    public CommitRecord attempt() {
      new Publisher(home.storage(), home.paths(), log).publish(commit);
      return commit;
    }

    @Override
    public boolean mayPass(RuntimeException failure) {
      return failure instanceof IngestException known && known.code().retry() == Retry.MAY_HELP;
    }
  }
}
