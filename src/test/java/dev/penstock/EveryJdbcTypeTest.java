package dev.penstock;

import static dev.penstock.EveryType.chosen;
import static dev.penstock.EveryType.column;

import dev.penstock.EveryType.Case;
import dev.penstock.job.SourceType;
import dev.penstock.testing.OtherZone;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Values of DuckDB and H2, of which nothing is known but their drivers: see {@link EveryType}. On a
 * machine whose zone has no 02:30 on the last Sunday of March.
 */
final class EveryJdbcTypeTest {
  @TempDir Path home;

  private OtherZone zone;

  @BeforeEach
  void inBerlin() {
    zone = OtherZone.berlin();
  }

  @AfterEach
  void asUsual() {
    zone.close();
  }

  private static final List<Case> BOTH =
      List.of(
          column("boolean", "BOOLEAN", "true", "true", "false", "false"),
          column("smallint", "SMALLINT", "-32768", "-32768"),
          column("integer", "INTEGER", "-2147483648", "-2147483648", "2147483647", "2147483647"),
          column("bigint", "BIGINT", "-9223372036854775807", "-9223372036854775807"),
          column("numeric(38,10)", "DECIMAL(38,10)", "-0.0000000001", "-0.0000000001"),
          column("varchar", "VARCHAR", "''", "", "' b 😀 '", " b 😀 "),
          column(
              "date", "DATE", "DATE '0001-01-01'", "0001-01-01", "DATE '1582-10-10'", "1582-10-10"),
          column("time", "TIME", "TIME '23:59:59'", "23:59:59"),
          column(
              "timestamp with time zone",
              "TIMESTAMP WITH TIME ZONE",
              "TIMESTAMP WITH TIME ZONE '2026-10-25 02:30:00.000001+02'",
              "2026-10-25 00:30:00.000001+00",
              "TIMESTAMP WITH TIME ZONE '2026-10-25 02:30:00+01'",
              "2026-10-25 01:30:00+00"),
          column(
              "timestamp",
              "TIMESTAMP",
              "TIMESTAMP '2026-03-29 02:30:00'",
              "2026-03-29 02:30:00",
              "TIMESTAMP '1582-10-10 00:00:00'",
              "1582-10-10 00:00:00",
              "TIMESTAMP '9999-12-31 23:59:59.999999'",
              "9999-12-31 23:59:59.999999"),
          column(
              "uuid",
              "VARCHAR",
              "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'",
              "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"));

