package dev.penstock.source.jdbc.dialect.oracle;

import dev.penstock.source.CursorType;
import dev.penstock.source.column.ColumnType;
import dev.penstock.source.jdbc.column.ExactText;
import dev.penstock.source.jdbc.dialect.CursorRules;
import dev.penstock.source.jdbc.dialect.DeclaredColumn;
import dev.penstock.source.jdbc.dialect.LateCommits;
import dev.penstock.source.jdbc.dialect.UntoldCommits;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Cursor columns of Oracle. The column stands alone on its side of each comparison, so that an
 * index on it serves; the value is brought into its type.
 */
final class OracleCursors implements CursorRules {
  private static final String AS_IS = "%s";
  private static final String SECONDS = "'YYYY-MM-DD HH24:MI:SS'";
  private static final String FRACTIONS = "'YYYY-MM-DD HH24:MI:SS.FF'";

  /** A watermark may have a fraction of a second, a date has none. */
  private static final String DATE = "TO_DATE(SUBSTR(?, 1, 19), " + SECONDS + ")";

  private static final String TIMESTAMP = "TO_TIMESTAMP(?, " + FRACTIONS + ")";
  private static final String INSTANT =
      "FROM_TZ(TO_TIMESTAMP(REGEXP_SUBSTR(?, '[^+]+'), " + FRACTIONS + "), 'UTC')";

  private final OracleTypes types = new OracleTypes();

  @Override
  public Optional<CursorSql> cursor(DeclaredColumn column, String quoted) {
    return switch (OracleForm.of(column)) {
      case NUMBER -> number(types.plan(column, Optional.empty()).type(), quoted);
      case DATE -> sql(CursorType.TIMESTAMP, quoted, DATE, AS_IS);
      case TIMESTAMP -> sql(CursorType.TIMESTAMP, quoted, TIMESTAMP, AS_IS);
      case INSTANT ->
          sql(CursorType.TIMESTAMP_TZ, quoted, INSTANT, OracleForm.INSTANT.expression());
      case TEXT -> sql(CursorType.TEXT, quoted, "?", AS_IS);
      default -> Optional.empty();
    };
  }

  private static Optional<CursorSql> number(ColumnType type, String quoted) {
    return switch (type.kind()) {
      case SMALLINT, INTEGER, BIGINT -> sql(CursorType.INTEGER, quoted, "CAST(? AS NUMBER)", AS_IS);
      case DECIMAL -> sql(CursorType.DECIMAL, quoted, "CAST(? AS NUMBER)", AS_IS);
      default -> Optional.empty();
    };
  }

  private static Optional<CursorSql> sql(
      CursorType type, String quoted, String placeholder, String text) {
    return Optional.of(new CursorSql(type, quoted, placeholder, Optional.empty(), text));
  }

  /** In the form that every version has. */
  @Override
  public String newest(String select, int rows) {
    return "SELECT * FROM (" + select + " ORDER BY 1 DESC) WHERE ROWNUM <= " + rows;
  }

  @Override
  public Optional<String> value(ResultSet row, CursorType type) throws SQLException {
    return Optional.ofNullable(
        switch (type) {
          case INTEGER, DECIMAL -> ExactText.decimal(row, 1);
          case DATE, TIMESTAMP -> ExactText.timestamp(row, 1);
          case TIMESTAMP_TZ -> ExactText.utc(row, 1);
          case TEXT -> row.getString(1);
        });
  }

  /**
   * The server lists a transaction only once it has changed a row, and has given out its times and
   * sequence numbers before that: one that is not listed may still write a value below the
   * watermark.
   */
  @Override
  public LateCommits lateCommits() {
    return new UntoldCommits(
        "Oracle does not tell of a transaction before its first change; set a lookback");
  }
}
