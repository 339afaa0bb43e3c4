package dev.penstock.source.jdbc.dialect.postgres;

import dev.penstock.source.jdbc.column.ColumnType;
import dev.penstock.source.jdbc.column.ColumnType.Kind;
import dev.penstock.source.jdbc.column.FetchedAhead;
import dev.penstock.source.jdbc.column.Rows;
import dev.penstock.source.jdbc.column.ValueWriter;
import dev.penstock.source.jdbc.dialect.DeclaredColumn;
import dev.penstock.source.jdbc.dialect.PlannedColumn;
import dev.penstock.source.jdbc.dialect.TypeRules;
import java.sql.ResultSet;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The types of PostgreSQL. All but bytea arrive in the server's text form. */
final class PostgresTypes implements TypeRules {
  private static final String AS_IS = "%s";

  /** A type whose name alone says where it lands. */
  private record Rule(List<String> names, Kind kind, String note) {}

  private static final List<Rule> RULES =
      List.of(
          new Rule(List.of("smallint", "int2", "smallserial"), Kind.SMALLINT, ""),
          new Rule(List.of("integer", "int4", "serial"), Kind.INTEGER, ""),
          new Rule(List.of("bigint", "int8", "bigserial", "oid"), Kind.BIGINT, ""),
          new Rule(List.of("real", "float4"), Kind.REAL, "NaN and the infinities stay"),
          new Rule(List.of("double precision", "float8"), Kind.DOUBLE, "NaN and infinities stay"),
          new Rule(List.of("boolean", "bool"), Kind.BOOLEAN, ""),
          new Rule(List.of("bytea"), Kind.BINARY, ""),
          new Rule(
              List.of("date"),
              Kind.DATE,
              "4713 BC to 5874897; `infinity` fails the job, use `column_types` text"),
          new Rule(
              List.of("timestamp"),
              Kind.TIMESTAMP,
              "microseconds; `infinity` fails the job, use `column_types` text"),
          new Rule(
              List.of("timestamptz"),
              Kind.TIMESTAMPTZ,
              "the instant, in UTC; `infinity` fails the job, use `column_types` text"),
          new Rule(
              List.of("time"),
              Kind.TIME,
              "microseconds; 24:00:00 fails the job, use `column_types` text"),
          new Rule(List.of("json", "jsonb"), Kind.JSON, "the text as PostgreSQL prints it"));

  private static final Map<String, Kind> BY_NAME = new HashMap<>();

  static {
    for (Rule rule : RULES) {
      rule.names().forEach(name -> BY_NAME.put(name, rule.kind()));
    }
  }

  @Override
  public PlannedColumn plan(DeclaredColumn column, Optional<ColumnType> wanted) {
    if (wanted.isPresent()) {
      boolean hexadecimal = column.typeName().equals("bytea") && wanted.get().kind() != Kind.BINARY;
      return planned(column, hexadecimal ? "CAST(%s AS text)" : AS_IS, wanted.get());
    }
    if (column.typeName().equals("numeric")) {
      return numeric(column);
    }
    if (column.typeName().equals("money")) {
      return planned(column, "CAST(%s AS numeric)", ColumnType.decimal(19, 2));
    }
    if (column.jdbcType() == Types.ARRAY) {
      return planned(column, "CAST(to_json(%s) AS text)", ColumnType.of(Kind.JSON));
    }
    Kind kind = BY_NAME.getOrDefault(column.typeName(), Kind.TEXT);
    return planned(column, AS_IS, ColumnType.of(kind));
  }

  private static PlannedColumn numeric(DeclaredColumn column) {
    // A negative scale adds zeros before the point; a scale above the precision, behind it.
    int declared = scale(column);
    int scale = Math.max(declared, 0);
    int precision = Math.max(column.precision() - Math.min(declared, 0), scale);
    if (column.precision() > 0 && precision <= ColumnType.MAX_PRECISION) {
      return planned(column, AS_IS, ColumnType.decimal(precision, scale));
    }
    String warning =
        "column %s is %s, which no Parquet decimal holds, and lands as text; to have a number, set column_types to %s=decimal(38,9) or the like"
            .formatted(
                column.name(),
                column.precision() == 0 ? "numeric without precision" : word(column),
                column.name());
    return new PlannedColumn(
        column.name(), word(column), AS_IS, ColumnType.of(Kind.TEXT), Optional.of(warning));
  }

  /** The scale is a signed number of eleven bits, which the driver takes for an unsigned one. */
  private static int scale(DeclaredColumn column) {
    return column.scale() >= 1024 ? column.scale() - 2048 : column.scale();
  }

  private static PlannedColumn planned(DeclaredColumn column, String expression, ColumnType type) {
    return new PlannedColumn(column.name(), word(column), expression, type, Optional.empty());
  }

  private static String word(DeclaredColumn column) {
    return switch (column.typeName()) {
      case "serial" -> "int4";
      case "bigserial" -> "int8";
      case "smallserial" -> "int2";
      case "numeric" ->
          column.precision() == 0
              ? "numeric"
              : "numeric(%d,%d)".formatted(column.precision(), scale(column));
      default -> column.typeName();
    };
  }

  /** In text format the driver hands out the bytes that the server sent: no String is made. */
  @Override
  public Rows rows(ResultSet result, List<PlannedColumn> columns, Rows.Cancel cancel) {
    List<ValueWriter> writers = columns.stream().map(column -> column.type().writer()).toList();
    return new FetchedAhead(result, writers, cancel);
  }

  @Override
  public List<Row> table() {
    List<Row> rows = new ArrayList<>();
    for (Rule rule : RULES) {
      String word = ColumnType.of(rule.kind()).word();
      rows.add(new Row(String.join(", ", rule.names()), word, rule.note()));
    }
    rows.add(
        new Row(
            "numeric(p,s)", "decimal(p,s)", "exact; NaN and infinities fail the job, see below"));
    rows.add(
        new Row("numeric, numeric(p > 38)", "text", "exact; choose decimal(p,s) for a number"));
    rows.add(new Row("money", "decimal(19,2)", "exact"));
    rows.add(new Row("arrays", "json", "as `to_json` writes them"));
    rows.add(
        new Row(
            "text, varchar, char, name, citext, uuid, xml, enum, bit, varbit, interval, timetz, inet, cidr,"
                + " macaddr, ranges, geometric types, tsvector, hstore, composites, all others",
            "text",
            "as PostgreSQL prints it; char(n) keeps its blanks; intervals in ISO 8601"));
    rows.add(new Row("domains", "as their base type", ""));
    return rows;
  }
}
