package dev.penstock.source.jdbc.dialect.sqlite;

import dev.penstock.source.jdbc.column.AnyValueReader;
import dev.penstock.source.jdbc.column.ColumnReader;
import dev.penstock.source.jdbc.column.ColumnType;
import dev.penstock.source.jdbc.column.ColumnType.Kind;
import dev.penstock.source.jdbc.column.DirectRows;
import dev.penstock.source.jdbc.column.Rows;
import dev.penstock.source.jdbc.dialect.DeclaredColumn;
import dev.penstock.source.jdbc.dialect.PlannedColumn;
import dev.penstock.source.jdbc.dialect.TypeRules;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The types of SQLite. A column's declared type says where it lands; SQLite itself lets each value
 * be of another kind, and one that does not fit fails the job.
 */
final class SqliteTypes implements TypeRules {
  /** A rule applies when the declared type is one of the words, or holds the part. */
  private record Rule(List<String> words, List<String> parts, Kind kind, String note) {
    boolean holds(String type) {
      return words.contains(type) || parts.stream().anyMatch(type::contains);
    }
  }

  /** The first rule that holds wins; below the exact words it is SQLite's own order. */
  private static final List<Rule> RULES =
      List.of(
          new Rule(List.of("BOOLEAN", "BOOL"), List.of(), Kind.BOOLEAN, "0, 1, true, false"),
          new Rule(List.of("DATE"), List.of(), Kind.DATE, "text `YYYY-MM-DD`"),
          new Rule(List.of("TIME"), List.of(), Kind.TIME, "text `hh:mm[:ss[.ffffff]]`"),
          new Rule(
              List.of("TIMESTAMPTZ", "DATETIMEOFFSET", "TIMESTAMP WITH TIME ZONE"),
              List.of(),
              Kind.TIMESTAMPTZ,
              "text with an offset or `Z`; the instant, in UTC"),
          new Rule(
              List.of("DATETIME", "TIMESTAMP"),
              List.of(),
              Kind.TIMESTAMP,
              "text `YYYY-MM-DD hh:mm[:ss[.ffffff]]`, also with T; a date alone is midnight"),
          new Rule(List.of("JSON"), List.of(), Kind.JSON, "the text as it is"),
          new Rule(List.of(), List.of("INT"), Kind.BIGINT, ""),
          new Rule(List.of(), List.of("CHAR", "CLOB", "TEXT"), Kind.TEXT, "must be UTF-8"),
          new Rule(List.of(), List.of("BLOB", "BINARY"), Kind.BINARY, ""),
          new Rule(List.of(), List.of("REAL", "FLOA", "DOUB"), Kind.DOUBLE, ""));

  @Override
  public PlannedColumn plan(DeclaredColumn column, Optional<ColumnType> wanted) {
    ColumnType type = wanted.orElseGet(() -> landing(column));
    String word =
        column.precision() > 0
            ? "%s(%d,%d)".formatted(column.typeName(), column.precision(), column.scale())
            : column.typeName();
    return new PlannedColumn(column.name(), word, "%s", type, Optional.empty());
  }

  private static ColumnType landing(DeclaredColumn column) {
    String type = column.typeName().toUpperCase(Locale.ROOT);
    boolean decimal = type.equals("DECIMAL") || type.equals("NUMERIC");
    if (decimal
        && column.precision() > 0
        && column.precision() <= ColumnType.MAX_PRECISION
        && column.scale() <= column.precision()) {
      return ColumnType.decimal(column.precision(), column.scale());
    }
    return RULES.stream()
        .filter(rule -> rule.holds(type))
        .findFirst()
        .map(rule -> ColumnType.of(rule.kind()))
        .orElse(ColumnType.of(Kind.TEXT));
  }

  @Override
  public Rows rows(ResultSet result, List<PlannedColumn> columns, Rows.Cancel cancel) {
    List<ColumnReader> readers = new ArrayList<>();
    for (PlannedColumn column : columns) {
      readers.add(new AnyValueReader(readers.size() + 1, column.type().writer()));
    }
    return new DirectRows(result, readers);
  }

  @Override
  public List<Row> table() {
    List<Row> rows = new ArrayList<>();
    for (Rule rule : RULES) {
      List<String> names = new ArrayList<>(rule.words());
      rule.parts().forEach(part -> names.add("any with `" + part + "`"));
      String word = ColumnType.of(rule.kind()).word();
      rows.add(new Row(String.join(", ", names), word, rule.note()));
    }
    rows.add(new Row("DECIMAL(p,s), NUMERIC(p,s)", "decimal(p,s)", "exact"));
    rows.add(
        new Row(
            "NUMERIC, expressions, no type, all others", "text", "each value in its own words"));
    return rows;
  }
}
