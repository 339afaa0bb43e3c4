package dev.penstock.source.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.job.Job;
import dev.penstock.job.Lookback;
import dev.penstock.job.Settings.SourceCount;
import dev.penstock.job.SourceSettings;
import dev.penstock.job.SourceType;
import dev.penstock.secret.Secret;
import dev.penstock.source.BatchReader;
import dev.penstock.source.Connector;
import dev.penstock.source.Consistency;
import dev.penstock.source.CursorType;
import dev.penstock.source.Earlier;
import dev.penstock.source.Resumable;
import dev.penstock.source.Resumed;
import dev.penstock.source.Sliced;
import dev.penstock.source.Source;
import dev.penstock.source.Split;
import dev.penstock.source.Survey;
import dev.penstock.source.Watermark;
import dev.penstock.testing.MysqlServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is sent to the server, word for word, and how long tables are cut. */
abstract class MysqlStatementsContract {
  private final MysqlServer server;

  MysqlStatementsContract(MysqlServer server) {
    this.server = server;
  }

  /** How it is told how long a statement may take; 0 for no limit. */
  abstract String timeout(int seconds);

  /** What else is set before a transaction. */
  abstract String alsoSet();

  @BeforeEach
  void empty() throws SQLException {
    server.emptyDatabase("shop");
  }

  private Connector connector(long sliceBytes) {
    return new JdbcConnector(
        Map.of(
            "shop",
            new SourceSettings(
                "shop", Optional.of(SourceType.MYSQL), server.settings(MysqlServer.USER))),
        key ->
            key.key().equals("password")
                ? Optional.of(new Secret(MysqlServer.PASSWORD, "test"))
                : Optional.empty(),
        new Reading(SourceCount.AUTO, sliceBytes),
        2,
        new NoTokens());
  }

  static Jobs jobs() {
    return Jobs.of(SourceType.MYSQL);
  }

  /** What the server logged while a job ran. */
  private List<String> said(Job job, Optional<Watermark> committed) throws SQLException {
    server.execute(
        "SET GLOBAL log_output = 'TABLE'",
        "TRUNCATE mysql.general_log",
        "SET GLOBAL general_log = ON");
    try (Connector connector = connector(64_000_000);
        Source source = connector.open(job)) {
      Survey survey =
          job.extract().cursor().isPresent()
              ? source.survey(committed, Optional.empty())
              : source.survey(committed);
      for (Split split : source.splits(survey)) {
        count(source, split);
      }
    } finally {
      server.execute("SET GLOBAL general_log = OFF");
    }
    return logged();
  }

