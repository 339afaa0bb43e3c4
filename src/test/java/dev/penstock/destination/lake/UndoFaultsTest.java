package dev.penstock.destination.lake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.campaign.Invariants;
import dev.penstock.campaign.Tally;
import dev.penstock.destination.CommitRecord;
import dev.penstock.destination.Inspection;
import dev.penstock.destination.Loads;
import dev.penstock.destination.Undo;
import dev.penstock.destination.Upkeep;
import dev.penstock.failure.IngestException;
import dev.penstock.job.Job;
import dev.penstock.job.WriteDisposition;
import dev.penstock.storage.FaultyStorage;
import dev.penstock.storage.FaultyStorage.Fault;
import dev.penstock.storage.FaultyStorage.Halt;
import dev.penstock.storage.Storage;
import dev.penstock.testing.InMemory;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A fault at every single call that an undo makes to the store, then whatever comes next. */
@Tag("campaign")
final class UndoFaultsTest {
  private static final Instant FIRST = Instant.parse("2026-11-21T03:15:00Z");
  private static final Instant SECOND = Instant.parse("2026-11-21T12:00:00Z");

  @TempDir(factory = InMemory.class)
  private Path folder;

  static Stream<Arguments> everyFaultOfEveryDisposition() {
    return Stream.of(WriteDisposition.values())
        .flatMap(
            disposition ->
                Stream.of(Fault.values()).map(fault -> Arguments.of(disposition, fault)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("everyFaultOfEveryDisposition")
  void takesBackAllOrNothing(WriteDisposition disposition, Fault fault) {
    Tally.of(1, "a fault at every call of an undo", "local disk")
        .run(
            tally -> {
              AtomicInteger committed = new AtomicInteger();
              try (Connection duckdb = Lake.connect();
                  Loads loads = new Loads()) {
                Lake both = new Lake(folder.resolve("both"), duckdb);
                new Trial(disposition, both, loads, "no fault").loadBoth();
                Map<String, byte[]> contents = both.contents();
                int calls =
                    tally.exhaust(
                        disposition + " " + fault,
                        call -> {
                          Lake lake = new Lake(folder.resolve("trial-" + call), duckdb);
                          lake.layDown(contents);
                          Trial trial = new Trial(disposition, lake, loads, fault + " at " + call);
                          FaultyStorage faulty = new FaultyStorage(lake.storage(), fault, call);
                          trial.run(faulty);
                          if (faulty.fired() > 0 && trial.committed) {
                            committed.incrementAndGet();
                          }
                          return faulty.fired() > 0;
                        });
                assertThat(calls).isGreaterThan(20);
                // Faults struck on both sides of the record.
                assertThat(committed.get()).isGreaterThan(2).isLessThan(calls - 5);
              }
            });
  }

  /** A load of rows 1 to 3, another up to 5, and an undo of that one, which meets the fault. */
  private static final class Trial {
    private static final List<Loads.Row> BEFORE = Loads.rows(1, 2, 3, 4, 5);
    private static final List<Loads.Row> AFTER = Loads.rows(1, 2, 3);

    private final WriteDisposition disposition;
    private final Lake lake;
    private final Loads loads;
    private final String name;
    private final Job job;
    private boolean committed;

    Trial(WriteDisposition disposition, Lake lake, Loads loads, String name) {
      this.disposition = disposition;
      this.lake = lake;
      this.loads = loads;
      this.name = name;
      this.job = Loads.job("orders", disposition);
    }

    void loadBoth() {
      load(FIRST, 1, 2, 3);
      loadSecond();
    }

    void run(FaultyStorage faulty) {
      boolean through = struck(faulty);
      List<Loads.Row> seen = lake.rows();
      assertThat(seen).as(name).doesNotHaveDuplicates();
      assertThat(BEFORE).as(name).containsAll(seen);
      committed = log().size() == 3;
      assertThat(committed || !through).as(name).isTrue();
      recover();
      requireSound(committed ? AFTER : BEFORE);
      requireWatermark(committed ? 3 : 5);
      if (!committed) {
        undo(lake.storage());
        assertThat(lake.rows()).as(name).isEqualTo(AFTER);
        requireWatermark(3);
      }
      loadSecond();
      requireSound(BEFORE);
      requireWatermark(5);
    }

    private void requireSound(List<Loads.Row> rows) {
      Invariants found = lake.look(job);
      found.require(Lake.OPTIONS.stagingLifetime());
      assertThat(found.rows())
          .as(name)
          .extracting(row -> new Loads.Row(row.id(), row.name()))
          .isEqualTo(rows);
    }

    private void loadSecond() {
      if (disposition == WriteDisposition.APPEND) {
        load(SECOND, 4, 5);
      } else {
        load(SECOND, 1, 2, 3, 4, 5);
      }
    }

    private void load(Instant at, long... ids) {
      try (LakeDestination destination = lake.destination(lake.storage())) {
        loads.load(destination, job, at, ids);
      }
    }

    private void undo(Storage storage) {
      try (LakeDestination destination = lake.destination(storage)) {
        Upkeep upkeep = destination.upkeep(job);
        Undo plan = upkeep.planUndo(Optional.empty());
        upkeep.undo(plan, "run", "a test");
      }
    }

    private boolean struck(FaultyStorage faulty) {
      try {
        undo(faulty);
        return true;
      } catch (IngestException | Halt e) {
        return false;
      } finally {
        faulty.endProcess();
      }
    }

    /** The next run finishes what was committed, before it does anything else. */
    private void recover() {
      try (LakeDestination destination = lake.destination(lake.storage())) {
        destination.acquire(job).close();
        assertThat(destination.upkeep(job).verify(Inspection.Depth.CONTENT).damage())
            .as(name)
            .isEmpty();
      }
    }

    private List<CommitRecord> log() {
      try (LakeDestination destination = lake.destination(lake.storage())) {
        return destination.ledger(job).all();
      }
    }

    private void requireWatermark(long id) {
      if (disposition == WriteDisposition.APPEND) {
        List<CommitRecord> log = log();
        assertThat(log.get(log.size() - 1).watermark()).as(name).contains(Loads.watermark(id));
      }
    }
  }
}
