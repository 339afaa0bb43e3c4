package dev.penstock.source.jdbc.dialect.mysql;

import dev.penstock.source.jdbc.column.ColumnType;
import dev.penstock.source.jdbc.column.ColumnType.Kind;
import dev.penstock.source.jdbc.column.FetchedAhead;
import dev.penstock.source.jdbc.column.HexWriter;
import dev.penstock.source.jdbc.column.Rows;
import dev.penstock.source.jdbc.column.ValueWriter;
import dev.penstock.source.jdbc.dialect.DeclaredColumn;
import dev.penstock.source.jdbc.dialect.PlannedColumn;
import dev.penstock.source.jdbc.dialect.TypeRules;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The types of MariaDB and MySQL. All that is neither text nor bytes arrives as the text that the
 * server makes of it, so that no value passes through a class of Java that could not hold it.
 */
final class MysqlTypes implements TypeRules {
  private static final String AS_IS = "%s";
  private static final String AS_TEXT = "CAST(%s AS CHAR)";

  /** A float as text has six digits; a double has all. */
  private static final String FLOAT_AS_TEXT = "CAST(%s + 0e0 AS CHAR)";

  private static final String ZERO_DATES =
      "a zero date, also in part, fails the job, use `column_types` text";

  /**
   * A type whose name alone says where it lands.
   *
   * @param names as the driver has them
   */
  private record Rule(List<String> names, Kind kind, String expression, String note) {}

