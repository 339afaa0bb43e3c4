package dev.penstock.source.jdbc.dialect.sqlserver;

import dev.penstock.source.Fidelity;
import dev.penstock.source.column.ColumnType;
import dev.penstock.source.column.ColumnType.Kind;
import dev.penstock.source.column.Conversions;
import dev.penstock.source.jdbc.column.CalledBack;
import dev.penstock.source.jdbc.column.ColumnReader;
import dev.penstock.source.jdbc.column.DirectRows;
import dev.penstock.source.jdbc.column.Rows;
import dev.penstock.source.jdbc.dialect.DeclaredColumn;
import dev.penstock.source.jdbc.dialect.PlannedColumn;
import dev.penstock.source.jdbc.dialect.TypeRules;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The types of SQL Server. Values come as the driver has them: numbers, bytes, or exact text. */
final class SqlServerTypes implements TypeRules {
  private static final String AS_IS = "%s";

  /** Digits of a second that a microsecond has. */
  private static final int MICROSECONDS = 6;

  /** Where {@code max} is declared. */
  private static final int LONGEST = 8000;

  private static final Fidelity YEARS =
      Fidelity.exactUnless("a day before 1677-09-21 or after 2262-04-11", "text");
  private static final Fidelity FINE_OFFSET =
      Fidelity.exact("offset and seventh digit as the server prints them")
          .choosing("timestamptz_ns for the instant");
  private static final Fidelity VARIANT = Fidelity.changed("the type of each value is lost", "");
  private static final Fidelity OFFSET = Fidelity.changed("the offset is lost", "text");

  /** The driver's word, without what it adds for columns that number themselves. */
  static String name(DeclaredColumn column) {
    String name = column.typeName().toLowerCase(Locale.ROOT);
    return name.substring(name.lastIndexOf('.') + 1).replaceFirst("[ (].*$", "");
  }

  @Override
  public PlannedColumn plan(DeclaredColumn column, Optional<ColumnType> wanted) {
    PlannedColumn own = own(column);
    return wanted.map(type -> own.as(type, selected(own, type))).orElse(own);
  }

  /** Where a number is wanted of eight bytes, the server makes it of them. */
  @Override
  public Set<Kind> possible(DeclaredColumn column) {
    Set<Kind> possible = EnumSet.copyOf(Conversions.possible(own(column).type().kind()));
    switch (word(column)) {
      case "bit" -> possible.addAll(EnumSet.of(Kind.SMALLINT, Kind.INTEGER, Kind.BIGINT));
      case "rowversion" -> possible.addAll(EnumSet.of(Kind.BIGINT, Kind.DECIMAL));
      case "hierarchyid" -> possible.retainAll(EnumSet.of(Kind.TEXT, Kind.BINARY));
      default -> {}
    }
    return possible;
  }

  private static PlannedColumn own(DeclaredColumn column) {
    return switch (name(column)) {
      case "decimal", "numeric" -> decimal(column, column.precision(), column.scale());
      case "money" -> decimal(column, 19, 4);
      case "smallmoney" -> decimal(column, 10, 4);
      case "time" -> fine(column, Kind.TIME, Kind.TIME_NS, Fidelity.exact());
      case "datetime2" ->
          fine(
              column,
              Kind.TIMESTAMP,
              Kind.TIMESTAMP_NS,
              column.scale() <= MICROSECONDS ? Fidelity.exact() : YEARS);
      case "datetimeoffset" -> withOffset(column);
      case "sql_variant" -> variant(column);
      default -> byName(column);
    };
  }

  private static String selected(PlannedColumn own, ColumnType wanted) {
    boolean bytes = wanted.kind() == Kind.BINARY;
    return switch (own.sourceType()) {
      case "geometry", "geography" -> bytes ? own.expression() : "%s.AsTextZM()";
      case "hierarchyid" -> bytes ? AS_IS : own.expression();
      case "rowversion" -> isNumber(wanted) ? "CAST(%s AS bigint)" : AS_IS;
      default -> own.expression();
    };
  }

  private static boolean isNumber(ColumnType type) {
    return type.kind() == Kind.BIGINT || type.kind() == Kind.DECIMAL;
  }

  private static PlannedColumn decimal(DeclaredColumn column, int precision, int scale) {
    ColumnType type = ColumnType.decimal(Math.max(1, precision), scale);
    return planned(column, AS_IS, type, Fidelity.exact());
  }

