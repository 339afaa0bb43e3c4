package dev.penstock.source.jdbc.dialect.mysql;

import dev.penstock.source.Fidelity;
import dev.penstock.source.column.ColumnType;
import dev.penstock.source.column.ColumnType.Kind;
import dev.penstock.source.column.Conversions;
import dev.penstock.source.jdbc.column.Rows;
import dev.penstock.source.jdbc.dialect.DeclaredColumn;
import dev.penstock.source.jdbc.dialect.PlannedColumn;
import dev.penstock.source.jdbc.dialect.TypeRules;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The types of MariaDB and MySQL. All that is neither text nor bytes arrives as the text that the
 * server makes of it, so that no value passes through a class of Java that could not hold it. The
 * server does so with every value it sends; it is asked for a text by name, which costs it as much
 * again, only where that would not have all digits, or the driver reads more into it.
 */
final class MysqlTypes implements TypeRules {
  private static final String AS_IS = "%s";
  private static final String AS_TEXT = "CAST(%s AS CHAR)";

  /** A float as text has six digits; a double has all. */
  private static final String FLOAT_AS_TEXT = "CAST(%s + 0e0 AS CHAR)";

  private static final String WORDS = "the text as the server prints it";
  private static final String ZERO_DATES = "a zero date, also in part";

  /**
   * A type whose name alone says where it lands.
   *
   * @param names as the driver has them
   */
  private record Rule(List<String> names, Kind kind, String expression, Fidelity fidelity) {}

  private static final List<Rule> RULES =
      List.of(
          new Rule(
              List.of("TINYINT"),
              Kind.SMALLINT,
              AS_IS,
              Fidelity.exact("tinyint(1) and boolean too, as they hold any number to 127")
                  .choosing("boolean for 0 and 1")),
          new Rule(List.of("TINYINT UNSIGNED", "SMALLINT"), Kind.SMALLINT, AS_IS, Fidelity.exact()),
          new Rule(List.of("YEAR"), Kind.SMALLINT, AS_TEXT, Fidelity.exact("the year 0000 is 0")),
          new Rule(
              List.of("SMALLINT UNSIGNED", "MEDIUMINT", "MEDIUMINT UNSIGNED", "INTEGER"),
              Kind.INTEGER,
              AS_IS,
              Fidelity.exact()),
          new Rule(List.of("INTEGER UNSIGNED", "BIGINT"), Kind.BIGINT, AS_IS, Fidelity.exact()),
          new Rule(
              List.of("FLOAT", "FLOAT UNSIGNED"),
              Kind.REAL,
              FLOAT_AS_TEXT,
              Fidelity.exact("all digits, not the six that the server prints")),
          new Rule(List.of("DOUBLE", "DOUBLE UNSIGNED"), Kind.DOUBLE, AS_IS, Fidelity.exact()),
          new Rule(List.of("DATE"), Kind.DATE, AS_IS, Fidelity.exactUnless(ZERO_DATES, "text")),
          new Rule(
              List.of("DATETIME"),
              Kind.TIMESTAMP,
              AS_TEXT,
              Fidelity.exactUnless(ZERO_DATES, "text")),
          new Rule(
              List.of("TIME"),
              Kind.TIME,
              AS_IS,
              Fidelity.exactUnless("a negative one, or one of 24 hours and more", "text")),
          new Rule(List.of("JSON"), Kind.JSON, AS_IS, Fidelity.exact(WORDS)),
          new Rule(
              List.of("BINARY", "VARBINARY", "TINYBLOB", "BLOB", "MEDIUMBLOB", "LONGBLOB"),
              Kind.BINARY,
              AS_IS,
              Fidelity.exact("text gives hexadecimal digits")),
          new Rule(
              List.of(
                  "GEOMETRY",
                  "POINT",
                  "LINESTRING",
                  "POLYGON",
                  "MULTIPOINT",
                  "MULTILINESTRING",
                  "MULTIPOLYGON",
                  "GEOMETRYCOLLECTION"),
              Kind.BINARY,
              "ST_AsBinary(%s)",
              Fidelity.changed(
                  "WKB, without the SRID; MySQL has the axes in the order of the reference system; text gives WKT",
                  "")),
          new Rule(
              List.of("CHAR", "VARCHAR", "TINYTEXT", "TEXT", "MEDIUMTEXT", "LONGTEXT", "UUID"),
              Kind.TEXT,
              AS_IS,
              Fidelity.exact(
                  "enum, set, inet4 and inet6 too; trailing blanks stay, but for those of char, which the server does not keep")));

