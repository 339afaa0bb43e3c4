package dev.penstock.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.destination.Loads;
import dev.penstock.destination.lake.Lake;
import dev.penstock.testing.InMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Promise 10: what random orders of events break is found again by their seed. Each build plays the
 * same seeds, the campaign those of its day; {@code -Dseed=123} plays one and tells what happened.
 */
@Tag("campaign")
final class SimulationTest {
  private static final int OF_A_BUILD = 200;
  private static final int OF_A_DAY = 10_000;

  @TempDir(factory = InMemory.class)
  private Path folder;

  @Test
  void everySeedLosesAndDoublesNothing() throws Exception {
    try (Connection duckdb = Lake.connect();
        Loads loads = new Loads()) {
      Tally.of(10, "a simulation of 12 runs and their troubles from one seed", "memory")
          .run(
              tally -> {
                for (long seed : seeds().toArray()) {
                  tally.trial(
                      "seed %d (to replay it: ./mvnw test -Dtest=SimulationTest -Dseed=%d)"
                          .formatted(seed, seed),
                      () -> tally.fired(play(seed, loads, duckdb)));
                }
              });
    }
  }

  private static LongStream seeds() {
    Long one = Long.getLong("seed");
    if (one != null) {
      return LongStream.of(one);
    }
    long first =
        Tally.isFull() ? Instant.EPOCH.until(Instant.now(), ChronoUnit.DAYS) * OF_A_DAY : 1;
    return LongStream.concat(
        found(), LongStream.range(first, first + Tally.count(OF_A_BUILD, OF_A_DAY)));
  }

  /** Seeds that once found a bug. */
  private static LongStream found() {
    return LongStream.empty();
  }

  private int play(long seed, Loads loads, Connection duckdb) throws IOException {
    Path copies = folder.resolve("seed-" + seed);
    try (Simulation simulation = new Simulation(seed, loads, copies, duckdb)) {
      try {
        simulation.run();
      } finally {
        if (Long.getLong("seed") != null) {
          Files.createDirectories(Path.of("target", "campaign"));
          Files.write(Path.of("target", "campaign", "seed-" + seed + ".txt"), simulation.history());
        }
        delete(copies);
      }
      return simulation.fired();
    }
  }

  @Test
  void oneSeedGivesOneHistory() throws Exception {
    try (Connection duckdb = Lake.connect();
        Loads loads = new Loads()) {
      for (long seed = 1; seed <= 10; seed++) {
        assertThat(history(seed, loads, duckdb)).isEqualTo(history(seed, loads, duckdb));
      }
    }
  }

  private List<String> history(long seed, Loads loads, Connection duckdb) {
    try (Simulation simulation =
        new Simulation(seed, loads, folder.resolve("history-" + seed), duckdb)) {
      simulation.run();
      return simulation.history();
    }
  }

  private static void delete(Path copies) throws IOException {
    if (Files.exists(copies)) {
      try (Stream<Path> files = Files.walk(copies)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
