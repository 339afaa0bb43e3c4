package dev.penstock.source.jdbc.dialect.generic;

import dev.penstock.source.CursorType;
import dev.penstock.source.column.ColumnType;
import dev.penstock.source.jdbc.column.ExactText;
import dev.penstock.source.jdbc.dialect.CursorRules;
import dev.penstock.source.jdbc.dialect.DeclaredColumn;
import dev.penstock.source.jdbc.dialect.LateCommits;
import dev.penstock.source.jdbc.dialect.UntoldCommits;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Optional;

/** Cursor columns, compared with values that are bound as text and cast as the standard has it. */
final class GenericCursors implements CursorRules {
  private static final String AS_IS = "%s";

  private final Moments moments;
  private final GenericTypes types;

  GenericCursors(Moments moments) {
    this.moments = moments;
    this.types = new GenericTypes(moments);
  }

  @Override
  public Optional<CursorSql> cursor(DeclaredColumn column, String quoted) {
    ColumnType type = types.plan(column, Optional.empty()).type();
    return switch (type.kind()) {
      case SMALLINT, INTEGER, BIGINT -> sql(CursorType.INTEGER, quoted, "CAST(? AS BIGINT)");
      case DECIMAL ->
          sql(
              CursorType.DECIMAL,
              quoted,
              "CAST(? AS DECIMAL(%d,%d))".formatted(type.precision(), type.scale()));
      case DATE -> sql(CursorType.DATE, quoted, "CAST(? AS DATE)");
      case TIMESTAMP -> sql(CursorType.TIMESTAMP, quoted, "CAST(? AS TIMESTAMP)");
      case TIMESTAMPTZ ->
          Optional.of(
              new CursorSql(
                  CursorType.TIMESTAMP_TZ,
                  quoted,
                  "CAST(? AS TIMESTAMP WITH TIME ZONE)",
                  Optional.empty(),
                  moments.instant()));
      case TEXT -> isText(column.jdbcType()) ? sql(CursorType.TEXT, quoted, "?") : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static boolean isText(int type) {
    return switch (type) {
      case Types.CHAR, Types.VARCHAR, Types.NCHAR, Types.NVARCHAR -> true;
      default -> false;
    };
  }

  private static Optional<CursorSql> sql(CursorType type, String quoted, String placeholder) {
    return Optional.of(new CursorSql(type, quoted, placeholder, Optional.empty(), AS_IS));
  }

  /** Not as the driver prints it, which may be in any form and any zone. */
  @Override
  public Optional<String> value(ResultSet row, CursorType type) throws SQLException {
    return Optional.ofNullable(
        switch (type) {
          case INTEGER, TEXT -> row.getString(1);
          case DECIMAL -> ExactText.decimal(row, 1);
          case DATE -> ExactText.anyDate(row, 1);
          case TIMESTAMP -> ExactText.timestamp(row, 1);
          case TIMESTAMP_TZ ->
              moments == Moments.BY_DUCKDB ? ExactText.utc(row, 1) : ExactText.instant(row, 1);
        });
  }

  /** JDBC has no word for the transactions of others. */
  @Override
  public LateCommits lateCommits() {
    return new UntoldCommits("JDBC does not tell of the transactions of others; set a lookback");
  }
}
