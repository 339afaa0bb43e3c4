package dev.penstock.source.jdbc.dialect.sqlserver;

import dev.penstock.source.CursorType;
import dev.penstock.source.jdbc.dialect.CursorRules;
import dev.penstock.source.jdbc.dialect.DeclaredColumn;
import dev.penstock.source.jdbc.dialect.LateCommits;
import java.util.Optional;

/** Cursor columns of SQL Server. */
final class SqlServerCursors implements CursorRules {
  private static final String TEXT = "CAST(%s AS nvarchar(40))";
  private static final String MONEY_TEXT = "CAST(CAST(%s AS decimal(19,4)) AS nvarchar(40))";

  /** Whatever the language of the login, these types read and print what ISO says. */
  private static final String MOMENT = "CAST(? AS datetime2(7))";

  /** A datetime has three hundredths of a second, which its three digits name without a doubt. */
  private static final String OLD_MOMENT = "CAST(CAST(? AS datetime2(3)) AS datetime)";

  private static final String OLD_TEXT = "CAST(CAST(%s AS datetime2(3)) AS nvarchar(40))";

  private static final String INSTANT =
      "TODATETIMEOFFSET(CAST(REPLACE(?, '+00', '') AS datetime2(7)), '+00:00')";

  private static final String INSTANT_TEXT =
      "CAST(CAST(SWITCHOFFSET(%s, '+00:00') AS datetime2(7)) AS nvarchar(40)) + '+00'";

  private static final String VERSION = "CAST(CAST(? AS bigint) AS binary(8))";

  /**
   * Of the versions below the least that an open transaction may hold, the greatest there can be;
   * see {@link SqlServerAccess#begin}.
   */
  static final String VERSION_TEXT =
      "CAST(CASE WHEN %1$s < CAST(CONTEXT_INFO() AS binary(8)) THEN CAST(%1$s AS bigint) WHEN %1$s IS NOT NULL THEN CAST(CAST(CONTEXT_INFO() AS binary(8)) AS bigint) - 1 END AS nvarchar(40))";

  private static final int DIGITS = 38;

  @Override
  public Optional<CursorSql> cursor(DeclaredColumn column, String quoted) {
    return switch (SqlServerTypes.name(column)) {
      case "tinyint", "smallint", "int", "bigint" ->
          sql(CursorType.INTEGER, quoted, "CAST(? AS bigint)", TEXT);
      case "decimal", "numeric" ->
          sql(CursorType.DECIMAL, quoted, decimal(column.precision() - column.scale()), TEXT);
      case "money" -> sql(CursorType.DECIMAL, quoted, decimal(15), MONEY_TEXT);
      case "smallmoney" -> sql(CursorType.DECIMAL, quoted, decimal(6), MONEY_TEXT);
      case "date" -> sql(CursorType.DATE, quoted, "CAST(? AS date)", TEXT);
      case "datetime2" -> sql(CursorType.TIMESTAMP, quoted, MOMENT, TEXT);
      case "datetime", "smalldatetime" -> sql(CursorType.TIMESTAMP, quoted, OLD_MOMENT, OLD_TEXT);
      case "datetimeoffset" -> sql(CursorType.TIMESTAMP_TZ, quoted, INSTANT, INSTANT_TEXT);
      case "nchar", "nvarchar" -> sql(CursorType.TEXT, quoted, "?", "%s");
      // As Unicode, the value would be compared with each row converted, past every index.
      case "char", "varchar" -> sql(CursorType.TEXT, quoted, "CAST(? AS varchar(8000))", "%s");
      case "timestamp", "rowversion" -> sql(CursorType.INTEGER, quoted, VERSION, VERSION_TEXT);
      default -> Optional.empty();
    };
  }

  @Override
  public LateCommits lateCommits() {
    return new SqlServerLateCommits();
  }

  @Override
  public String newest(String select, int rows) {
    return select + " ORDER BY 1 DESC OFFSET 0 ROWS FETCH NEXT " + rows + " ROWS ONLY";
  }

  /** What count() gives ends at two thousand millions. */
  @Override
  public String count() {
    return "count_big(*)";
  }

  /** With room for decimals that the column has not, lest a watermark is rounded. */
  private static String decimal(int whole) {
    return "CAST(? AS decimal(%d,%d))".formatted(DIGITS, DIGITS - Math.max(whole, 1));
  }

  private static Optional<CursorSql> sql(
      CursorType type, String quoted, String placeholder, String text) {
    return Optional.of(new CursorSql(type, quoted, placeholder, Optional.empty(), text));
  }
}
