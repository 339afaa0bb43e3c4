package dev.penstock.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.destination.Loads.Row;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.job.Job;
import dev.penstock.job.LoadType;
import dev.penstock.job.WriteDisposition;
import dev.penstock.source.Watermark;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every destination does. */
public abstract class DestinationContract {
  protected static final Instant MORNING = Instant.parse("2026-11-21T03:15:00Z");
  protected static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
  protected static final Instant NEXT_DAY = Instant.parse("2026-11-22T03:15:00Z");

  protected Destination destination;
  protected final Loads loads = new Loads();

  /** An empty destination; the suite closes it. */
  protected abstract Destination open();

  /** The rows of the job's table as a reader of the destination sees them, in the order of ids. */
  protected abstract List<Row> visible(Job job);

  @BeforeEach
  void openDestination() {
    destination = open();
  }

  @AfterEach
  void closeDestination() {
    destination.close();
    loads.close();
  }

  @Test
  void knowsNothingOfAJobThatNeverRan() {
    Job job = Loads.job("orders", LoadType.FULL, WriteDisposition.SNAPSHOT);
    assertThat(destination.ledger(job).last()).isEmpty();
    assertThat(destination.ledger(job).all()).isEmpty();
  }

  @Test
  void addsTheRowsOfEachLoadOnce() {
    Job job = Loads.job("orders", LoadType.INCREMENTAL, WriteDisposition.APPEND);
    loads.load(destination, job, MORNING, 1, 2, 3);
    loads.load(destination, job, MORNING, 4);
    loads.load(destination, job, NEXT_DAY, 5, 6);
    assertThat(visible(job)).isEqualTo(Loads.rows(1, 2, 3, 4, 5, 6));
    assertThat(destination.ledger(job).last().flatMap(CommitRecord::watermark))
        .contains(Loads.watermark(6));
    assertThat(destination.ledger(job).all())
        .extracting(CommitRecord::sequence)
        .containsExactly(1L, 2L, 3L);
  }

  @Test
  void keepsOneSnapshotForEachDay() {
    Job job = Loads.job("orders", LoadType.FULL, WriteDisposition.SNAPSHOT);
    loads.load(destination, job, MORNING, 1, 2, 3);
    loads.load(destination, job, NOON, 2, 3);
    assertThat(visible(job)).isEqualTo(Loads.rows(2, 3));
    loads.load(destination, job, NEXT_DAY, 7);
    assertThat(visible(job)).isEqualTo(Loads.rows(2, 3, 7));
    loads.load(destination, job, NEXT_DAY.plusSeconds(60), 8);
    assertThat(visible(job)).isEqualTo(Loads.rows(2, 3, 8));
  }

  @Test
  void replacesTheWholeTable() {
    Job job = Loads.job("orders", LoadType.FULL, WriteDisposition.REPLACE);
    loads.load(destination, job, MORNING, 1, 2, 3);
    loads.load(destination, job, NEXT_DAY, 2);
    loads.load(destination, job, NEXT_DAY, 4, 5);
    assertThat(visible(job)).isEqualTo(Loads.rows(4, 5));
  }

  @Test
  void replacesWhatOtherDispositionsLeft() {
    Job append = Loads.job("orders", LoadType.INCREMENTAL, WriteDisposition.APPEND);
    loads.load(destination, append, MORNING, 1, 2);
    loads.load(destination, append, MORNING, 3);
    Job snapshot = Loads.job("orders", LoadType.FULL, WriteDisposition.SNAPSHOT);
    loads.load(destination, snapshot, NEXT_DAY, 4);
    Job replace = Loads.job("orders", LoadType.FULL, WriteDisposition.REPLACE);
    loads.load(destination, replace, NEXT_DAY, 9);
    assertThat(visible(replace)).isEqualTo(Loads.rows(9));
  }

  @Test
  void showsNothingBeforeTheCommit() {
    Job job = Loads.job("orders", LoadType.FULL, WriteDisposition.SNAPSHOT);
    try (Session session = destination.acquire(job);
        Load load = session.begin(loads.loadPackage(job, MORNING), Loads.SCHEMA)) {
      loads.write(load, 0, 1, 2);
      assertThat(visible(job)).isEmpty();
      assertThat(session.last()).isEmpty();
    }
    assertThat(visible(job)).isEmpty();
    assertThat(destination.ledger(job).last()).isEmpty();
  }