  private static final List<Rule> RULES =
      List.of(
          new Rule(
              List.of("TINYINT"),
              Kind.SMALLINT,
              AS_TEXT,
              "tinyint(1) and boolean too: they hold any number to 127; `column_types` boolean for 0 and 1"),
          new Rule(List.of("TINYINT UNSIGNED", "SMALLINT"), Kind.SMALLINT, AS_TEXT, ""),
          new Rule(List.of("YEAR"), Kind.SMALLINT, AS_TEXT, "the year 0000 is 0"),
          new Rule(
              List.of("SMALLINT UNSIGNED", "MEDIUMINT", "MEDIUMINT UNSIGNED", "INTEGER"),
              Kind.INTEGER,
              AS_TEXT,
              ""),
          new Rule(List.of("INTEGER UNSIGNED", "BIGINT"), Kind.BIGINT, AS_TEXT, ""),
          new Rule(
              List.of("FLOAT", "FLOAT UNSIGNED"),
              Kind.REAL,
              FLOAT_AS_TEXT,
              "all digits, not the six that the server prints"),
          new Rule(List.of("DOUBLE", "DOUBLE UNSIGNED"), Kind.DOUBLE, AS_TEXT, ""),
          new Rule(List.of("DATE"), Kind.DATE, AS_TEXT, ZERO_DATES),
          new Rule(List.of("DATETIME"), Kind.TIMESTAMP, AS_TEXT, "microseconds; " + ZERO_DATES),
          new Rule(
              List.of("TIME"),
              Kind.TIME,
              AS_TEXT,
              "microseconds; a negative one, or one of 24 hours and more, fails the job, use `column_types` text"),
          new Rule(List.of("JSON"), Kind.JSON, AS_IS, "the text as the server prints it"),
          new Rule(
              List.of("BINARY", "VARBINARY", "TINYBLOB", "BLOB", "MEDIUMBLOB", "LONGBLOB"),
              Kind.BINARY,
              AS_IS,
              "as `column_types` text, hexadecimal digits"),
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
              "WKB, without the SRID; MySQL has the axes in the order of the reference system; as `column_types` text, WKT"),
          new Rule(
              List.of("CHAR", "VARCHAR", "TINYTEXT", "TEXT", "MEDIUMTEXT", "LONGTEXT", "UUID"),
              Kind.TEXT,
              AS_IS,
              "enum, set, inet4 and inet6 too; trailing blanks stay, but for those of char, which the server does not keep"));

  private static final Map<String, Rule> BY_NAME = new HashMap<>();

  static {
    for (Rule rule : RULES) {
      rule.names().forEach(name -> BY_NAME.put(name, rule));
    }
  }

  private static final Rule OTHER = new Rule(List.of(), Kind.TEXT, AS_TEXT, "");

  @Override
  public PlannedColumn plan(DeclaredColumn column, Optional<ColumnType> wanted) {
    return switch (column.typeName()) {
      case "DECIMAL", "DECIMAL UNSIGNED" ->
          wanted.map(type -> planned(column, AS_TEXT, type)).orElseGet(() -> decimal(column));
      case "BIGINT UNSIGNED" ->
          planned(column, AS_TEXT, wanted.orElseGet(() -> ColumnType.decimal(20, 0)));
      case "TIMESTAMP" -> instant(column, wanted);
      case "BIT" -> bits(column, wanted);
      default -> byName(column, wanted);
    };
  }

  private static PlannedColumn byName(DeclaredColumn column, Optional<ColumnType> wanted) {
    Rule rule = BY_NAME.getOrDefault(column.typeName().toUpperCase(Locale.ROOT), OTHER);
    boolean words = wanted.isPresent() && wanted.get().kind() != Kind.BINARY;
    String expression =
        words && rule.names().contains("GEOMETRY") ? "ST_AsText(%s)" : rule.expression();
    return planned(column, expression, wanted.orElseGet(() -> ColumnType.of(rule.kind())));
  }

  private static PlannedColumn decimal(DeclaredColumn column) {
    if (column.precision() <= ColumnType.MAX_PRECISION) {
      return planned(
          column, AS_TEXT, ColumnType.decimal(Math.max(1, column.precision()), column.scale()));
    }
    String warning =
        "column %s is %s, which no Parquet decimal holds, and lands as text; to have a number, set column_types to %s=decimal(38,9) or the like"
            .formatted(column.name(), word(column), column.name());
    return new PlannedColumn(
        column.name(), word(column), AS_TEXT, ColumnType.of(Kind.TEXT), Optional.of(warning));
  }

  /** The session's zone is UTC, which only what has a zone says. */
  private static PlannedColumn instant(DeclaredColumn column, Optional<ColumnType> wanted) {
    ColumnType type = wanted.orElseGet(() -> ColumnType.of(Kind.TIMESTAMPTZ));
    boolean zoned = type.kind() == Kind.TIMESTAMPTZ;
    return planned(column, zoned ? "CONCAT(CAST(%s AS CHAR), '+00')" : AS_TEXT, type);
  }

  /** One bit is a truth value; several are digits, or the number that they make. */
  private static PlannedColumn bits(DeclaredColumn column, Optional<ColumnType> wanted) {
    boolean single = column.precision() == 1;
    ColumnType type = wanted.orElseGet(() -> ColumnType.of(single ? Kind.BOOLEAN : Kind.TEXT));
    String digits = "LPAD(BIN(%s + 0), " + column.precision() + ", '0')";
    return switch (type.kind()) {
      case TEXT, JSON -> planned(column, digits, type);
      case BINARY -> planned(column, AS_IS, type);
      default -> planned(column, "CAST(%s + 0 AS CHAR)", type);
    };
  }

  private static PlannedColumn planned(DeclaredColumn column, String expression, ColumnType type) {
    return new PlannedColumn(column.name(), word(column), expression, type, Optional.empty());
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

  /** Bytes that are to land as anything else come as their hexadecimal digits. */
  @Override
  public Rows rows(ResultSet result, List<PlannedColumn> columns, Rows.Cancel cancel) {
    List<ValueWriter> writers = new ArrayList<>();
    for (PlannedColumn column : columns) {
      boolean bytes =
          column.sourceType().contains("binary") || column.sourceType().contains("blob");
      boolean digits = bytes && column.type().kind() != Kind.BINARY;
      ValueWriter writer = column.type().writer();
      writers.add(digits ? new HexWriter(writer) : writer);
    }
    FetchedAhead ahead =
        new FetchedAhead(result, writers, cancel, (row, index) -> bytes(row, columns, index));
    return new MysqlRows(ahead, cancel);
  }

  /** The driver has no bytes for the json of MySQL, which is a type of its own there. */
  private static byte[] bytes(ResultSet row, List<PlannedColumn> columns, int index)
      throws SQLException {
    if (!columns.get(index - 1).sourceType().equals("json")) {
      return row.getBytes(index);
    }
    String text = row.getString(index);
    return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public List<Row> table() {
    List<Row> rows = new ArrayList<>();
    for (Rule rule : RULES) {
      String names = String.join(", ", rule.names()).toLowerCase(Locale.ROOT);
      rows.add(
          new Row(names.replace("integer", "int"), ColumnType.of(rule.kind()).word(), rule.note()));
    }
    rows.add(new Row("bigint unsigned", "decimal(20,0)", "as a bigint it could overflow"));
    rows.add(new Row("decimal(p,s), numeric(p,s)", "decimal(p,s)", "exact, unsigned too"));
    rows.add(new Row("decimal(p > 38)", "text", "exact; choose decimal(p,s) for a number"));
    rows.add(
        new Row("timestamp", "timestamptz", "the instant, in UTC; microseconds; " + ZERO_DATES));
    rows.add(new Row("bit(1)", "boolean", ""));
    rows.add(
        new Row(
            "bit(n)", "text", "n binary digits; as `column_types` bigint the number they make"));
    rows.add(new Row("all others", "text", "as the server prints it"));
    return rows;
  }
}
