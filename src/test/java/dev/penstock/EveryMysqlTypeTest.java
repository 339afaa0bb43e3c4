package dev.penstock;

import static dev.penstock.EveryType.chosen;
import static dev.penstock.EveryType.column;

import dev.penstock.EveryType.Case;
import dev.penstock.job.SourceType;
import dev.penstock.testing.MysqlServer;
import dev.penstock.testing.NeedsMysql;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values of MariaDB and MySQL, from servers into files: see {@link EveryType}. */
final class EveryMysqlTypeTest {
  @TempDir Path home;

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
    server.execute(EveryType.statements(cases));
    EveryType.assertFound(
        home, cases, SourceType.MYSQL, server.settings(MysqlServer.USER), MysqlServer.PASSWORD);
  }
}