  @Test
  void commitsTheSplitsThatSeveralWritersStaged() {
    Job job = Loads.job("orders", LoadType.FULL, WriteDisposition.SNAPSHOT);
    try (Session session = destination.acquire(job);
        Load load = session.begin(loads.loadPackage(job, MORNING), Loads.SCHEMA)) {
      SplitResult second = loads.write(load, 1, 3, 4);
      SplitResult first = loads.write(load, 0, 1, 2);
      load.commit(Loads.delivery(job, 4, first, second));
    }
    assertThat(visible(job)).isEqualTo(Loads.rows(1, 2, 3, 4));
  }

  @Test
  void leavesOutASplitThatWasReadAgain() {
    Job job = Loads.job("orders", LoadType.FULL, WriteDisposition.SNAPSHOT);
    try (Session session = destination.acquire(job);
        Load load = session.begin(loads.loadPackage(job, MORNING), Loads.SCHEMA)) {
      loads.write(load, 0, 1);
      SplitResult again = loads.write(load, 0, 1, 2);
      load.commit(Loads.delivery(job, 2, again));
    }
    assertThat(visible(job)).isEqualTo(Loads.rows(1, 2));
  }

  @Test
  void refusesADeliveryThatTheFilesDoNotBear() {
    Job job = Loads.job("orders", LoadType.FULL, WriteDisposition.SNAPSHOT);
    try (Session session = destination.acquire(job);
        Load load = session.begin(loads.loadPackage(job, MORNING), Loads.SCHEMA)) {
      SplitResult written = loads.write(load, 0, 1, 2);
      SplitResult claimed = new SplitResult(0, 3, written.files());
      assertThatThrownBy(() -> load.commit(Loads.delivery(job, 3, claimed)))
          .isInstanceOf(IngestException.class)
          .hasMessage(
              "sheet SourceConfig, row 7: split 0 read 3 rows, but its files hold 2.\n"
                  + "Nothing of this load is visible. Run the job again; if it happens again, check"
                  + " the destination's disk.")
          .extracting("code")
          .isEqualTo(ErrorCode.COUNT_MISMATCH);
    }
    assertThat(visible(job)).isEmpty();
    assertThat(destination.ledger(job).last()).isEmpty();
  }

  @Test
  void holdsAJobForOneRunOnly() {
    Job job = Loads.job("orders", LoadType.FULL, WriteDisposition.SNAPSHOT);
    try (Session session = destination.acquire(job)) {
      assertThat(session.last()).isEmpty();
      assertThatThrownBy(() -> destination.acquire(job))
          .isInstanceOf(IngestException.class)
          .extracting("code")
          .isEqualTo(ErrorCode.CONFLICT);
    }
    destination.acquire(job).close();
  }

  @Test
  void changesTheWatermarkAlone() {
    Job job = Loads.job("orders", LoadType.INCREMENTAL, WriteDisposition.APPEND);
    loads.load(destination, job, MORNING, 1, 2);
    try (Session session = destination.acquire(job)) {
      CommitRecord set = session.amend(Optional.of(Loads.watermark(1)), "run-9", "read 2 again");
      assertThat(set.kind()).isEqualTo(CommitRecord.Kind.STATE);
      assertThat(set.from()).contains(Loads.watermark(2));
      assertThat(set.note().map(Note::why)).contains("read 2 again");
      assertThat(session.last()).contains(set);
      session.amend(Optional.empty(), "run-9", "from the start");
    }
    Optional<CommitRecord> last = destination.ledger(job).last();
    assertThat(last.flatMap(CommitRecord::watermark)).isEqualTo(Optional.<Watermark>empty());
    assertThat(last.map(CommitRecord::sequence)).contains(3L);
    assertThat(visible(job)).isEqualTo(Loads.rows(1, 2));
  }

  @Test
  void countsTheVersionsOfTheSchema() {
    Job job = Loads.job("orders", LoadType.FULL, WriteDisposition.REPLACE);
    assertThat(loads.load(destination, job, MORNING, 1).schema().version()).isEqualTo(1);
    assertThat(loads.load(destination, job, NOON, 1).schema().version()).isEqualTo(1);
    try (Session session = destination.acquire(job);
        Load load = session.begin(loads.loadPackage(job, NOON), Loads.NARROW_SCHEMA)) {
      CommitRecord commit = load.commit(Loads.delivery(job, 0));
      assertThat(commit.schema().version()).isEqualTo(2);
      assertThat(commit.schema().columns()).hasSize(1);
    }
  }

