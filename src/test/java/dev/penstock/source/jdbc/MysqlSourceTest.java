package dev.penstock.source.jdbc;

import static dev.penstock.evidence.Said.assertThatThrownBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.Measure;
import dev.penstock.evidence.Secures;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.job.Job;
import dev.penstock.job.Settings.SourceCount;
import dev.penstock.job.SourceSettings;
import dev.penstock.job.SourceType;
import dev.penstock.secret.Secret;
import dev.penstock.secret.SecretStore;
import dev.penstock.source.BatchReader;
import dev.penstock.source.Connector;
import dev.penstock.source.Consistency;
import dev.penstock.source.Source;
import dev.penstock.source.Split;
import dev.penstock.source.Survey;
import dev.penstock.testing.EmbeddedMaria;
import java.math.BigDecimal;
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
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MysqlSourceTest extends SourceContract {
  static Map<String, String> settings(String user) {
    return Map.of(
        "host",
        "127.0.0.1",
        "port",
        Integer.toString(EmbeddedMaria.port()),
        "database",
        EmbeddedMaria.DATABASE,
        "username",
        user);
  }

  static Connector connector(Map<String, String> values, String password) {
    SecretStore secrets =
        key ->
            key.key().equals("password")
                ? Optional.of(new Secret(password, "test"))
                : Optional.empty();
    return new JdbcConnector(
        Map.of("shop", new SourceSettings("shop", Optional.of(SourceType.MYSQL), values)),
        secrets,
        SourceCount.AUTO,
        2,
        new NoTokens());
  }

  @Override
  Connector connector() throws Exception {
    EmbeddedMaria.execute("CREATE OR REPLACE DATABASE " + EmbeddedMaria.DATABASE);
    return connector(settings(EmbeddedMaria.USER), EmbeddedMaria.PASSWORD);
  }

  @Override
  Jobs jobs() {
    return Jobs.of(SourceType.MYSQL);
  }

  @Override
  void execute(String... statements) throws Exception {
    EmbeddedMaria.execute(statements);
  }

  @Override
  String address() {
    return "source shop (MySQL or MariaDB at 127.0.0.1:" + EmbeddedMaria.port() + ")";
  }

  @Override
  String prefix() {
    return EmbeddedMaria.DATABASE + ".";
  }

  @Override
  @Test
  void readsWithTimestampCursor() throws Exception {
    readsOnFrom(
        "timestamp(6)",
        "2026-10-25 02:30:00",
        "2026-10-25 02:30:00.000001",
        "2026-10-25 02:30:00.000002");
  }

  /** Names hold no character beyond the first plane of Unicode. */
  @Override
  @Test
  void quotesNamesOfAnyCharacters() throws Exception {
    String table = "x`; DROP TABLE y;--";
    String column = "a]`'\"%s\n?é :b";
    execute(
        "CREATE TABLE y (id integer)",
        "CREATE TABLE `%s` (`%s` integer)"
            .formatted(table.replace("`", "``"), column.replace("`", "``")),
        "INSERT INTO `%s` VALUES (7)".formatted(table.replace("`", "``")));
    Run run = run(jobs().table(table).columns(column).cursor(column).job());
    assertThat(run.rows()).hasSize(1);
    assertThat(run(jobs().table("y").job()).rows()).isEmpty();
    assertFails(
        jobs().table("y😀").job(),
        ErrorCode.SOURCE_REFUSED,
        "sheet SourceConfig, row 7, column table_name: 'y😀' is a name that no database of this"
            + " kind can have.\nCorrect the name; it is empty, too long, or holds a NUL character.");
  }

  /** What a type's column shows of a value: SQL type, literal, Arrow type, value. */
  private static final String[][] TYPES = {
    {"tinyint", "-128", "Int(16, true)", "-128"},
    {"tinyint(1)", "127", "Int(16, true)", "127"},
    {"boolean", "true", "Int(16, true)", "1"},
    {"tinyint unsigned", "255", "Int(16, true)", "255"},
    {"smallint", "-32768", "Int(16, true)", "-32768"},
    {"smallint unsigned", "65535", "Int(32, true)", "65535"},
    {"mediumint", "-8388608", "Int(32, true)", "-8388608"},
    {"mediumint unsigned", "16777215", "Int(32, true)", "16777215"},
    {"int", "-2147483648", "Int(32, true)", "-2147483648"},
    {"int unsigned", "4294967295", "Int(64, true)", "4294967295"},
    {"int(6) zerofill", "42", "Int(64, true)", "42"},
    {"bigint", "-9223372036854775808", "Int(64, true)", "-9223372036854775808"},
    {"bigint unsigned", "18446744073709551615", "Decimal(20, 0, 128)", "18446744073709551615"},
    {"decimal(10,2)", "-0.05", "Decimal(10, 2, 128)", "-0.05"},
    {"decimal(10,2) unsigned", "99999999.99", "Decimal(10, 2, 128)", "99999999.99"},
    {
      "decimal(38,30)",
      "99999999.999999999999999999999999999999",
      "Decimal(38, 30, 128)",
      "99999999.999999999999999999999999999999"
    },
    {
      "decimal(65,30)",
      "-99999999999999999999999999999999999.999999999999999999999999999999",
      "Utf8",
      "-99999999999999999999999999999999999.999999999999999999999999999999"
    },
    {"float", "16777217", "FloatingPoint(SINGLE)", "1.6777216E7"},
    {"float", "0.1", "FloatingPoint(SINGLE)", "0.1"},
    {"float", "-3.4028234e38", "FloatingPoint(SINGLE)", "-3.4028235E38"},
    {"double", "0.1e0 + 0.2e0", "FloatingPoint(DOUBLE)", "0.30000000000000004"},
    {"double", "-0e0", "FloatingPoint(DOUBLE)", "-0.0"},
    {"double", "5e-324", "FloatingPoint(DOUBLE)", "4.9E-324"},
    {"double", "1.7976931348623157e308", "FloatingPoint(DOUBLE)", "1.7976931348623157E308"},
    {"bit(1)", "b'1'", "Bool", "true"},
    {"bit(9)", "b'101'", "Utf8", "000000101"},
    {"bit(64)", "18446744073709551615", "Utf8", "1".repeat(64)},
    {"date", "'0001-01-01'", "Date(DAY)", "-719162"},
    {"date", "'9999-12-31'", "Date(DAY)", "2932896"},
    {"datetime", "'2026-10-25 02:30:00'", "Timestamp(MICROSECOND, null)", "2026-10-25T02:30"},
    {
      "datetime(6)",
      "'9999-12-31 23:59:59.999999'",
      "Timestamp(MICROSECOND, null)",
      "9999-12-31T23:59:59.999999"
    },
    {"timestamp null", "'2026-03-29 01:30:00'", "Timestamp(MICROSECOND, UTC)", "1774747800000000"},
    {"timestamp(6) null", "'1970-01-01 00:00:01.000001'", "Timestamp(MICROSECOND, UTC)", "1000001"},
    {"time", "'23:59:59'", "Time(MICROSECOND, 64)", "86399000000"},
    {"time(6)", "'00:00:00.000001'", "Time(MICROSECOND, 64)", "1"},
    {"year", "2155", "Int(16, true)", "2155"},
    {"year", "0", "Int(16, true)", "0"},
    {"char(4)", "'a'", "Utf8", "a"},
    {"varchar(5)", "'b  '", "Utf8", "b  "},
    {"varchar(5)", "''", "Utf8", ""},
    {"varchar(9) character set latin1", "'Zürich'", "Utf8", "Zürich"},
    {"tinytext", "'t '", "Utf8", "t "},
    {"text", "'Zürich 😀\t'", "Utf8", "Zürich 😀\t"},
    {"mediumtext", "'m'", "Utf8", "m"},
    {"longtext", "repeat('x', 70000)", "Utf8", "x".repeat(70_000)},
    {"enum('sad','glücklich')", "'glücklich'", "Utf8", "glücklich"},
    {"set('a','b','c')", "'c,a'", "Utf8", "a,c"},
    {"json", "'{ \"b\":1}'", "Utf8", "{ \"b\":1}"},
    {
      "uuid",
      "'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'",
      "Utf8",
      "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"
    },
    {"inet6", "'::1'", "Utf8", "::1"},
    {"inet4", "'10.0.0.1'", "Utf8", "10.0.0.1"},
  };

  @Test
  void readsEachTypeExactly() throws Exception {
    List<String> columns = new ArrayList<>();
    List<String> values = new ArrayList<>();
    for (String[] type : TYPES) {
      columns.add("c" + columns.size() + " " + type[0]);
      values.add(type[1]);
    }
    execute(
        "CREATE TABLE t (" + String.join(", ", columns) + ")",
        "INSERT INTO t VALUES (" + String.join(", ", values) + ")",
        "INSERT INTO t () VALUES ()");
    Run run = run(jobs().job());
    List<String> found = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < TYPES.length; i++) {
      expected.add(String.join(" | ", TYPES[i][0], TYPES[i][2], TYPES[i][3]));
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
    assertThat(run.survey().warnings())
        .containsExactly(
            "table t: column c16 is decimal(65,30), which no Parquet decimal holds, and lands as"
                + " text; to have a number, set column_types to c16=decimal(38,9) or the like");
  }

  @Test
  void readsBytesAndShapes() throws Exception {
    execute(
        "CREATE TABLE t (a binary(3), b varbinary(3), c blob, d longblob, p point, g geometry)",
        "INSERT INTO t VALUES (x'00ff', x'00ff', '', x'27', ST_GeomFromText('POINT(1 2)', 4326), NULL)");
    byte[] point = new byte[21];
    point[0] = 1;
    point[1] = 1;
    System.arraycopy(new byte[] {(byte) 0xf0, 0x3f}, 0, point, 11, 2);
    point[20] = 0x40;
    assertThat(run(jobs().job()).rows().get(0))
        .containsExactly(
            new byte[] {0, -1, 0}, new byte[] {0, -1}, new byte[0], new byte[] {39}, point, null);
    Map<String, String> texts = Map.of("a", "text", "c", "text", "d", "text", "p", "text");
    assertThat(run(jobs().types(texts).columns("a", "c", "d", "p").job()).rows().get(0))
        .containsExactly("00FF00", "", "27", "POINT(1 2)");
  }

  @Test
  void landsBitsAndNumbersAsAskedFor() throws Exception {
    execute("CREATE TABLE t (a bit(9), b tinyint(1), c bit(9), f float, ts timestamp)");
    execute("INSERT INTO t VALUES (b'101', 1, b'1', 16777216, '2026-01-01 00:00:00')");
    Map<String, String> types =
        Map.of("a", "bigint", "b", "boolean", "c", "binary", "f", "text", "ts", "text");
    assertThat(run(jobs().types(types).job()).rows().get(0))
        .containsExactly(5L, true, new byte[] {0, 1}, "16777216", "2026-01-01 00:00:00");
  }

  private void assertUnfit(String type, String value, String reason, String lands)
      throws Exception {
    execute(
        "CREATE OR REPLACE TABLE t (v " + type + ")",
        "SET @@sql_mode = ''",
        "INSERT INTO t VALUES ('" + value + "')");
    assertFails(
        jobs().job(),
        ErrorCode.VALUE,
        "sheet SourceConfig, row 7: table shop.t, column v (%s), row 1 as read: the value '%s' %s, so %s cannot hold it.\nSet column_types to v=text, or leave such rows out with query_filter."
            .formatted(type, value, reason, lands));
    assertThat(run(jobs().types(Map.of("v", "text")).job()).column(0)).containsExactly(value);
  }

  @Test
  void refusesValuesThatTheTypeCannotHold() throws Exception {
    assertUnfit("date", "0000-00-00", "is not a date", "date");
    assertUnfit("date", "2024-02-00", "is not a date", "date");
    assertUnfit("date", "0000-01-01", "is not a date", "date");
    assertUnfit("datetime", "0000-00-00 00:00:00", "is not a timestamp without zone", "timestamp");
    assertUnfit("time", "838:59:59", "is not a time of day", "time");
    assertUnfit("time", "-00:00:01", "is not a time of day", "time");
  }

  private void assertCannotOpen(
      Map<String, String> changes, String password, ErrorCode code, String message) {
    Map<String, String> values = new HashMap<>(settings(EmbeddedMaria.USER));
    values.putAll(changes);
    try (Connector refused = connector(values, password)) {
      assertThatThrownBy(() -> refused.open(jobs().job()))
          .isInstanceOfSatisfying(IngestException.class, e -> assertThat(e.code()).isEqualTo(code))
          .hasMessageMatching(message);
    }
  }

  @Test
  void refusesOptionsThatLoadClassesOrAreNone() {
    assertCannotOpen(
        Map.of("option_socketfactory", "x"),
        EmbeddedMaria.PASSWORD,
        ErrorCode.CONFIG,
        "sheet Sources, source shop, column option_socketfactory: not an option that may be set for MySQL or MariaDB.\nRemove it; option_sslmode is the one most often meant.");
  }

  @Test
  void namesAnUnknownDatabase() {
    assertCannotOpen(
        Map.of("database", "shopp"),
        EmbeddedMaria.PASSWORD,
        ErrorCode.SOURCE_REFUSED,
        "(?s).*opening t: Unknown database 'shopp'.\nMend the setting database of the source.");
  }

  @Test
  void saysWhichGrantIsMissing() throws Exception {
    execute(
        "CREATE TABLE t (id integer)",
        "CREATE TABLE u (id integer)",
        "CREATE OR REPLACE USER poor IDENTIFIED BY 'p'",
        "GRANT SELECT ON shop.u TO poor");
    try (Connector poor = connector(settings("poor"), "p")) {
      assertThatThrownBy(() -> poor.open(jobs().query("SELECT * FROM t").job()))
          .hasMessageContaining(
              "SELECT command denied to user 'poor'@'127.0.0.1' for table `shop`.`t`")
          .hasMessageEndingWith(
              "\nHave the database administrator GRANT SELECT on it to the source's user.");
      assertThatThrownBy(() -> poor.open(jobs().job()))
          .hasMessageContaining("has no table t that its user may see");
      try (Source source = poor.open(jobs().table("u").job())) {
        assertThat(source.survey(Optional.empty()).rows()).hasValue(0);
      }
    }
  }

  @Test
  void knocksOnceOnlyWithAWrongPassword() throws Exception {
    execute(
        "CREATE TABLE t (id integer)",
        "CREATE OR REPLACE USER guarded IDENTIFIED BY 'right'",
        "GRANT SELECT ON shop.* TO guarded");
    try (Connector guarded = connector(settings("guarded"), "wr0ng")) {
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> guarded.open(jobs().parallelism(2).job()))
            .isInstanceOfSatisfying(
                IngestException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LOGIN_REFUSED))
            .hasMessage(
                "sheet SourceConfig, row 7: "
                    + address()
                    + ", opening t: the login was refused (Access denied for user"
                    + " 'guarded'@'127.0.0.1' (using password: YES)).\nMend username and password of"
                    + " the source, and let the user in from this machine; the login is tried once"
                    + " only, so that no account gets locked.");
        // A second knock would be let in.
        execute("ALTER USER guarded IDENTIFIED BY 'wr0ng'");
      }
    }
  }

  @Test
  void logsInWithPasswordsOfAnyCharacters() throws Exception {
    String password = "a;@%}'\"\n😀+ &?";
    execute(
        "CREATE TABLE t (id integer)",
        "CREATE OR REPLACE USER guarded IDENTIFIED BY '" + password.replace("'", "''") + "'",
        "GRANT SELECT ON shop.* TO guarded");
    try (Connector guarded = connector(settings("guarded"), password)) {
      assertThat(guarded.open(jobs().job()).schema().getFields()).hasSize(1);
    }
  }

  @Test
  void maySucceedLaterWhenTheUserHasTooManyConnections() throws Exception {
    execute(
        "CREATE TABLE t (id integer)",
        "CREATE OR REPLACE USER few IDENTIFIED BY 'f' WITH MAX_USER_CONNECTIONS 1",
        "GRANT SELECT ON shop.* TO few");
    try (Connector one = connector(settings("few"), "f");
        Connector two = connector(settings("few"), "f");
        Source held = one.open(jobs().job())) {
      assertThat(held.schema().getFields()).hasSize(1);
      assertThatThrownBy(() -> two.open(jobs().job()))
          .isInstanceOfSatisfying(
              IngestException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_BUSY))
          .hasMessageEndingWith("\nLower jobs or max_connections, or run the job again later.");
    }
  }

  @Test
  void maySucceedLaterWhenTheTableIsLocked() throws Exception {
    execute("CREATE TABLE t (id integer)");
    try (Connection other = EmbeddedMaria.connect();
        Statement statement = other.createStatement()) {
      statement.execute("LOCK TABLES t WRITE");
      assertFails(
          jobs().timeout(Duration.ofSeconds(3)).job(),
          ErrorCode.SOURCE_BUSY,
          "sheet SourceConfig, row 7: "
              + address()
              + ", looking at table shop.t: Lock wait timeout exceeded; try restarting transaction.\nRun the job"
              + " again; retry_count does so by itself.");
    }
  }

  /** More than any buffer between the two holds. */
  private static final String LONG =
      "SELECT seq AS id, repeat('x', 1000) AS pad FROM seq_1_to_100000000";

  /** One batch is read, then {@code next} is done. */
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

  private static long sessionReading(String what) throws SQLException {
    try (Connection watcher = EmbeddedMaria.connect();
        Statement statement = watcher.createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT coalesce(max(id), 0) FROM information_schema.processlist WHERE info LIKE '%"
                    + what
                    + "%' AND id <> connection_id()")) {
      result.next();
      return result.getLong(1);
    }
  }

  @Test
  void aKilledConnectionMayBeTriedAgain() throws Exception {
    try (Source source = connector.open(jobs().query(LONG).batchRows(100).job())) {
      Split split = source.splits(source.survey(Optional.empty())).get(0);
      try (VectorSchemaRoot batch = VectorSchemaRoot.create(source.schema(), allocator);
          BatchReader reader = source.open(split)) {
        assertThat(reader.read(batch)).isEqualTo(100);
        execute("KILL CONNECTION " + sessionReading("seq_1_to_100000000"));
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

  /** Twenty times on the same connection: no statement that follows is hit by the call back. */
  @Test
  void stoppingBeforeTheEndReadsNotToTheEnd() throws Exception {
    for (int i = 0; i < 20; i++) {
      readABatchOf(jobs().query(LONG).batchRows(100).job(), BatchReader::close);
      assertThat(sessionReading("seq_1_to_100000000")).isZero();
      assertThat(run(jobs().query("SELECT 1 AS id").job()).rows()).hasSize(1);
    }
  }

  private static void awaitSession(String what) throws SQLException {
    while (sessionReading(what) == 0) {
      Thread.onSpinWait();
    }
  }

  @Test
  void closingFromAnotherThreadStopsAReadThatWaitsForItsFirstRow() throws Exception {
    try (Source source = connector.open(jobs().query("SELECT sleep(60) AS s").job())) {
      Split split = source.splits(source.survey(Optional.empty())).get(0);
      try (VectorSchemaRoot batch = VectorSchemaRoot.create(source.schema(), allocator);
          BatchReader reader = source.open(split)) {
        CompletableFuture<Integer> read = CompletableFuture.supplyAsync(() -> reader.read(batch));
        awaitSession("sleep(60)");
        reader.close();
        assertThatThrownBy(read::join)
            .cause()
            .hasMessage(
                "sheet SourceConfig, row 7: reading the query was stopped.\nRun the job again; nothing"
                    + " of this load is visible.");
      }
    }
  }

  @Test
  void closingFromAnotherThreadStopsASurvey() throws Exception {
    execute("CREATE VIEW slow AS SELECT seq AS id FROM seq_1_to_600 WHERE sleep(0.1) IS NOT NULL");
    try (Source source = connector.open(jobs().table("slow").cursor("id").job())) {
      CompletableFuture<Survey> survey =
          CompletableFuture.supplyAsync(() -> source.survey(Optional.empty()));
      awaitSession("slow");
      source.close();
      assertThatThrownBy(survey::join)
          .cause()
          .isInstanceOfSatisfying(
              IngestException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERRUPTED));
    }
  }

  private static final String TIMEOUT_MEND =
      ".\nRaise timeout_seconds, or make the query cheaper, for example with an index on"
          + " watermark_column.";

  @Test
  void endsAQueryWhoseFirstRowsTakeTooLong() {
    assertFails(
        jobs().query("SELECT sleep(60) AS a").timeout(Duration.ofMillis(200)).job(),
        ErrorCode.SOURCE_REFUSED,
        "sheet SourceConfig, row 7: "
            + address()
            + ", reading the query: Query execution was interrupted"
            + TIMEOUT_MEND);
    assertThat(run(jobs().query("SELECT 1 AS id").job()).rows()).hasSize(1);
  }

  @Test
  void endsACountThatTakesTooLong() throws Exception {
    execute("CREATE VIEW slow AS SELECT seq AS id FROM seq_1_to_600 WHERE sleep(0.1) IS NOT NULL");
    try (Source source =
        connector.open(jobs().table("slow").timeout(Duration.ofMillis(200)).job())) {
      assertThatThrownBy(() -> source.survey(Optional.empty()))
          .hasMessageContaining("max_statement_time exceeded")
          .hasMessageEndingWith(TIMEOUT_MEND);
    }
  }

  /** To the server the statement lasts until its last row is taken. */
  @Test
  void readsForLongerThanTheTimeout() {
    String slow =
        "SELECT repeat('x', 1000) AS pad, sleep(if(seq > 90, 0.03, 0)) AS s FROM seq_1_to_110";
    assertThat(run(jobs().query(slow).timeout(Duration.ofMillis(300)).job()).rows()).hasSize(110);
  }

  @Test
  @Secures(Measure.READ_ONLY)
  void cannotWrite() throws Exception {
    execute(
        "CREATE TABLE t (id integer)",
        "CREATE FUNCTION sneak() RETURNS integer BEGIN INSERT INTO t VALUES (1); RETURN 1; END");
    assertFails(
        jobs().query("SELECT sneak() AS id").job(),
        ErrorCode.SOURCE_REFUSED,
        "sheet SourceConfig, row 7: "
            + address()
            + ", opening t: Cannot execute statement in a READ ONLY transaction.\nPenstock"
            + " only reads; take what writes out of query and query_filter.");
    assertThat(run(jobs().job()).rows()).isEmpty();
  }

  /** What one scanner takes for quoted another does not; the canary lives whatever they think. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "'a' <> '\\'' ); COMMIT; DROP TABLE canary; SELECT (1 -- '",
        "'a' <> '\\' AND 'b' <> '); COMMIT; DROP TABLE canary; SELECT (1 -- '",
        "1 = 1 # ' ); COMMIT; DROP TABLE canary; SELECT (1 -- '",
        "1 = 1 /*! ); COMMIT; DROP TABLE canary; SELECT (1 */",
        "1 = 1 /*M! ); COMMIT; DROP TABLE canary; SELECT (1 */"
      })
  @Secures({Measure.SQL_TEXT, Measure.READ_ONLY})
  void noFilterHidesASecondStatement(String filter) throws Exception {
    execute("CREATE TABLE t (id integer)", "CREATE TABLE canary AS SELECT 1 AS id");
    try (Source source = connector.open(jobs().filter(filter).job())) {
      source.survey(Optional.empty());
    } catch (IngestException refused) {
      assertThat(refused.code()).isEqualTo(ErrorCode.SOURCE_REFUSED);
    }
    assertThat(run(jobs().table("canary").job()).rows()).hasSize(1);
  }

  @Test
  void leavesZeroDatesOutOfTheWindowAndCountsThem() throws Exception {
    execute(
        "CREATE TABLE t (ts datetime)",
        "SET @@sql_mode = ''",
        "INSERT INTO t VALUES ('0000-00-00 00:00:00')",
        "INSERT INTO t VALUES (NULL), ('2024-01-01 00:00:00')");
    Run run = run(jobs().cursor("ts").job());
    assertThat(run.rows()).hasSize(1);
    assertThat(run.watermark().orElseThrow().value()).isEqualTo("2024-01-01 00:00:00");
    assertThat(run.survey().nullCursors()).isEqualTo(2);
  }

  @Test
  void readsWithUnsignedCursorBeyondEightBytes() throws Exception {
    execute(
        "CREATE TABLE t (v bigint unsigned)",
        "INSERT INTO t VALUES (9223372036854775808), (18446744073709551615)");
    Job job = jobs().cursor("v", "9223372036854775808").job();
    Run run = run(job);
    assertThat(run.rows()).hasSize(1);
    assertThat(run.watermark().orElseThrow().value()).isEqualTo("18446744073709551615");
    assertThat(run(job, run.watermark()).survey().nothingNew()).isTrue();
  }

  @Test
  void seesOneMoment() throws Exception {
    execute("CREATE TABLE t AS SELECT seq AS id FROM seq_1_to_1000");
    try (Source source = connector.open(jobs().parallelism(2).job())) {
      Survey survey = source.survey(Optional.empty());
      execute("DELETE FROM t");
      assertThat(read(source, source.splits(survey).get(0))).hasSize(1000);
    }
  }

  @Test
  void saysWhichTablesHaveNoMoments() throws Exception {
    execute("CREATE TABLE t (id integer) ENGINE = MyISAM", "INSERT INTO t VALUES (1)");
    Run run = run(jobs().job());
    assertThat(run.survey().consistency()).isEqualTo(Consistency.PER_SPLIT);
    assertThat(run.survey().warnings())
        .containsExactly(
            "table t: count and rows may be of different moments, as its engine MyISAM keeps no"
                + " earlier rows for a reader");
  }

  @Test
  void saysWhyLateRowsAreNotLookedFor() throws Exception {
    execute("CREATE TABLE t (id integer PRIMARY KEY)", "INSERT INTO t VALUES (1)");
    try (Source source = connector.open(jobs().cursor("id").job())) {
      assertThat(source.survey(Optional.empty(), Optional.empty()).late().words())
          .isEqualTo(
              "not looked for, because MariaDB and MySQL do not tell of a transaction before its"
                  + " first row; set a lookback");
    }
  }

  @Test
  void readsTablesOfOtherDatabasesAndViews() throws Exception {
    execute(
        "CREATE OR REPLACE DATABASE `My Shop`",
        "CREATE TABLE `My Shop`.t AS SELECT 1 AS id",
        "CREATE VIEW v AS SELECT 1 AS id");
    assertThat(run(jobs().schema("My Shop").job()).rows()).hasSize(1);
    assertThat(run(jobs().table("v").job()).rows()).hasSize(1);
    execute("DROP DATABASE `My Shop`");
  }
}
