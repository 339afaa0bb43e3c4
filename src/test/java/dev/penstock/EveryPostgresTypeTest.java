package dev.penstock;

import static dev.penstock.EveryType.chosen;
import static dev.penstock.EveryType.column;

import dev.penstock.EveryType.Case;
import dev.penstock.evidence.BadInput;
import dev.penstock.evidence.Input;
import dev.penstock.job.SourceType;
import dev.penstock.testing.EmbeddedPg;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values of PostgreSQL, from an embedded server into files: see {@link EveryType}. */
final class EveryPostgresTypeTest {
  @TempDir Path home;

  // DuckDB writes a decimal that has no digits before the point as .01.
  private static final List<Case> POSTGRES =
      List.of(
          column("smallint", "SMALLINT", "-32768", "-32768", "32767", "32767", "0", "0"),
          column("integer", "INTEGER", "-2147483648", "-2147483648", "2147483647", "2147483647"),
          column(
              "bigint",
              "BIGINT",
              "-9223372036854775808",
              "-9223372036854775808",
              "9223372036854775807",
              "9223372036854775807"),
          column(
              "numeric(9,2)",
              "DECIMAL(9,2)",
              "-9999999.99",
              "-9999999.99",
              "0.01",
              "0.01",
              "5",
              "5.00"),
          column("numeric(18,0)", "DECIMAL(18,0)", "999999999999999999", "999999999999999999"),
          column(
              "numeric(38,10)",
              "DECIMAL(38,10)",
              "9999999999999999999999999999.9999999999",
              "9999999999999999999999999999.9999999999",
              "-0.0000000001",
              "-0.0000000001"),
          column(
              "numeric(38,38)",
              "DECIMAL(38,38)",
              "0.00000000000000000000000000000000000001",
              ".00000000000000000000000000000000000001"),
          column(
              "numeric",
              "VARCHAR",
              "123456789012345678901234567890123456789012345.6789",
              "123456789012345678901234567890123456789012345.6789",
              "'NaN'",
              "NaN"),
          column("real", "FLOAT", "1.5", "1.5", "'NaN'", "nan", "'-Infinity'", "-inf"),
          column(
              "double precision",
              "DOUBLE",
              "0.1",
              "0.1",
              "1.7976931348623157e308",
              "1.7976931348623157e+308",
              "'Infinity'",
              "inf"),
          column("boolean", "BOOLEAN", "true", "true", "false", "false"),
          column(
              "text", "VARCHAR", "''", "", "'Grüße 🐘'", "Grüße 🐘", "'  blanks  '", "  blanks  "),
          column("char(5)", "VARCHAR", "'ab'", "ab   "),
          column("varchar(10)", "VARCHAR", "'=1+2'", "=1+2"),
          column("bytea", "BLOB", "'\\x00ff41'", "\\x00\\xFFA", "''", ""),
          column(
              "date",
              "DATE",
              "'0001-01-01'",
              "0001-01-01",
              "'9999-12-31'",
              "9999-12-31",
              "'1969-12-31'",
              "1969-12-31"),
          column(
              "timestamp",
              "TIMESTAMP",
              "'0001-01-01 00:00:00'",
              "0001-01-01 00:00:00",
              "'9999-12-31 23:59:59.999999'",
              "9999-12-31 23:59:59.999999",
              "'1969-12-31 23:59:59.000001'",
              "1969-12-31 23:59:59.000001"),
          column(
              "timestamptz",
              "TIMESTAMP WITH TIME ZONE",
              "'2026-03-29 02:30:00+01'",
              "2026-03-29 01:30:00+00",
              "'2026-10-25 02:30:00.5+02'",
              "2026-10-25 00:30:00.5+00"),
          column("time", "TIME", "'00:00:00'", "00:00:00", "'23:59:59.999999'", "23:59:59.999999"),
          column("timetz", "VARCHAR", "'12:00:00+05:30'", "12:00:00+05:30"),
          column("interval", "VARCHAR", "'1 year 2 days 03:04:05.6'", "P1Y2DT3H4M5.6S"),
          column(
              "uuid",
              "VARCHAR",
              "'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'",
              "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"),
          column("jsonb", "JSON", "'{\"b\": 1.10, \"a\": null}'", "{\"a\": null, \"b\": 1.10}"),
          column("integer[]", "INTEGER[]", "'{1,NULL,3}'", "[1, NULL, 3]", "'{}'", "[]"),
          column(
              "text[]",
              "VARCHAR[]",
              "ARRAY['', 'NULL', NULL, 'a,b', '{x}', 'q\"\\', 'Grüße 🐘']",
              "['', 'NULL', NULL, 'a,b', '{x}', 'q\"\\\\', Grüße 🐘]"),
          column(
              "numeric(10,2)[]", "DECIMAL(10,2)[]", "'{1.5,-99999999.99}'", "[1.50, -99999999.99]"),
          column(
              "timestamptz[]",
              "TIMESTAMP WITH TIME ZONE[]",
              "'{\"2026-03-29 02:30:00+01\",NULL}'",
              "['2026-03-29 01:30:00+00', NULL]"),
          column("boolean[]", "BOOLEAN[]", "'{t,NULL,f}'", "[true, NULL, false]"),
          column("bytea[]", "BLOB[]", "ARRAY['\\x00ff41'::bytea, '']", "['\\\\x00\\\\xFFA', '']"),
          column(
              "jsonb[]",
              "JSON[]",
              "ARRAY['{\"a\":\"b,c\"}'::jsonb, NULL]",
              "[{\"a\": \"b,c\"}, NULL]"),
          column("money[]", "DECIMAL(19,2)[]", "'{1.5,-2}'", "[1.50, -2.00]"),
          column("mood[]", "VARCHAR[]", "'{happy,sad}'", "[happy, sad]"),
          column("box[]", "JSON", "'{(1,1),(0,0)}'", "[\"(1,1),(0,0)\"]"),
          chosen("integer[]", "json", "JSON", "'{{1,2},{3,4}}'", "[[1,2],[3,4]]"),
          chosen("integer[]", "text", "VARCHAR", "'[0:1]={1,2}'", "[0:1]={1,2}"),
          chosen("integer[]", "list(text)", "VARCHAR[]", "'{1,NULL}'", "[1, NULL]"),
          column("money", "DECIMAL(19,2)", "'-92233720368547758.08'", "-92233720368547758.08"),
          column("bit(3)", "VARCHAR", "B'101'", "101"),
          column("xml", "VARCHAR", "'<a>1</a>'", "<a>1</a>"),
          column("inet", "VARCHAR", "'10.0.0.1/8'", "10.0.0.1/8"),
          column("int4range", "VARCHAR", "'[1,5)'", "[1,5)"),
          column("mood", "VARCHAR", "'happy'", "happy"),
          column("price", "DECIMAL(8,3)", "1.5", "1.500"),
          column("pair", "VARCHAR", "ROW(1, 'a,\"b')", "(1,\"a,\"\"b\")"),
          column(
              "date",
              "DATE",
              "'0044-03-15 BC'",
              "0044-03-15 (BC)",
              "'4713-01-01 BC'",
              "4713-01-01 (BC)"),
          column(
              "timestamp(0)", "TIMESTAMP", "'0001-01-01 00:00:00 BC'", "0001-01-01 (BC) 00:00:00"),
          chosen("date", "text", "VARCHAR", "'infinity'", "infinity", "'-infinity'", "-infinity"),
          chosen("timestamptz", "text", "VARCHAR", "'infinity'", "infinity"),
          chosen("time", "text", "VARCHAR", "'24:00:00'", "24:00:00"),
          chosen("numeric(10,2)", "text", "VARCHAR", "'NaN'", "NaN", "1", "1.00"),
          chosen("numeric(10,2)", "double", "DOUBLE", "'NaN'", "nan", "1.25", "1.25"),
          column("numeric(1000,500)", "VARCHAR", "'1e-500'", "0." + "0".repeat(499) + "1"),
          column("numeric(3,-2)", "DECIMAL(5,0)", "12345", "12300"),
          column("numeric(2,5)", "DECIMAL(5,5)", "0.00012", ".00012"),
          chosen("numeric", "decimal(38,9)", "DECIMAL(38,9)", "-0.000000001", "-0.000000001"),
          chosen("money", "decimal(22,3)", "DECIMAL(22,3)", "1234.5", "1234.500"),
          column("timetz", "VARCHAR", "'23:59:59.999999-12'", "23:59:59.999999-12"),
          column("interval", "VARCHAR", "'-178000000 years'", "P-178000000Y", "'0'", "PT0S"),
          column(
              "bit varying(70)",
              "VARCHAR",
              "B'" + "10".repeat(35) + "'",
              "10".repeat(35),
              "B''",
              ""),
          column("cidr", "VARCHAR", "'2001:db8::/32'", "2001:db8::/32"),
          column("macaddr", "VARCHAR", "'08002b:010203'", "08:00:2b:01:02:03"),
          column("macaddr8", "VARCHAR", "'08:00:2b:01:02:03:04:05'", "08:00:2b:01:02:03:04:05"),
          column("numrange", "VARCHAR", "'(,1.50]'", "(,1.50]", "'empty'", "empty"),
          column("int4multirange", "VARCHAR", "'{[3,7),[1,2)}'", "{[1,2),[3,7)}"),
          column(
              "tstzrange", "VARCHAR", "'[2026-01-01 00:00+01,)'", "[\"2025-12-31 23:00:00+00\",)"),
          column("tsvector", "VARCHAR", "'a:1 cat'", "'a':1 'cat'"),
          column("tsquery", "VARCHAR", "'a & !b'", "'a' & !'b'"),
          column("point", "VARCHAR", "'(0.1,-1e300)'", "(0.1,-1e+300)"),
          column("circle", "VARCHAR", "'<(1,2),3>'", "<(1,2),3>"),
          column("polygon", "VARCHAR", "'((0,0),(1,1))'", "((0,0),(1,1))"),
          column("pg_lsn", "VARCHAR", "'16/B374D848'", "16/B374D848"),
          column("int2vector", "VARCHAR", "'1 2'", "1 2"),
          column("jsonpath", "VARCHAR", "'$.a[*]'", "$.\"a\"[*]"),
          column("json", "JSON", "'{\"b\":1, \"b\":2}'", "{\"b\":1, \"b\":2}"),
          column("name", "VARCHAR", "'" + "n".repeat(63) + "'", "n".repeat(63)),
          column("\"char\"", "VARCHAR", "'x'", "x"),
          column("regclass", "VARCHAR", "'pg_class'", "pg_class"),
          chosen("bytea", "text", "VARCHAR", "'\\x00ff'", "\\x00ff"),
          column("oid", "BIGINT", "4294967295", "4294967295"),
          chosen(
              "text",
              "timestamp_ns",
              "TIMESTAMP_NS",
              "'2026-03-29 02:30:00.123456789'",
              "2026-03-29 02:30:00.123456789",
              "'1677-09-22 00:00:00'",
              "1677-09-22 00:00:00",
              "'2262-04-11 23:47:16.854775806'",
              "2262-04-11 23:47:16.854775806"),
          chosen(
              "text",
              "timestamptz_ns",
              "TIMESTAMPTZ_NS",
              "'2026-03-29 02:30:00.123456789+01'",
              "2026-03-29 01:30:00.123456789+00"),
          chosen("text", "time_ns", "TIME_NS", "'23:59:59.999999999'", "23:59:59.999999999"));

  @Test
  @BadInput(
      value = Input.NOT_A_NUMBER,
      taken = "in real and double precision, the same in the file")
  @BadInput(value = Input.WIDE_DECIMALS, taken = "decimal(38,38): the same in the file")
  @BadInput(value = Input.FAR_DATES, taken = "0001-01-01 and 9999-12-31: the same in the file")
  void everyValueOfPostgresqlIsTheValueInTheFile() throws Exception {
    EmbeddedPg.execute(
        "DROP TABLE IF EXISTS every_type",
        "DROP TYPE IF EXISTS mood, pair",
        "DROP DOMAIN IF EXISTS price",
        "CREATE TYPE pair AS (a integer, b text)",
        "CREATE DOMAIN price AS numeric(8,3) CHECK (VALUE > 0)",
        "CREATE TYPE mood AS ENUM ('happy', 'sad')");
    EmbeddedPg.execute(EveryType.statements(POSTGRES));
    EveryType.assertFound(home, POSTGRES, SourceType.POSTGRESQL, EmbeddedPg.settings());
  }
}