  @Test
  void keepsWhatWasReadForWhoeverGoesOn() {
    Job job = Loads.job("orders", LoadType.FULL, WriteDisposition.SNAPSHOT);
    LoadPlan plan = beginAndDie(job, 1, 2);
    LoadPlan found;
    try (Session session = destination.acquire(job)) {
      found = session.drafts().plans().get(0);
      assertThat(found).isEqualTo(plan);
      List<SplitResult> done = session.drafts().results(found);
      assertThat(done).extracting(SplitResult::split).containsExactly(0);
      try (Load load = session.resume(found, Loads.adopting(found, job), Loads.SCHEMA)) {
        SplitResult rest = loads.write(load, 1, 3, 4);
        load.commit(Loads.delivery(job, 4, done.get(0), rest));
      }
    }
    assertThat(visible(job)).isEqualTo(Loads.rows(1, 2, 3, 4));
    assertThat(destination.ledger(job).last().map(CommitRecord::loadId)).contains(plan.loadId());
    assertThat(destination.ledger(job).drafts().plans()).isEmpty();
  }

  @Test
  void forgetsWhatWasReadOnceSomethingElseIsCommitted() {
    Job job = Loads.job("orders", LoadType.FULL, WriteDisposition.SNAPSHOT);
    beginAndDie(job, 1, 2);
    assertThat(destination.ledger(job).drafts().plans()).hasSize(1);
    loads.load(destination, job, NOON, 7);
    assertThat(destination.ledger(job).drafts().plans()).isEmpty();
    destination.acquire(job).close();
    assertThat(visible(job)).isEqualTo(Loads.rows(7));
  }

  @Test
  void keepsNothingOfALoadThatHadNoPlanOrNoResult() {
    Job job = Loads.job("orders", LoadType.FULL, WriteDisposition.SNAPSHOT);
    try (Session session = destination.acquire(job)) {
      try (Load load = session.begin(loads.loadPackage(job, MORNING), Loads.SCHEMA)) {
        load.keep(loads.write(load, 0, 1));
      }
      LoadPackage planned = loads.loadPackage(job, MORNING);
      try (Load load = session.begin(planned, Loads.SCHEMA)) {
        load.keep(Loads.plan(planned, 0, 2));
        loads.write(load, 0, 1);
      }
    }
    assertThat(destination.ledger(job).drafts().plans()).isEmpty();
  }

  @Test
  void readsTheKeysOfWhatIsPublished() {
    Job job = Loads.job("orders", LoadType.INCREMENTAL, WriteDisposition.APPEND);
    assertThat(destination.ledger(job).live()).isEmpty();
    loads.load(destination, job, MORNING, 1, 2, 3);
    CommitRecord second = loads.load(destination, job, NOON, 4);
    assertThat(destination.ledger(job).live()).hasSize(2);
    assertThat(loads.keys(destination.ledger(job))).containsExactlyInAnyOrder(1L, 2L, 3L, 4L);
    try (Session session = destination.acquire(job)) {
      assertThat(loads.keys(session)).containsExactlyInAnyOrder(1L, 2L, 3L, 4L);
    }
    try (DeliveredFile file =
        destination.ledger(job).open(second.added().get(0), Loads.NARROW_SCHEMA)) {
      assertThat(file.loadId()).isEqualTo(second.loadId());
      assertThat(file.content()).isEqualTo(DeliveredFile.Content.ROWS);
    }
    Job replace = Loads.job("orders", LoadType.FULL, WriteDisposition.REPLACE);
    loads.load(destination, replace, NEXT_DAY, 9);
    assertThat(loads.keys(destination.ledger(replace))).containsExactly(9L);
  }

  /** A load of two splits that ends when the first is there and the second half written. */
  protected LoadPlan beginAndDie(Job job, long... ids) {
    LoadPackage loadPackage = loads.loadPackage(job, MORNING);
    long base = destination.ledger(job).last().map(CommitRecord::sequence).orElse(0L);
    LoadPlan plan = Loads.plan(loadPackage, base, 2);
    try (Session session = destination.acquire(job);
        Load load = session.begin(loadPackage, Loads.SCHEMA)) {
      load.keep(plan);
      load.keep(loads.write(load, 0, ids));
      loads.write(load, 1, 99);
    }
    assertThat(visible(job)).isEmpty();
    return plan;
  }
}
