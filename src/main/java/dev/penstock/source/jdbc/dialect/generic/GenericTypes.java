package dev.penstock.source.jdbc.dialect.generic;

import dev.penstock.source.Fidelity;
import dev.penstock.source.column.ColumnType;
import dev.penstock.source.column.ColumnType.Kind;
import dev.penstock.source.jdbc.column.ArrayValues;
import dev.penstock.source.jdbc.column.ColumnReader;
import dev.penstock.source.jdbc.column.ColumnReaders;
import dev.penstock.source.jdbc.column.DirectRows;
import dev.penstock.source.jdbc.column.ElementWriter;
import dev.penstock.source.jdbc.column.ElementWriter.Bytes;
import dev.penstock.source.jdbc.column.ExactText;
import dev.penstock.source.jdbc.column.NestedName;
import dev.penstock.source.jdbc.column.Rows;
import dev.penstock.source.jdbc.dialect.DeclaredColumn;
import dev.penstock.source.jdbc.dialect.PlannedColumn;
import dev.penstock.source.jdbc.dialect.TypeRules;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Where the types of JDBC land. What nothing is known of lands as the text that the driver makes.
 */
final class GenericTypes implements TypeRules {
  private static final String NAME = "%s";

  /** Names that say more than the type of JDBC beside them; the rest of a name is its length. */
  private static final Map<String, ColumnType> BY_NAME =
      Map.ofEntries(
          Map.entry("UUID", ColumnType.of(Kind.TEXT)),
          Map.entry("UNIQUEIDENTIFIER", ColumnType.of(Kind.TEXT)),
          Map.entry("JSON", ColumnType.of(Kind.JSON)),
          Map.entry("JSONB", ColumnType.of(Kind.JSON)),
          Map.entry("DECFLOAT", ColumnType.of(Kind.TEXT)),
          Map.entry("UTINYINT", ColumnType.of(Kind.SMALLINT)),
          Map.entry("USMALLINT", ColumnType.of(Kind.INTEGER)),
          Map.entry("UINTEGER", ColumnType.of(Kind.BIGINT)),
          Map.entry("UBIGINT", ColumnType.decimal(20, 0)),
          Map.entry("TINYINT UNSIGNED", ColumnType.of(Kind.SMALLINT)),
          Map.entry("SMALLINT UNSIGNED", ColumnType.of(Kind.INTEGER)),
          Map.entry("INTEGER UNSIGNED", ColumnType.of(Kind.BIGINT)),
          Map.entry("INT UNSIGNED", ColumnType.of(Kind.BIGINT)),
          Map.entry("BIGINT UNSIGNED", ColumnType.decimal(20, 0)));

  private static final Fidelity ALL_DIGITS =
      Fidelity.exact("all digits").choosing("decimal(p,s) for a number");
  private static final Fidelity ARRAYS =
      Fidelity.exactUnless("elements that fail as a column of their type does", "json");
  private static final Fidelity NESTED =
      Fidelity.exact("JSON; days, times and moments as DuckDB writes them");
  private static final Fidelity UNSIGNED = Fidelity.exact("a bigint would not hold half of them");

  private static final List<String> WITHOUT_DECIMAL = List.of("HUGEINT", "UHUGEINT", "BIGNUM");

  private final Moments moments;

  GenericTypes(Moments moments) {
    this.moments = moments;
  }

  @Override
  public PlannedColumn plan(DeclaredColumn column, Optional<ColumnType> wanted) {
    ColumnType natural = isNested(column) ? ColumnType.of(Kind.JSON) : natural(column);
    Optional<String> warning =
        wanted.isEmpty() && lacksRoom(column, natural)
            ? Optional.of(
                "column %s is %s, of which no Parquet decimal holds every value, and lands as text; to have a number, set column_types to %s=decimal(38,9) or the like"
                    .formatted(column.name(), word(column), column.name()))
            : Optional.empty();
    String selected = selected(column);
    PlannedColumn own =
        new PlannedColumn(
            column.name(),
            word(column),
            selected,
            natural,
            isNested(column) ? NESTED : fidelity(column, natural),
            warning);
    return wanted.map(type -> own.as(type, selected)).orElse(own);
  }

