package dev.penstock.source.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.failure.IngestException;
import dev.penstock.job.Job;
import dev.penstock.job.Lookback;
import dev.penstock.job.Settings.SourceCount;
import dev.penstock.job.SourceSettings;
import dev.penstock.job.SourceType;
import dev.penstock.secret.Secret;
import dev.penstock.source.BatchReader;
import dev.penstock.source.Catalogued;
import dev.penstock.source.CursorType;
import dev.penstock.source.Earlier;
import dev.penstock.source.Keyed;
import dev.penstock.source.Keys;
import dev.penstock.source.Resumable;
import dev.penstock.source.Source;
import dev.penstock.source.Split;
import dev.penstock.source.Survey;
import dev.penstock.source.Visit;
import dev.penstock.source.Watermark;
import dev.penstock.source.jdbc.dialect.Dialect;
import dev.penstock.source.jdbc.dialect.generic.GenericDialect;
import dev.penstock.source.jdbc.dialect.mysql.MysqlDialect;
import dev.penstock.source.jdbc.dialect.oracle.OracleDialect;
import dev.penstock.source.jdbc.dialect.postgres.PostgresDialect;
import dev.penstock.source.jdbc.dialect.sqlite.SqliteDialect;
import dev.penstock.source.jdbc.dialect.sqlserver.SqlServerDialect;
import dev.penstock.testing.EmbeddedPg;
import dev.penstock.testing.MysqlServer;
import dev.penstock.testing.OracleOverH2;
import dev.penstock.testing.tds.TdsServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * docs/sql has every statement that is sent for each thing a job may do; {@code
 * -Dpenstock.regenerate=true} writes them anew.
 */
final class GoldenSqlTest {
  private static final int LONG = 2_000;

  @TempDir private Path folder;

  private final SentSql sql = new SentSql();
  private final StringBuilder page = new StringBuilder();

  /**
   * One database.
   *
   * @param moment the type of a column with a time
   * @param text the type of a text of 200 characters
   */
  private record Place(
      String name,
      SourceType type,
      Dialect dialect,
      Map<String, String> settings,
      String password,
      String moment,
      String text) {}

  /** Executes statements in a database. */
  private interface Writer {
    Connection connect() throws Exception;
  }

  @Test
  void postgresql() throws Exception {
    EmbeddedPg.execute(
        "DROP TABLE IF EXISTS golden CASCADE", "DROP TABLE IF EXISTS golden_long CASCADE");
    check(
        new Place(
            "postgresql",
            SourceType.POSTGRESQL,
            new PostgresDialect(),
            EmbeddedPg.settings(),
            "",
            "timestamp",
            "varchar(200)"),
        EmbeddedPg::connect,
        "ANALYZE golden_long");
  }

  @Test
  void mysql() throws Exception {
    MysqlServer.MARIADB.emptyDatabase(MysqlServer.DATABASE);
    check(
        new Place(
            "mysql",
            SourceType.MYSQL,
            new MysqlDialect(),
            MysqlServer.MARIADB.settings(MysqlServer.USER),
            MysqlServer.PASSWORD,
            "datetime(6)",
            "varchar(200)"),
        MysqlServer.MARIADB::connect,
        "ANALYZE TABLE golden_long");
  }

  @Test
  void sqlite() throws Exception {
    Path file = folder.resolve("golden.db");
    check(
        new Place(
            "sqlite",
            SourceType.SQLITE,
            new SqliteDialect(),
            Map.of("path", file.toString()),
            "",
            "timestamp",
            "text"),
        () -> DriverManager.getConnection("jdbc:sqlite:" + file),
        "ANALYZE");
  }

  @Test
  void sqlserver() throws Exception {
    Map<String, String> settings = SqlServerFixture.settings(SqlServerFixture.server().port());
    try (Connection connection = SqlServerFixture.connect(settings, TdsServer.PASSWORD)) {
      SqlServerFixture.empty(connection);
    }
    check(
        new Place(
            "sqlserver",
            SourceType.SQLSERVER,
            new SqlServerDialect(),
            settings,
            TdsServer.PASSWORD,
            "datetime2(6)",
            "nvarchar(200)"),
        () -> SqlServerFixture.connect(settings, TdsServer.PASSWORD),
        "SELECT 1");
  }

  @Test
  void oracle() throws Exception {
    OracleOverH2 oracle = OracleOverH2.empty();
    oracle.partition("golden_long", "P1", "id <= 500", 500);
    oracle.partition("golden_long", "P2", "id > 500 AND id <= 600", 100);
    oracle.partition("golden_long", "P3", "id > 600", LONG - 600);
    check(
        new Place(
            "oracle",
            SourceType.ORACLE,
            new OracleDialect(oracle::open),
            Map.of("host", "db.example.com", "service_name", "SALES", "username", "penstock"),
            "secret",
            "timestamp",
            "varchar2(200)"),
        oracle::plain,
        "INSERT INTO all_tables VALUES ('public', 'golden_long', %d, 150, 'DISABLED')"
            .formatted(LONG));
  }

