package dev.penstock.source.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.campaign.Invariants;
import dev.penstock.campaign.Tally;
import dev.penstock.destination.CommitRecord;
import dev.penstock.destination.lake.Lake;
import dev.penstock.destination.lake.LakeDestination;
import dev.penstock.engine.JobResult;
import dev.penstock.engine.RunRequest.Refresh;
import dev.penstock.job.Job;
import dev.penstock.source.Watermark;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A fault at every single call to the store of a run that reads each record of a parent from its
 * own watermark, then a run that makes it good.
 */
@Tag("campaign")
final class ParentMarksFaultsTest {
  @TempDir(factory = InMemory.class)
  private Path folder;

  /** In each build a death, and a lost answer; the others are for the campaign. */
  static Stream<Fault> faults() {
    return Tally.isFull()
        ? Stream.of(Fault.values())
        : Stream.of(Fault.HALT_BEFORE, Fault.FAIL_AFTER);
  }

  @ParameterizedTest
  @MethodSource("faults")
  void losesAndDoublesNothing(Fault fault) {
    Tally.of(7, "a fault at every call of a run with a watermark for each parent", "local disk")
        .run(
            tally -> {
              CommentsApi api = new CommentsApi();
              try (Connection duckdb = Lake.connect();
                  ApiServer server = new ApiServer(api::answer);
                  RestConnector connector = Loaded.from(server).connector()) {
                Trial trial = new Trial(api, connector, duckdb, fault);
                Map<String, byte[]> first = trial.first(new Lake(folder.resolve("first"), duckdb));
                int calls = tally.exhaust(fault.name(), call -> trial.run(first, call));
                // A load that remembers nothing makes fewer.
                assertThat(calls).isGreaterThan(24);
              }
            });
  }

  /** What the source has at the first run, at the one that meets the fault, and at the mend. */
  private final class Trial {
    private final CommentsApi api;
    private final RestConnector connector;
    private final Connection duckdb;
    private final Fault fault;
    private final Job job = CommentsApi.job().job();

    Trial(CommentsApi api, RestConnector connector, Connection duckdb, Fault fault) {
      this.api = api;
      this.connector = connector;
      this.duckdb = duckdb;
      this.fault = fault;
    }

    private static void at(CommentsApi api, String issue, int id, int n) {
      api.add(issue, "{\"id\": %d, \"full_name\": \"%s\", \"n\": %d}".formatted(id, issue, n));
    }

    private void atFirst() {
      api.comments().clear();
      at(api, "a", 1, 10);
      at(api, "a", 2, 20);
      at(api, "b", 3, 90);
    }

    /** One at its parent's watermark, one past it, and all of a parent that is new. */
    private void atTheFault() {
      at(api, "a", 4, 20);
      at(api, "a", 5, 30);
      at(api, "c", 6, 5);
      at(api, "c", 7, 6);
    }

    /** Late again below the greatest of all, and at the watermark that the fault may have left. */
    private void atTheMend() {
      at(api, "a", 8, 30);
      at(api, "c", 9, 7);
      at(api, "d", 10, 1);
    }

    Map<String, byte[]> first(Lake lake) {
      atFirst();
      run(lake, lake.storage());
      return lake.contents();
    }

    /** Whether there was a call for the fault to strike. */
    boolean run(Map<String, byte[]> first, int call) {
      Lake lake = new Lake(folder.resolve("trial-" + call), duckdb);
      lake.layDown(first);
      atFirst();
      atTheFault();
      FaultyStorage faulty = new FaultyStorage(lake.storage(), fault, call);
      struck(lake, faulty);
      assertThat(ids(lake)).doesNotHaveDuplicates();
      atTheMend();
      run(lake, lake.storage());
      requireAll(lake);
      return faulty.fired() == 1;
    }

    private void struck(Lake lake, FaultyStorage faulty) {
      try {
        run(lake, faulty);
      } catch (Halt e) {
        // The process is dead; what it left is looked at below.
      } finally {
        faulty.endProcess();
      }
    }

    private JobResult run(Lake lake, Storage storage) {
      api.forget();
      try (LakeDestination destination = lake.destination(storage)) {
        return ApiRuns.run(job, Refresh.FROM_WATERMARK, connector, destination)
            .jobs()
            .get(0)
            .result();
      }
    }

    private List<Long> ids(Lake lake) {
      return lake.rows().stream().map(row -> row.id()).toList();
    }

    private void requireAll(Lake lake) {
      Invariants found = lake.look(job);
      found.requireWhateverTheWatermark(Instant.now(), Lake.OPTIONS.stagingLifetime());
      assertThat(found.rows())
          .extracting(row -> row.id() + row.name())
          .containsExactly("1a", "2a", "3b", "4a", "5a", "6c", "7c", "8a", "9c", "10d");
      try (LakeDestination destination = lake.destination(lake.storage())) {
        assertThat(
                destination
                    .ledger(job)
                    .last()
                    .flatMap(CommitRecord::watermark)
                    .map(Watermark::value))
            .contains("90");
      }
      // Nothing is left to load, and each parent is asked from where it was left.
      assertThat(run(lake, lake.storage())).isInstanceOf(JobResult.NothingNew.class);
      assertThat(api.starts()).isEqualTo(Map.of("a", "30", "b", "90", "c", "7", "d", "1"));
    }
  }
}
