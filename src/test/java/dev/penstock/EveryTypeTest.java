package dev.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.destination.LoadIds;
import dev.penstock.destination.lake.LakeDestination;
import dev.penstock.destination.lake.LakeOptions;
import dev.penstock.engine.Connectors;
import dev.penstock.engine.Engine;
import dev.penstock.engine.EngineRooms;
import dev.penstock.engine.LocalSplitExecutor;
import dev.penstock.engine.RunReport;
import dev.penstock.engine.RunRequest;
import dev.penstock.engine.SilentListener;
import dev.penstock.engine.StopSignal;
import dev.penstock.evidence.BadInput;
import dev.penstock.evidence.Input;
import dev.penstock.failure.RetryPolicy;
import dev.penstock.job.Compression;
import dev.penstock.job.Effort;
import dev.penstock.job.Extract;
import dev.penstock.job.Job;
import dev.penstock.job.LoadType;
import dev.penstock.job.Naming;
import dev.penstock.job.Settings;
import dev.penstock.job.SourceSettings;
import dev.penstock.job.SourceType;
import dev.penstock.job.Target;
import dev.penstock.job.WriteDisposition;
import dev.penstock.source.jdbc.JdbcConnector;
import dev.penstock.source.jdbc.NoTokens;
import dev.penstock.storage.Containers;
import dev.penstock.storage.local.LocalStorage;
import dev.penstock.testing.DuckDb;
import dev.penstock.testing.EmbeddedPg;
import dev.penstock.testing.MysqlServer;
import dev.penstock.testing.NeedsMysql;
import dev.penstock.testing.tds.Door;
import dev.penstock.testing.tds.TdsServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.arrow.memory.RootAllocator;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Values go from a real database through the whole engine, and an independent reader finds them in
 * the files.
 */
final class EveryTypeTest {
  @TempDir Path home;

  /**
   * A column.
   *
   * @param type as the source declares it
   * @param wanted in {@code column_types}; empty for the column's own type
   * @param lands as DuckDB names the type that it finds
   * @param values each a literal at the source and the text that DuckDB gives for it
   */
  private record Case(String type, String wanted, String lands, List<Value> values) {}

  private record Value(String literal, String found) {}

  private static Case column(String type, String lands, String... pairs) {
    return chosen(type, "", lands, pairs);
  }

  private static Case chosen(String type, String wanted, String lands, String... pairs) {
    List<Value> values = new ArrayList<>();
    for (int i = 0; i < pairs.length; i += 2) {
      values.add(new Value(pairs[i], pairs[i + 1]));
    }
    return new Case(type, wanted, lands, values);
  }

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

  private static final List<Case> SQLITE =
      List.of(
          column(
              "INTEGER",
              "BIGINT",
              "-9223372036854775808",
              "-9223372036854775808",
              "9223372036854775807",
              "9223372036854775807"),
          column("REAL", "DOUBLE", "0.1", "0.1", "9e999", "inf"),
          column(
              "DECIMAL(10,2)",
              "DECIMAL(10,2)",
              "12.30",
              "12.30",
              "'-99999999.99'",
              "-99999999.99",
              "7",
              "7.00"),
          column("BOOLEAN", "BOOLEAN", "1", "true", "0", "false"),
          column("TEXT", "VARCHAR", "''", "", "'Grüße 🐘'", "Grüße 🐘"),
          column("VARCHAR(20)", "VARCHAR", "' x '", " x "),
          column("BLOB", "BLOB", "x'00ff41'", "\\x00\\xFFA", "x''", ""),
          column("DATE", "DATE", "'0001-01-01'", "0001-01-01", "'9999-12-31'", "9999-12-31"),
          column(
              "TIMESTAMP",
              "TIMESTAMP",
              "'2026-10-31 23:59:59'",
              "2026-10-31 23:59:59",
              "'1969-12-31T23:59:59.123456'",
              "1969-12-31 23:59:59.123456"),
          column("TIME", "TIME", "'23:59:59'", "23:59:59"),
          column("JSON", "JSON", "'{\"a\":1}'", "{\"a\":1}"));