  private boolean isNested(DeclaredColumn column) {
    return moments == Moments.BY_DUCKDB && NestedName.isOne(column.typeName());
  }

  private String selected(DeclaredColumn column) {
    if (isNested(column)) {
      return moments.nested(column.typeName());
    }
    return switch (JdbcForm.of(column)) {
      case INSTANT -> moments.instant();
      case ARRAY -> ArrayName.ofMoments(column).map(moments::array).orElse(NAME);
      default -> NAME;
    };
  }

  private static Fidelity fidelity(DeclaredColumn column, ColumnType type) {
    if (type.kind() == Kind.TEXT && lacksDecimal(column)) {
      return ALL_DIGITS;
    }
    if (BY_NAME.containsKey(name(column))) {
      return type.kind() == Kind.DECIMAL ? UNSIGNED : Fidelity.exact();
    }
    if (type.kind() == Kind.LIST) {
      DeclaredColumn element = ArrayName.element(column).orElseThrow();
      return ofList(fidelity(element, type.element().orElseThrow()));
    }
    JdbcForm form = JdbcForm.of(column);
    return form == JdbcForm.DECIMAL ? Fidelity.exact() : form.fidelity();
  }

  private static Fidelity ofList(Fidelity element) {
    String choose = element.choose();
    if (element.equals(ALL_DIGITS)) {
      choose = "list(decimal(p,s)) for numbers";
    } else if (!choose.isEmpty() && !choose.startsWith("list(decimal")) {
      choose = "list(" + choose + ")";
    }
    return new Fidelity(element.degree(), element.why(), choose);
  }

  private static boolean lacksDecimal(DeclaredColumn column) {
    return JdbcForm.of(column) == JdbcForm.DECIMAL
        || WITHOUT_DECIMAL.contains(name(column))
        || name(column).equals("DECFLOAT");
  }

  private static boolean lacksRoom(DeclaredColumn column, ColumnType type) {
    return type.kind() == Kind.TEXT
        && (JdbcForm.of(column) == JdbcForm.DECIMAL || WITHOUT_DECIMAL.contains(name(column)));
  }

  private static ColumnType natural(DeclaredColumn column) {
    ColumnType named = BY_NAME.get(name(column));
    if (named != null) {
      return named;
    }
    JdbcForm form = JdbcForm.of(column);
    return switch (form) {
      case DECIMAL -> decimal(column);
      case ARRAY ->
          ArrayName.element(column)
              .map(element -> ColumnType.list(natural(element)))
              .orElse(ColumnType.of(Kind.JSON));
      default -> ColumnType.of(form.lands());
    };
  }

  private static ColumnType decimal(DeclaredColumn column) {
    boolean fits =
        column.precision() >= 1
            && column.precision() <= ColumnType.MAX_PRECISION
            && column.scale() >= 0
            && column.scale() <= column.precision();
    return fits ? ColumnType.decimal(column.precision(), column.scale()) : ColumnType.of(Kind.TEXT);
  }

  /** In upper case, without a length in parentheses. */
  static String name(DeclaredColumn column) {
    return column.typeName().toUpperCase(Locale.ROOT).replaceFirst("\\s*\\(.*", "").strip();
  }

  private static String word(DeclaredColumn column) {
    String name = column.typeName().toLowerCase(Locale.ROOT);
    return JdbcForm.of(column) == JdbcForm.DECIMAL && name.indexOf('(') < 0
        ? "%s(%d,%d)".formatted(name, column.precision(), column.scale())
        : name;
  }

