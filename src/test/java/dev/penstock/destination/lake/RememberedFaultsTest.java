package dev.penstock.destination.lake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.destination.CommitRecord;
import dev.penstock.destination.Delivery;
import dev.penstock.destination.Inspection.Depth;
import dev.penstock.destination.Load;
import dev.penstock.destination.Loads;
import dev.penstock.destination.RememberedRows;
import dev.penstock.destination.Remembering;
import dev.penstock.destination.Repair;
import dev.penstock.destination.Session;
import dev.penstock.destination.SplitResult;
import dev.penstock.failure.IngestException;
import dev.penstock.job.Job;
import dev.penstock.job.LoadType;
import dev.penstock.job.WriteDisposition;
import dev.penstock.storage.Containers;
import dev.penstock.storage.FaultyStorage;
import dev.penstock.storage.FaultyStorage.Fault;
import dev.penstock.storage.FaultyStorage.Halt;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StoragePath;
import dev.penstock.testing.InMemory;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is remembered of delivered rows moves with the record, whatever happens. */
final class RememberedFaultsTest {
  private static final Instant AT = Instant.parse("2026-11-21T03:15:00Z");
  private static final Job JOB = Loads.job("orders", LoadType.INCREMENTAL, WriteDisposition.APPEND);

  @TempDir(factory = InMemory.class)
  private Path folder;

  private Connection duckdb;
  private Loads loads;
  private Lake lake;

  @BeforeEach
  void open() {
    duckdb = Lake.connect();
    loads = new Loads();
    lake = new Lake(folder.resolve("lake"), duckdb);
  }