  private static final List<Case> MARIADB_AND_MYSQL =
      List.of(
          column("tinyint", "SMALLINT", "-128", "-128", "127", "127"),
          column("tinyint unsigned", "SMALLINT", "0", "0", "255", "255"),
          column("smallint unsigned", "INTEGER", "65535", "65535"),
          column("mediumint", "INTEGER", "-8388608", "-8388608", "8388607", "8388607"),
          column("int", "INTEGER", "-2147483648", "-2147483648", "2147483647", "2147483647"),
          column("int unsigned", "BIGINT", "4294967295", "4294967295"),
          column(
              "bigint",
              "BIGINT",
              "-9223372036854775808",
              "-9223372036854775808",
              "9223372036854775807",
              "9223372036854775807"),
          column(
              "bigint unsigned",
              "DECIMAL(20,0)",
              "0",
              "0",
              "18446744073709551615",
              "18446744073709551615"),
          column("decimal(9,2)", "DECIMAL(9,2)", "-9999999.99", "-9999999.99", "5", "5.00"),
          column(
              "decimal(38,30)",
              "DECIMAL(38,30)",
              "99999999.999999999999999999999999999999",
              "99999999.999999999999999999999999999999"),
          column(
              "decimal(65,30)",
              "VARCHAR",
              "-99999999999999999999999999999999999.999999999999999999999999999999",
              "-99999999999999999999999999999999999.999999999999999999999999999999"),
          column("float", "FLOAT", "16777216", "16777216.0", "0.1", "0.1"),
          column("double", "DOUBLE", "1.7976931348623157e308", "1.7976931348623157e+308"),
          column("bit(1)", "BOOLEAN", "b'1'", "true", "b'0'", "false"),
          column("bit(64)", "VARCHAR", "18446744073709551615", "1".repeat(64), "0", "0".repeat(64)),
          column("boolean", "SMALLINT", "true", "1", "127", "127"),
          column("year", "SMALLINT", "1901", "1901", "2155", "2155"),
          column("date", "DATE", "'0001-01-01'", "0001-01-01", "'9999-12-31'", "9999-12-31"),
          column(
              "datetime(6)",
              "TIMESTAMP",
              "'0001-01-01 00:00:00'",
              "0001-01-01 00:00:00",
              "'9999-12-31 23:59:59.999999'",
              "9999-12-31 23:59:59.999999"),
          column(
              "timestamp(6) NULL",
              "TIMESTAMP WITH TIME ZONE",
              "'1970-01-01 00:00:01'",
              "1970-01-01 00:00:01+00",
              "'2026-10-25 00:30:00.5'",
              "2026-10-25 00:30:00.5+00"),
          column(
              "time(6)", "TIME", "'00:00:00'", "00:00:00", "'23:59:59.999999'", "23:59:59.999999"),
          column("char(5)", "VARCHAR", "'ab'", "ab", "''", ""),
          column("varchar(10)", "VARCHAR", "'  x  '", "  x  ", "'=1+2'", "=1+2"),
          column("varchar(9) CHARACTER SET latin1", "VARCHAR", "'Grüße'", "Grüße"),
          column("longtext", "VARCHAR", "''", "", "'Grüße 🐘'", "Grüße 🐘"),
          column("binary(3)", "BLOB", "x'00ff'", "\\x00\\xFF\\x00"),
          column("longblob", "BLOB", "x'00ff41'", "\\x00\\xFFA", "''", ""),
          column("enum('a','b')", "VARCHAR", "'b'", "b"),
          chosen(
              "time", "text", "VARCHAR", "'-838:59:59'", "-838:59:59", "'838:59:59'", "838:59:59"),
          chosen("bit(3)", "bigint", "BIGINT", "b'101'", "5"),
          chosen(
              "bigint unsigned", "bigint", "BIGINT", "9223372036854775807", "9223372036854775807"),
          chosen("boolean", "boolean", "BOOLEAN", "1", "true", "0", "false"),
          chosen("binary(2)", "text", "VARCHAR", "x'00ff'", "00FF"),
          chosen(
              "timestamp(6) NULL",
              "timestamp",
              "TIMESTAMP",
              "'2026-10-25 00:30:00.5'",
              "2026-10-25 00:30:00.5"),
          chosen(
              "decimal(65,30)", "decimal(38,9)", "DECIMAL(38,9)", "-0.000000001", "-0.000000001"),
          chosen(
              "datetime(6)",
              "timestamp_ns",
              "TIMESTAMP_NS",
              "'2026-10-25 00:30:00.5'",
              "2026-10-25 00:30:00.5"),
          column(
              "point",
              "BLOB",
              "ST_GeomFromText('POINT(0 0)', 4326)",
              "\\x01\\x01" + "\\x00".repeat(19)),
          chosen("point", "text", "VARCHAR", "ST_GeomFromText('POINT(1 2)')", "POINT(1 2)"),
          column("set('a','b')", "VARCHAR", "'b,a'", "a,b", "''", ""));