  @Override
  public Rows rows(ResultSet result, List<PlannedColumn> columns, Rows.Cancel cancel)
      throws SQLException {
    ResultSetMetaData data = result.getMetaData();
    List<ColumnReader> readers = new ArrayList<>();
    for (int i = 1; i <= columns.size(); i++) {
      readers.add(reader(i, columns.get(i - 1), declared(data, i)));
    }
    return new DirectRows(result, readers);
  }

  /**
   * @param selected what was selected for the column, as the result has it
   */
  private ColumnReader reader(int index, PlannedColumn column, DeclaredColumn selected) {
    ColumnType type = column.type();
    if (column.expression().equals(Moments.BY_DUCKDB.instant())) {
      return ColumnReaders.text(index, type.writer(), ExactText::utc);
    }
    JdbcForm form = JdbcForm.of(selected);
    if (form == JdbcForm.ARRAY && type.kind() == Kind.LIST) {
      return ColumnReaders.list(index, ElementWriter.of(type, bytes(selected)));
    }
    return isNested(selected)
        ? ColumnReaders.text(index, type.writer(), ArrayValues::nested)
        : form.reader(index, type, type.writer());
  }

  /** A driver may give the bytes of a text. */
  private static Bytes bytes(DeclaredColumn column) {
    return switch (JdbcForm.of(column)) {
      case ARRAY -> ArrayName.element(column).map(GenericTypes::bytes).orElse(Bytes.TEXT);
      case BYTES -> Bytes.DATA;
      default -> Bytes.TEXT;
    };
  }

  private static DeclaredColumn declared(ResultSetMetaData data, int at) throws SQLException {
    return new DeclaredColumn(
        data.getColumnLabel(at),
        data.getColumnTypeName(at),
        data.getColumnType(at),
        data.getPrecision(at),
        data.getScale(at));
  }

  @Override
  public List<Row> table() {
    List<Row> rows = new ArrayList<>();
    for (JdbcForm form : JdbcForm.values()) {
      if (form == JdbcForm.ARRAY) {
        rows.add(
            new Row(
                "arrays whose type names their elements, such as INTEGER[], DECIMAL(10,2)[][], VARCHAR(10) ARRAY",
                "list of what the element type lands as",
                ARRAYS));
      }
      if (form != JdbcForm.DECIMAL && form != JdbcForm.WORDS) {
        rows.add(new Row(form.types(), ColumnType.of(form.lands()).word(), form.fidelity()));
      }
    }
    rows.add(new Row("DECIMAL(p,s), NUMERIC(p,s)", "decimal(p,s)", Fidelity.exact()));
    rows.add(new Row("DECIMAL, NUMERIC with p > 38, with s < 0 or without p", "text", ALL_DIGITS));
    rows.add(new Row("HUGEINT, UHUGEINT, BIGNUM, DECFLOAT", "text", ALL_DIGITS));
    rows.add(new Row("UTINYINT, TINYINT UNSIGNED", "smallint", Fidelity.exact()));
    rows.add(new Row("USMALLINT, SMALLINT UNSIGNED", "integer", Fidelity.exact()));
    rows.add(new Row("UINTEGER, INTEGER UNSIGNED", "bigint", Fidelity.exact()));
    rows.add(new Row("UBIGINT, BIGINT UNSIGNED", "decimal(20,0)", UNSIGNED));
    rows.add(
        new Row(
            "any type named JSON or JSONB",
            "json",
            Fidelity.exact("the text as the driver has it")));
    rows.add(
        new Row("STRUCT and MAP of DuckDB, and arrays of STRUCT, MAP and UNION", "json", NESTED));
    rows.add(new Row("any type named UUID or UNIQUEIDENTIFIER", "text", Fidelity.exact()));
    rows.add(
        new Row(
            "TIME WITH TIME ZONE, INTERVAL, STRUCT, MAP, UNION, ROW, all others",
            "text",
            Fidelity.exact("as the driver prints it")));
    return rows;
  }
}
