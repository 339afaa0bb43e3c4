package dev.penstock.source.jdbc.dialect.mysql;

import dev.penstock.source.CursorType;
import dev.penstock.source.jdbc.dialect.CursorRules;
import dev.penstock.source.jdbc.dialect.DeclaredColumn;
import dev.penstock.source.jdbc.dialect.LateCommits;
import dev.penstock.source.jdbc.dialect.UntoldCommits;
import java.util.Optional;

/** Cursor columns of MariaDB and MySQL. */
final class MysqlCursors implements CursorRules {
  private static final String TEXT = "CAST(%s AS CHAR)";

  /** A zero date is no day, and lies before all days. */
  private static final String DAY = "%s >= '0001-01-01'";

  private static final String INSTANT = "%s >= '1970-01-01 00:00:01'";

  /** The most digits of a decimal, and the most behind its point. */
  private static final int DIGITS = 65;

  private static final int DECIMALS = 30;

  @Override
  public Optional<CursorSql> cursor(DeclaredColumn column, String quoted) {
    return switch (column.typeName()) {
      case "TINYINT" ->
          // The width of one digit is how these databases say boolean.
          column.precision() == 1 ? Optional.empty() : integer(quoted);
      case "TINYINT UNSIGNED",
          "SMALLINT",
          "SMALLINT UNSIGNED",
          "MEDIUMINT",
          "MEDIUMINT UNSIGNED",
          "INTEGER",
          "INTEGER UNSIGNED",
          "BIGINT",
          "YEAR" ->
          integer(quoted);
      case "BIGINT UNSIGNED" -> decimal(quoted, 20);
      case "DECIMAL", "DECIMAL UNSIGNED" -> decimal(quoted, column.precision() - column.scale());
      case "DATE" -> sql(CursorType.DATE, quoted, "CAST(? AS DATE)", DAY, TEXT);
      case "DATETIME" -> sql(CursorType.TIMESTAMP, quoted, "CAST(? AS DATETIME(6))", DAY, TEXT);
      // The session's zone is UTC; what the watermark says of it no server before MySQL 8 reads.
      case "TIMESTAMP" ->
          sql(
              CursorType.TIMESTAMP_TZ,
              quoted,
              "CAST(substring_index(?, '+', 1) AS DATETIME(6))",
              INSTANT,
              "CONCAT(CAST(%s AS CHAR), '+00')");
      // A cast would have a collation of its own, which may not go with the column's.
      case "CHAR", "VARCHAR", "TINYTEXT", "TEXT", "MEDIUMTEXT", "LONGTEXT" ->
          Optional.of(new CursorSql(CursorType.TEXT, quoted, "?", Optional.empty(), "%s"));
      default -> Optional.empty();
    };
  }

  /**
   * The server lists a transaction only once it has touched a row, to those with the privilege
   * PROCESS alone, and fixes {@code now()} before that: one that is not listed may still write a
   * value below the watermark.
   */
  @Override
  public LateCommits lateCommits() {
    return new UntoldCommits(
        "MariaDB and MySQL do not tell of a transaction before its first row; set a lookback");
  }

  private static Optional<CursorSql> integer(String quoted) {
    return Optional.of(
        new CursorSql(CursorType.INTEGER, quoted, "CAST(? AS SIGNED)", Optional.empty(), TEXT));
  }

  /** With room for decimals that the column has not, lest a watermark is rounded. */
  private static Optional<CursorSql> decimal(String quoted, int whole) {
    String cast = "CAST(? AS DECIMAL(%d,%d))".formatted(DIGITS, Math.min(DECIMALS, DIGITS - whole));
    return Optional.of(new CursorSql(CursorType.DECIMAL, quoted, cast, Optional.empty(), TEXT));
  }

  private static Optional<CursorSql> sql(
      CursorType type, String quoted, String placeholder, String usable, String text) {
    return Optional.of(
        new CursorSql(type, quoted, placeholder, Optional.of(usable.formatted(quoted)), text));
  }
}