  private List<String> logged() throws SQLException {
    List<String> statements = new ArrayList<>();
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT argument FROM mysql.general_log WHERE command_type IN ('Query', 'Prepare')")) {
      while (result.next()) {
        statements.add(result.getString(1).replaceAll("\\s+", " ").strip());
      }
    }
    // The fixture's own, and what driver and pool say by themselves.
    List<String> others = List.of("general_log", "max_recursive_iterations", "@@session.", "set ");
    statements.removeIf(s -> others.stream().anyMatch(s::contains));
    return statements;
  }

  private static long count(Source source, Split split) {
    long rows = 0;
    try (BufferAllocator allocator = new RootAllocator();
        VectorSchemaRoot batch = VectorSchemaRoot.create(source.schema(), allocator);
        BatchReader reader = source.open(split)) {
      for (int read = reader.read(batch); read > 0; read = reader.read(batch)) {
        rows += read;
      }
    }
    return rows;
  }

  /** How each transaction begins. */
  private List<String> begin() {
    return List.of(
        "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY",
        "SET time_zone = '+00:00', lock_wait_timeout = 30, net_write_timeout = 86400, wait_timeout = 86400"
            + alsoSet(),
        timeout(60),
        "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY");
  }

  private static final List<String> FIND =
      List.of(
          "SELECT table_schema, table_name, engine FROM information_schema.tables WHERE table_type IN ('BASE TABLE', 'VIEW', 'SYSTEM VERSIONED', 'SYSTEM VIEW') AND table_schema = coalesce(null, database()) AND lower(table_name) = lower('t') AND (@@lower_case_table_names <> 0 OR BINARY table_schema = coalesce(null, database())) ORDER BY 1, 2",
          "SELECT * FROM `shop`.`t` WHERE 1 = 0",
          "ROLLBACK");

  private static List<String> all(List<List<String>> parts) {
    return parts.stream().flatMap(List::stream).toList();
  }

  @Test
  void readsATableWithTheseStatements() throws SQLException {
    server.execute("CREATE TABLE t (id int PRIMARY KEY, name text, ts timestamp NULL)");
    List<String> reading =
        List.of(
            "SELECT s.column_name, c.data_type FROM information_schema.tables t JOIN information_schema.statistics s ON s.table_schema = t.table_schema AND s.table_name = t.table_name AND s.index_name = 'PRIMARY' AND s.sub_part IS NULL JOIN information_schema.columns c ON c.table_schema = t.table_schema AND c.table_name = t.table_name AND c.column_name = s.column_name WHERE t.table_schema = 'shop' AND t.table_name = 't' AND t.engine = 'InnoDB' ORDER BY s.seq_in_index",
            "SELECT table_rows, data_length FROM information_schema.tables WHERE table_schema = 'shop' AND table_name = 't' AND data_length > 0",
            "SELECT count(*) FROM `shop`.`t`",
            timeout(0),
            "SELECT `id`, `name`, CONCAT(CAST(`ts` AS CHAR), '+00') FROM `shop`.`t`",
            "ROLLBACK");
    assertThat(said(jobs().job(), Optional.empty()))
        .containsExactlyElementsOf(all(List.of(begin(), FIND, begin(), reading)));
  }

  @Test
  void readsAWindowWithTheseStatements() throws SQLException {
    server.execute(
        "CREATE TABLE t (id int PRIMARY KEY, ts timestamp(6) NULL)",
        "INSERT INTO t VALUES (1, '2026-01-02 00:00:00')");
    Job job = jobs().lookback("ts", Lookback.of("1h", Duration.ofHours(1))).filter("id > 0").job();
    Watermark committed =
        new Watermark("ts", CursorType.TIMESTAMP_TZ, "2026-01-01 00:00:00.000000+00");
    String from = "FROM `shop`.`t` WHERE ( id > 0 ) AND ";
    String usable = "`ts` >= '1970-01-01 00:00:01'";
    String read = "SELECT `id`, CONCAT(CAST(`ts` AS CHAR), '+00') ";
    String fresh = from + usable + " AND `ts` > " + instant("2026-01-01 00:00:00.000000");
    String upTo = " AND `ts` <= " + instant("2026-01-02 00:00:00.000000");
    String again =
        from
            + usable
            + " AND `ts` >= "
            + instant("2025-12-31 23:00:00.000000")
            + " AND `ts` <= "
            + instant("2026-01-01 00:00:00.000000");
    List<String> reading =
        List.of(
            "SELECT CONCAT(CAST(max(`ts`) AS CHAR), '+00') " + fresh,
            "SELECT count(*) " + fresh + upTo,
            "SELECT count(*) " + from + "(`ts` IS NULL OR NOT (" + usable + "))",
            "SELECT count(*) " + again,
            timeout(0),
            read + fresh + upTo,
            timeout(0),
            read + again,
            "ROLLBACK");
    assertThat(said(job, Optional.of(committed)))
        .containsExactlyElementsOf(
            all(List.of(begin(), FIND, begin(), List.of("ROLLBACK"), begin(), reading)));
  }

  private static String instant(String text) {
    return "CAST(substring_index('" + text + "+00', '+', 1) AS DATETIME(6))";
  }

  private void longTable() throws SQLException {
    server.execute(
        "CREATE TABLE t (id bigint unsigned PRIMARY KEY, text varchar(200))",
        "INSERT INTO t SELECT seq, repeat('x', 150) FROM " + server.numbers(2000),
        "INSERT INTO t VALUES (18446744073709551615, 'far away')",
        "ANALYZE TABLE t");
  }

  @Test
  void cutsALongTableByItsKeyHoweverFarApartTheKeysLie() throws SQLException {
    longTable();
    try (Connector connector = connector(8_000);
        Source source = connector.open(jobs().parallelism(2).job())) {
      Survey survey = source.survey(Optional.empty());
      List<Split> splits = source.splits(survey);

      assertThat(splits).hasSizeBetween(10, 60);
      assertThat(splits.get(1).query()).contains("`id` >= ").contains(" AND `id` < ");
      assertThat(splits.stream().mapToLong(split -> count(source, split)).sum()).isEqualTo(2001);
      assertThat(survey.consistency()).isEqualTo(Consistency.SNAPSHOT);
      assertThat(survey.warnings())
          .containsExactly(
              "the database lets no second connection see the same moment, so one connection reads"
                  + " everything, whatever parallelism says");
    }
  }

  /** How a table is cut whose key is of two numbers, the first of which is this, for seq. */
  private String cutting(String first) throws SQLException {
    server.execute(
        "DROP TABLE IF EXISTS t",
        "CREATE TABLE t (a bigint, b int, text varchar(200), PRIMARY KEY (a, b))",
        "INSERT INTO t SELECT " + first + ", seq, repeat('x', 150) FROM " + server.numbers(4000),
        "ANALYZE TABLE t");
    try (Connector connector = connector(100_000);
        Source source = connector.open(jobs().job())) {
      List<Split> splits = source.splits(source.survey(Optional.empty()));
      assertThat(splits).hasSizeBetween(3, 40);
      assertThat(splits.stream().mapToLong(split -> count(source, split)).sum()).isEqualTo(4000);
      return ((Sliced) source).cutting();
    }
  }

  @Test
  void cutsByTheFirstNumberOfAKeyWhereTheOptimizerExpectsPiecesAlike() throws SQLException {
    assertThat(cutting("seq DIV 3"))
        .startsWith("by ranges of `a` of the same length, with about as many of ");
    assertThat(cutting("CASE WHEN seq < 3000 THEN seq ELSE seq * 1000 END"))
        .startsWith("by ranges of a with about as many rows each, by a sample of ");
    assertThat(cutting("7"))
        .startsWith("by ranges of a, b with about as many rows each, by a sample of ");
  }

  @Test
  void leavesTablesWithoutSuchAKeyWhole() throws SQLException {
    server.execute(
        "CREATE TABLE t (id varchar(20), text varchar(200))",
        "INSERT INTO t SELECT seq, repeat('x', 150) FROM " + server.numbers(2000),
        "ANALYZE TABLE t");
    try (Connector connector = connector(8_000);
        Source source = connector.open(jobs().job())) {
      assertThat(source.splits(source.survey(Optional.empty()))).hasSize(1);
      assertThat(((Resumable) source).bookmark()).isEmpty();
    }
  }

  @Test
  void goesOnWithTheSlicesThatAreMissingAsTheyAreNow() throws SQLException {
    longTable();
    try (Connector connector = connector(8_000)) {
      Survey survey;
      String bookmark;
      Map<Integer, Long> read = new HashMap<>();
      try (Source source = connector.open(jobs().job())) {
        survey = source.survey(Optional.empty());
        List<Split> splits = source.splits(survey);
        bookmark = ((Resumable) source).bookmark().orElseThrow();
        splits.forEach(split -> read.put(split.index(), count(source, split)));
        // The greatest key there is has a slice of its own.
        read.remove(splits.size() - 1);
        read.remove(splits.size() - 2);
      }
      server.execute("INSERT INTO t VALUES (18446744073709551614, 'late')");
      try (Source later = connector.open(jobs().job())) {
        Resumed resumed = ((Resumable) later).resume(new Earlier(survey, bookmark, read));
        assertThat(resumed)
            .isInstanceOfSatisfying(
                Resumed.Possible.class,
                possible -> {
                  assertThat(possible.splits())
                      .extracting(Split::index)
                      .containsExactly(read.size(), read.size() + 1);
                  assertThat(possible.survey().rows()).hasValue(2002);
                  assertThat(possible.survey().consistency()).isEqualTo(Consistency.PER_SPLIT);
                });
        assertThat(((Resumable) later).resume(new Earlier(survey, "keys from 1,2 OR 1=1", read)))
            .isEqualTo(new Resumed.Impossible("the table has another key now"));
      }
    }
  }
}