  @Test
  void jdbc() throws Exception {
    String url = "jdbc:h2:mem:golden;DATABASE_TO_LOWER=TRUE;DB_CLOSE_DELAY=-1";
    Map<String, String> settings = Map.of("url", url, "username", "sa");
    check(
        new Place(
            "jdbc",
            SourceType.JDBC,
            new GenericDialect(),
            settings,
            "",
            "timestamp",
            "varchar(200)"),
        () -> DriverManager.getConnection(url, "sa", ""),
        "SELECT 1");
  }

  private void check(Place place, Writer writer, String analyze) throws Exception {
    write(place, writer, analyze);
    scenario(place);
    Path file = Path.of("docs", "sql", place.name() + ".sql");
    if (Boolean.getBoolean("penstock.regenerate")) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, page);
    }
    assertThat(page.toString()).isEqualTo(Files.readString(file));
  }

  private static void write(Place place, Writer writer, String analyze) throws Exception {
    try (Connection connection = writer.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE golden (id integer NOT NULL PRIMARY KEY, name %s, changed %s)"
              .formatted(place.text(), place.moment()));
      statement.execute(
          "CREATE TABLE golden_long (id integer NOT NULL PRIMARY KEY, name %s)"
              .formatted(place.text()));
      for (int row = 1; row <= 3; row++) {
        statement.execute(
            "INSERT INTO golden VALUES (%d, 'a', %s'2026-01-0%d 00:00:00')"
                .formatted(row, place.type() == SourceType.ORACLE ? "TIMESTAMP " : "", row));
      }
      for (int from = 1; from <= LONG; from += 500) {
        statement.execute(
            IntStream.range(from, from + 500)
                .mapToObj(id -> "(%d, '%s')".formatted(id, "x".repeat(150)))
                .collect(Collectors.joining(", ", "INSERT INTO golden_long VALUES ", "")));
      }
      statement.execute(analyze);
    }
  }

  private JdbcConnector connector(Place place, long sliceBytes) {
    return new JdbcConnector(
        Map.of("shop", new SourceSettings("shop", Optional.of(place.type()), place.settings())),
        key ->
            key.key().equals("password") && !place.password().isEmpty()
                ? Optional.of(new Secret(place.password(), "test"))
                : Optional.empty(),
        new Reading(SourceCount.AUTO, sliceBytes),
        2,
        new NoTokens(),
        Map.of(),
        Map.of(place.type(), sql.over(place.dialect())));
  }

  private void scenario(Place place) throws IOException {
    page.append("-- What is sent to this database, by what a job does. Made by GoldenSqlTest.\n");
    page.append("-- What a driver says by itself, such as to log in or to commit, is not here.\n");
    Jobs jobs = Jobs.of(place.type()).table("golden");
    try (JdbcConnector connector = connector(place, 64_000_000)) {
      step("A table is read whole", () -> load(connector, jobs.job(), Optional.empty()));
      step(
          "A query is read",
          () ->
              load(
                  connector,
                  Jobs.of(place.type()).table("golden").query("SELECT id FROM golden").job(),
                  Optional.empty()));
      Job some =
          Jobs.of(place.type())
              .table("golden")
              .columns("id", "name")
              .filter("id > 1")
              .types(Map.of("id", "text"))
              .job();
      step(
          "Some columns of some rows are read, one as text",
          () -> load(connector, some, Optional.empty()));
      Job newer = Jobs.of(place.type()).table("golden").cursor("changed").job();
      CursorType type = CursorType.TIMESTAMP;
      Optional<Watermark> past =
          Optional.of(new Watermark("changed", type, "2026-01-01 00:00:00.000000"));
      step("Rows past a watermark are read", () -> load(connector, newer, past));
      Job again =
          Jobs.of(place.type())
              .table("golden")
              .lookback("changed", Lookback.of("1d", Duration.ofDays(1)))
              .job();
      step("Rows that came late are looked for", () -> late(connector, again, past));
      step(
          "Rows of transactions that were open at the load before are looked for",
          () -> late(connector, newer, past));
      step("Keys are read, to find rows that are gone", () -> keys(connector, jobs.job()));
      step("The catalogue is asked for the plan", () -> facts(connector, newer));
      step("The tables that a wildcard may mean are listed", () -> connector.tables(jobs.job()));
      step(
          "discover looks at a table",
          () ->
              connector.explore(
                  place.type(),
                  "shop",
                  Optional.empty(),
                  (name, display) -> name.equalsIgnoreCase("golden")));
      step("doctor looks at the source", () -> visit(connector, jobs.job()));
    }
    try (JdbcConnector connector = connector(place, 8_000)) {
      Job whole = Jobs.of(place.type()).table("golden_long").parallelism(2).job();
      step("A long table is cut and its first slice read", () -> slice(connector, whole));
      step("A run that died is gone on with", () -> resume(connector, whole));
    }
  }

  private interface Step {
    void run() throws Exception;
  }

  private void step(String words, Step step) {
    sql.since();
    page.append("\n-- ").append(words).append('\n');
    String end = "";
    try {
      step.run();
    } catch (IngestException e) {
      end = "-- and then: " + e.getMessage().lines().findFirst().orElse("") + "\n";
    } catch (Exception e) {
      throw new AssertionError(words, e);
    }
    // Where a table is cut is reckoned from what a server believes of its length.
    boolean cut = words.contains("A long table") || words.contains("A run that died");
    append(
        sql.since().stream()
            .map(GoldenSqlTest::normal)
            .map(statement -> cut ? statement.replaceAll("\\b\\d+\\b", "N") : statement)
            .toList());
    page.append(end.isEmpty() ? "" : normal(end) + "\n");
  }

  /** Of statements in a row that differ in numbers alone, the first and how many follow. */
  private void append(List<String> statements) {
    for (int i = 0; i < statements.size(); ) {
      String form = statements.get(i).replaceAll("\\d+", "N");
      int next = i + 1;
      while (next < statements.size()
          && statements.get(next).replaceAll("\\d+", "N").equals(form)) {
        next++;
      }
      page.append(statements.get(i)).append(";\n");
      if (next - i > 1) {
        page.append("-- and more of this form\n");
      }
      i = next;
    }
  }

  /** What differs from one server or run to the next is left out. */
  private static String normal(String statement) {
    return statement
        .replaceAll("[ \\n\\t]+", " ")
        .replaceAll("'[0-9A-F]{8}-[0-9A-F]{8}-\\d+'", "'SNAPSHOT'")
        .replaceAll("0x[0-9A-Fa-f]{8,}", "0xBYTES")
        .replaceAll("\\(\\(\\d+ - xmin", "((N - xmin")
        .replaceAll("127\\.0\\.0\\.1:\\d+", "HOST")
        .replaceAll("\\b\\d{5,}\\b", "N")
        .strip();
  }

  private static void load(JdbcConnector connector, Job job, Optional<Watermark> committed) {
    try (Source source = connector.open(job)) {
      Survey survey = source.survey(committed);
      source.splits(survey).forEach(split -> read(source, split));
    }
  }

  private static void late(JdbcConnector connector, Job job, Optional<Watermark> committed) {
    try (Source source = connector.open(job)) {
      Survey survey = source.survey(committed, Optional.empty());
      source.splits(survey).forEach(split -> read(source, split));
    }
  }

  private static void keys(JdbcConnector connector, Job job) {
    try (Source source = connector.open(job)) {
      Keys keys = ((Keyed) source).keys(List.of("id"));
      try (BufferAllocator allocator = new RootAllocator();
          VectorSchemaRoot batch = VectorSchemaRoot.create(keys.schema(), allocator);
          BatchReader reader = keys.open()) {
        assertThat(reader.read(batch)).isEqualTo(3);
      }
    }
  }

  private static void facts(JdbcConnector connector, Job job) {
    try (Source source = connector.open(job)) {
      ((Catalogued) source).facts();
    }
  }

  private static void visit(JdbcConnector connector, Job job) {
    try (Visit visit = connector.visit(job)) {
      visit.server();
      visit.clock();
    }
  }

  private static void slice(JdbcConnector connector, Job job) {
    try (Source source = connector.open(job)) {
      Survey survey = source.survey(Optional.empty());
      read(source, source.splits(survey).get(0));
    }
  }

  private static void resume(JdbcConnector connector, Job job) {
    Survey survey;
    Optional<String> bookmark;
    try (Source source = connector.open(job)) {
      survey = source.survey(Optional.empty());
      bookmark = ((Resumable) source).bookmark();
    }
    if (bookmark.isPresent()) {
      try (Source source = connector.open(job)) {
        ((Resumable) source).resume(new Earlier(survey, bookmark.get(), Map.of()));
      }
    }
  }

  private static void read(Source source, Split split) {
    try (BufferAllocator allocator = new RootAllocator();
        VectorSchemaRoot batch = VectorSchemaRoot.create(source.schema(), allocator);
        BatchReader reader = source.open(split)) {
      while (reader.read(batch) > 0) {
        batch.clear();
      }
    }
  }
}
