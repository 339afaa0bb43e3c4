package dev.penstock.destination.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.destination.CommitRecord;
import dev.penstock.destination.DataFile;
import dev.penstock.destination.Loads;
import dev.penstock.destination.Note;
import dev.penstock.destination.Session;
import dev.penstock.destination.Undo;
import dev.penstock.destination.Upkeep;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.job.Job;
import dev.penstock.job.LoadType;
import dev.penstock.job.WriteDisposition;
import dev.penstock.schema.TableSchema;
import dev.penstock.storage.Containers;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StoragePath;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UndoTest {
  private static final Instant MORNING = Instant.parse("2026-11-21T03:15:00Z");
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
  private static final Job APPEND =
      Loads.job("orders", LoadType.INCREMENTAL, WriteDisposition.APPEND);
  private static final Job SNAPSHOT = Loads.job("orders", LoadType.FULL, WriteDisposition.SNAPSHOT);

  @TempDir private Path folder;
  private final Loads loads = new Loads();
  private Connection duckdb;
  private Lake lake;
  private LakeDestination destination;

  @BeforeEach
  void open() {
    duckdb = Lake.connect();
    lake = new Lake(folder, duckdb);
    destination = at(NOON);
  }

  @AfterEach
  void close() throws SQLException {
    loads.close();
    destination.close();
    duckdb.close();
  }

  private LakeDestination at(Instant now) {
    return new LakeDestination(
        Containers.folders(lake.storage()), Lake.OPTIONS, Clock.fixed(now, ZoneOffset.UTC));
  }

  @Test
  void takesTheLastLoadBackWithItsWatermark() {
    loads.load(destination, APPEND, MORNING, 1, 2);
    CommitRecord second = loads.load(destination, APPEND, MORNING, 3, 4, 5);

    Undo plan = destination.upkeep(APPEND).planUndo(Optional.empty());

    assertThat(plan.undone()).containsExactly(second);
    assertThat(plan.leaving()).isEqualTo(second.added());
    assertThat(plan.rowsLeaving()).isEqualTo(3);
    assertThat(plan.returning()).isEmpty();
    assertThat(plan.watermark()).contains(Loads.watermark(2));
    assertThat(plan.backTo()).isEqualTo(1);
    assertThat(lake.rows()).as("a plan changes nothing").isEqualTo(Loads.rows(1, 2, 3, 4, 5));

    CommitRecord undo = destination.upkeep(APPEND).undo(plan, "run-9", "wrong file");

    lake.requireConsistent(APPEND);
    assertThat(lake.rows()).isEqualTo(Loads.rows(1, 2));
    assertThat(destination.ledger(APPEND).last()).contains(undo);
    assertThat(undo.kind()).isEqualTo(CommitRecord.Kind.UNDO);
    assertThat(undo.format()).isEqualTo(2);
    assertThat(undo.sequence()).isEqualTo(3);
    assertThat(undo.from()).contains(Loads.watermark(5));
    assertThat(undo.watermark()).contains(Loads.watermark(2));
    assertThat(undo.runId()).isEqualTo("run-9");
    Note note = undo.note().orElseThrow();
    assertThat(note.why()).isEqualTo("wrong file");
    assertThat(note.who()).startsWith(System.getProperty("user.name") + "@").doesNotEndWith("@");
    assertThat(note.backTo()).isEqualTo(OptionalLong.of(1));
  }

  @Test
  void bringsBackWhatTheLoadHadTakenAwayUnderANameOfItsOwn() {
    CommitRecord first = loads.load(destination, SNAPSHOT, MORNING, 1, 2);
    loads.load(destination, SNAPSHOT, NOON, 7);

    CommitRecord undo = undo(SNAPSHOT, Optional.empty());

    lake.requireConsistent(SNAPSHOT);
    assertThat(lake.rows()).isEqualTo(Loads.rows(1, 2));
    assertThat(undo.rows()).isEqualTo(2);
    assertThat(undo.added())
        .extracting(DataFile::path)
        .containsExactly(
            "lake/raw/shop/orders/2026/11/21/" + first.loadId() + ".0000-0000.r3.parquet");
    // What looks at the folder only still finds the file for the next snapshot of the day.
    loads.load(destination, SNAPSHOT, NOON, 8);
    assertThat(lake.rows()).isEqualTo(Loads.rows(8));
    undo(SNAPSHOT, Optional.empty());
    assertThat(lake.rows()).isEqualTo(Loads.rows(1, 2));
    assertThat(lake.published().get(0).getFileName())
        .hasToString(first.loadId() + ".0000-0000.r5.parquet");
    lake.requireConsistent(SNAPSHOT);
  }

  @Test
  void goesFurtherBackEachTimeUntilNothingIsLeft() {
    loads.load(destination, APPEND, MORNING, 1);
    loads.load(destination, APPEND, MORNING, 2);
    loads.load(destination, APPEND, MORNING, 3);

    undo(APPEND, Optional.empty());
    assertThat(lake.rows()).isEqualTo(Loads.rows(1, 2));
    undo(APPEND, Optional.empty());
    assertThat(lake.rows()).isEqualTo(Loads.rows(1));
    CommitRecord last = undo(APPEND, Optional.empty());
    assertThat(lake.rows()).isEmpty();
    assertThat(last.watermark()).isEmpty();
    assertThat(last.note().orElseThrow().backTo()).isEqualTo(OptionalLong.of(0));
    lake.requireConsistent(APPEND);

    assertRefused(
        Optional.empty(),
        "undo, job shop_orders: no load is left to take back; nothing was changed.\nWhat was taken"
            + " back before stays taken back.");
  }

  @Test
  void takesBackEverythingAfterALoad() {
    CommitRecord first = loads.load(destination, APPEND, MORNING, 1);
    loads.load(destination, APPEND, MORNING, 2);
    state(7);
    loads.load(destination, APPEND, MORNING, 8);

    CommitRecord undo = undo(APPEND, Optional.of(first.loadId()));

    assertThat(lake.rows()).isEqualTo(Loads.rows(1));
    assertThat(undo.watermark()).contains(Loads.watermark(1));
    assertThat(undo.removed()).hasSize(2);
  }

  @Test
  void aWatermarkSetBeforeTheLoadStandsAgainAndOneSetAfterItGoes() {
    loads.load(destination, APPEND, MORNING, 1, 2);
    CommitRecord before = state(1);
    loads.load(destination, APPEND, MORNING, 3);
    state(0);

    Undo plan = destination.upkeep(APPEND).planUndo(Optional.empty());

    assertThat(plan.undone())
        .extracting(CommitRecord::kind)
        .containsExactly(CommitRecord.Kind.STATE, CommitRecord.Kind.LOAD);
    assertThat(plan.watermark()).contains(Loads.watermark(1));
    assertThat(plan.backTo()).isEqualTo(before.sequence());
  }

  @Test
  void aReplacedTableComesBackWholeAndCanBeReplacedAgain() {
    Job replace = Loads.job("orders", LoadType.INCREMENTAL, WriteDisposition.REPLACE);
    loads.load(destination, APPEND, MORNING, 1);
    loads.load(destination, APPEND, MORNING.plus(Duration.ofDays(1)), 2);
    loads.load(destination, replace, NOON, 9);
    assertThat(lake.rows()).isEqualTo(Loads.rows(9));

    CommitRecord undo = undo(APPEND, Optional.empty());
    assertThat(lake.rows()).isEqualTo(Loads.rows(1, 2));
    assertThat(undo.added()).hasSize(2);

    loads.load(destination, replace, NOON, 10);
    assertThat(lake.rows()).isEqualTo(Loads.rows(10));
    undo(APPEND, Optional.empty());
    undo(APPEND, Optional.empty());
    lake.requireConsistent(APPEND);
    assertThat(lake.rows()).isEqualTo(Loads.rows(1));
  }

  @Test
  void columnsGoBackWithTheLoadsButTheirVersionNeverDoes() {
    loads.load(destination, SNAPSHOT, MORNING, 1);
    try (Session session = destination.acquire(SNAPSHOT);
        var load = session.begin(loads.loadPackage(SNAPSHOT, NOON), Loads.NARROW_SCHEMA)) {
      load.commit(Loads.delivery(SNAPSHOT, 0));
    }
    TableSchema first = destination.ledger(SNAPSHOT).all().get(0).schema();
    assertThat(undo(SNAPSHOT, Optional.empty()).schema())
        .isEqualTo(new TableSchema(3, first.columns()));
    assertThat(loads.load(destination, SNAPSHOT, NOON, 1).schema().version()).isEqualTo(3);
  }

  @Test
  void afterAnUndoThatUncoversAFullLoadTheRecordSaysFull() {
    Job replace = Loads.job("orders", LoadType.FULL, WriteDisposition.REPLACE);
    loads.load(destination, replace, MORNING, 1);
    loads.load(destination, APPEND, NOON, 2);

    // An incremental run that read on from here would deliver row 1 again.
    assertThat(undo(APPEND, Optional.empty()).loadType()).isEqualTo(LoadType.FULL);
  }

  @Test
  void refusesWhatCannotBeTakenBack() {
    assertRefused(
        Optional.empty(),
        "undo, job shop_orders: nothing was ever committed; nothing was changed.\nThere is nothing"
            + " to take back.");
    CommitRecord first = loads.load(destination, APPEND, MORNING, 1);
    assertRefused(
        Optional.of(first.loadId()),
        "undo, job shop_orders: nothing was committed after %s; nothing was changed.\nName an older load, or leave --to out to take back the last one."
            .formatted(first.loadId()));
    assertRefused(
        Optional.of("yesterday"),
        "undo, job shop_orders: no commit has the load id 'yesterday'; nothing was changed.\nhistory"
            + " --job shop_orders shows the load ids.");
    CommitRecord second = loads.load(destination, APPEND, MORNING, 2);
    CommitRecord undo = undo(APPEND, Optional.empty());
    String mend =
        "Name a load that stands; to have the rows of a load that was taken back, run the job again.";
    assertRefused(
        Optional.of(second.loadId()),
        "undo, job shop_orders: record 2 (%s) was taken back already; nothing was changed.\n%s"
            .formatted(second.loadId(), mend));
    assertRefused(
        Optional.of(undo.loadId()),
        "undo, job shop_orders: record 3 (%s) took loads back itself; nothing was changed.\n%s"
            .formatted(undo.loadId(), mend));
  }

  @Test
  void refusesWhenWhatWouldComeBackIsSweptOrAboutToBe() {
    CommitRecord first = loads.load(destination, SNAPSHOT, MORNING, 1);
    CommitRecord second = loads.load(destination, SNAPSHOT, NOON, 2);
    String path = first.added().get(0).path();
    String message =
        "undo, job shop_orders: 1 file would have to come back, but is gone; nothing was changed.\n  "
            + lake.storage().root()
            + "/"
            + path
            + ", taken away by record 2 at 2026-11-21T12:00:00Z\nWhat a load takes away is deleted"
            + " after 7 days (setting staging_lifetime). Take back fewer loads, or load the table anew"
            + " with run --full-refresh --job shop_orders.";
    try (LakeDestination nearly = at(NOON.plus(Duration.ofDays(7)).minusSeconds(1800));
        LakeDestination inTime = at(NOON.plus(Duration.ofDays(7)).minusSeconds(3601))) {
      Upkeep upkeep = inTime.upkeep(SNAPSHOT);
      Undo plan = upkeep.planUndo(Optional.empty());
      assertThat(plan.returning()).hasSize(1);
      assertThatThrownBy(() -> nearly.upkeep(SNAPSHOT).planUndo(Optional.empty()))
          .hasMessage(message);
      try (Storage storage = lake.storage()) {
        storage.delete(new StoragePath("lake/raw/shop/_penstock/shop_orders/removed"));
      }
      assertThatThrownBy(() -> upkeep.undo(plan, "run", "why"))
          .isInstanceOf(IngestException.class)
          .hasMessage(message)
          .extracting("code")
          .isEqualTo(ErrorCode.STORAGE_REFUSED);
    }
    assertThat(destination.ledger(SNAPSHOT).last()).contains(second);
    assertThat(lake.rows()).isEqualTo(Loads.rows(2));
  }

  @Test
  void refusesWhenSomethingWasCommittedSinceThePlan() {
    loads.load(destination, APPEND, MORNING, 1);
    Undo plan = destination.upkeep(APPEND).planUndo(Optional.empty());
    loads.load(destination, APPEND, MORNING, 2);

    assertThatThrownBy(() -> destination.upkeep(APPEND).undo(plan, "run", "why"))
        .hasMessage(
            "undo, job shop_orders: run run-1 committed record 2 at 2026-11-21T12:00:00Z, after the"
                + " undo was worked out; nothing was changed.\nLook at it anew: run undo without"
                + " --yes.")
        .extracting("code")
        .isEqualTo(ErrorCode.CONFLICT);
    assertThat(lake.rows()).isEqualTo(Loads.rows(1, 2));
  }

  @Test
  void refusesWhileARunHoldsTheJob() {
    loads.load(destination, APPEND, MORNING, 1);
    Undo plan = destination.upkeep(APPEND).planUndo(Optional.empty());
    try (Session session = destination.acquire(APPEND)) {
      assertThat(session.last()).isPresent();
      assertThatThrownBy(() -> destination.upkeep(APPEND).undo(plan, "run", "why"))
          .extracting("code")
          .isEqualTo(ErrorCode.CONFLICT);
    }
  }

  @Test
  void aPausedRunThatWakesUpTakesNothingAwayAgain() {
    loads.load(destination, SNAPSHOT, MORNING, 1, 2);
    CommitRecord second = loads.load(destination, SNAPSHOT, NOON, 7);
    undo(SNAPSHOT, Optional.empty());

    try (Storage storage = lake.storage()) {
      JobPaths paths = JobPaths.of(SNAPSHOT, new StoragePath("lake"));
      new Publisher(storage, paths, new CommitLog(storage, paths)).publish(second);
    }

    assertThat(lake.rows()).isEqualTo(Loads.rows(1, 2));
    lake.requireConsistent(SNAPSHOT);
  }

  private CommitRecord undo(Job job, Optional<String> to) {
    Upkeep upkeep = destination.upkeep(job);
    return upkeep.undo(upkeep.planUndo(to), "run-9", "a test");
  }

  private CommitRecord state(long id) {
    try (Session session = destination.acquire(APPEND)) {
      return session.amend(Optional.of(Loads.watermark(id)), "run-8", "by hand");
    }
  }

  private void assertRefused(Optional<String> to, String message) {
    List<CommitRecord> before = destination.ledger(APPEND).all();
    assertThatThrownBy(() -> destination.upkeep(APPEND).planUndo(to))
        .isInstanceOf(IngestException.class)
        .hasMessage(message)
        .extracting("code")
        .isEqualTo(ErrorCode.CONFIG);
    assertThat(destination.ledger(APPEND).all()).isEqualTo(before);
  }
}
