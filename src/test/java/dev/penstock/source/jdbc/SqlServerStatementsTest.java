package dev.penstock.source.jdbc;

import static dev.penstock.evidence.Said.assertThatThrownBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.job.Job;
import dev.penstock.job.Lookback;
import dev.penstock.job.SourceType;
import dev.penstock.source.BatchReader;
import dev.penstock.source.Connector;
import dev.penstock.source.Consistency;
import dev.penstock.source.CursorType;
import dev.penstock.source.Earlier;
import dev.penstock.source.Reachable;
import dev.penstock.source.Resumable;
import dev.penstock.source.Resumed;
import dev.penstock.source.Server;
import dev.penstock.source.Source;
import dev.penstock.source.Split;
import dev.penstock.source.Survey;
import dev.penstock.source.Visit;
import dev.penstock.source.Watermark;
import dev.penstock.testing.tds.Login;
import dev.penstock.testing.tds.TdsServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is sent to the server, word for word, and how long tables are cut. */
final class SqlServerStatementsTest {
  @BeforeEach
  void empty() throws SQLException {
    try (Connection connection = SqlServerFixture.connect(settings(), TdsServer.PASSWORD)) {
      SqlServerFixture.empty(connection);
    }
  }

  private static Map<String, String> settings() {
    return SqlServerFixture.settings(SqlServerFixture.server().port());
  }

  private static void execute(String... statements) throws SQLException {
    try (Connection connection = SqlServerFixture.connect(settings(), TdsServer.PASSWORD)) {
      SqlServerFixture.execute(connection, statements);
    }
  }

  private static Connector connector(long sliceBytes) {
    return SqlServerFixture.connector(settings(), TdsServer.PASSWORD, sliceBytes);
  }

  private static Jobs jobs() {
    return Jobs.of(SourceType.SQLSERVER);
  }