  /** A seventh digit of a second is more than a microsecond has. */
  private static PlannedColumn fine(
      DeclaredColumn column, Kind micros, Kind nanos, Fidelity fidelity) {
    Kind kind = column.scale() <= MICROSECONDS ? micros : nanos;
    return planned(column, AS_IS, ColumnType.of(kind), fidelity);
  }

  private static PlannedColumn withOffset(DeclaredColumn column) {
    boolean fine = column.scale() > MICROSECONDS;
    if (fine) {
      return planned(column, AS_IS, ColumnType.of(Kind.TEXT), FINE_OFFSET);
    }
    return warned(
        planned(column, AS_IS, ColumnType.of(Kind.TIMESTAMPTZ), OFFSET),
        "lands as its instant in UTC, without the offset that it was written with; to keep the offset, set column_types to %s=text");
  }

  private static PlannedColumn variant(DeclaredColumn column) {
    return warned(
        planned(column, AS_IS, ColumnType.of(Kind.TEXT), VARIANT),
        "lands as text, without the type of each value; to keep that too, read SQL_VARIANT_PROPERTY(%s, 'BaseType') with a query");
  }

  private static PlannedColumn byName(DeclaredColumn column) {
    NamedType rule = NamedType.of(name(column));
    PlannedColumn own =
        planned(column, rule.expression(), ColumnType.of(rule.kind()), rule.fidelity());
    return rule.fidelity().degree() == Fidelity.Degree.CHANGED
        ? warned(
            own, "lands as WKB, without its SRID; to keep that too, read %s.STSrid with a query")
        : own;
  }

  private static PlannedColumn planned(
      DeclaredColumn column, String expression, ColumnType type, Fidelity fidelity) {
    return PlannedColumn.of(column.name(), word(column), expression, type, fidelity);
  }

  /**
   * @param words what becomes of it, with the column's name to fill in
   */
  private static PlannedColumn warned(PlannedColumn column, String words) {
    String warning =
        "column %s is %s and ".formatted(column.name(), column.sourceType())
            + words.formatted(column.name());
    return new PlannedColumn(
        column.name(),
        column.sourceType(),
        column.expression(),
        column.type(),
        column.fidelity(),
        Optional.of(warning));
  }

  private static String word(DeclaredColumn column) {
    String name = name(column);
    return switch (name) {
      case "decimal", "numeric" -> "%s(%d,%d)".formatted(name, column.precision(), column.scale());
      case "char", "varchar", "nchar", "nvarchar", "binary", "varbinary" ->
          "%s(%s)".formatted(name, column.precision() > LONGEST ? "max" : column.precision());
      case "time", "datetime2", "datetimeoffset" -> "%s(%d)".formatted(name, column.scale());
      case "timestamp" -> "rowversion";
      default -> name;
    };
  }

  @Override
  public Rows rows(ResultSet result, List<PlannedColumn> columns, Rows.Cancel cancel) {
    List<ColumnReader> readers = new ArrayList<>();
    for (PlannedColumn column : columns) {
      readers.add(SqlServerReader.of(column, readers.size() + 1));
    }
    return new CalledBack(new DirectRows(result, readers), cancel);
  }

  @Override
  public List<Row> table() {
    List<Row> rows = new ArrayList<>();
    for (NamedType rule : NamedType.ALL) {
      rows.add(
          new Row(
              String.join(", ", rule.names()), ColumnType.of(rule.kind()).word(), rule.fidelity()));
    }
    rows.add(new Row("decimal(p,s), numeric(p,s)", "decimal(p,s)", Fidelity.exact()));
    rows.add(new Row("money", "decimal(19,4)", Fidelity.exact()));
    rows.add(new Row("smallmoney", "decimal(10,4)", Fidelity.exact()));
    rows.add(new Row("time(0) to time(6)", "time", Fidelity.exact()));
    rows.add(new Row("time(7)", "time_ns", Fidelity.exact()));
    rows.add(new Row("datetime2(0) to datetime2(6)", "timestamp", Fidelity.exact()));
    rows.add(new Row("datetime2(7)", "timestamp_ns", YEARS));
    rows.add(new Row("datetimeoffset(0) to datetimeoffset(6)", "timestamptz", OFFSET));
    rows.add(new Row("datetimeoffset(7)", "text", FINE_OFFSET));
    rows.add(new Row("sql_variant", "text", VARIANT));
    rows.add(new Row("computed columns, alias types", "as their type", Fidelity.exact()));
    return rows;
  }
}