  private static final List<Case> MARIADB =
      List.of(
          column("json", "JSON", "'{\"b\": 1.10}'", "{\"b\": 1.10}"),
          column("inet6", "VARCHAR", "'::1'", "::1"),
          column(
              "uuid",
              "VARCHAR",
              "'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'",
              "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"));

  /** The server itself orders the keys, and keeps the number and not its digits. */
  private static final List<Case> MYSQL =
      List.of(column("json", "JSON", "'{\"b\":1.10, \"a\":[]}'", "{\"a\": [], \"b\": 1.1}"));

  private static final List<Case> SQL_SERVER =
      List.of(
          column("bit", "BOOLEAN", "1", "true", "0", "false"),
          column("tinyint", "SMALLINT", "255", "255", "0", "0"),
          column("smallint", "SMALLINT", "-32768", "-32768", "32767", "32767"),
          column("int", "INTEGER", "2147483647", "2147483647"),
          column("bigint", "BIGINT", "9223372036854775807", "9223372036854775807"),
          column(
              "decimal(38,38)",
              "DECIMAL(38,38)",
              "0.00000000000000000000000000000000000001",
              ".00000000000000000000000000000000000001"),
          column(
              "decimal(38,0)",
              "DECIMAL(38,0)",
              "-99999999999999999999999999999999999999",
              "-99999999999999999999999999999999999999"),
          column("money", "DECIMAL(19,4)", "922337203685477.5807", "922337203685477.5807"),
          column("smallmoney", "DECIMAL(10,4)", "-214748.3648", "-214748.3648"),
          column("real", "FLOAT", "1.5", "1.5"),
          column("float", "DOUBLE", "0.1", "0.1"),
          column("date", "DATE", "'0001-01-01'", "0001-01-01", "'9999-12-31'", "9999-12-31"),
          column("datetime", "TIMESTAMP", "'2026-10-25 00:30:00.003'", "2026-10-25 00:30:00.003"),
          column(
              "datetime2(6)",
              "TIMESTAMP",
              "'9999-12-31 23:59:59.999999'",
              "9999-12-31 23:59:59.999999",
              "'0001-01-01 00:00:00'",
              "0001-01-01 00:00:00"),
          column(
              "datetime2(7)",
              "TIMESTAMP_NS",
              "'2026-10-25 00:30:00.1234567'",
              "2026-10-25 00:30:00.1234567"),
          chosen(
              "datetime2(7)",
              "text",
              "VARCHAR",
              "'9999-12-31 23:59:59.9999999'",
              "9999-12-31 23:59:59.9999999"),
          column("time(6)", "TIME", "'23:59:59.999999'", "23:59:59.999999"),
          column(
              "datetimeoffset(6)",
              "TIMESTAMP WITH TIME ZONE",
              "'2026-10-25 02:30:00.5 +02:00'",
              "2026-10-25 00:30:00.5+00"),
          column(
              "nvarchar(max)",
              "VARCHAR",
              "N'\ud83d\ude00 \u00e4 '",
              "\ud83d\ude00 \u00e4 ",
              "N''",
              ""),
          column("varchar(20)", "VARCHAR", "'a '", "a "),
          column("varbinary(max)", "BLOB", "0x00FF41", "\\x00\\xFFA", "0x", ""),
          column(
              "uniqueidentifier",
              "VARCHAR",
              "'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'",
              "A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11"));

