package dev.penstock.source.jdbc.dialect.postgres;

import dev.penstock.source.Fidelity;
import dev.penstock.source.column.ColumnType;
import dev.penstock.source.column.ColumnType.Kind;
import dev.penstock.source.column.ListWriter;
import dev.penstock.source.column.UnhexWriter;
import dev.penstock.source.column.ValueWriter;
import dev.penstock.source.jdbc.column.FetchedAhead;
import dev.penstock.source.jdbc.column.FetchedAhead.Column;
import dev.penstock.source.jdbc.column.FetchedAhead.Form;
import dev.penstock.source.jdbc.column.Rows;
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
  private static final String AS_NUMERIC = "CAST(%s AS numeric)";
  private static final String AS_NUMERICS = "CAST(%s AS numeric[])";

  private static final String WORDS = "the text as PostgreSQL prints it";

  /** A type whose name alone says where it lands. */
  private record Rule(List<String> names, Kind kind, Fidelity fidelity) {}

  private static final List<Rule> RULES =
      List.of(
          new Rule(List.of("smallint", "int2", "smallserial"), Kind.SMALLINT, Fidelity.exact()),
          new Rule(List.of("integer", "int4", "serial"), Kind.INTEGER, Fidelity.exact()),
          new Rule(List.of("bigint", "int8", "bigserial", "oid"), Kind.BIGINT, Fidelity.exact()),
          new Rule(
              List.of("real", "float4"), Kind.REAL, Fidelity.exact("NaN and the infinities too")),
          new Rule(
              List.of("double precision", "float8"),
              Kind.DOUBLE,
              Fidelity.exact("NaN and the infinities too")),
          new Rule(List.of("boolean", "bool"), Kind.BOOLEAN, Fidelity.exact()),
          new Rule(List.of("bytea"), Kind.BINARY, Fidelity.exact()),
          new Rule(
              List.of("date"),
              Kind.DATE,
              Fidelity.exactUnless("`infinity`; 4713 BC to 5874897 fit", "text")),
          new Rule(
              List.of("timestamp"),
              Kind.TIMESTAMP,
              Fidelity.exactUnless("`infinity`; microseconds, years 4713 BC to 294246", "text")),
          new Rule(
              List.of("timestamptz"),
              Kind.TIMESTAMPTZ,
              Fidelity.exactUnless("`infinity`; lands as the instant, in UTC", "text")),
          new Rule(
              List.of("time"), Kind.TIME, Fidelity.exactUnless("24:00:00; microseconds", "text")),
          new Rule(List.of("json", "jsonb"), Kind.JSON, Fidelity.exact(WORDS)));

  private static final Map<String, Rule> BY_NAME = new HashMap<>();

  static {
    for (Rule rule : RULES) {
      rule.names().forEach(name -> BY_NAME.put(name, rule));
    }
  }

  private static final Rule OTHER =
      new Rule(
          List.of(),
          Kind.TEXT,
          Fidelity.exact(WORDS + "; char(n) keeps its blanks; intervals in ISO 8601"));
  private static final Fidelity DECIMAL = Fidelity.exactUnless("NaN", "text");
  private static final Fidelity NUMBER =
      Fidelity.exact("all digits").choosing("decimal(p,s) for a number");
  private static final Fidelity MONEY =
      Fidelity.exactUnless(
          "amounts of more than two decimals, or 17 digits before them, which a lc_monetary may allow",
          "decimal(22,3)");
  private static final Fidelity ARRAY =
      Fidelity.exactUnless(
          "several dimensions, a first index other than 1, and elements that fail as a column of their type does",
          "json");
  private static final Fidelity BOXES = Fidelity.exact("as `to_json` writes it");
  private static final String TO_JSON = "CAST(to_json(%s) AS text)";

  @Override
  public PlannedColumn plan(DeclaredColumn column, Optional<ColumnType> wanted) {
    PlannedColumn own = own(column);
    return wanted.map(type -> own.as(type, selected(column, type))).orElse(own);
  }

  private static String selected(DeclaredColumn column, ColumnType wanted) {
    boolean words = wanted.kind() == Kind.TEXT;
    return switch (column.typeName()) {
      case "bytea" -> "CAST(%s AS text)";
      case "money" -> words ? AS_IS : AS_NUMERIC;
      case "_money" -> wanted.kind() == Kind.LIST ? AS_NUMERICS : array(wanted);
      default -> column.jdbcType() == Types.ARRAY ? array(wanted) : AS_IS;
    };
  }

  private static String array(ColumnType wanted) {
    return wanted.kind() == Kind.JSON ? TO_JSON : AS_IS;
  }

  private static PlannedColumn own(DeclaredColumn column) {
    if (column.typeName().equals("numeric")) {
      return numeric(column);
    }
    if (column.typeName().equals("money")) {
      return planned(column, AS_NUMERIC, ColumnType.decimal(19, 2), MONEY);
    }
    if (column.jdbcType() == Types.ARRAY) {
      return array(column);
    }
    Rule rule = BY_NAME.getOrDefault(column.typeName(), OTHER);
    return planned(column, AS_IS, ColumnType.of(rule.kind()), rule.fidelity());
  }

  /** The name of an array's type is that of its elements with a line before it. */
  private static PlannedColumn array(DeclaredColumn column) {
    String name = column.typeName();
    String element = name.startsWith("_") ? name.substring(1) : "";
    if (element.equals("box")) {
      // Its elements alone are separated by semicolons, as they hold commas.
      return planned(column, TO_JSON, ColumnType.of(Kind.JSON), BOXES);
    }
    PlannedColumn single =
        own(
            new DeclaredColumn(
                column.name(), element, Types.OTHER, column.precision(), column.scale()));
    String expression = element.equals("money") ? AS_NUMERICS : AS_IS;
    return planned(column, expression, ColumnType.list(single.type()), ARRAY);
  }

  private static PlannedColumn numeric(DeclaredColumn column) {
    // A negative scale adds zeros before the point; a scale above the precision, behind it.
    int declared = scale(column);
    int scale = Math.max(declared, 0);
    int precision = Math.max(column.precision() - Math.min(declared, 0), scale);
    if (column.precision() > 0 && precision <= ColumnType.MAX_PRECISION) {
      return planned(column, AS_IS, ColumnType.decimal(precision, scale), DECIMAL);
    }
    String warning =
        "column %s is %s, which no Parquet decimal holds, and lands as text; to have a number, set column_types to %s=decimal(38,9) or the like"
            .formatted(
                column.name(),
                column.precision() == 0 ? "numeric without precision" : word(column),
                column.name());
    return new PlannedColumn(
        column.name(), word(column), AS_IS, ColumnType.of(Kind.TEXT), NUMBER, Optional.of(warning));
  }

  /** The scale is a signed number of eleven bits, which the driver takes for an unsigned one. */
  private static int scale(DeclaredColumn column) {
    return column.scale() >= 1024 ? column.scale() - 2048 : column.scale();
  }

  private static PlannedColumn planned(
      DeclaredColumn column, String expression, ColumnType type, Fidelity fidelity) {
    return PlannedColumn.of(column.name(), word(column), expression, type, fidelity);
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
    List<Column> fetched =
        columns.stream()
            .map(column -> new Column(writer(column.sourceType(), column.type()), Form.BYTES))
            .toList();
    return new FetchedAhead(result, fetched, cancel);
  }

  /** Within an array, bytes are text too. */
  private static ValueWriter writer(String sourceType, ColumnType type) {
    boolean bytes = sourceType.equals("_bytea") && type.kind() == Kind.LIST;
    return bytes && type.element().orElseThrow().kind() == Kind.BINARY
        ? new ListWriter(new UnhexWriter(type.element().orElseThrow().writer()))
        : type.writer();
  }

  @Override
  public List<Row> table() {
    List<Row> rows = new ArrayList<>();
    for (Rule rule : RULES) {
      String word = ColumnType.of(rule.kind()).word();
      rows.add(new Row(String.join(", ", rule.names()), word, rule.fidelity()));
    }
    rows.add(new Row("numeric(p,s)", "decimal(p,s)", DECIMAL));
    rows.add(new Row("numeric, numeric(p > 38)", "text", NUMBER));
    rows.add(new Row("money", "decimal(19,2)", MONEY));
    rows.add(new Row("arrays", "list of what the element type lands as", ARRAY));
    rows.add(new Row("box[]", "json", BOXES));
    rows.add(
        new Row(
            "text, varchar, char, name, citext, uuid, xml, enum, bit, varbit, interval, timetz, inet, cidr,"
                + " macaddr, ranges, geometric types, tsvector, hstore, composites, all others",
            "text",
            OTHER.fidelity()));
    rows.add(new Row("domains", "as their base type", Fidelity.exact("as the base type does")));
    return rows;
  }
}
