package dev.penstock.testing.tds;

import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A type as T-SQL declares it.
 *
 * @param name in lower case
 * @param size length, precision or digits of a second; {@link #MAX} for {@code max}
 */
record SqlType(String name, int size, int scale) {
  static final int MAX = -1;

  private static final int LONGEST = 8000;
  private static final Pattern TEXT =
      Pattern.compile(
          "(?i)\\[?([a-z0-9_]+)]?\\s*(?:\\(\\s*(\\d+|max)\\s*(?:,\\s*(\\d+)\\s*)?\\))?.*",
          Pattern.DOTALL);

  static SqlType parse(String text) {
    Matcher matcher = TEXT.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(text);
    }
    String name = matcher.group(1).toLowerCase(Locale.ROOT);
    String size = matcher.group(2);
    int number =
        size == null ? usual(name) : size.equalsIgnoreCase("max") ? MAX : Integer.parseInt(size);
    int scale = matcher.group(3) == null ? 0 : Integer.parseInt(matcher.group(3));
    return switch (name) {
      case "integer" -> new SqlType("int", 0, 0);
      case "numeric", "dec" -> new SqlType("decimal", number, scale);
      case "float" -> new SqlType(number <= 24 ? "real" : "float", number, 0);
      case "timestamp" -> new SqlType("rowversion", 0, 0);
      default -> new SqlType(name, number, scale);
    };
  }

  private static int usual(String name) {
    return switch (name) {
      case "datetime2", "datetimeoffset", "time" -> 7;
      case "decimal", "numeric", "dec" -> 18;
      case "float" -> 53;
      default -> 1;
    };
  }

  /** What H2 is told; it lacks a few of them. */
  String inH2() {
    return switch (name) {
      case "bit" -> "BOOLEAN";
      case "tinyint" -> "SMALLINT";
      case "int" -> "INTEGER";
      case "decimal" -> "NUMERIC(%d,%d)".formatted(size, scale);
      case "money" -> "NUMERIC(19,4)";
      case "smallmoney" -> "NUMERIC(10,4)";
      case "float" -> "DOUBLE PRECISION";
      case "time" -> "TIME(" + size + ")";
      case "datetime" -> "TIMESTAMP(3)";
      case "smalldatetime" -> "TIMESTAMP(0)";
      case "datetime2" -> "TIMESTAMP(" + size + ")";
      case "datetimeoffset" -> "TIMESTAMP(" + size + ") WITH TIME ZONE";
      case "char", "nchar" -> "CHAR(" + size + ")";
      case "varchar", "nvarchar" -> size == MAX ? "VARCHAR" : "VARCHAR(" + size + ")";
      case "sysname" -> "VARCHAR(128)";
      case "text", "ntext", "xml", "sql_variant", "json", "vector", "hierarchyid" -> "VARCHAR";
      case "binary" -> "BINARY(" + size + ")";
      case "varbinary" -> size == MAX ? "VARBINARY" : "VARBINARY(" + size + ")";
      case "image", "geometry", "geography" -> "VARBINARY";
      case "uniqueidentifier" -> "UUID";
      case "rowversion" -> "BINARY(8) DEFAULT NEXT_ROWVERSION() ON UPDATE NEXT_ROWVERSION()";
      default -> name;
    };
  }

  /** As it is declared. */
  String text() {
    return switch (name) {
      case "decimal" -> "decimal(%d,%d)".formatted(size, scale);
      case "time", "datetime2", "datetimeoffset" -> name + "(" + size + ")";
      case "char", "nchar", "varchar", "nvarchar", "binary", "varbinary" ->
          name + "(" + (size == MAX ? "max" : Integer.toString(size)) + ")";
      default -> name;
    };
  }

  /** The type of an expression, which no table declares. */
  static SqlType of(ResultSetMetaData data, int column) throws SQLException {
    int precision = data.getPrecision(column);
    int scale = data.getScale(column);
    return switch (data.getColumnType(column)) {
      case Types.BOOLEAN, Types.BIT -> new SqlType("bit", 0, 0);
      case Types.TINYINT, Types.SMALLINT -> new SqlType("smallint", 0, 0);
      case Types.INTEGER -> new SqlType("int", 0, 0);
      case Types.BIGINT -> new SqlType("bigint", 0, 0);
      case Types.NUMERIC, Types.DECIMAL ->
          new SqlType("decimal", Math.min(38, precision), Math.min(scale, 38));
      case Types.REAL -> new SqlType("real", 0, 0);
      case Types.FLOAT, Types.DOUBLE -> new SqlType("float", 53, 0);
      case Types.DATE -> new SqlType("date", 0, 0);
      case Types.TIME -> new SqlType("time", Math.min(7, scale), 0);
      case Types.TIMESTAMP -> new SqlType("datetime2", Math.min(7, scale), 0);
      case Types.TIMESTAMP_WITH_TIMEZONE -> new SqlType("datetimeoffset", Math.min(7, scale), 0);
      case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB ->
          new SqlType("varbinary", precision > LONGEST ? MAX : Math.max(1, precision), 0);
      case Types.OTHER ->
          data.getColumnTypeName(column).equals("UUID")
              ? new SqlType("uniqueidentifier", 0, 0)
              : new SqlType("nvarchar", MAX, 0);
      default -> new SqlType("nvarchar", precision > LONGEST / 2 ? MAX : Math.max(1, precision), 0);
    };
  }
}