  @Test
  void everyValueOfSqlServerIsTheValueInTheFile() throws Exception {
    try (TdsServer server = TdsServer.start(Door.open())) {
      String url =
          "jdbc:sqlserver://127.0.0.1:%d;databaseName=%s;encrypt=false"
              .formatted(server.port(), TdsServer.DATABASE);
      try (Connection connection =
              DriverManager.getConnection(url, TdsServer.USER, TdsServer.PASSWORD);
          Statement statement = connection.createStatement()) {
        for (String sql : statements(SQL_SERVER)) {
          statement.execute(sql);
        }
      }
      assertFound(
          SQL_SERVER,
          new SourceSettings(
              "db",
              Optional.of(SourceType.SQLSERVER),
              Map.of(
                  "host",
                  "127.0.0.1",
                  "port",
                  String.valueOf(server.port()),
                  "database",
                  TdsServer.DATABASE,
                  "username",
                  TdsServer.USER,
                  "password",
                  TdsServer.PASSWORD)));
    }
  }

  @Test
  void everyValueOfMariaDbIsTheValueInTheFile() throws Exception {
    assertFound(MysqlServer.MARIADB, MARIADB);
  }

  @Test
  @NeedsMysql
  void everyValueOfMysqlIsTheValueInTheFile() throws Exception {
    assertFound(MysqlServer.MYSQL, MYSQL);
  }

  private void assertFound(MysqlServer server, List<Case> own) throws Exception {
    List<Case> cases = new ArrayList<>(MARIADB_AND_MYSQL);
    cases.addAll(own);
    server.emptyDatabase(MysqlServer.DATABASE);
    server.execute(statements(cases));
    assertFound(
        cases,
        new SourceSettings(
            "db",
            Optional.of(SourceType.MYSQL),
            Map.of(
                "host",
                "127.0.0.1",
                "port",
                String.valueOf(server.port()),
                "database",
                MysqlServer.DATABASE,
                "username",
                MysqlServer.USER,
                "password",
                MysqlServer.PASSWORD)));
  }

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
    EmbeddedPg.execute(statements(POSTGRES));
    SourceSettings settings =
        new SourceSettings(
            "db",
            Optional.of(SourceType.POSTGRESQL),
            Map.of(
                "host",
                "127.0.0.1",
                "port",
                String.valueOf(EmbeddedPg.port()),
                "database",
                EmbeddedPg.DATABASE,
                "username",
                EmbeddedPg.USER));

