package dev.penstock;

import static dev.penstock.EveryType.chosen;
import static dev.penstock.EveryType.column;

import dev.penstock.EveryType.Case;
import dev.penstock.job.SourceType;
import dev.penstock.testing.tds.Door;
import dev.penstock.testing.tds.TdsServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Values of SQL Server, from a stand-in that speaks its protocol into files: see {@link EveryType}.
 */
final class EverySqlServerTypeTest {
  @TempDir Path home;

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
          DriverManager.getConnection(url, TdsServer.USER, TdsServer.PASSWORD)) {
        EveryType.fill(connection, SQL_SERVER);
      }
      EveryType.assertFound(
          home, SQL_SERVER, SourceType.SQLSERVER, server.settings(), TdsServer.PASSWORD);
    }
  }
}
