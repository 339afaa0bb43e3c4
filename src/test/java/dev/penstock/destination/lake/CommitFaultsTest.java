package dev.penstock.destination.lake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.campaign.Invariants;
import dev.penstock.campaign.Tally;
import dev.penstock.destination.CommitRecord;
import dev.penstock.destination.Loads;
import dev.penstock.destination.Session;
import dev.penstock.failure.IngestException;
import dev.penstock.job.Job;
import dev.penstock.job.WriteDisposition;
import dev.penstock.storage.FaultyStorage;
import dev.penstock.storage.FaultyStorage.Fault;
import dev.penstock.storage.FaultyStorage.Halt;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StoragePath;
import dev.penstock.storage.adls.AdlsStores;
import dev.penstock.testing.InMemory;
import dev.penstock.testing.azure.AdlsServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A fault at every single call that a run makes to the store, then a run that makes it good. */
@Tag("campaign")
final class CommitFaultsTest {
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
  void losesAndDoublesNothing(WriteDisposition disposition, Fault fault) {
    Tally.of(1, "a fault at every call of a load", "local disk")
        .run(
            tally -> {
              try (Connection duckdb = Lake.connect();
                  Loads loads = new Loads()) {
                Trial trial = new Trial(disposition, fault, duckdb, loads);
                Map<String, byte[]> first = trial.first(new Lake(folder.resolve("first"), duckdb));
                int calls =
                    tally.exhaust(
                        disposition + " " + fault,
                        call -> trial.run(trial.lake(call), first, call));
                // Acquire, stage, check, commit and publish alone are more calls than this.
                assertThat(calls).isGreaterThan(20);
              }
            });
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("everyFaultOfEveryDisposition")
  void beginsANewPlaceWhatever(WriteDisposition disposition, Fault fault) {
    Tally.of(1, "a fault at every call of the first load into a place", "local disk")
        .run(
            tally -> {
              try (Connection duckdb = Lake.connect();
                  Loads loads = new Loads()) {
                Trial trial = new Trial(disposition, fault, duckdb, loads);
                int calls = tally.exhaust(disposition + " " + fault, trial::runInEmptyPlace);
                // Without the check of the new store there would be fewer calls.
                assertThat(calls).isGreaterThan(30);
              }
            });
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("everyFaultOfEveryDisposition")
  void losesAndDoublesNothingInAnAccount(WriteDisposition disposition, Fault fault) {
    Tally.of(1, "a fault at every call of a load", "ADLS stand-in")
        .run(
            tally -> {
              try (Connection duckdb = Lake.connect();
                  Loads loads = new Loads();
                  AdlsServer account = AdlsStores.account()) {
                Trial trial = new Trial(disposition, fault, duckdb, loads);
                Map<String, byte[]> first = trial.first(lake(account, "first", duckdb));
                int calls =
                    tally.exhaust(
                        disposition + " " + fault,
                        call -> trial.run(lake(account, "trial-" + call, duckdb), first, call));
                assertThat(calls).isGreaterThan(20);
              }
            });
  }

  private Lake lake(AdlsServer account, String place, Connection duckdb) {
    return new Lake(folder.resolve(place), account, new StoragePath(place), duckdb);
  }

  /** The source has rows 1 to 5 when a load meets the fault, and had 1 to 3 at a load before. */
  private final class Trial {
    private final WriteDisposition disposition;
    private final Fault fault;
    private final Connection duckdb;
    private final Loads loads;
    private final Job job;

    Trial(WriteDisposition disposition, Fault fault, Connection duckdb, Loads loads) {
      this.disposition = disposition;
      this.fault = fault;
      this.duckdb = duckdb;
      this.loads = loads;
      this.job = Loads.job("orders", disposition);
    }

    /** What every trial begins with: the load before, which meets no fault. */
    Map<String, byte[]> first(Lake lake) {
      load(lake, lake.storage(), FIRST, 3);
      return lake.contents();
    }

    Lake lake(int call) {
      return new Lake(folder.resolve("trial-" + call), duckdb);
    }

    /** Whether there was a call for the fault to strike. */
    boolean run(Lake lake, Map<String, byte[]> first, int call) {
      lake.layDown(first);
      return strikeAndMend(lake, call);
    }

    boolean runInEmptyPlace(int call) {
      return strikeAndMend(lake(call), call);
    }

    private boolean strikeAndMend(Lake lake, int call) {
      FaultyStorage faulty = new FaultyStorage(lake.storage(), fault, call);
      lookAround(lake, struck(lake, faulty));
      load(lake, lake.storage(), SECOND, 5);
      Invariants found = lake.look(job);
      found.require(Lake.OPTIONS.stagingLifetime());
      assertThat(found.rows())
          .extracting(row -> new Loads.Row(row.id(), row.name()))
          .isEqualTo(Loads.rows(1, 2, 3, 4, 5));
      requireWatermark(lake);
      return faulty.fired() == 1;
    }

    /** Whether the run came through. */
    private boolean struck(Lake lake, FaultyStorage faulty) {
      try {
        load(lake, faulty, SECOND, 5);
        return true;
      } catch (IngestException | Halt e) {
        return false;
      } finally {
        faulty.endProcess();
      }
    }

    /** Between fault and mend a reader may see too few rows of a load, but none twice. */
    private void lookAround(Lake lake, boolean committed) {
      List<Loads.Row> rows = lake.rows();
      assertThat(rows).doesNotHaveDuplicates();
      assertThat(Loads.rows(1, 2, 3, 4, 5)).containsAll(rows);
      if (committed) {
        assertThat(rows).isEqualTo(Loads.rows(1, 2, 3, 4, 5));
      }
    }

    /** Reads as an engine does: an incremental load begins behind the watermark. */
    private void load(Lake lake, Storage storage, Instant at, long upTo) {
      try (LakeDestination destination = lake.destination(storage);
          Session session = destination.acquire(job)) {
        long after =
            disposition == WriteDisposition.APPEND
                ? session
                    .last()
                    .flatMap(CommitRecord::watermark)
                    .map(watermark -> Long.parseLong(watermark.value()))
                    .orElse(0L)
                : 0;
        if (after < upTo) {
          loads.load(session, job, at, LongStream.rangeClosed(after + 1, upTo).toArray());
        }
      }
    }

    private void requireWatermark(Lake lake) {
      if (disposition == WriteDisposition.APPEND) {
        try (LakeDestination destination = lake.destination(lake.storage())) {
          assertThat(destination.ledger(job).last().flatMap(CommitRecord::watermark))
              .contains(Loads.watermark(5));
        }
      }
    }
  }
}