    assertFound(POSTGRES, settings);
  }

  @Test
  void everyValueOfSqliteIsTheValueInTheFile() throws Exception {
    Path file = home.resolve("every.db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      for (String sql : statements(SQLITE)) {
        statement.execute(sql);
      }
    }

    assertFound(
        SQLITE,
        new SourceSettings("db", Optional.of(SourceType.SQLITE), Map.of("path", file.toString())));
  }

  private static String[] statements(List<Case> cases) {
    List<String> sql = new ArrayList<>();
    List<String> columns = new ArrayList<>();
    for (int i = 0; i < cases.size(); i++) {
      columns.add("c%d %s".formatted(i, cases.get(i).type()));
    }
    sql.add("CREATE TABLE every_type (id integer, " + String.join(", ", columns) + ")");
    for (int row = 0; row < rows(cases); row++) {
      int at = row;
      sql.add(
          "INSERT INTO every_type VALUES (%d, %s)"
              .formatted(
                  row,
                  cases.stream()
                      .map(c -> at < c.values().size() ? c.values().get(at).literal() : "NULL")
                      .collect(Collectors.joining(", "))));
    }
    return sql.toArray(String[]::new);
  }

  /** One row more than any column has values: it is NULL all through. */
  private static int rows(List<Case> cases) {
    return cases.stream().mapToInt(c -> c.values().size()).max().orElseThrow() + 1;
  }

  private void assertFound(List<Case> cases, SourceSettings settings) throws Exception {
    RunReport report = load(settings, cases);
    assertThat(report.jobs()).extracting(job -> job.result().reason()).containsExactly("");
    String table = DuckDb.table(home.resolve("data/every_type"));
    SoftAssertions all = new SoftAssertions();
    for (int i = 0; i < cases.size(); i++) {
      Case c = cases.get(i);
      List<String> expected = new ArrayList<>();
      for (int row = 0; row < rows(cases); row++) {
        expected.add(row < c.values().size() ? c.values().get(row).found() : "null");
      }
      all.assertThat(DuckDb.rows("select distinct typeof(c%d) from %s".formatted(i, table)))
          .as(c.type())
          .containsExactly(c.lands());
      all.assertThat(DuckDb.rows("select c%d::varchar from %s order by id".formatted(i, table)))
          .as(c.type())
          .isEqualTo(expected);
    }
    all.assertAll();
  }

  private RunReport load(SourceSettings settings, List<Case> cases) {
    Clock clock = Clock.systemUTC();
    Settings defaults =
        new Settings(
            Settings.DEFAULT_LAYOUT,
            Naming.SNAKE_CASE,
            ZoneOffset.UTC,
            1,
            Compression.ZSTD,
            1 << 20,
            1 << 20,
            false,
            Settings.SourceCount.AUTO,
            Settings.DEFAULT_SLICE_BYTES,
            Duration.ofDays(7),
            false,
            RetryPolicy.USUAL,
            Duration.ofHours(12));
    try (RootAllocator allocator = new RootAllocator();
        JdbcConnector jdbc =
            new JdbcConnector(
                Map.of("db", settings),
                key -> Optional.empty(),
                Settings.SourceCount.AUTO,
                1,
                new NoTokens());
        LakeDestination lake =
            new LakeDestination(
                Containers.folders(new LocalStorage(home.resolve("data"))),
                LakeOptions.of(defaults, "test"),
                clock)) {
      SourceType type = settings.type().orElseThrow();
      EngineRooms rooms =
          new EngineRooms(
              new Connectors(Map.of(type, jdbc)),
              lake,
              entry -> {},
              LocalSplitExecutor::new,
              allocator,
              new LoadIds(clock),
              clock);
      return new Engine(rooms, new SilentListener(), new StopSignal())
          .run(
              new RunRequest(
                  List.of(job(type, cases)), List.of(), 1, RunRequest.Refresh.FROM_WATERMARK));
    }
  }

  private static Job job(SourceType type, List<Case> cases) {
    Map<String, String> wanted = new HashMap<>();
    for (int i = 0; i < cases.size(); i++) {
      if (!cases.get(i).wanted().isEmpty()) {
        wanted.put("c" + i, cases.get(i).wanted());
      }
    }
    return new Job(
        "every_type",
        "sheet SourceConfig, row 2",
        "db",
        type,
        LoadType.FULL,
        new Extract(
            Optional.empty(),
            "every_type",
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            wanted),
        new Target(
            Optional.empty(),
            Optional.empty(),
            WriteDisposition.SNAPSHOT,
            Naming.SNAKE_CASE,
            List.of()),
        new Effort(100, 1, 0, Duration.ofMinutes(1)),
        List.of(),
        "");
  }
}