  @AfterEach
  void close() throws Exception {
    duckdb.close();
    loads.close();
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void aFaultAtAnyCallLeavesTheMemoryOfTheLastRecord(Fault fault) {
    int fired = 0;
    for (int call = 1; trial(fault, call); call++) {
      fired++;
    }
    // More than a load that remembers nothing makes.
    assertThat(fired).isGreaterThan(24);
  }

  private boolean trial(Fault fault, int call) {
    lake = new Lake(folder.resolve("trial-" + fault + "-" + call), duckdb);
    load(lake.storage(), 3);
    FaultyStorage faulty = new FaultyStorage(lake.storage(), fault, call);
    try {
      load(faulty, 5);
    } catch (IngestException | Halt e) {
      // Whether it came to a record is looked at below.
    } finally {
      faulty.endProcess();
    }
    requireMemory();
    load(lake.storage(), 5);
    requireMemory();
    lake.requireConsistent(JOB);
    assertThat(lake.rows()).isEqualTo(Loads.rows(1, 2, 3, 4, 5));
    return faulty.fired() == 1;
  }

  /** As much as the watermark says, and the checksum agrees. */
  private void requireMemory() {
    try (LakeDestination destination = lake.destination(lake.storage())) {
      CommitRecord last = destination.ledger(JOB).last().orElseThrow();
      assertThat(last.format()).isEqualTo(3);
      assertThat(content(destination, last))
          .isEqualTo("rows up to " + last.watermark().orElseThrow().value());
    }
  }

  private static String content(LakeDestination destination, CommitRecord commit) {
    try (InputStream in = destination.ledger(JOB).remembered(commit).orElseThrow()) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Reads on from the watermark, as an engine does. */
  private void load(Storage storage, long upTo) {
    try (Session session = lake.destination(storage).acquire(JOB)) {
      long after =
          session
              .last()
              .flatMap(CommitRecord::watermark)
              .map(watermark -> Long.parseLong(watermark.value()))
              .orElse(0L);
      if (after < upTo) {
        load(session, LongStream.rangeClosed(after + 1, upTo).toArray());
      }
    }
  }

  private CommitRecord load(Session session, long... ids) {
    try (Load load = session.begin(loads.loadPackage(JOB, AT), Loads.SCHEMA)) {
      SplitResult split = loads.write(load, 0, ids);
      long upTo = ids[ids.length - 1];
      Delivery plain = Loads.delivery(JOB, upTo, split);
      return load.commit(
          new Delivery(
              plain.survey(),
              plain.splits(),
              1,
              0,
              Optional.empty(),
              Optional.of(new Words(upTo))));
    }
  }

  /** What stands for remembered rows here. */
  private record Words(long upTo) implements Remembering {
    @Override
    public long again() {
      return 0;
    }

    @Override
    public long rows() {
      return 1;
    }

    @Override
    public void write(OutputStream out) throws IOException {
      out.write(("rows up to " + upTo).getBytes(UTF_8));
    }
  }

  @Test
  void anUndoGoesBackToWhatWasRememberedThen() {
    load(lake.storage(), 3);
    load(lake.storage(), 5);
    try (LakeDestination destination = lake.destination(lake.storage())) {
      var upkeep = destination.upkeep(JOB);
      CommitRecord undo = upkeep.undo(upkeep.planUndo(Optional.empty()), "run", "wrong");
      assertThat(undo.format()).isEqualTo(3);
      assertThat(undo.remembered()).isEqualTo(destination.ledger(JOB).all().get(0).remembered());
    }
    requireMemory();
  }

  @Test
  void anUndoIsRefusedWhenWhatWasRememberedIsGone() throws IOException {
    load(lake.storage(), 3);
    load(lake.storage(), 5);
    RememberedRows first = log(0).remembered().orElseThrow();
    Files.delete(folder.resolve("lake").resolve(first.path()));
    try (LakeDestination destination = lake.destination(lake.storage())) {
      assertThatThrownBy(() -> destination.upkeep(JOB).planUndo(Optional.empty()))
          .hasMessageStartingWith(
              "undo, job shop_orders: what record 1 remembered of delivered rows (")
          .hasMessageContaining(") is gone; nothing was changed.");
    }
  }

  @Test
  void aWatermarkSetByHandKeepsWhatIsRememberedAndAResetForgetsIt() {
    load(lake.storage(), 5);
    try (LakeDestination destination = lake.destination(lake.storage());
        Session session = destination.acquire(JOB)) {
      CommitRecord set = session.amend(Optional.of(Loads.watermark(2)), "run", "again");
      assertThat(set.remembered()).isEqualTo(log(0).remembered());
      assertThat(set.format()).isEqualTo(3);
      CommitRecord reset = session.amend(Optional.empty(), "run", "all");
      assertThat(reset.remembered()).isEmpty();
      assertThat(reset.format()).isEqualTo(2);
    }
  }

  @Test
  void aFileThatIsGoneStopsTheRunAndIsNamedUntilAWatermarkIsSet() throws IOException {
    load(lake.storage(), 5);
    RememberedRows rows = log(0).remembered().orElseThrow();
    Files.delete(folder.resolve("lake").resolve(rows.path()));
    try (LakeDestination destination = lake.destination(lake.storage())) {
      CommitRecord last = destination.ledger(JOB).last().orElseThrow();
      assertThatThrownBy(() -> destination.ledger(JOB).remembered(last))
          .hasMessageContaining(
              ".rows: is gone, and record 1 names it; without it nobody knows which rows at and below the watermark were delivered.\nRestore it from a backup, or take everything up to the watermark as delivered with: state set shop_orders '5' --reason WHY.");
      assertThat(destination.upkeep(JOB).verify(Depth.FOOTER).damage())
          .singleElement()
          .satisfies(finding -> assertThat(finding.what()).startsWith("it is gone or cut short"));
      assertThat(destination.upkeep(JOB).planRepair(Repair.Staging.OLD).beyond()).hasSize(1);
      try (Session session = destination.acquire(JOB)) {
        CommitRecord set = session.amend(Optional.of(Loads.watermark(5)), "run", "lost");
        assertThat(set.remembered()).isEmpty();
      }
      assertThat(destination.upkeep(JOB).verify(Depth.FOOTER).damage()).isEmpty();
    }
  }

  @Test
  void aChangedByteIsNoticedWhenItIsRead() throws IOException {
    load(lake.storage(), 5);
    RememberedRows rows = log(0).remembered().orElseThrow();
    Files.writeString(folder.resolve("lake").resolve(rows.path()), "rows up to 7");
    try (LakeDestination destination = lake.destination(lake.storage())) {
      assertThatThrownBy(() -> content(destination, log(0)))
          .isInstanceOf(IngestException.class)
          .hasMessageContaining("is not as it was written");
    }
  }

  @Test
  void whatALaterLoadReplacedIsKeptForAWhileAndWhatTheLastNamesForGood() {
    load(lake.storage(), 3);
    load(lake.storage(), 5);
    sweepAt(Instant.now().plus(Duration.ofDays(6)));
    assertThat(lake.kept(JOB, "remembered")).hasSize(2);
    sweepAt(Instant.now().plus(Duration.ofDays(8)));
    assertThat(lake.kept(JOB, "remembered").keySet())
        .containsExactly(new StoragePath(log(1).remembered().orElseThrow().path()).name());
    requireMemory();
  }

  private void sweepAt(Instant at) {
    try (Storage storage = lake.storage()) {
      new LakeDestination(
              Containers.folders(storage), Lake.OPTIONS, Clock.fixed(at, ZoneOffset.UTC))
          .acquire(JOB)
          .close();
    }
  }

  private CommitRecord log(int index) {
    try (LakeDestination destination = lake.destination(lake.storage())) {
      return destination.ledger(JOB).all().get(index);
    }
  }
}
