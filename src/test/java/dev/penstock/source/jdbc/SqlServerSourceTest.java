package dev.penstock.source.jdbc;

import static dev.penstock.evidence.Said.assertThatThrownBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.Measure;
import dev.penstock.evidence.Secures;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.job.Job;
import dev.penstock.job.SourceType;
import dev.penstock.source.BatchReader;
import dev.penstock.source.Connector;
import dev.penstock.source.Consistency;
import dev.penstock.source.Source;
import dev.penstock.source.Split;
import dev.penstock.source.Survey;
import dev.penstock.source.Watermark;
import dev.penstock.testing.tds.TdsServer;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the stand-in; {@link SqlServerLiveTest} does the same against a real server. */
class SqlServerSourceTest extends SourceContract {
  Map<String, String> settings() {
    return SqlServerFixture.settings(SqlServerFixture.server().port());
  }

  String password() {
    return TdsServer.PASSWORD;
  }

  @Override
  Connector connector() throws Exception {
    try (Connection connection = SqlServerFixture.connect(settings(), password())) {
      SqlServerFixture.empty(connection);
    }
    return SqlServerFixture.connector(settings(), password());
  }

  @Override
  Jobs jobs() {
    return Jobs.of(SourceType.SQLSERVER);
  }

  @Override
  void execute(String... statements) throws Exception {
    try (Connection connection = SqlServerFixture.connect(settings(), password())) {
      for (String statement : statements) {
        SqlServerFixture.execute(connection, inTransactSql(statement));
      }
    }
  }

  /** What the suite says to every database, in the words of this one. */
  private static String inTransactSql(String sql) {
    String statement =
        sql.startsWith("CREATE TABLE")
            ? sql.replaceAll("\\btext\\b", "nvarchar(400)")
                .replaceAll("(?i)\\btimestamp\\b", "datetime2(6)")
                .replaceAll("\\bboolean\\b", "bit")
            : sql;
    return statement.replaceFirst(
        "WITH RECURSIVE n\\(i\\) AS \\(.*\\) SELECT i, i \\* 1.25, 'name ' \\|\\| i FROM n",
        "SELECT value, value * 1.25, CONCAT('name ', value) FROM GENERATE_SERIES(1, 9000)");
  }

  @Override
  String address() {
    return "source shop (SQL Server at "
        + settings().get("host")
        + ":"
        + settings().get("port")
        + ")";
  }

  @Override
  String prefix() {
    return "dbo.";
  }

