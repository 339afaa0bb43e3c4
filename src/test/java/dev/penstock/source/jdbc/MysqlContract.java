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
import dev.penstock.source.Catalogued;
import dev.penstock.source.Connector;
import dev.penstock.source.Consistency;
import dev.penstock.source.Source;
import dev.penstock.source.Split;
import dev.penstock.source.Survey;
import dev.penstock.testing.MysqlServer;
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

/** What MariaDB and MySQL do alike beyond what every database does. */
abstract class MysqlContract extends MysqlSourceContract {
  private final MysqlServer server;

  MysqlContract(MysqlServer server) {
    this.server = server;
  }

  Map<String, String> settings(String user) {
    return server.settings(user);
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
    server.emptyDatabase(MysqlServer.DATABASE);
    return connector(settings(MysqlServer.USER), MysqlServer.PASSWORD);
  }

  @Override
  void execute(String... statements) throws Exception {
    server.execute(statements);
  }

  @Override
  String address() {
    return "source shop (MySQL or MariaDB at 127.0.0.1:" + server.port() + ")";
  }

  @Override
  String prefix() {
    return MysqlServer.DATABASE + ".";
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
  };

  /** Those of which the two have not the same. */
  abstract List<String[]> ownTypes();

  @Test
  void readsEachTypeExactly() throws Exception {
    List<String[]> types = new ArrayList<>(List.of(TYPES));
    types.addAll(ownTypes());
    List<String> columns = new ArrayList<>();
    List<String> values = new ArrayList<>();
    for (String[] type : types) {
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
    for (int i = 0; i < types.size(); i++) {
      String[] type = types.get(i);
      expected.add(String.join(" | ", type[0], type[2], type[3]));
      Object value = run.rows().get(0).get(i);
      found.add(
          type[0]
              + " | "
              + run.schema().getFields().get(i).getType()
              + " | "
              + (value instanceof BigDecimal d ? d.toPlainString() : value));
      assertThat(run.rows().get(1).get(i)).as(type[0]).isNull();
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

  /** What a query computes has no column whose declaration would say how it is printed. */
  @Test
  void readsComputedNumbersAsTheServerPrintsThem() throws Exception {
    execute("CREATE TABLE t (d double, z int(6) zerofill, u bigint unsigned)");
    execute("INSERT INTO t VALUES (0.1, 42, 18446744073709551615)");
    String query =
        "SELECT 1 / 3 AS a, round(2.345e0, 1) AS b, d * 3 AS c, -d * 0 AS e, u - 1 AS g,"
            + " count(*) OVER () AS h, date '2024-02-29' + interval 1 year AS i FROM t";
    List<Object> row = run(jobs().query(query).job()).rows().get(0);
    assertThat(row)
        .containsExactly(
            new BigDecimal("0.3333"),
            2.3,
            0.30000000000000004,
            -0.0,
            new BigDecimal("18446744073709551614"),
            1L,
            20147);
    assertThat(run(jobs().columns("z").types(Map.of("z", "text")).job()).column(0))
        .containsExactly("000042");
  }

  /** To this server a backslash takes the meaning from a quote. */
  @Test
  void comparesWithTextsThatHoldQuotesAndQuestionMarks() throws Exception {
    execute("CREATE TABLE t (v varchar(9))", "INSERT INTO t VALUES ('it''s ?''')");
    assertThat(run(jobs().filter("v = 'it\\'s ?\\''").job()).rows()).hasSize(1);
  }

  @Test
  void roundsNoNumberThatIsToLandAsASmallerOne() throws Exception {
    execute("CREATE TABLE t (a decimal(5,1), b bigint unsigned, c bigint)");
    execute("INSERT INTO t VALUES (1.5, 9223372036854775808, 2147483648)");
    Map<String, String> wanted = Map.of("a", "bigint", "b", "bigint", "c", "integer");
    Map<String, String> reasons =
        Map.of(
            "a", "'1.5' is not a whole number",
            "b", "'9223372036854775808' is too large for eight bytes",
            "c", "'2147483648' is too large for four bytes");
    for (String column : wanted.keySet()) {
      Job job = jobs().columns(column).types(Map.of(column, wanted.get(column))).job();
      assertThatThrownBy(() -> run(job))
          .hasMessageContaining("the value " + reasons.get(column) + ", so ");
    }
  }

  private void assertUnfit(String type, String value, String reason, String lands)
      throws Exception {
    execute(
        "DROP TABLE IF EXISTS t",
        "CREATE TABLE t (v " + type + ")",
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
    Map<String, String> values = new HashMap<>(settings(MysqlServer.USER));
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
        MysqlServer.PASSWORD,
        ErrorCode.CONFIG,
        "sheet Sources, source shop, column option_socketfactory: not an option that may be set for MySQL or MariaDB.\nRemove it; option_sslmode is the one most often meant.");
  }

  @Test
  void namesAnUnknownDatabase() {
    assertCannotOpen(
        Map.of("database", "shopp"),
        MysqlServer.PASSWORD,
        ErrorCode.SOURCE_REFUSED,
        "(?s).*opening t: Unknown database 'shopp'.\nMend the setting database of the source.");
  }

  @Test
  void saysWhichGrantIsMissing() throws Exception {
    execute("CREATE TABLE t (id integer)", "CREATE TABLE u (id integer)");
    server.user("poor", "IDENTIFIED BY 'p'", "GRANT SELECT ON shop.u TO poor");
    try (Connector poor = connector(settings("poor"), "p")) {
      assertThatThrownBy(() -> poor.open(jobs().query("SELECT * FROM t").job()))
          .hasMessageContaining("SELECT command denied to user 'poor'@'127.0.0.1' for table ")
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
    execute("CREATE TABLE t (id integer)");
    server.user("guarded", "IDENTIFIED BY 'right'", "GRANT SELECT ON shop.* TO guarded");
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
    execute("CREATE TABLE t (id integer)");
    server.user(
        "guarded",
        "IDENTIFIED BY '" + password.replace("'", "''") + "'",
        "GRANT SELECT ON shop.* TO guarded");
    try (Connector guarded = connector(settings("guarded"), password)) {
      assertThat(guarded.open(jobs().job()).schema().getFields()).hasSize(1);
    }
  }

  @Test
  void maySucceedLaterWhenTheUserHasTooManyConnections() throws Exception {
    execute("CREATE TABLE t (id integer)");
    server.user(
        "few", "IDENTIFIED BY 'f' WITH MAX_USER_CONNECTIONS 1", "GRANT SELECT ON shop.* TO few");
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
    try (Connection other = server.connect();
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
  private String endless() {
    return "SELECT seq AS id, repeat('x', 1000) AS endless FROM " + server.numbers(100_000_000);
  }

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

  private long sessionReading(String what) throws SQLException {
    try (Connection watcher = server.connect();
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
    try (Source source = connector.open(jobs().query(endless()).batchRows(100).job())) {
      Split split = source.splits(source.survey(Optional.empty())).get(0);
      try (VectorSchemaRoot batch = VectorSchemaRoot.create(source.schema(), allocator);
          BatchReader reader = source.open(split)) {
        assertThat(reader.read(batch)).isEqualTo(100);
        execute("KILL CONNECTION " + sessionReading("endless"));
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
      readABatchOf(jobs().query(endless()).batchRows(100).job(), BatchReader::close);
      assertThat(sessionReading("endless")).isZero();
      assertThat(run(jobs().query("SELECT 1 AS id").job()).rows()).hasSize(1);
    }
  }

  private void awaitSession(String what) throws SQLException {
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
    execute(
        "CREATE VIEW slow AS SELECT seq AS id FROM %s WHERE sleep(0.1) IS NOT NULL"
            .formatted(server.numbers(600)));
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
    execute(
        "CREATE VIEW slow AS SELECT seq AS id FROM %s WHERE sleep(0.1) IS NOT NULL"
            .formatted(server.numbers(600)));
    try (Source source =
        connector.open(jobs().table("slow").timeout(Duration.ofMillis(200)).job())) {
      assertThatThrownBy(() -> source.survey(Optional.empty()))
          .hasMessageContaining("Query execution was interrupted")
          .hasMessageContaining("exceeded")
          .hasMessageEndingWith(TIMEOUT_MEND);
    }
  }

  /** To the server the statement lasts until its last row is taken. */
  @Test
  void readsForLongerThanTheTimeout() {
    String slow =
        "SELECT repeat('x', 1000) AS pad, sleep(if(seq > 90, 0.03, 0)) AS s FROM "
            + server.numbers(110);
    assertThat(run(jobs().query(slow).timeout(Duration.ofMillis(300)).job()).rows()).hasSize(110);
  }

  @Test
  @Secures(Measure.READ_ONLY)
  void cannotWrite() throws Exception {
    execute(
        "CREATE TABLE t (id integer)",
        "CREATE FUNCTION sneak() RETURNS integer MODIFIES SQL DATA BEGIN INSERT INTO t VALUES (1); RETURN 1; END");
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
    execute(
        "CREATE TABLE t (id integer)",
        "CREATE TABLE canary (id integer)",
        "INSERT INTO canary VALUES (1)");
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
    execute("CREATE TABLE t (id integer)", "INSERT INTO t SELECT seq FROM " + server.numbers(1000));
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
        "DROP DATABASE IF EXISTS `My Shop`",
        "CREATE DATABASE `My Shop`",
        "CREATE TABLE `My Shop`.t (id integer)",
        "INSERT INTO `My Shop`.t VALUES (1)",
        "CREATE VIEW v AS SELECT 1 AS id");
    assertThat(run(jobs().schema("My Shop").job()).rows()).hasSize(1);
    assertThat(run(jobs().table("v").job()).rows()).hasSize(1);
    execute("DROP DATABASE `My Shop`");
  }

  /** Words that came with MySQL 8 or MariaDB 10, and are names in older databases. */
  @Test
  void readsNamesThatAreReservedWords() throws Exception {
    execute(
        "CREATE TABLE `rank` (`groups` integer PRIMARY KEY, `window` integer, `except` integer)",
        "INSERT INTO `rank` VALUES (1, 2, 3)");
    Job job = jobs().table("rank").columns("window", "groups", "except").cursor("groups").job();
    assertThat(run(job).rows()).containsExactly(List.of(2, 1, 3));
  }

  /** Around the hour that a zone with summer time has twice, and whatever the server's zone. */
  @Test
  void readsInstantsWhateverZoneTheServerIsIn() throws Exception {
    execute(
        "CREATE TABLE t (ts timestamp(6) NULL, local datetime(6))",
        "INSERT INTO t VALUES ('2026-10-25 00:30:00.5', '2026-10-25 02:30:00.5'), ('2026-10-25 01:30:00.5', '2026-10-25 02:30:00.5')",
        "SET GLOBAL time_zone = '+05:30'");
    try (Connector connector = connector(settings(MysqlServer.USER), MysqlServer.PASSWORD);
        Source source = connector.open(jobs().cursor("ts").job())) {
      Survey survey = source.survey(Optional.empty());
      assertThat(survey.window().upTo().orElseThrow().value())
          .isEqualTo("2026-10-25 01:30:00.500000+00");
      assertThat(read(source, source.splits(survey).get(0)))
          .extracting(row -> row.get(0))
          .containsExactlyInAnyOrder(1_792_888_200_500_000L, 1_792_891_800_500_000L);
    } finally {
      execute("SET GLOBAL time_zone = 'SYSTEM'");
    }
  }

  /**
   * The size of a table decides how it is cut, so it is not to be that of yesterday, which the
   * server remembers once anybody who may write has asked.
   */
  @Test
  void reckonsTheRowsOfATableAsTheyAreNow() throws Exception {
    execute(
        "CREATE TABLE t (id integer PRIMARY KEY)",
        "SELECT table_rows FROM information_schema.tables WHERE table_schema = 'shop'",
        "INSERT INTO t SELECT seq FROM " + server.numbers(3000));
    try (Source source = connector.open(jobs().job())) {
      assertThat(((Catalogued) source).facts().rows().orElseThrow()).isBetween(1500L, 6000L);
    }
  }
}
