package dev.penstock.late;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.RunReport;
import dev.penstock.engine.RunRequest.Refresh;
import dev.penstock.job.Job;
import dev.penstock.job.Lookback;
import dev.penstock.storage.FaultyStorage;
import dev.penstock.storage.FaultyStorage.Fault;
import dev.penstock.storage.Storage;
import dev.penstock.testing.DuckDb;
import dev.penstock.testing.EmbeddedPg;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rows that are committed late and out of order, while 50 runs are killed at random: none is lost
 * and none is doubled. Programs hold transactions open across runs, draw numbers long before they
 * use them, change rows with and without touching their cursor, and write while a run reads.
 */
final class LateRowsKillTest {
  private static final int KILLS = 50;
  private static final List<Fault> DEATHS =
      List.of(Fault.HALT_BEFORE, Fault.HALT_AFTER, Fault.TORN_WRITE);

  /** -Dpenstock.seed=N repeats a failure. */
  private final long seed = Long.getLong("penstock.seed", System.nanoTime());

  private final Random random = new Random(seed);

  private final Job byNumber = Runs.job("by_number", "events", Runs.cursor("id"), List.of());
  private final Job byTime = Runs.job("by_time", "events", Runs.cursor("updated_at"), List.of());
  private final Job byDue =
      Runs.job(
          "by_due",
          "events",
          Runs.cursor("due", Lookback.of("600", BigDecimal.valueOf(600))),
          List.of("id"));

  @TempDir(cleanup = CleanupMode.ALWAYS)
  private Path root;

  private Runs runs;

  @BeforeEach
  void start() throws SQLException {
    Writers.createTable();
    runs = new Runs(root, EmbeddedPg.USER);
  }

  @AfterEach
  void end() {
    runs.close();
  }

  @Test
  void losesAndDoublesNothing() throws Exception {
    System.out.println("late rows: -Dpenstock.seed=" + seed);
    int killed = 0;
    try (Writers writers = new Writers(random, 6)) {
      writers.act(40);
      runs.run(byNumber, byTime, byDue);
      while (killed < KILLS) {
        writers.act(8);
        killed += strike(writers);
      }
      writers.endAll();
      assertThat(writers.openAcrossRuns()).isGreaterThan(KILLS);
    }
    RunReport last = runs.run(byNumber, byTime, byDue);
    assertThat(last.jobs()).allSatisfy(job -> assertThat(job.result().reason()).isEmpty());

    assertThat(doubled(byNumber, "id")).as("seed %d", seed).isEmpty();
    assertThat(doubled(byTime, "id, updated_at")).as("seed %d", seed).isEmpty();
    assertThat(doubled(byDue, "id, due, updated_at, note")).as("seed %d", seed).isEmpty();
    assertThat(lost(byNumber, "id")).as("seed %d", seed).isEmpty();
    assertThat(lost(byTime, "id, updated_at")).as("seed %d", seed).isEmpty();
    assertThat(lost(byDue, "id, due, updated_at, note")).as("seed %d", seed).isEmpty();
    // Else this would show nothing of late rows.
    assertThat(late(byNumber)).isPositive();
    assertThat(late(byTime)).isPositive();
    assertThat(late(byDue)).isPositive();
  }

  /** Half of the runs may live; returns how many died. */
  private int strike(Writers writers) {
    FaultyStorage storage =
        new FaultyStorage(
            runs.storage(), DEATHS.get(random.nextInt(DEATHS.size())), 1 + random.nextInt(60));
    CompletableFuture<Void> beside = CompletableFuture.runAsync(writers::writeBeside);
    try (Storage closing = storage) {
      runs.run(closing, Refresh.FROM_WATERMARK, byNumber, byTime, byDue);
    } finally {
      storage.endProcess();
      beside.join();
    }
    return storage.fired();
  }

  private long late(Job job) {
    return runs.log(job).stream()
        .flatMap(commit -> commit.remembered().stream())
        .mapToLong(rows -> rows.late())
        .sum();
  }

  private List<String> doubled(Job job, String columns) throws Exception {
    return DuckDb.rows(
        "SELECT %1$s, count(*) FROM (SELECT * FROM %2$s) GROUP BY ALL HAVING count(*) > 1"
            .formatted(columns, published(job, columns)));
  }

  private List<String> lost(Job job, String columns) throws Exception {
    String micros =
        columns.replace("updated_at", "(extract(epoch FROM updated_at) * 1000000)::bigint");
    List<String> lost = source("SELECT " + micros + " FROM events");
    lost.removeAll(DuckDb.rows("SELECT " + columns + " FROM " + published(job, columns)));
    return lost;
  }

  private String published(Job job, String columns) throws Exception {
    try (var files = Files.walk(root.resolve(job.target().folder().orElseThrow()))) {
      List<String> names =
          files
              .map(Path::toString)
              .filter(file -> file.endsWith(".parquet") && !file.contains("_penstock"))
              .map(file -> "'" + file + "'")
              .toList();
      String micros = columns.replace("updated_at", "epoch_us(updated_at) AS updated_at");
      return "(SELECT %s FROM read_parquet([%s]))".formatted(micros, String.join(", ", names));
    }
  }

  /** Rows as DuckDB writes them. */
  private static List<String> source(String query) throws SQLException {
    try (Connection connection = EmbeddedPg.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("SET TimeZone = 'UTC'");
      List<String> rows = new ArrayList<>();
      try (ResultSet result = statement.executeQuery("SELECT t::text FROM (" + query + ") t")) {
        while (result.next()) {
          String row = result.getString(1);
          rows.add(row.substring(1, row.length() - 1).replace("\"", "").replace(',', '|'));
        }
      }
      return rows;
    }
  }
}