  /** What a type's column shows of a value: SQL type, literal, Arrow type, value. */
  private static final String[][] TYPES = {
    {"bit", "1", "Bool", "true"},
    {"tinyint", "255", "Int(16, true)", "255"},
    {"smallint", "-32768", "Int(16, true)", "-32768"},
    {"int", "-2147483648", "Int(32, true)", "-2147483648"},
    {"bigint", "-9223372036854775808", "Int(64, true)", "-9223372036854775808"},
    {"decimal(10,2)", "-0.05", "Decimal(10, 2, 128)", "-0.05"},
    {
      "numeric(38,30)",
      "99999999.999999999999999999999999999999",
      "Decimal(38, 30, 128)",
      "99999999.999999999999999999999999999999"
    },
    {
      "decimal(38,0)", "-" + "9".repeat(38), "Decimal(38, 0, 128)", "-" + "9".repeat(38),
    },
    {"money", "-922337203685477.5808", "Decimal(19, 4, 128)", "-922337203685477.5808"},
    {"smallmoney", "214748.3647", "Decimal(10, 4, 128)", "214748.3647"},
    {"real", "16777217", "FloatingPoint(SINGLE)", "1.6777216E7"},
    {"real", "0.1", "FloatingPoint(SINGLE)", "0.1"},
    {"float(24)", "-3.4028235e38", "FloatingPoint(SINGLE)", "-3.4028235E38"},
    {"float", "0.30000000000000004e0", "FloatingPoint(DOUBLE)", "0.30000000000000004"},
    {"float", "1.7976931348623157e308", "FloatingPoint(DOUBLE)", "1.7976931348623157E308"},
    {"date", "'0001-01-01'", "Date(DAY)", "-719162"},
    {"date", "'9999-12-31'", "Date(DAY)", "2932896"},
    {"time(0)", "'23:59:59'", "Time(MICROSECOND, 64)", "86399000000"},
    {"time(6)", "'00:00:00.000001'", "Time(MICROSECOND, 64)", "1"},
    {"time", "'23:59:59.9999999'", "Time(NANOSECOND, 64)", "86399999999900"},
    {
      "datetime",
      "'1753-01-01T00:00:00.003'",
      "Timestamp(MICROSECOND, null)",
      "1753-01-01T00:00:00.003"
    },
    {
      "datetime",
      "'9999-12-31T23:59:59.997'",
      "Timestamp(MICROSECOND, null)",
      "9999-12-31T23:59:59.997"
    },
    {"smalldatetime", "'2079-06-06T23:59:00'", "Timestamp(MICROSECOND, null)", "2079-06-06T23:59"},
    {"datetime2(0)", "'2026-10-25 02:30:00'", "Timestamp(MICROSECOND, null)", "2026-10-25T02:30"},
    {
      "datetime2(6)",
      "'9999-12-31 23:59:59.999999'",
      "Timestamp(MICROSECOND, null)",
      "9999-12-31T23:59:59.999999"
    },
    {
      "datetime2",
      "'1700-01-01 00:00:00.0000001'",
      "Timestamp(NANOSECOND, null)",
      "1700-01-01T00:00:00.000000100"
    },
    {
      "datetimeoffset(6)",
      "'2026-03-29 01:30:00.000001 +02:00'",
      "Timestamp(MICROSECOND, UTC)",
      "1774740600000001"
    },
    {
      "datetimeoffset",
      "'2026-03-29 01:30:00.1234567 -09:30'",
      "Utf8",
      "2026-03-29 01:30:00.1234567 -09:30"
    },
    {
      "uniqueidentifier",
      "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'",
      "Utf8",
      "A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11"
    },
    {"char(4)", "'a'", "Utf8", "a   "},
    {"varchar(5)", "'b  '", "Utf8", "b  "},
    {"varchar(5)", "''", "Utf8", ""},
    {"varchar(9)", "'Zürich €'", "Utf8", "Zürich €"},
    {"nchar(3)", "N'ü'", "Utf8", "ü  "},
    {"nvarchar(40)", "N'Zürich 😀\t'", "Utf8", "Zürich 😀\t"},
    {"varchar(max)", "REPLICATE(CAST('x' AS varchar(max)), 70000)", "Utf8", "x".repeat(70_000)},
    {"nvarchar(max)", "REPLICATE(CAST(N'ü' AS nvarchar(max)), 70000)", "Utf8", "ü".repeat(70_000)},
    {"text", "'t '", "Utf8", "t "},
    {"ntext", "N'ğ😀'", "Utf8", "ğ😀"},
    {"xml", "N'<a>ü</a>'", "Utf8", "<a>ü</a>"},
    {"sql_variant", "5", "Utf8", "5"},
    {"sql_variant", "N'fünf'", "Utf8", "fünf"},
    {"hierarchyid", "'/1/2/'", "Utf8", "/1/2/"},
    {"dbo.PhoneNumber", "N'+49 30'", "Utf8", "+49 30"},
  };