  private static final List<Case> DUCKDB =
      List.of(
          column("double", "DOUBLE", "'nan'", "nan", "'-inf'", "-inf", "0.1", "0.1"),
          column("ubigint", "DECIMAL(20,0)", "18446744073709551615", "18446744073709551615"),
          column("integer[]", "INTEGER[]", "[1, NULL, 3]", "[1, NULL, 3]", "[]", "[]"),
          column("integer[3]", "INTEGER[]", "[1, NULL, 3]", "[1, NULL, 3]"),
          column(
              "integer[][]",
              "INTEGER[][]",
              "[[1, NULL], [], NULL, [2]]",
              "[[1, NULL], [], NULL, [2]]",
              "[]",
              "[]",
              "[NULL]",
              "[NULL]"),
          column(
              "decimal(10,2)[]",
              "DECIMAL(10,2)[]",
              "[1.5, NULL, -99999999.99]",
              "[1.50, NULL, -99999999.99]"),
          column(
              "decimal(38,38)[2][]",
              "DECIMAL(38,38)[][]",
              "[[0.00000000000000000000000000000000000001, NULL]]",
              "[[.00000000000000000000000000000000000001, NULL]]"),
          column(
              "varchar[]", "VARCHAR[]", "['', NULL, 'a,b', 'NULL']", "['', NULL, 'a,b', 'NULL']"),
          column("varchar[][][]", "VARCHAR[][][]", "[[['a']], [[], NULL]]", "[[[a]], [[], NULL]]"),
          column("boolean[]", "BOOLEAN[]", "[true, NULL, false]", "[true, NULL, false]"),
          column("tinyint[]", "SMALLINT[]", "[-128, 127]", "[-128, 127]"),
          column("utinyint[]", "SMALLINT[]", "[255, 0]", "[255, 0]"),
          column("uinteger[]", "BIGINT[]", "[4294967295]", "[4294967295]"),
          column("bigint[]", "BIGINT[]", "[-9223372036854775808]", "[-9223372036854775808]"),
          column(
              "ubigint[]", "DECIMAL(20,0)[]", "[18446744073709551615]", "[18446744073709551615]"),
          column(
              "hugeint[]",
              "VARCHAR[]",
              "[170141183460469231731687303715884105727]",
              "[170141183460469231731687303715884105727]"),
          column(
              "double[]",
              "DOUBLE[]",
              "['nan'::double, 'inf'::double, '-inf'::double, NULL, 0.1::double, -0.0::double]",
              "[nan, inf, -inf, NULL, 0.1, -0.0]"),
          column("float[]", "DOUBLE[]", "[0.1::float, 'nan'::float]", "[0.10000000149011612, nan]"),
          column(
              "date[]",
              "DATE[]",
              "['0001-01-01', '9999-12-31', '1582-10-10', NULL]",
              "[0001-01-01, 9999-12-31, 1582-10-10, NULL]"),
          column("time[]", "TIME[]", "['23:59:59.999999']", "['23:59:59.999999']"),
          column(
              "timestamp[]",
              "TIMESTAMP[]",
              "['2026-03-29 02:30:00', NULL, '0001-01-01 00:00:00', '1582-10-10 00:00:00.000001']",
              "['2026-03-29 02:30:00', NULL, '0001-01-01 00:00:00', '1582-10-10 00:00:00.000001']"),
          column(
              "timestamp[2][]",
              "TIMESTAMP[][]",
              "[['2026-03-29 02:30:00', NULL], NULL]",
              "[['2026-03-29 02:30:00', NULL], NULL]"),
          column(
              "timestamp_s[]", "TIMESTAMP[]", "['2026-03-29 02:30:01']", "['2026-03-29 02:30:01']"),
          chosen(
              "timestamp_ns[]",
              "list(timestamp_ns)",
              "TIMESTAMP_NS[]",
              "['2026-03-29 02:30:00.123456789']",
              "['2026-03-29 02:30:00.123456789']"),
          column(
              "timestamptz[]",
              "TIMESTAMP WITH TIME ZONE[]",
              "['2026-03-29 02:30:00+01', NULL, '2026-10-25 02:30:00.000001+02']",
              "['2026-03-29 01:30:00+00', NULL, '2026-10-25 00:30:00.000001+00']"),
          column("blob[]", "BLOB[]", "['\\x00\\xFFA', '', NULL]", "['\\\\x00\\\\xFFA', '', NULL]"),
          chosen("blob[]", "list(text)", "VARCHAR[]", "['\\x00\\xFF']", "[00FF]"),
          column(
              "uuid[]",
              "VARCHAR[]",
              "['a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11']",
              "[a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11]"),
          column("json[]", "JSON[]", "['{\"a\":\"b,c\"}', NULL]", "[{\"a\":\"b,c\"}, NULL]"),
          column("mood[]", "VARCHAR[]", "['happy', 'sad']", "[happy, sad]"),
          column("interval[]", "VARCHAR[]", "[interval 1 day]", "[1 day]"),
          column("bit[]", "VARCHAR[]", "['101']", "[101]"),
          column("struct(a integer)[]", "JSON", "[{'a': 1}, NULL]", "[{\"a\":1},null]"),
          column("map(integer, integer)[]", "JSON", "[map {1: 2}]", "[{\"1\":2}]"),
          chosen("integer[][]", "json", "JSON", "[[1, NULL], []]", "[[1,null],[]]"),
          chosen("integer[]", "text", "VARCHAR", "[1, NULL]", "[1,null]"),
          chosen("integer[]", "list(text)", "VARCHAR[]", "[1, NULL]", "[1, NULL]"),
          chosen(
              "integer[]", "list(decimal(12,2))", "DECIMAL(12,2)[]", "[1, NULL]", "[1.00, NULL]"),
          chosen("hugeint[]", "list(decimal(38,0))", "DECIMAL(38,0)[]", "[-5]", "[-5]"),
          chosen("integer[][]", "list(json)", "JSON[]", "[[1, 2], NULL]", "[[1,2], NULL]"),
          chosen(
              "timestamp[]",
              "json",
              "JSON",
              "['2026-03-29 02:30:00']",
              "[\"2026-03-29 02:30:00\"]"));

