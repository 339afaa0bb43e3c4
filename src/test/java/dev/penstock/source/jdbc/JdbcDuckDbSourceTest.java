package dev.penstock.source.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.penstock.failure.ErrorCode;
import dev.penstock.source.Source;
import dev.penstock.source.Typed;
import dev.penstock.source.TypedColumn;
import dev.penstock.source.Watermark;
import dev.penstock.testing.OtherZone;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** DuckDB, of which Penstock knows little but its driver. */
final class JdbcDuckDbSourceTest extends JdbcGenericContract {
  @TempDir Path folder;

  private String url() {
    return "jdbc:duckdb:" + folder.resolve("shop.duckdb");
  }

  @Override
  Map<String, String> settings() {
    return Map.of("url", url(), "driver_jar", jar(org.duckdb.DuckDBDriver.class));
  }

  @Override
  String address() {
    return "source shop (" + url() + ")";
  }

  @Override
  String prefix() {
    return "main.";
  }

  @Override
  boolean driverTellsAll() {
    return false;
  }

  /** What a type's column shows of a value: SQL type, literal, Arrow type, value. */
  private static final String[][] TYPES = {
    {"boolean", "true", "Bool", "true"},
    {"tinyint", "-128", "Int(16, true)", "-128"},
    {"utinyint", "255", "Int(16, true)", "255"},
    {"usmallint", "65535", "Int(32, true)", "65535"},
    {"uinteger", "4294967295", "Int(64, true)", "4294967295"},
    {"bigint", "-9223372036854775808", "Int(64, true)", "-9223372036854775808"},
    {"ubigint", "18446744073709551615", "Decimal(20, 0, 128)", "18446744073709551615"},
    {
      "hugeint",
      "170141183460469231731687303715884105727",
      "Utf8",
      "170141183460469231731687303715884105727"
    },
    {"decimal(38,10)", "-0.0000000001", "Decimal(38, 10, 128)", "-0.0000000001"},
    {"float", "0.1", "FloatingPoint(DOUBLE)", "0.10000000149011612"},
    {"double", "'nan'", "FloatingPoint(DOUBLE)", "NaN"},
    {"double", "'-inf'", "FloatingPoint(DOUBLE)", "-Infinity"},
    {"date", "'0001-01-01'", "Date(DAY)", "-719162"},
    {"time", "'23:59:59.999999'", "Time(MICROSECOND, 64)", "86399999999"},
    {"timestamp", "'2026-03-29 02:30:00'", "Timestamp(MICROSECOND, null)", "2026-03-29T02:30"},
    {"timestamp_s", "'2026-03-29 02:30:01'", "Timestamp(MICROSECOND, null)", "2026-03-29T02:30:01"},
    {
      "timestamptz",
      "'2026-10-25 02:30:00.000001+02'",
      "Timestamp(MICROSECOND, UTC)",
      "1792888200000001"
    },
    {"varchar", "'b 😀 '", "Utf8", "b 😀 "},
    {"varchar", "''", "Utf8", ""},
    {
      "uuid",
      "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'",
      "Utf8",
      "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"
    },
    {"json", "'{\"a\":1}'", "Utf8", "{\"a\":1}"},
    {"integer[]", "[1, NULL, 3]", "List", "[1,null,3]"},
    {"varchar[][]", "[['a', 'b\"'], []]", "List", "[[\"a\",\"b\\\"\"],[]]"},
    {"struct(a integer)", "{'a': 1}", "Utf8", "{\"a\":1}"},
    {"interval", "interval 1 day", "Utf8", "1 day"},
    {"bit", "'101'", "Utf8", "101"},
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
        "CREATE TABLE t (" + String.join(", ", columns) + ", b blob)",
        "INSERT INTO t VALUES (" + String.join(", ", values) + ", '\\x00\\xff')",
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
    assertThat(run.rows().get(0).get(TYPES.length)).isEqualTo(new byte[] {0, -1});
    assertThat(run.survey().warnings())
        .containsExactly(
            "table t: column c7 is hugeint, of which no Parquet decimal holds every value, and"
                + " lands as text; to have a number, set column_types to c7=decimal(38,9) or the"
                + " like");
  }

  @Test
  void refusesWhatNoTimestampHolds() throws Exception {
    execute("CREATE TABLE t (v timestamp)", "INSERT INTO t VALUES ('infinity')");
    assertFails(
        jobs().job(),
        ErrorCode.VALUE,
        "sheet SourceConfig, row 7: table main.t, column v (timestamp), row 1 as read: the value"
            + " '+294247-01-10 04:00:54.775807' is not a timestamp without zone, so timestamp cannot"
            + " hold it.\nSet column_types to v=text, or leave such rows out with query_filter.");
  }

  /** 02:30 is there twice on this day; the driver takes it for the second. */
  @Test
  void takesTheHourThatIsThereTwiceAsItIs() throws Exception {
    try (OtherZone zone = OtherZone.berlin()) {
      assertThat(zone).isNotNull();
      execute(
          "CREATE TABLE t (id integer, seen timestamptz)",
          "INSERT INTO t VALUES (1, '2026-10-25 02:29:00+02'), (2, '2026-10-25 02:30:00+02')");
      Run run = run(jobs().cursor("seen").job());
      assertThat(run.column(1)).containsExactly(1792888140000000L, 1792888200000000L);
      assertThat(run.watermark()).map(Watermark::value).contains("2026-10-25 00:30:00+00");
    }
  }

