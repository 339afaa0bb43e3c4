package dev.penstock.destination.lake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.destination.CommitRecord;
import dev.penstock.destination.Inspection;
import dev.penstock.destination.Loads;
import dev.penstock.destination.Session;
import dev.penstock.destination.Undo;
import dev.penstock.destination.Upkeep;
import dev.penstock.job.Job;
import dev.penstock.job.LoadType;
import dev.penstock.job.WriteDisposition;
import dev.penstock.source.Watermark;
import dev.penstock.testing.InMemory;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Loads, watermarks set by hand and undos in any order, against a model that keeps every state. */
@Tag("campaign")
final class UndoHistoriesTest {
  private static final int SEEDS = 40;
  private static final int STEPS = 14;
  private static final Instant START = Instant.parse("2026-11-21T03:15:00Z");

  @TempDir(factory = InMemory.class)
  private Path folder;

  @Test
  void anyHistoryLeavesWhatTheModelSays() throws Exception {
    int undos = 0;
    try (Connection duckdb = Lake.connect();
        Loads loads = new Loads()) {
      for (int seed = 0; seed < SEEDS; seed++) {
        undos += new History(seed, new Lake(folder.resolve("seed-" + seed), duckdb), loads).run();
      }
    }
    assertThat(undos).as("undos that took place").isGreaterThan(SEEDS);
  }

  /**
   * The table as of a record.
   *
   * @param rows ids by day
   */
  private record State(
      Map<Integer, List<Long>> rows,
      Optional<Watermark> watermark,
      String loadId,
      CommitRecord.Kind kind) {
    List<Long> ids() {
      return rows.values().stream().flatMap(List::stream).sorted().toList();
    }
  }

  private static final class History {
    private final Random random;
    private final int seed;
    private final Lake lake;
    private final Loads loads;
    private final List<State> standing = new ArrayList<>();
    private long nextId = 1;
    private int undos;

    History(int seed, Lake lake, Loads loads) {
      this.seed = seed;
      this.random = new Random(seed);
      this.lake = lake;
      this.loads = loads;
      standing.add(new State(Map.of(), Optional.empty(), "", CommitRecord.Kind.LOAD));
    }

    int run() {
      try (LakeDestination destination = lake.destination(lake.storage())) {
        for (int step = 0; step < STEPS; step++) {
          step(destination);
          check(destination, step);
        }
        assertThat(
                destination
                    .upkeep(job(WriteDisposition.APPEND))
                    .verify(Inspection.Depth.CONTENT)
                    .damage())
            .as("seed %d", seed)
            .isEmpty();
      }
      return undos;
    }

    private void step(LakeDestination destination) {
      switch (random.nextInt(8)) {
        case 0, 1 -> load(destination, WriteDisposition.APPEND);
        case 2, 3 -> load(destination, WriteDisposition.SNAPSHOT);
        case 4 -> load(destination, WriteDisposition.REPLACE);
        case 5 -> state(destination);
        case 6 -> undoLast(destination);
        default -> undoTo(destination);
      }
    }

    private void load(LakeDestination destination, WriteDisposition disposition) {
      int day = random.nextInt(2);
      long[] ids = new long[1 + random.nextInt(2)];
      for (int i = 0; i < ids.length; i++) {
        ids[i] = nextId++;
      }
      CommitRecord commit =
          loads.load(destination, job(disposition), START.plus(Duration.ofDays(day)), ids);
      Map<Integer, List<Long>> rows = new TreeMap<>(top().rows());
      switch (disposition) {
        case APPEND -> {}
        case SNAPSHOT -> rows.remove(day);
        case REPLACE -> rows.clear();
      }
      List<Long> ofDay = new ArrayList<>(rows.getOrDefault(day, List.of()));
      for (long id : ids) {
        ofDay.add(id);
      }
      rows.put(day, ofDay);
      standing.add(new State(rows, commit.watermark(), commit.loadId(), CommitRecord.Kind.LOAD));
    }

    private void state(LakeDestination destination) {
      try (Session session = destination.acquire(job(WriteDisposition.APPEND))) {
        Watermark watermark = Loads.watermark(random.nextInt(100));
        CommitRecord commit = session.amend(Optional.of(watermark), "run", "by hand");
        standing.add(
            new State(
                top().rows(), Optional.of(watermark), commit.loadId(), CommitRecord.Kind.STATE));
      }
    }

    private void undoLast(LakeDestination destination) {
      int load = standing.size() - 1;
      while (load > 0 && standing.get(load).kind() != CommitRecord.Kind.LOAD) {
        load--;
      }
      if (load > 0) {
        undo(destination, Optional.empty(), load);
      }
    }

    private void undoTo(LakeDestination destination) {
      if (standing.size() > 2) {
        int keep = 1 + random.nextInt(standing.size() - 2);
        undo(destination, Optional.of(standing.get(keep).loadId()), keep + 1);
      }
    }

    private void undo(LakeDestination destination, Optional<String> to, int size) {
      Upkeep upkeep = destination.upkeep(job(WriteDisposition.APPEND));
      Undo plan = upkeep.planUndo(to);
      assertThat(plan.undone()).as("seed %d", seed).hasSize(standing.size() - size);
      upkeep.undo(plan, "run", "a test");
      standing.subList(size, standing.size()).clear();
      undos++;
    }

    private void check(LakeDestination destination, int step) {
      assertThat(lake.rows().stream().map(Loads.Row::id).toList())
          .as("seed %d, step %d", seed, step)
          .isEqualTo(top().ids());
      assertThat(
              destination
                  .ledger(job(WriteDisposition.APPEND))
                  .last()
                  .flatMap(CommitRecord::watermark))
          .as("seed %d, step %d", seed, step)
          .isEqualTo(top().watermark());
      lake.look(job(WriteDisposition.APPEND)).require(Lake.OPTIONS.stagingLifetime());
    }

    private State top() {
      return standing.get(standing.size() - 1);
    }

    private static Job job(WriteDisposition disposition) {
      return Loads.job(
          "orders",
          disposition == WriteDisposition.SNAPSHOT ? LoadType.FULL : LoadType.INCREMENTAL,
          disposition);
    }
  }
}
