package dev.penstock.source.jdbc.dialect.sqlite;

import dev.penstock.source.Fidelity;
import dev.penstock.source.column.ColumnType;
import dev.penstock.source.column.ColumnType.Kind;
import dev.penstock.source.column.Conversions;
import dev.penstock.source.jdbc.column.AnyValueReader;
import dev.penstock.source.jdbc.column.ColumnReader;
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
import java.util.Set;

/**
 * The types of SQLite. A column's declared type says where it lands; SQLite itself lets each value
 * be of another kind, and one that does not fit fails the job.
 */
final class SqliteTypes implements TypeRules {
  private static final String AS_IS = "%s";

  /** A rule applies when the declared type is one of the words, or holds the part. */
  private record Rule(List<String> words, List<String> parts, Kind kind, Fidelity fidelity) {
    boolean holds(String type) {
      return words.contains(type) || parts.stream().anyMatch(type::contains);
    }
  }

  /** The first rule that holds wins; below the exact words it is SQLite's own order. */
  private static final List<Rule> RULES =
      List.of(
          new Rule(
              List.of("BOOLEAN", "BOOL"), List.of(), Kind.BOOLEAN, only("0, 1, true or false")),
          new Rule(List.of("DATE"), List.of(), Kind.DATE, only("text `YYYY-MM-DD`")),
          new Rule(List.of("TIME"), List.of(), Kind.TIME, only("text `hh:mm[:ss[.ffffff]]`")),
          new Rule(
              List.of("TIMESTAMPTZ", "DATETIMEOFFSET", "TIMESTAMP WITH TIME ZONE"),
              List.of(),
              Kind.TIMESTAMPTZ,
              only("text with an offset or `Z`; lands as the instant, in UTC")),
          new Rule(
              List.of("DATETIME", "TIMESTAMP"),
              List.of(),
              Kind.TIMESTAMP,
              only("text `YYYY-MM-DD hh:mm[:ss[.ffffff]]`, also with T; a date alone is midnight")),
          new Rule(List.of("JSON"), List.of(), Kind.JSON, Fidelity.exact("the text as it is")),
          new Rule(List.of(), List.of("INT"), Kind.BIGINT, only("a whole number")),
          new Rule(
              List.of(),
              List.of("CHAR", "CLOB", "TEXT"),
              Kind.TEXT,
              Fidelity.exactUnless("what is not UTF-8", "binary")),
          new Rule(
              List.of(),
              List.of("BLOB", "BINARY"),
              Kind.BINARY,
              Fidelity.exact("of a text, its bytes in UTF-8")),
          new Rule(List.of(), List.of("REAL", "FLOA", "DOUB"), Kind.DOUBLE, only("a number")));

  private static final Rule OTHER =
      new Rule(List.of(), List.of(), Kind.TEXT, Fidelity.exact("each value in its own words"));
  private static final Fidelity DECIMAL = only("a number of so many digits");

  private static Fidelity only(String values) {
    return Fidelity.exactUnless("all but " + values, "text");
  }

  @Override
  public PlannedColumn plan(DeclaredColumn column, Optional<ColumnType> wanted) {
    String type = column.typeName().toUpperCase(Locale.ROOT);
    boolean decimal = isDecimal(column, type);
    Rule rule = RULES.stream().filter(r -> r.holds(type)).findFirst().orElse(OTHER);
    ColumnType own =
        decimal
            ? ColumnType.decimal(column.precision(), column.scale())
            : ColumnType.of(rule.kind());
    Fidelity fidelity = decimal ? DECIMAL : rule.fidelity();
    PlannedColumn planned = PlannedColumn.of(column.name(), word(column), AS_IS, own, fidelity);
    return wanted.map(asked -> planned.as(asked, AS_IS)).orElse(planned);
  }

  private static boolean isDecimal(DeclaredColumn column, String type) {
    return (type.equals("DECIMAL") || type.equals("NUMERIC"))
        && column.precision() > 0
        && column.precision() <= ColumnType.MAX_PRECISION
        && column.scale() <= column.precision();
  }

  private static String word(DeclaredColumn column) {
    return column.precision() > 0
        ? "%s(%d,%d)".formatted(column.typeName(), column.precision(), column.scale())
        : column.typeName();
  }

  /** Whatever the declared type, each value may be of any kind. */
  @Override
  public Set<Kind> possible(DeclaredColumn column) {
    return Conversions.possible(Kind.TEXT);
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
      rows.add(new Row(String.join(", ", names), word, rule.fidelity()));
    }
    rows.add(new Row("DECIMAL(p,s), NUMERIC(p,s)", "decimal(p,s)", DECIMAL));
    rows.add(new Row("NUMERIC, expressions, no type, all others", "text", OTHER.fidelity()));
    return rows;
  }
}
