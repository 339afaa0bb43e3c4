package dev.penstock.source.jdbc.dialect.sqlite;

import dev.penstock.source.CursorType;
import dev.penstock.source.column.ColumnType;
import dev.penstock.source.jdbc.dialect.CursorRules;
import dev.penstock.source.jdbc.dialect.DeclaredColumn;
import dev.penstock.source.jdbc.dialect.LateCommits;
import dev.penstock.source.jdbc.dialect.UntoldCommits;
import java.util.Optional;

/** Cursor columns of SQLite. Values are compared as they are stored. */
final class SqliteCursors implements CursorRules {
  private static final String STORED = "typeof(%s) = '%s'";
  private static final String TEXT = "CAST(%s AS TEXT)";

  /** Seventeen digits name a double exactly; the largest doubles stand for infinities. */
  private static final String NUMBER_TEXT =
      "CASE WHEN typeof(%1$s) = 'real' THEN printf('%%!.17g', %1$s) ELSE CAST(%1$s AS TEXT) END";

  private static final String NUMBER =
      "typeof(%1$s) IN ('integer', 'real') AND abs(%1$s) <= 1.7976931348623157e308";

  private final SqliteTypes types = new SqliteTypes();

  @Override
  public Optional<CursorSql> cursor(DeclaredColumn column, String quoted) {
    ColumnType type = types.plan(column, Optional.empty()).type();
    return switch (type.kind()) {
      case BIGINT -> integer(quoted);
      case DECIMAL -> decimal(quoted);
      case DATE -> text(CursorType.DATE, quoted);
      case TIMESTAMP, TIMESTAMP_NS -> text(CursorType.TIMESTAMP, quoted);
      case TIMESTAMPTZ, TIMESTAMPTZ_NS -> text(CursorType.TIMESTAMP_TZ, quoted);
      case TEXT -> text(CursorType.TEXT, quoted);
      case SMALLINT, INTEGER, REAL, DOUBLE, BOOLEAN, TIME, TIME_NS -> Optional.empty();
      case JSON, BINARY, LIST, STRUCT -> Optional.empty();
    };
  }

  /**
   * SQLite lets one transaction write at a time, and each begins after the one before has ended.
   */
  @Override
  public LateCommits lateCommits() {
    return new UntoldCommits(
        "SQLite writes one transaction after the other, so that none commits late");
  }

  private static Optional<CursorSql> integer(String quoted) {
    Optional<String> usable = Optional.of(STORED.formatted(quoted, "integer"));
    return Optional.of(
        new CursorSql(CursorType.INTEGER, quoted, "CAST(? AS INTEGER)", usable, TEXT));
  }

  private static Optional<CursorSql> decimal(String quoted) {
    Optional<String> usable = Optional.of(NUMBER.formatted(quoted));
    return Optional.of(
        new CursorSql(CursorType.DECIMAL, quoted, "CAST(? AS NUMERIC)", usable, NUMBER_TEXT));
  }

  private static Optional<CursorSql> text(CursorType type, String quoted) {
    Optional<String> usable = Optional.of(STORED.formatted(quoted, "text"));
    return Optional.of(new CursorSql(type, quoted, "CAST(? AS TEXT)", usable, TEXT));
  }
}