  @Test
  void readsEachTypeExactly() throws Exception {
    List<String> columns = new ArrayList<>();
    List<String> values = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (String[] type : TYPES) {
      names.add("c" + names.size());
      columns.add("c" + columns.size() + " " + type[0]);
      values.add(type[1]);
    }
    aliasType();
    execute(
        "CREATE TABLE t (" + String.join(", ", columns) + ", twice AS (c3 * 2))",
        "INSERT INTO t ("
            + String.join(", ", names)
            + ") VALUES ("
            + String.join(", ", values).replace("-2147483648", "-21")
            + ")",
        "INSERT INTO t (c0) VALUES (NULL)");
    Run run = run(jobs().job());
    List<String> found = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < TYPES.length; i++) {
      expected.add(
          String.join(" | ", TYPES[i][0], TYPES[i][2], TYPES[i][3].replace("-2147483648", "-21")));
      Object value = run.rows().get(0).get(i);
      found.add(
          TYPES[i][0]
              + " | "
              + run.schema().getFields().get(i).getType()
              + " | "
              + (value instanceof BigDecimal d ? d.toPlainString() : value));
      assertThat(run.rows().get(1).get(i)).as(TYPES[i][0]).isNull();
    }
    assertThat(found).containsExactlyElementsOf(expected);
    assertThat(run.rows().get(0).get(TYPES.length)).isEqualTo(-42);
    assertThat(run.survey().warnings())
        .containsExactly(
            "table t: column c26 is datetimeoffset(6) and lands as its instant in UTC, without the"
                + " offset that it was written with; to keep the offset, set column_types to"
                + " c26=text",
            "table t: column c40 is sql_variant and lands as text, without the type of each value;"
                + " to keep that too, read SQL_VARIANT_PROPERTY(c40, 'BaseType') with a query",
            "table t: column c41 is sql_variant and lands as text, without the type of each value;"
                + " to keep that too, read SQL_VARIANT_PROPERTY(c41, 'BaseType') with a query");
  }

  private void aliasType() throws Exception {
    try {
      execute("CREATE TYPE dbo.PhoneNumber FROM nvarchar(20)");
    } catch (SQLException e) {
      // A real server keeps it from one run to the next.
      assertThat(e.getErrorCode()).isEqualTo(219);
    }
  }

  /**
   * As tables have it whose earlier rows the server keeps: the end of a row that is still there.
   */
  @Test
  void namesADayThatNanosecondsDoNotReach() throws Exception {
    execute(
        "CREATE TABLE t (d datetime2(7))", "INSERT INTO t VALUES ('9999-12-31 23:59:59.9999999')");
    assertThatThrownBy(() -> run(jobs().job()))
        .hasMessageContaining("the value '9999-12-31 23:59:59.9999999'")
        .hasMessageContaining("so timestamp_ns cannot hold it.\nSet column_types to d=text");
    assertThat(run(jobs().types(Map.of("d", "text")).job()).column(0))
        .containsExactly("9999-12-31 23:59:59.9999999");
  }

  @Test
  void readsBytes() throws Exception {
    execute(
        "CREATE TABLE t (a binary(3), b varbinary(3), c varbinary(max), d image, e varbinary(max))",
        "INSERT INTO t VALUES (0x00FF00, 0x00FF, 0x, 0x27, NULL)");
    assertThat(run(jobs().job()).rows().get(0))
        .containsExactly(
            new byte[] {0, -1, 0}, new byte[] {0, -1}, new byte[0], new byte[] {39}, null);
    Map<String, String> texts = Map.of("a", "text", "c", "text", "d", "text");
    assertThat(run(jobs().types(texts).columns("a", "c", "d").job()).rows().get(0))
        .containsExactly("00FF00", "", "27");
  }

  @Test
  void landsValuesAsAskedFor() throws Exception {
    execute(
        "CREATE TABLE t (v rowversion, r real, o datetimeoffset(3), m money, b bit, d datetime2(7), g geometry)",
        "INSERT INTO t (r, o, m, b, d) VALUES (16777216, '2026-03-29 01:30:00.5 +02:00', 1.5, 1, '2026-01-01 00:00:00.12')");
    Map<String, String> types =
        Map.of(
            "v",
            "bigint",
            "r",
            "text",
            "o",
            "text",
            "m",
            "double",
            "b",
            "integer",
            "d",
            "timestamp");
    List<Object> row = run(jobs().types(types).job()).rows().get(0);
    assertThat((Long) row.get(0)).isPositive();
    assertThat(row.subList(1, 7))
        .containsExactly(
            "1.6777216E7",
            "2026-03-29 01:30:00.500 +02:00",
            1.5,
            1,
            LocalDateTime.parse("2026-01-01T00:00:00.12"),
            null);
    assertThat((byte[]) run(jobs().columns("v").job()).rows().get(0).get(0)).hasSize(8);
  }

  @Test
  void namesTheFirstValueWithASeventhDigit() throws Exception {
    execute(
        "CREATE TABLE t (d datetime2(7))", "INSERT INTO t VALUES ('2026-01-01 00:00:00.1234567')");
    assertFails(
        jobs().types(Map.of("d", "timestamp")).job(),
        ErrorCode.VALUE,
        "sheet SourceConfig, row 7: table dbo.t, column d (datetime2(7)), row 1 as read: the value '2026-01-01 00:00:00.1234567' is finer than a microsecond, so timestamp cannot hold it.\nSet column_types to d=text, or leave such rows out with query_filter.");
  }

  @Test
  void readsWithEachKindOfCursor() throws Exception {
    String[][] cursors = {
      {"bigint", "1", "2", "3"},
      {"money", "1.0001", "1.0002", "1.0003"},
      {"datetime", "2026-10-25T02:30:00", "2026-10-25T02:30:00.003", "2026-10-25T02:30:00.007"},
      {"smalldatetime", "2026-10-25T02:30:00", "2026-10-25T02:31:00", "2026-10-25T02:32:00"},
      {
        "datetime2",
        "2026-10-25 02:30:00",
        "2026-10-25 02:30:00.0000001",
        "2026-10-25 02:30:00.0000002"
      },
      {
        "datetimeoffset",
        "2026-10-25 02:30:00+00:00",
        "2026-10-25 04:30:00.0000001 +02:00",
        "2026-10-25 02:30:00.0000002 +00:00"
      },
      {"varchar(9)", "a", "b", "c"},
    };
    for (String[] cursor : cursors) {
      readsOnFrom(cursor[0], cursor[1], cursor[2], cursor[3]);
      execute("DROP TABLE t");
    }
  }

  @Test
  void readsARowversionUpToTheLeastOpenOne() throws Exception {
    execute("CREATE TABLE t (id int, v rowversion)", "INSERT INTO t (id) VALUES (1)");
    Job job = jobs().cursor("v").job();
    Optional<Watermark> first;
    try (Connection slow = SqlServerFixture.connect(settings(), password())) {
      slow.setAutoCommit(false);
      SqlServerFixture.execute(slow, "INSERT INTO t (id) VALUES (2)");
      execute("INSERT INTO t (id) VALUES (3)");
      Run run = run(job);
      assertThat(run.column(0)).containsExactly(1);
      first = run.watermark();
      try (Source source = connector.open(job)) {
        assertThat(source.survey(first, Optional.empty()).late().words())
            .isEqualTo(
                "not looked for, because none can come late: a rowversion is read up to the least"
                    + " that an open transaction may hold");
      }
      slow.commit();
    }
    Run second = run(job, first);
    assertThat(second.column(0)).containsExactlyInAnyOrder(2, 3);
    assertThat(run(job, second.watermark()).rows()).isEmpty();
  }

  @Test
  void saysWhyLateRowsAreNotLookedFor() throws Exception {
    execute("CREATE TABLE t (id int PRIMARY KEY)", "INSERT INTO t VALUES (1)");
    try (Source source = connector.open(jobs().cursor("id").job())) {
      assertThat(source.survey(Optional.empty(), Optional.empty()).late().words())
          .isEqualTo(
              "not looked for, because SQL Server does not tell of every transaction before its"
                  + " first row; take a rowversion column as watermark_column, or set a lookback");
    }
  }

  @Test
  void seesOneMoment() throws Exception {
    execute("CREATE TABLE t (id int)", "INSERT INTO t SELECT value FROM GENERATE_SERIES(1, 1000)");
    try (Source source = connector.open(jobs().parallelism(2).job())) {
      Survey survey = source.survey(Optional.empty());
      execute("DELETE FROM t");
      assertThat(survey.consistency()).isEqualTo(Consistency.SNAPSHOT);
      assertThat(read(source, source.splits(survey).get(0))).hasSize(1000);
    }
  }

  @Test
  void saysThatEachStatementHasAMomentWithoutSnapshots() throws Exception {
    execute("CREATE TABLE t (id int)", "INSERT INTO t VALUES (1)");
    String why =
        ": count and rows may be of different moments, as the database does not allow snapshot"
            + " isolation, so that each statement has a moment of its own for a reader";
    execute("ALTER DATABASE CURRENT SET ALLOW_SNAPSHOT_ISOLATION OFF");
    try {
      Run run = run(jobs().job());
      assertThat(run.survey().consistency()).isEqualTo(Consistency.PER_SPLIT);
      assertThat(run.survey().warnings()).containsExactly("table t" + why);
      Run query = run(jobs().query("SELECT id FROM t").job());
      assertThat(query.survey().consistency()).isEqualTo(Consistency.PER_SPLIT);
      assertThat(query.survey().warnings()).contains("the query" + why);
    } finally {
      execute("ALTER DATABASE CURRENT SET ALLOW_SNAPSHOT_ISOLATION ON");
    }
  }

  /** What one scanner takes for quoted another does not; the canary lives whatever they think. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "[a'] = 1 ); DROP TABLE canary; SELECT (1 -- '",
        "1 = $a$ ); DROP TABLE canary; SELECT (1 -- $a$",
        "[a]] = 1 ); DROP TABLE canary; SELECT (1 --]",
        "1 = 1 ) DROP TABLE canary SELECT (1"
      })
  @Secures({Measure.SQL_TEXT, Measure.READ_ONLY})
  void noFilterHidesASecondStatement(String filter) throws Exception {
    execute("CREATE TABLE t ([a'] int)", "CREATE TABLE canary (id int)");
    assertThatThrownBy(() -> run(jobs().filter(filter).job()))
        .isInstanceOfSatisfying(
            IngestException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_REFUSED));
    assertThat(run(jobs().table("canary").job()).rows()).isEmpty();
  }

  @Test
  void takesNamesInBracketsForNames() throws Exception {
    execute("CREATE TABLE t ([it's; one] int, [ok?] int)", "INSERT INTO t VALUES (1, 1), (2, 3)");
    assertThat(run(jobs().filter("[it's; one] > 1").job()).rows()).hasSize(1);
    assertThat(run(jobs().filter("[ok?] > 2").job()).rows()).hasSize(1);
  }

  /** More than any buffer between the two holds. */
  private static final String LONG =
      "SELECT value AS id, REPLICATE('x', 1000) AS pad FROM GENERATE_SERIES(1, 20000)";

  private void readABatchOf(Job job, Consumer<BatchReader> next) {
    try (Source source = connector.open(job)) {
      Split split = source.splits(source.survey(Optional.empty())).get(0);
      try (VectorSchemaRoot batch = VectorSchemaRoot.create(source.schema(), allocator);
          BatchReader reader = source.open(split)) {
        assertThat(reader.read(batch)).isEqualTo(100);
        next.accept(reader);
      }
    }
  }

  /** Ten times on the same connection: no statement that follows is hit by the call back. */
  @Test
  void stoppingBeforeTheEndReadsNotToTheEnd() {
    for (int i = 0; i < 10; i++) {
      readABatchOf(jobs().query(LONG).batchRows(100).job(), BatchReader::close);
      assertThat(run(jobs().query("SELECT 1 AS id").job()).rows()).hasSize(1);
    }
  }

  private int sessionOfPenstock() throws SQLException {
    try (Connection watcher = SqlServerFixture.connect(settings(), password());
        Statement statement = watcher.createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT MAX(session_id) FROM sys.dm_exec_sessions WHERE program_name = 'penstock'")) {
      result.next();
      return result.getInt(1);
    }
  }

  @Test
  void aKilledConnectionMayBeTriedAgain() throws Exception {
    try (Source source = connector.open(jobs().query(LONG).batchRows(100).job())) {
      Split split = source.splits(source.survey(Optional.empty())).get(0);
      try (VectorSchemaRoot batch = VectorSchemaRoot.create(source.schema(), allocator);
          BatchReader reader = source.open(split)) {
        assertThat(reader.read(batch)).isEqualTo(100);
        execute("KILL " + sessionOfPenstock());
        assertThatThrownBy(
                () -> {
                  while (reader.read(batch) > 0) {}
                })
            .isInstanceOfSatisfying(
                IngestException.class,
                e -> assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_UNREACHABLE));
      }
    }
    assertThat(run(jobs().query("SELECT 1 AS id").job()).rows()).hasSize(1);
  }

  @Test
  void refusesOptionsThatAreNone() {
    Map<String, String> values = new HashMap<>(settings());
    values.put("option_socketfactoryclass", "x");
    try (Connector refused = SqlServerFixture.connector(values, password())) {
      assertThatThrownBy(() -> refused.open(jobs().job()))
          .hasMessage(
              "sheet Sources, source shop, column option_socketfactoryclass: not an option that may"
                  + " be set for SQL Server.\nRemove it; option_encrypt and"
                  + " option_trustservercertificate are the ones most often meant.");
    }
  }

  @Test
  void namesAnUnknownDatabase() {
    Map<String, String> values = new HashMap<>(settings());
    values.put("database", "shopp");
    try (Connector refused = SqlServerFixture.connector(values, password())) {
      assertThatThrownBy(() -> refused.open(jobs().job()))
          .hasMessageContaining("Cannot open database \"shopp\" requested by the login")
          .hasMessageEndingWith(
              "\nMend the setting database of the source, and have a user for the login made in that"
                  + " database.");
    }
  }

  @Test
  void saysWhichTableIsMissingInAQuery() {
    assertThatThrownBy(() -> run(jobs().query("SELECT * FROM dbo.nowhere").job()))
        .hasMessageContaining("Invalid object name")
        .hasMessageEndingWith(
            "\nCheck the names in query and query_filter; add the schema to a name.");
  }

  @Test
  void readsViewsAndTablesOfOtherSchemas() throws Exception {
    execute(
        "CREATE VIEW v AS SELECT 1 AS id",
        "CREATE SCHEMA [My Shop]",
        "CREATE TABLE [My Shop].t (id int)",
        "INSERT INTO [My Shop].t VALUES (1)");
    try {
      assertThat(run(jobs().schema("My Shop").job()).rows()).hasSize(1);
      assertThat(run(jobs().table("v").job()).rows()).hasSize(1);
    } finally {
      execute("DROP TABLE [My Shop].t", "DROP SCHEMA [My Shop]");
    }
  }
}