  private static final Map<String, Rule> BY_NAME = new HashMap<>();

  static {
    for (Rule rule : RULES) {
      rule.names().forEach(name -> BY_NAME.put(name, rule));
    }
  }

  private static final Rule OTHER = new Rule(List.of(), Kind.TEXT, AS_TEXT, Fidelity.exact(WORDS));
  private static final Fidelity LONG_DECIMAL =
      Fidelity.exact("all digits").choosing("decimal(p,s) for a number");
  private static final Fidelity UNSIGNED = Fidelity.exact("a bigint would not hold half of them");
  private static final Fidelity INSTANT =
      Fidelity.exactUnless(ZERO_DATES + "; lands as the instant, in UTC", "text");
  private static final Fidelity BITS =
      Fidelity.exact("n binary digits; bigint gives the number they make");

  @Override
  public PlannedColumn plan(DeclaredColumn column, Optional<ColumnType> wanted) {
    return switch (column.typeName()) {
      case "DECIMAL", "DECIMAL UNSIGNED" -> as(wanted, decimal(column), AS_IS);
      case "BIGINT UNSIGNED" ->
          as(wanted, planned(column, AS_IS, ColumnType.decimal(20, 0), UNSIGNED), AS_IS);
      case "TIMESTAMP" -> instant(column, wanted);
      case "BIT" -> bits(column, wanted);
      default -> byName(column, wanted);
    };
  }

  private static PlannedColumn as(Optional<ColumnType> wanted, PlannedColumn own, String selected) {
    return wanted.map(type -> own.as(type, selected)).orElse(own);
  }

  private static PlannedColumn byName(DeclaredColumn column, Optional<ColumnType> wanted) {
    Rule rule = BY_NAME.getOrDefault(column.typeName().toUpperCase(Locale.ROOT), OTHER);
    PlannedColumn own =
        planned(column, rule.expression(), ColumnType.of(rule.kind()), rule.fidelity());
    return as(wanted, own, isGeometry(column) ? "ST_AsText(%s)" : rule.expression());
  }

  private static boolean isGeometry(DeclaredColumn column) {
    Rule rule = BY_NAME.getOrDefault(column.typeName().toUpperCase(Locale.ROOT), OTHER);
    return rule.names().contains("GEOMETRY");
  }

  private static PlannedColumn decimal(DeclaredColumn column) {
    if (column.precision() <= ColumnType.MAX_PRECISION) {
      ColumnType type = ColumnType.decimal(Math.max(1, column.precision()), column.scale());
      return planned(column, AS_IS, type, Fidelity.exact());
    }
    String warning =
        "column %s is %s, which no Parquet decimal holds, and lands as text; to have a number, set column_types to %s=decimal(38,9) or the like"
            .formatted(column.name(), word(column), column.name());
    return new PlannedColumn(
        column.name(),
        word(column),
        AS_IS,
        ColumnType.of(Kind.TEXT),
        LONG_DECIMAL,
        Optional.of(warning));
  }

  /** The session's zone is UTC, which only what has a zone says. */
  private static PlannedColumn instant(DeclaredColumn column, Optional<ColumnType> wanted) {
    String zoned = "CONCAT(CAST(%s AS CHAR), '+00')";
    PlannedColumn own = planned(column, zoned, ColumnType.of(Kind.TIMESTAMPTZ), INSTANT);
    boolean keepsZone = wanted.isPresent() && wanted.get().kind() == Kind.TIMESTAMPTZ_NS;
    return as(wanted, own, keepsZone ? zoned : AS_TEXT);
  }

