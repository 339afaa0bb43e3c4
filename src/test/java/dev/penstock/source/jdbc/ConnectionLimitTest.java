package dev.penstock.source.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.job.BlackoutAction;
import dev.penstock.job.Job;
import dev.penstock.job.Settings.SourceCount;
import dev.penstock.job.SourceSettings;
import dev.penstock.job.SourceTerms;
import dev.penstock.job.SourceType;
import dev.penstock.source.BatchReader;
import dev.penstock.source.Source;
import dev.penstock.source.Split;
import dev.penstock.testing.EmbeddedPg;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many connections a real server sees, and how fast it is read. */
@Timeout(60)
final class ConnectionLimitTest {
  private static final int ROWS = 6_000;
  private static final String USER = "limited";

  @BeforeAll
  static void makeTable() throws SQLException {
    EmbeddedPg.execute(
        "DROP SCHEMA IF EXISTS few CASCADE",
        "DO $$ BEGIN CREATE ROLE limited LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$",
        "CREATE SCHEMA few",
        "CREATE TABLE few.t AS SELECT i AS id, repeat('x', 100) AS pad FROM generate_series(1, "
            + ROWS
            + ") i",
        "ANALYZE few.t",
        "GRANT USAGE ON SCHEMA few TO limited",
        "GRANT SELECT ON few.t TO limited");
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 2", "3, 3", "8, 8"})
  void neverOpensMoreThanMaxConnectionsAndReadsAllRows(int limit, int most) throws Exception {
    int jobs = 5;
    AtomicInteger seen = new AtomicInteger();
    AtomicBoolean over = new AtomicBoolean();
    ExecutorService threads = Executors.newCachedThreadPool();
    try (JdbcConnector connector = connector(limit, EmbeddedPg.port())) {
      CompletableFuture<Void> counting =
          CompletableFuture.runAsync(() -> count(seen, over), threads);
      List<CompletableFuture<Integer>> reading = new ArrayList<>();
      for (int i = 0; i < jobs; i++) {
        reading.add(CompletableFuture.supplyAsync(() -> rows(connector, threads), threads));
      }
      for (CompletableFuture<Integer> job : reading) {
        assertThat(job.get()).isEqualTo(ROWS);
      }
      over.set(true);
      counting.get();
    } finally {
      over.set(true);
      threads.shutdownNow();
    }
    assertThat(seen.get()).isBetween(1, most);
    assertThat(seen.get()).as("the limit is used").isGreaterThanOrEqualTo(Math.min(limit, 3));
  }

  @Test
  void readsNoMoreRowsInASecondThanAgreedOverAllLanes() {
    ExecutorService threads = Executors.newCachedThreadPool();
    SourceTerms slow =
        new SourceTerms(
            OptionalInt.empty(), OptionalInt.of(12_000), Optional.empty(), BlackoutAction.SKIP);
    try (JdbcConnector connector = connector(slow, EmbeddedPg.port())) {
      long before = System.nanoTime();
      assertThat(rows(connector, threads)).isEqualTo(ROWS);
      assertThat(Duration.ofNanos(System.nanoTime() - before))
          .isGreaterThan(Duration.ofMillis(480));
    } finally {
      threads.shutdownNow();
    }
  }

  private static JdbcConnector connector(int limit, int port) {
    return connector(
        new SourceTerms(
            OptionalInt.of(limit), OptionalInt.empty(), Optional.empty(), BlackoutAction.SKIP),
        port);
  }

  private static JdbcConnector connector(SourceTerms terms, int port) {
    Map<String, String> values = EmbeddedPg.settings(port, USER);
    return new JdbcConnector(
        Map.of("shop", new SourceSettings("shop", Optional.of(SourceType.POSTGRESQL), values)),
        key -> Optional.empty(),
        new Reading(SourceCount.AUTO, 1),
        5,
        new NoTokens(),
        Map.of("shop", terms));
  }

  private static Job job() {
    return Jobs.of(SourceType.POSTGRESQL).schema("few").parallelism(4).batchRows(500).job();
  }

  /** As a run does: each split on one of as many lanes as the job wants. */
  private static int rows(JdbcConnector connector, ExecutorService threads) {
    try (Source source = connector.open(job())) {
      List<CompletableFuture<Integer>> lanes = new ArrayList<>();
      for (Split split : source.splits(source.survey(Optional.empty()))) {
        lanes.add(CompletableFuture.supplyAsync(() -> rows(source, split), threads));
      }
      return lanes.stream().mapToInt(CompletableFuture::join).sum();
    }
  }

  private static int rows(Source source, Split split) {
    int rows = 0;
    try (RootAllocator allocator = new RootAllocator();
        VectorSchemaRoot batch = VectorSchemaRoot.create(source.schema(), allocator);
        BatchReader reader = source.open(split)) {
      int read = reader.read(batch);
      while (read > 0) {
        rows += read;
        read = reader.read(batch);
      }
    }
    return rows;
  }

  private static void count(AtomicInteger most, AtomicBoolean over) {
    try (Connection connection = EmbeddedPg.connect();
        Statement statement = connection.createStatement()) {
      while (!over.get()) {
        try (ResultSet result =
            statement.executeQuery(
                "SELECT count(*) FROM pg_stat_activity WHERE usename = '" + USER + "'")) {
          result.next();
          most.accumulateAndGet(result.getInt(1), Math::max);
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