  /** In Berlin there is no 02:30 on the last Sunday of March, and two in October. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "struct(t timestamp, d date) | {'t': '2026-03-29 02:30:00.123456', 'd': '1582-10-10'} | {\"t\":\"2026-03-29 02:30:00.123456\",\"d\":\"1582-10-10\"}",
        "struct(t timestamp_ns, s timestamp_s, u time) | {'t': '2026-03-29 02:30:00.123456789', 's': '2026-03-29 02:30:01', 'u': '12:00:00.5'} | {\"t\":\"2026-03-29 02:30:00.123456789\",\"s\":\"2026-03-29 02:30:01\",\"u\":\"12:00:00.5\"}",
        "struct(z timestamptz) | {'z': '2026-10-25 02:30:00+02'} | {\"z\":\"2026-10-25 00:30:00+00\"}",
        "struct(t timestamp)[] | [{'t': '2026-03-29 02:30:00'}, NULL] | [{\"t\":\"2026-03-29 02:30:00\"},null]",
        "map(timestamp, date) | MAP {'2026-03-29 02:30:00': '2026-03-29'} | {\"2026-03-29 02:30:00\":\"2026-03-29\"}",
        "map(varchar, struct(l timestamp[])) | MAP {'k': {'l': ['2026-03-29 02:30:00']}} | {\"k\":{\"l\":[\"2026-03-29 02:30:00\"]}}",
        "union(k timestamp)[] | [TIMESTAMP '2026-03-29 02:30:00'] | [\"2026-03-29 02:30:00\"]",
        "struct(t timestamp, d date) | {'t': 'infinity', 'd': 'infinity'} | {\"t\":\"infinity\",\"d\":\"infinity\"}",
        "struct(\"TIMESTAMP\" timestamp, TIMESTAMP_S integer, \"a \"\"b, c%s(\" date, e enum('TIME', 'x)')) | {'TIMESTAMP': '2026-03-29 02:30:00', 'TIMESTAMP_S': 1, 'a \"b, c%s(': '2026-03-29', 'e': 'TIME'} | {\"TIMESTAMP\":\"2026-03-29 02:30:00\",\"TIMESTAMP_S\":1,\"a \\\"b, c%s(\":\"2026-03-29\",\"e\":\"TIME\"}",
        "struct(n decimal(38,10), h hugeint, b blob, f double, i integer) | {'n': 9999999999999999999999999999.9999999999, 'h': 170141183460469231731687303715884105727, 'b': '\\x00\\xFF', 'f': 'inf', 'i': NULL} | {\"n\":9999999999999999999999999999.9999999999,\"h\":170141183460469231731687303715884105727,\"b\":\"00ff\",\"f\":\"Infinity\",\"i\":null}",
        "map(varchar, integer) | MAP {} | {}"
      })
  void writesStructsAndMapsAsJsonWhateverTheZoneOfThisMachine(
      String type, String value, String json) throws Exception {
    execute(
        "CREATE TABLE t (v %s)".formatted(type),
        "INSERT INTO t VALUES (%s), (NULL)".formatted(value));
    try (OtherZone zone = OtherZone.berlin()) {
      assertThat(zone).isNotNull();
      assertThat(run(jobs().job()).column(0)).containsExactly(json, null);
    }
  }

  @Test
  void saysInWhichTypeArraysLand() throws Exception {
    execute(
        "CREATE TABLE t (a integer[], b decimal(10,2)[][], c timestamp[], d hugeint[], e struct(x integer)[])");
    try (Source source = connector.open(jobs().job())) {
      assertThat(((Typed) source).types())
          .extracting(TypedColumn::lands, TypedColumn::parquet, c -> c.fidelity().note())
          .containsExactly(
              tuple("list(integer)", "list of int32", ""),
              tuple("list(list(decimal(10,2)))", "list of list of int64 (DECIMAL(10,2))", ""),
              tuple(
                  "list(timestamp)",
                  "list of int64 (TIMESTAMP(MICROS,false))",
                  "fails for a moment finer than a microsecond, or a year beyond 9999; choose list(text)"),
              tuple(
                  "list(text)",
                  "list of binary (STRING)",
                  "all digits; choose list(decimal(p,s)) for numbers"),
              tuple(
                  "json", "binary (JSON)", "JSON; days, times and moments as DuckDB writes them"));
    }
  }

  @Test
  void namesTheElementThatDoesNotFit() throws Exception {
    execute("CREATE TABLE t (v timestamp[])", "INSERT INTO t VALUES (['infinity'])");
    assertFails(
        jobs().job(),
        ErrorCode.VALUE,
        "sheet SourceConfig, row 7: table main.t, column v (timestamp[]), row 1 as read: the value"
            + " 'infinity' is not a timestamp without zone, so list(timestamp) cannot hold it.\nSet"
            + " column_types to v=text, or leave such rows out with query_filter.");
  }

  @Test
  void readsManyLongLists() throws Exception {
    execute(
        "CREATE TABLE t AS SELECT CAST(i AS integer) AS id, range(i) AS v, [range(i), NULL] AS w FROM range(300) n(i)");
    Run run = run(jobs().job());
    for (int i = 0; i < 300; i++) {
      List<Long> elements = LongStream.range(0, i).boxed().toList();
      assertThat(run.rows().get(i).get(1)).isEqualTo(elements);
      assertThat(run.rows().get(i).get(2)).isEqualTo(Arrays.asList(elements, null));
    }
  }
}
