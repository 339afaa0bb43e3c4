package dev.penstock.source.jdbc.dialect.postgres;

import dev.penstock.source.CursorType;
import dev.penstock.source.jdbc.dialect.CursorRules;
import dev.penstock.source.jdbc.dialect.DeclaredColumn;
import dev.penstock.source.jdbc.dialect.LateCommits;
import java.util.Optional;

/** Cursor columns of PostgreSQL. */
final class PostgresCursors implements CursorRules {
  private static final String TEXT = "CAST(%s AS text)";
  private static final String NUMBER =
      "%1$s < 'NaN' AND CAST(%1$s AS text) NOT IN ('Infinity', '-Infinity')";
  private static final String FINITE = "%1$s > '-infinity' AND %1$s < 'infinity'";

  @Override
  public Optional<CursorSql> cursor(DeclaredColumn column, String quoted) {
    Optional<String> finite = Optional.of(FINITE.formatted(quoted));
    return switch (column.typeName()) {
      case "int2", "int4", "int8", "serial", "bigserial", "smallserial", "oid" ->
          sql(CursorType.INTEGER, quoted, "bigint", Optional.empty());
      // Before version 14 the literal of an infinite numeric is an error, so texts are compared.
      case "numeric" ->
          sql(CursorType.DECIMAL, quoted, "numeric", Optional.of(NUMBER.formatted(quoted)));
      case "date" -> sql(CursorType.DATE, quoted, "date", finite);
      case "timestamp" -> sql(CursorType.TIMESTAMP, quoted, "timestamp", finite);
      case "timestamptz" -> sql(CursorType.TIMESTAMP_TZ, quoted, "timestamptz", finite);
      case "text", "varchar", "citext" ->
          sql(CursorType.TEXT, quoted, column.typeName(), Optional.empty());
      case "bpchar" -> sql(CursorType.TEXT, quoted, "bpchar", Optional.empty());
      default -> Optional.empty();
    };
  }

  @Override
  public LateCommits lateCommits() {
    return new PostgresLateCommits();
  }

  private static Optional<CursorSql> sql(
      CursorType type, String quoted, String cast, Optional<String> usable) {
    return Optional.of(new CursorSql(type, quoted, "CAST(? AS " + cast + ")", usable, TEXT));
  }
}
