package dev.penstock.source.jdbc;

import static dev.penstock.evidence.Said.assertThatThrownBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.failure.ErrorCode;
import dev.penstock.source.Connector;
import dev.penstock.source.Consistency;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** H2, of which Penstock knows nothing but its driver. */
final class JdbcH2SourceTest extends JdbcGenericContract {
  private static final String URL = "jdbc:h2:mem:shop";

  @TempDir Path folder;

  @Override
  Map<String, String> settings() {
    return Map.of(
        "url",
        URL + ";DATABASE_TO_LOWER=TRUE;DB_CLOSE_DELAY=-1;NON_KEYWORDS=DAY",
        "username",
        "sa",
        "driver_jar",
        jar(org.h2.Driver.class));
  }

  @AfterEach
  void drop() throws Exception {
    execute("SHUTDOWN");
  }

  @Override
  String address() {
    return "source shop (" + URL + ")";
  }

  @Override
  String prefix() {
    return "public.";
  }

  /** What a type's column shows of a value: SQL type, literal, Arrow type, value. */
  private static final String[][] TYPES = {
    {"boolean", "true", "Bool", "true"},
    {"tinyint", "-128", "Int(16, true)", "-128"},
    {"smallint", "-32768", "Int(16, true)", "-32768"},
    {"integer", "2147483647", "Int(32, true)", "2147483647"},
    {"bigint", "-9223372036854775808", "Int(64, true)", "-9223372036854775808"},
    {"numeric(38,10)", "-0.0000000001", "Decimal(38, 10, 128)", "-0.0000000001"},
    {"numeric(40,2)", "1e37", "Utf8", "10000000000000000000000000000000000000.00"},
    {"decfloat(20)", "1.5", "Utf8", "1.5"},
    {"real", "0.1", "FloatingPoint(SINGLE)", "0.1"},
    {"real", "'-Infinity'", "FloatingPoint(SINGLE)", "-Infinity"},
    {"double precision", "'NaN'", "FloatingPoint(DOUBLE)", "NaN"},
    {"double precision", "0.1", "FloatingPoint(DOUBLE)", "0.1"},
    {"date", "'0001-01-01'", "Date(DAY)", "-719162"},
    {"date", "'9999-12-31'", "Date(DAY)", "2932896"},
    {"time(6)", "'23:59:59.999999'", "Time(MICROSECOND, 64)", "86399999999"},
    {"time with time zone", "'23:59:59+02'", "Utf8", "23:59:59+02"},
    {"timestamp", "'2026-03-29 02:30:00'", "Timestamp(MICROSECOND, null)", "2026-03-29T02:30"},
    {
      "timestamp",
      "'9999-12-31 23:59:59.999999'",
      "Timestamp(MICROSECOND, null)",
      "9999-12-31T23:59:59.999999"
    },
    {
      "timestamp with time zone",
      "'2026-10-25 02:30:00.000001+02'",
      "Timestamp(MICROSECOND, UTC)",
      "1792888200000001"
    },
    {"char(4)", "'a'", "Utf8", "a   "},
    {"varchar(9)", "'b 😀 '", "Utf8", "b 😀 "},
    {"varchar(9)", "''", "Utf8", ""},
    {"clob", "'Zürich'", "Utf8", "Zürich"},
    {
      "uuid",
      "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'",
      "Utf8",
      "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"
    },
    {"json", "JSON '{\"a\":1}'", "Utf8", "{\"a\":1}"},
    {"integer array", "ARRAY[1, NULL, 3]", "List", "[1,null,3]"},
    {"varchar array", "ARRAY['a', 'b\"\\']", "List", "[\"a\",\"b\\\"\\\\\"]"},
    {"interval day", "INTERVAL '1' DAY", "Utf8", "INTERVAL '1' DAY"},
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
        "INSERT INTO t (c0) VALUES (NULL)");
    Run run = run(jobs().job());
    for (int i = 0; i < TYPES.length; i++) {
      Object value = run.rows().get(0).get(i);
      assertThat(
              run.schema().getFields().get(i).getType()
                  + " "
                  + (value instanceof BigDecimal d ? d.toPlainString() : value))
          .as(TYPES[i][0])
          .isEqualTo(TYPES[i][2] + " " + TYPES[i][3]);
      assertThat(run.rows().get(1).get(i)).as(TYPES[i][0]).isNull();
    }
    assertThat(run.survey().warnings())
        .containsExactly(
            "table t: column c6 is numeric(40,2), of which no Parquet decimal holds every value,"
                + " and lands as text; to have a number, set column_types to c6=decimal(38,9) or the"
                + " like");
  }

  @Test
  void readsBytesAndTheirDigits() throws Exception {
    execute(
        "CREATE TABLE t (a binary(2), b varbinary(3), c blob)",
        "INSERT INTO t VALUES (x'00ff', x'', x'27'), (NULL, NULL, NULL)");
    assertThat(run(jobs().job()).rows().get(0))
        .containsExactly(new byte[] {0, -1}, new byte[0], new byte[] {39});
    Map<String, String> texts = Map.of("a", "text", "c", "text");
    assertThat(run(jobs().types(texts).columns("a", "c").job()).rows().get(0))
        .containsExactly("00FF", "27");
  }

  @Test
  void refusesATimestampThatIsFinerThanMicroseconds() throws Exception {
    execute(
        "CREATE TABLE t (v timestamp(9))",
        "INSERT INTO t VALUES ('2026-01-01 00:00:00.123456789')");
    assertFails(
        jobs().job(),
        ErrorCode.VALUE,
        "sheet SourceConfig, row 7: table public.t, column v (timestamp), row 1 as read: the value"
            + " '2026-01-01 00:00:00.123456789' is finer than a microsecond, so timestamp cannot"
            + " hold it.\nSet column_types to v=text, or leave such rows out with query_filter.");
    assertThat(run(jobs().types(Map.of("v", "text")).job()).column(0))
        .containsExactly("2026-01-01 00:00:00.123456789");
  }

  @Test
  void readsWithTimestampOfAZoneAsCursor() throws Exception {
    readsOnFrom(
        "timestamp with time zone",
        "2026-10-25 02:30:00+00:00",
        "2026-10-25 04:30:00.000001+02:00",
        "2026-10-25 02:30:00.000002+00:00");
  }

  @Test
  void readsTheTableThatDiffersInCaseOnlyAndSaysSo() throws Exception {
    execute("CREATE TABLE \"ORDERS\" (id integer)");
    assertThat(run(jobs().table("orders").job()).survey().warnings())
        .containsExactly(
            "there is no table orders; public.ORDERS, which differs in letter case only, is read");
  }

  @Test
  void readsTablesOfOtherSchemasAndViews() throws Exception {
    execute(
        "CREATE SCHEMA \"My_Shop\"",
        "CREATE TABLE \"My_Shop\".t AS SELECT 1 AS id",
        "CREATE VIEW v AS SELECT 1 AS id");
    assertThat(run(jobs().schema("My_Shop").job()).rows()).hasSize(1);
    assertThat(run(jobs().table("v").job()).rows()).hasSize(1);
  }

  @Test
  void saysWhenTheIsolationKeepsNoMoment() throws Exception {
    execute("CREATE TABLE t (id integer)", "INSERT INTO t VALUES (1)");
    connector.close();
    Map<String, String> values = with("isolation", "read_committed");
    connector = connector(values);
    Run run = run(jobs().job());
    assertThat(run.survey().consistency()).isEqualTo(Consistency.PER_SPLIT);
    assertThat(run.survey().warnings())
        .containsExactly(
            "table t: count and rows may be of different moments, as the isolation read committed"
                + " keeps no earlier rows for a reader");
  }

  private Map<String, String> with(String key, String value) {
    Map<String, String> values = new HashMap<>(settings());
    values.put(key, value);
    return values;
  }

  private void assertCannotOpen(Map<String, String> values, ErrorCode code, String message) {
    try (Connector refused = connector(values)) {
      assertThatThrownBy(() -> refused.open(jobs().job()))
          .isInstanceOfSatisfying(
              dev.penstock.failure.IngestException.class, e -> assertThat(e.code()).isEqualTo(code))
          .hasMessage(message);
    }
  }

  @Test
  void refusesWhatIsNoDriver() throws Exception {
    Path empty = folder.resolve("empty.jar");
    new JarOutputStream(Files.newOutputStream(empty)).close();
    Path missing = folder.resolve("missing.jar");
    assertCannotOpen(
        with("driver_jar", missing.toString()),
        ErrorCode.CONFIG,
        "source shop, driver_jar: there is no file %s that can be read.\nPut the driver's jar there, or correct the path; one that is not absolute begins at the project's folder."
            .formatted(missing));
    assertCannotOpen(
        with("driver_jar", empty.toString()),
        ErrorCode.CONFIG,
        "source shop, driver_jar: no JDBC driver is inside %s (no META-INF/services/java.sql.Driver).\nName the jar of the driver itself, or in driver_class the class that is the driver."
            .formatted(empty));
    assertCannotOpen(
        with("url", "jdbc:h3:mem:shop;PASSWORD=geheim"),
        ErrorCode.CONFIG,
        "source shop, url: the driver org.h2.Driver of driver_jar does not take jdbc:h3:mem:shop.\nWrite the url as the driver's manual has it, or name the driver's jar that goes with it.");
    assertCannotOpen(
        with("url", "h2:mem:shop"),
        ErrorCode.CONFIG,
        "source shop, url: it does not begin with jdbc:.\nWrite the url as the driver's manual has it, such as jdbc:duckdb:shop.duckdb.");
    assertCannotOpen(
        Map.of("url", "jdbc:none:x"),
        ErrorCode.CONFIG,
        "source shop, url: none of the drivers that come with Penstock takes jdbc:none:x.\nName the jar of the driver in driver_jar, or correct the url.");
    assertCannotOpen(
        with("driver_class", "org.h2.Drivel"),
        ErrorCode.CONFIG,
        "source shop, driver_class: no class org.h2.Drivel is in %s.\nWrite the class as the driver's manual has it, or leave it empty when the jar names its driver itself."
            .formatted(jar(org.h2.Driver.class)));
    assertCannotOpen(
        with("isolation", "snapshot"),
        ErrorCode.CONFIG,
        "source shop, isolation: 'snapshot' is not known.\nWrite serializable, repeatable_read or read_committed, or leave it empty for the highest that the driver supports.");
    assertCannotOpen(
        Map.of("username", "sa"),
        ErrorCode.SECRET,
        "source shop: no url.\nLooked in sheet Sources (source_name shop, column url), a store that keeps its places to itself, and for a url or credentials in the same places.");
  }

  @Test
  void takesADriverByItsClassAndAPasswordInTheUrl() throws Exception {
    execute(
        "CREATE TABLE t (id integer)",
        "CREATE USER reader PASSWORD 'geh;eim'",
        "GRANT SELECT ON t TO reader");
    Map<String, String> values = with("driver_class", "org.h2.Driver");
    values.remove("username");
    values.put("url", URL + ";DATABASE_TO_LOWER=TRUE;USER=reader;PASSWORD=geh\\;eim");
    try (Connector reader = connector(values)) {
      assertThat(reader.open(jobs().job()).schema().getFields()).hasSize(1);
    }
  }

  @Test
  void knocksOnceOnlyWithAWrongPassword() throws Exception {
    execute("CREATE TABLE t (id integer)", "CREATE USER guarded PASSWORD 'right'");
    Map<String, String> values = with("username", "guarded");
    values.put("password", "wr0ng");
    try (Connector guarded = connector(values)) {
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> guarded.open(jobs().job()))
            .hasMessage(
                "sheet SourceConfig, row 7: source shop (jdbc:h2:mem:shop), opening t: the login was"
                    + " refused (Wrong user name or password [28000-252]).\nMend username and"
                    + " password of the source; the login is tried once only, so that no account"
                    + " gets locked.");
        execute("ALTER USER guarded SET PASSWORD 'wr0ng'");
      }
    }
  }

  @Test
  void handsOptionsToTheDriver() throws Exception {
    execute("CREATE TABLE t (id integer)");
    try (Connector refused = connector(with("option_mode", "none"))) {
      assertThatThrownBy(() -> refused.open(jobs().job()))
          .hasMessageContaining("Unknown mode \"none\"");
    }
  }
}