  /** One bit is a truth value; several are digits, or the number that they make. */
  private static PlannedColumn bits(DeclaredColumn column, Optional<ColumnType> wanted) {
    String digits = "LPAD(BIN(%s + 0), " + column.precision() + ", '0')";
    String number = "CAST(%s + 0 AS CHAR)";
    PlannedColumn own =
        column.precision() == 1
            ? planned(column, number, ColumnType.of(Kind.BOOLEAN), Fidelity.exact())
            : planned(column, digits, ColumnType.of(Kind.TEXT), BITS);
    return switch (wanted.map(ColumnType::kind).orElse(own.type().kind())) {
      case TEXT, JSON -> as(wanted, own, digits);
      case BINARY -> as(wanted, own, AS_IS);
      default -> as(wanted, own, number);
    };
  }

  /** What is made of text by other words than those of the column's own type. */
  @Override
  public Set<Kind> possible(DeclaredColumn column) {
    Set<Kind> kinds = EnumSet.copyOf(TypeRules.super.possible(column));
    switch (column.typeName()) {
      case "BIT" -> {
        kinds.addAll(Conversions.possible(Kind.BIGINT));
        kinds.add(Kind.BINARY);
        kinds.removeAll(Conversions.possible(Kind.DATE));
        kinds.removeAll(Conversions.possible(Kind.TIME));
        kinds.removeAll(Conversions.possible(Kind.TIMESTAMPTZ));
        kinds.add(Kind.TEXT);
      }
      case "TIMESTAMP" -> kinds.addAll(Conversions.possible(Kind.TIMESTAMP));
      default -> {}
    }
    return kinds;
  }

  private static PlannedColumn planned(
      DeclaredColumn column, String expression, ColumnType type, Fidelity fidelity) {
    return PlannedColumn.of(column.name(), word(column), expression, type, fidelity);
  }

  private static String word(DeclaredColumn column) {
    String name = column.typeName().toLowerCase(Locale.ROOT);
    return switch (name) {
      case "decimal", "decimal unsigned" ->
          "decimal(%d,%d)%s"
              .formatted(column.precision(), column.scale(), name.substring("decimal".length()));
      case "bit", "char", "varchar", "binary", "varbinary" ->
          "%s(%d)".formatted(name, column.precision());
      case "datetime", "timestamp", "time" ->
          column.scale() == 0 ? name : "%s(%d)".formatted(name, column.scale());
      case "tinyint" -> column.precision() == 1 ? "tinyint(1)" : name;
      case "integer" -> "int";
      case "integer unsigned" -> "int unsigned";
      default -> name;
    };
  }

  @Override
  public Rows rows(ResultSet result, List<PlannedColumn> columns, Rows.Cancel cancel)
      throws SQLException {
    return MysqlFetch.rows(result, columns, cancel);
  }

  @Override
  public List<Row> table() {
    List<Row> rows = new ArrayList<>();
    for (Rule rule : RULES) {
      String names = String.join(", ", rule.names()).toLowerCase(Locale.ROOT);
      rows.add(
          new Row(
              names.replace("integer", "int"), ColumnType.of(rule.kind()).word(), rule.fidelity()));
    }
    rows.add(new Row("bigint unsigned", "decimal(20,0)", UNSIGNED));
    rows.add(new Row("decimal(p,s), numeric(p,s)", "decimal(p,s)", Fidelity.exact("unsigned too")));
    rows.add(new Row("decimal(p > 38)", "text", LONG_DECIMAL));
    rows.add(new Row("timestamp", "timestamptz", INSTANT));
    rows.add(new Row("bit(1)", "boolean", Fidelity.exact()));
    rows.add(new Row("bit(n)", "text", BITS));
    rows.add(new Row("all others", "text", OTHER.fidelity()));
    return rows;
  }
}