  /** What the server heard while a job ran. */
  private static List<String> said(Job job, Optional<Watermark> committed) {
    List<String> heard = SqlServerFixture.server().statements();
    heard.clear();
    try (Connector connector = connector(64_000_000);
        Source source = connector.open(job)) {
      Survey survey =
          job.extract().cursor().isPresent()
              ? source.survey(committed, Optional.empty())
              : source.survey(committed);
      for (Split split : source.splits(survey)) {
        count(source, split);
      }
    }
    List<String> statements = new ArrayList<>();
    heard.forEach(statement -> statements.add(statement.replaceAll("\\s+", " ").strip()));
    // What driver and pool say by themselves.
    statements.removeIf(s -> s.startsWith("set implicit_transactions") || s.equals("SELECT 1"));
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

  private static final String ROLLBACK = "IF @@TRANCOUNT > 0 ROLLBACK TRAN";
  private static final String SNAPSHOTS =
      "SELECT snapshot_isolation_state FROM sys.databases WHERE database_id = DB_ID()";

  /** How each transaction begins. */
  private static final List<String> BEGIN =
      List.of(
          ROLLBACK,
          "SET LOCK_TIMEOUT 30000",
          "DECLARE @low varbinary(128) = MIN_ACTIVE_ROWVERSION() + 0x70656E73746F636B2F6A6F6231 SET CONTEXT_INFO @low",
          SNAPSHOTS,
          ROLLBACK,
          "SET TRANSACTION ISOLATION LEVEL SNAPSHOT");

  private static final String TABLES =
      "FROM sys.objects o JOIN sys.schemas s ON s.schema_id = o.schema_id WHERE o.type IN ('U', 'V') AND o.is_ms_shipped = 0 ";

  private static final List<String> FIND =
      List.of(
          SNAPSHOTS,
          "SELECT s.name, o.name "
              + TABLES
              + "AND s.name = COALESCE(null, SCHEMA_NAME()) AND LOWER(o.name) = LOWER(N't') ORDER BY 1, 2",
          "set fmtonly on SELECT * FROM [dbo].[t] WHERE 1 = 0 set fmtonly off",
          ROLLBACK);

  private static final String OF_T = "WHERE s.name = N'dbo' AND o.name = N't' AND ";

  private static List<String> all(List<List<String>> parts) {
    return parts.stream().flatMap(List::stream).toList();
  }

  @Test
  void readsATableWithTheseStatements() throws SQLException {
    execute("CREATE TABLE t (id int PRIMARY KEY, name nvarchar(20), m money)");
    List<String> reading =
        List.of(
            "SELECT c.name, t.name FROM sys.indexes i JOIN sys.objects o ON o.object_id = i.object_id JOIN sys.schemas s ON s.schema_id = o.schema_id JOIN sys.index_columns k ON k.object_id = i.object_id AND k.index_id = i.index_id JOIN sys.columns c ON c.object_id = i.object_id AND c.column_id = k.column_id JOIN sys.types t ON t.user_type_id = c.system_type_id "
                + OF_T
                + "i.is_primary_key = 1 AND i.type = 1 ORDER BY k.key_ordinal",
            "SELECT SUM(p.[rows]), SUM(a.used_pages) * 8192 FROM sys.partitions p JOIN sys.allocation_units a ON a.container_id = p.hobt_id AND a.type = 1 JOIN sys.objects o ON o.object_id = p.object_id JOIN sys.schemas s ON s.schema_id = o.schema_id "
                + OF_T
                + "p.index_id IN (0, 1)",
            "SELECT count_big(*) FROM [dbo].[t]",
            "SELECT [id], [name], [m] FROM [dbo].[t]",
            ROLLBACK);
    assertThat(said(jobs().job(), Optional.empty()))
        .containsExactlyElementsOf(all(List.of(BEGIN, FIND, BEGIN, reading)));
  }

  @Test
  void readsAWindowWithTheseStatements() throws SQLException {
    execute(
        "CREATE TABLE t (id int PRIMARY KEY, ts datetimeoffset(6))",
        "INSERT INTO t VALUES (1, '2026-01-02 01:00:00.5 +01:00')");
    Job job = jobs().lookback("ts", Lookback.of("1h", Duration.ofHours(1))).filter("id > 0").job();
    Watermark committed =
        new Watermark("ts", CursorType.TIMESTAMP_TZ, "2026-01-01 00:00:00.000000+00");
    String from = "FROM [dbo].[t] WHERE ( id > 0 ) AND ";
    String fresh = from + "[ts] > " + instant("2026-01-01 00:00:00.000000");
    String upTo = " AND [ts] <= " + instant("2026-01-02 00:00:00.5");
    String again =
        from
            + "[ts] >= "
            + instant("2025-12-31 23:00:00.000000")
            + " AND [ts] <= "
            + instant("2026-01-01 00:00:00.000000");
    String read = "SELECT [id], [ts] ";
    List<String> reading =
        List.of(
            "SELECT CAST(CAST(SWITCHOFFSET(max([ts]), '+00:00') AS datetime2(7)) AS nvarchar(40)) + '+00' "
                + fresh,
            "SELECT count_big(*) " + fresh + upTo,
            "SELECT count_big(*) " + from + "[ts] IS NULL",
            "SELECT count_big(*) " + again,
            read + fresh + upTo,
            read + again,
            ROLLBACK);
    assertThat(said(job, Optional.of(committed)))
        .containsExactlyElementsOf(
            all(List.of(BEGIN, FIND, BEGIN, List.of(ROLLBACK), BEGIN, reading)));
  }

  private static String instant(String text) {
    return "TODATETIMEOFFSET(CAST(REPLACE(N'"
        + text
        + "+00', '+00', '') AS datetime2(7)), '+00:00')";
  }

  private static void longTable() throws SQLException {
    execute(
        "CREATE TABLE t (id bigint PRIMARY KEY, text varchar(200))",
        "INSERT INTO t SELECT value, REPLICATE('x', 150) FROM GENERATE_SERIES(1, 2000)",
        "INSERT INTO t VALUES (9223372036854775807, 'far away')");
  }

  @Test
  void cutsALongTableByItsKeyHoweverFarApartTheKeysLie() throws SQLException {
    longTable();
    try (Connector connector = connector(8_000);
        Source source = connector.open(jobs().parallelism(2).job())) {
      Survey survey = source.survey(Optional.empty());
      List<Split> splits = source.splits(survey);

      assertThat(splits).hasSizeBetween(10, 60);
      assertThat(splits.get(1).query()).contains("[id] >= ").contains(" AND [id] < ");
      assertThat(splits.stream().mapToLong(split -> count(source, split)).sum()).isEqualTo(2001);
      assertThat(survey.consistency()).isEqualTo(Consistency.SNAPSHOT);
      assertThat(survey.warnings())
          .containsExactly(
              "the database lets no second connection see the same moment, so one connection reads"
                  + " everything, whatever parallelism says");
    }
  }

  @Test
  void leavesTablesWithoutSuchAKeyWhole() throws SQLException {
    for (String key : List.of("int PRIMARY KEY NONCLUSTERED", "int")) {
      execute(
          "CREATE TABLE t (id " + key + ", text varchar(200))",
          "INSERT INTO t SELECT value, REPLICATE('x', 150) FROM GENERATE_SERIES(1, 2000)");
      try (Connector connector = connector(8_000);
          Source source = connector.open(jobs().job())) {
        assertThat(source.splits(source.survey(Optional.empty()))).as(key).hasSize(1);
        assertThat(((Resumable) source).bookmark()).isEmpty();
      }
      execute("DROP TABLE t");
    }
  }

  @Test
  void cutsALongTableByATextAsTheServerOrdersIt() throws SQLException {
    execute(
        "CREATE TABLE t (id varchar(20) PRIMARY KEY, text varchar(200))",
        "INSERT INTO t SELECT value, REPLICATE('x', 150) FROM GENERATE_SERIES(1, 2000)");
    List<String> heard = SqlServerFixture.server().statements();
    heard.clear();
    try (Connector connector = connector(8_000);
        Source source = connector.open(jobs().job())) {
      List<Split> splits = source.splits(source.survey(Optional.empty()));
      assertThat(splits).hasSizeBetween(10, 60);
      assertThat(splits.stream().mapToLong(split -> count(source, split)).sum()).isEqualTo(2000);
    }
    // What count() gives ends at two thousand millions.
    assertThat(heard).anyMatch(sql -> sql.contains(", count_big(*) AS n FROM "));
    assertThat(heard).noneMatch(sql -> sql.contains("count(*)"));
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
        read.remove(0);
      }
      execute("INSERT INTO t VALUES (-5, 'late')");
      try (Source later = connector.open(jobs().job())) {
        Resumed resumed = ((Resumable) later).resume(new Earlier(survey, bookmark, read));
        assertThat(resumed)
            .isInstanceOfSatisfying(
                Resumed.Possible.class,
                possible -> {
                  assertThat(possible.splits()).extracting(Split::index).containsExactly(0);
                  assertThat(possible.survey().rows()).hasValue(2002);
                });
        assertThat(((Resumable) later).resume(new Earlier(survey, "keys from 1,2 OR 1=1", read)))
            .isEqualTo(new Resumed.Impossible("the table has another key now"));
      }
    }
  }

  @Test
  void tellsOfItselfAndTheServerOfItself() throws SQLException {
    execute("CREATE TABLE t (id int)");
    SqlServerFixture.server().logins().clear();
    Job job = jobs().job();
    try (Connector connector = connector(64_000_000);
        Visit visit = ((Reachable) connector).visit(job)) {
      Server server = visit.server();
      assertThat(server.version()).isEqualTo("SQL Server 16.0.4165.4 (Developer Edition (64-bit))");
      assertThat(server.encryption()).contains("none");
      assertThat(server.user()).contains(TdsServer.USER);
      assertThat(server.problems()).isEmpty();
      assertThat(Duration.between(visit.clock().orElseThrow(), Instant.now()).abs())
          .isLessThan(Duration.ofSeconds(5));
      visit.roundTrip();
      visit.tryReading(job);
    }
    Login login = SqlServerFixture.server().logins().get(0);
    assertThat(login.application()).isEqualTo("penstock");
    assertThat(login.readOnly()).isTrue();
  }

  /** A minute, if nobody calls it back. */
  private static final String LONG = "FROM GENERATE_SERIES(1, 600) WHERE WAIT_A_MOMENT(100) > 0";

  private static void assertEndsEarly(ThrowingCallable reading, String... messages) {
    int before = SqlServerFixture.server().attentions();
    long from = System.nanoTime();
    AbstractThrowableAssert<?, ?> failure = assertThatThrownBy(reading);
    for (String message : messages) {
      failure.hasMessageContaining(message);
    }
    failure.hasMessageEndingWith(
        ".\nRaise timeout_seconds, or make the query cheaper, for example with an index on"
            + " watermark_column.");
    assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofSeconds(30));
    assertThat(SqlServerFixture.server().attentions()).isGreaterThan(before);
  }

  @Test
  void endsACountThatTakesTooLong() throws SQLException {
    execute("CREATE VIEW slow AS SELECT value AS id " + LONG);
    try (Connector connector = connector(64_000_000);
        Source source =
            connector.open(jobs().table("slow").timeout(Duration.ofMillis(200)).job())) {
      assertEndsEarly(() -> source.survey(Optional.empty()), "The query has timed out");
    }
  }

  @Test
  void endsAQueryWhoseFirstRowsTakeTooLong() {
    Job job = jobs().query("SELECT MAX(value) AS a " + LONG).timeout(Duration.ofMillis(200)).job();
    try (Connector connector = connector(64_000_000)) {
      assertEndsEarly(() -> read(connector, job), "reading the query: The query was canceled");
      assertThat(read(connector, jobs().query("SELECT 1 AS id").job())).isEqualTo(1);
    }
  }

  private static long read(Connector connector, Job job) {
    try (Source source = connector.open(job)) {
      return count(source, source.splits(source.survey(Optional.empty())).get(0));
    }
  }
}