  private static final List<Case> H2 =
      List.of(
          column("tinyint", "SMALLINT", "-128", "-128"),
          column("real", "FLOAT", "1.5", "1.5"),
          column(
              "double precision", "DOUBLE", "CAST('NaN' AS double precision)", "nan", "0.1", "0.1"),
          chosen(
              "timestamp(9) with time zone",
              "text",
              "VARCHAR",
              "TIMESTAMP WITH TIME ZONE '2026-10-25 02:30:00.000000001+05:30'",
              "2026-10-25 02:30:00.000000001+05:30",
              "TIMESTAMP WITH TIME ZONE '2026-10-25 02:30:00-00:00:30'",
              "2026-10-25 02:30:00-00:00:30"),
          column(
              "integer array", "INTEGER[]", "ARRAY[1, NULL, 3]", "[1, NULL, 3]", "ARRAY[]", "[]"),
          column(
              "integer array array",
              "INTEGER[][]",
              "ARRAY[ARRAY[1, NULL], ARRAY[], NULL]",
              "[[1, NULL], [], NULL]"),
          column(
              "bigint array[4]", "BIGINT[]", "ARRAY[9223372036854775807]", "[9223372036854775807]"),
          column(
              "numeric(10,2) array",
              "DECIMAL(10,2)[]",
              "ARRAY[1.5, NULL, -0.01]",
              "[1.50, NULL, -0.01]"),
          column("decfloat array", "VARCHAR[]", "ARRAY[CAST(1.5 AS decfloat)]", "[1.5]"),
          column(
              "varchar(10) array", "VARCHAR[]", "ARRAY['', NULL, 'b 😀 ']", "['', NULL, 'b 😀 ']"),
          column("char(3) array", "VARCHAR[]", "ARRAY['ab']", "['ab ']"),
          column("boolean array", "BOOLEAN[]", "ARRAY[true, NULL]", "[true, NULL]"),
          column("real array", "FLOAT[]", "ARRAY[CAST(0.1 AS real)]", "[0.1]"),
          column(
              "double precision array",
              "DOUBLE[]",
              "ARRAY[CAST('NaN' AS double precision), CAST('Infinity' AS double precision), NULL]",
              "[nan, inf, NULL]"),
          column(
              "date array",
              "DATE[]",
              "ARRAY[DATE '0001-01-01', NULL, DATE '1582-10-10']",
              "[0001-01-01, NULL, 1582-10-10]"),
          column(
              "time(6) array",
              "TIME[]",
              "ARRAY[TIME '23:59:59.999999', NULL]",
              "['23:59:59.999999', NULL]"),
          column(
              "timestamp array",
              "TIMESTAMP[]",
              "ARRAY[TIMESTAMP '2026-03-29 02:30:00', NULL, TIMESTAMP '1582-10-10 00:00:00']",
              "['2026-03-29 02:30:00', NULL, '1582-10-10 00:00:00']"),
          column(
              "timestamp(9) with time zone array",
              "TIMESTAMP WITH TIME ZONE[]",
              "ARRAY[TIMESTAMP WITH TIME ZONE '2026-10-25 02:30:00.000001+02']",
              "['2026-10-25 00:30:00.000001+00']"),
          chosen(
              "timestamp(9) with time zone array",
              "list(text)",
              "VARCHAR[]",
              "ARRAY[TIMESTAMP WITH TIME ZONE '2026-10-25 02:30:00.000000001+02']",
              "['2026-10-25 02:30:00.000000001+02:00']"),
          column("varbinary array", "BLOB[]", "ARRAY[x'00ff41', x'']", "['\\\\x00\\\\xFFA', '']"),
          column("blob array", "BLOB[]", "ARRAY[x'00ff41']", "['\\\\x00\\\\xFFA']"),
          column("clob array", "VARCHAR[]", "ARRAY['large']", "[large]"),
          column(
              "uuid array",
              "VARCHAR[]",
              "ARRAY[UUID 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11']",
              "[a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11]"),
          column("json array", "JSON[]", "ARRAY[JSON '{\"a\":1}']", "[{\"a\":1}]"),
          column("enum('a', 'b') array", "VARCHAR[]", "ARRAY['b']", "[b]"),
          column(
              "interval day array",
              "VARCHAR[]",
              "ARRAY[INTERVAL '1' DAY]",
              "['INTERVAL \\'1\\' DAY']"),
          chosen(
              "timestamp array",
              "json",
              "JSON",
              "ARRAY[TIMESTAMP '2026-03-29 02:30:00', NULL]",
              "[\"2026-03-29 02:30:00\",null]"));

  @Test
  void everyValueOfDuckDbIsTheValueInTheFile() throws Exception {
    assertFound(
        "jdbc:duckdb:" + home.resolve("every.duckdb"),
        "",
        DUCKDB,
        "CREATE TYPE mood AS ENUM ('happy', 'sad')");
  }

  @Test
  void everyValueOfH2IsTheValueInTheFile() throws Exception {
    assertFound(
        "jdbc:h2:mem:every;DATABASE_TO_LOWER=TRUE;DB_CLOSE_DELAY=-1", "sa", H2, "DROP ALL OBJECTS");
  }

  private void assertFound(String url, String user, List<Case> own, String first) throws Exception {
    List<Case> cases = new ArrayList<>(BOTH);
    cases.addAll(own);
    try (Connection connection = DriverManager.getConnection(url, user, "");
        Statement statement = connection.createStatement()) {
      statement.execute(first);
      EveryType.fill(connection, cases);
    }
    EveryType.assertFound(home, cases, SourceType.JDBC, Map.of("url", url, "username", user));
  }
}
