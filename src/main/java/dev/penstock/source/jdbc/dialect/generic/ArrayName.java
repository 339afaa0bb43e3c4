package dev.penstock.source.jdbc.dialect.generic;

import dev.penstock.source.jdbc.dialect.DeclaredColumn;
import java.sql.Types;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the name of an array's type says of its elements, for drivers say it nowhere else: {@code
 * DECIMAL(10,2)[]}, {@code INTEGER[3][]}, {@code VARCHAR(10) ARRAY}, {@code ARRAY(BIGINT)}, {@code
 * ARRAY<DATE>}.
 */
final class ArrayName {
  private static final Pattern BRACKETS = Pattern.compile("(?is)(.+?)(?: ARRAY)?\\s*\\[\\d*]");
  private static final Pattern WORD = Pattern.compile("(?is)(.+?) ARRAY");
  private static final Pattern AROUND = Pattern.compile("(?is)ARRAY\\s*[(<](.+)[)>]");
  private static final Pattern DIMENSIONS = Pattern.compile("(?:\\[\\d*])+$");
  private static final Pattern LENGTH = Pattern.compile("\\((\\d+)(?:\\s*,\\s*(-?\\d+))?\\)");

  private static final Set<Integer> MOMENTS =
      Set.of(Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE);

  /** Names of types, without their length, in upper case. */
  private static final Map<String, Integer> TYPES = new HashMap<>();

  static {
    name(Types.BOOLEAN, "BOOLEAN", "BOOL");
    name(Types.SMALLINT, "TINYINT", "SMALLINT", "INT2");
    name(Types.INTEGER, "INTEGER", "INT", "INT4");
    name(Types.BIGINT, "BIGINT", "INT8");
    name(Types.DECIMAL, "DECIMAL", "NUMERIC", "DEC");
    name(Types.REAL, "REAL", "FLOAT4");
    name(Types.DOUBLE, "DOUBLE", "DOUBLE PRECISION", "FLOAT", "FLOAT8");
    name(Types.DATE, "DATE");
    name(Types.TIME, "TIME", "TIME WITHOUT TIME ZONE");
    name(Types.TIMESTAMP, "TIMESTAMP", "TIMESTAMP WITHOUT TIME ZONE", "DATETIME");
    name(Types.TIMESTAMP, "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS");
    name(Types.TIMESTAMP_WITH_TIMEZONE, "TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ");
    name(Types.BINARY, "BINARY", "VARBINARY", "BINARY VARYING", "BLOB", "BINARY LARGE OBJECT");
    name(Types.VARCHAR, "CHAR", "CHARACTER", "VARCHAR", "CHARACTER VARYING", "TEXT", "STRING");
    name(Types.VARCHAR, "NCHAR", "NVARCHAR", "CLOB", "CHARACTER LARGE OBJECT", "ENUM");
    name(Types.VARCHAR, "VARCHAR_IGNORECASE", "UUID", "JSON", "JSONB", "DECFLOAT", "BIT");
    name(Types.VARCHAR, "HUGEINT", "UHUGEINT", "BIGNUM", "INTERVAL", "TIME WITH TIME ZONE");
    name(Types.VARCHAR, "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT");
  }

  private ArrayName() {}

  private static void name(int type, String... names) {
    for (String name : names) {
      TYPES.put(name, type);
    }
  }

  /** The elements as if they were a column; empty when the name does not tell what they are. */
  static Optional<DeclaredColumn> element(DeclaredColumn array) {
    return inner(array.typeName()).flatMap(name -> named(array.name(), name));
  }

  private static Optional<String> inner(String name) {
    for (Pattern pattern : List.of(BRACKETS, WORD, AROUND)) {
      Matcher matcher = pattern.matcher(name.strip());
      if (matcher.matches()) {
        return Optional.of(matcher.group(1).strip());
      }
    }
    return Optional.empty();
  }

  private static Optional<DeclaredColumn> named(String column, String name) {
    if (inner(name).isPresent()) {
      DeclaredColumn array = new DeclaredColumn(column, name, Types.ARRAY, 0, 0);
      return element(array).map(known -> array);
    }
    String word = name.replaceFirst("\\s*\\(.*\\)", "").toUpperCase(Locale.ROOT);
    Integer type = TYPES.get(word.startsWith("INTERVAL") ? "INTERVAL" : word);
    if (type == null) {
      return Optional.empty();
    }
    Matcher length = LENGTH.matcher(name);
    boolean declared = length.find();
    return Optional.of(
        new DeclaredColumn(
            column,
            name,
            type,
            declared ? Integer.parseInt(length.group(1)) : 0,
            declared && length.group(2) != null ? Integer.parseInt(length.group(2)) : 0));
  }

  /** The dimensions of an array of timestamps, such as {@code [3][]}; empty for all others. */
  static Optional<String> ofMoments(DeclaredColumn array) {
    Matcher dimensions = DIMENSIONS.matcher(array.typeName());
    return dimensions.find() && MOMENTS.contains(innermost(array).jdbcType())
        ? Optional.of(dimensions.group())
        : Optional.empty();
  }

  private static DeclaredColumn innermost(DeclaredColumn column) {
    return column.jdbcType() == Types.ARRAY
        ? element(column).map(ArrayName::innermost).orElse(column)
        : column;
  }
}
