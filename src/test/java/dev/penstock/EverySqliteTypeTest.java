package dev.penstock;

import static dev.penstock.EveryType.column;

import dev.penstock.EveryType.Case;
import dev.penstock.job.SourceType;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values of SQLite, from a database file into files: see {@link EveryType}. */
final class EverySqliteTypeTest {
  @TempDir Path home;

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

  @Test
  void everyValueOfSqliteIsTheValueInTheFile() throws Exception {
    Path file = home.resolve("every.db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      EveryType.fill(connection, SQLITE);
    }

    EveryType.assertFound(home, SQLITE, SourceType.SQLITE, Map.of("path", file.toString()));
  }
}
