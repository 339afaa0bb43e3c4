package dev.penstock.source.jdbc.dialect.oracle;

import dev.penstock.source.Fidelity;
import dev.penstock.source.column.ColumnType;
import dev.penstock.source.column.ColumnType.Kind;
import dev.penstock.source.column.ValueWriter;
import dev.penstock.source.jdbc.column.ColumnReader;
import dev.penstock.source.jdbc.column.ColumnReaders;
import dev.penstock.source.jdbc.column.DirectRows;
import dev.penstock.source.jdbc.column.Rows;
import dev.penstock.source.jdbc.dialect.DeclaredColumn;
import dev.penstock.source.jdbc.dialect.PlannedColumn;
import dev.penstock.source.jdbc.dialect.TypeRules;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The types of Oracle. */
final class OracleTypes implements TypeRules {
  /** What the driver says of the scale of a number that has none. */
  private static final int NO_SCALE = -127;

  /** Where a number lands that is declared without precision: as Spark has it. */
  private static final ColumnType ANY_NUMBER = ColumnType.decimal(38, 10);

  /** A double of as many binary digits keeps each decimal digit of such a number. */
  private static final int DIGITS_OF_DOUBLE = 49;

  private static final int DIGITS_OF_LONG = 18;
  private static final int MICROSECONDS = 6;

  @Override
  public Optional<String> refusal(DeclaredColumn column) {
    return OracleForm.of(column) == OracleForm.NONE
        ? Optional.of(
            column.typeName().equals("BFILE")
                ? "the content of a file outside the database"
                : "an object, a collection or a reference, of which no column of a file holds the parts")
        : Optional.empty();
  }

  @Override
  public PlannedColumn plan(DeclaredColumn column, Optional<ColumnType> wanted) {
    OracleForm form = OracleForm.of(column);
    ColumnType type = landing(column, form);
    PlannedColumn own =
        new PlannedColumn(
            column.name(),
            word(column),
            form.expression(),
            type,
            fidelity(column, form, type),
            warning(column, form));
    return wanted.map(asked -> own.as(asked, form.expression())).orElse(own);
  }

  private static Fidelity fidelity(DeclaredColumn column, OracleForm form, ColumnType type) {
    return switch (form) {
      case NUMBER -> isAnyNumber(column) ? OracleTypeTable.NUMBER : number(type);
      case FOUR_BYTES, EIGHT_BYTES -> OracleTypeTable.NAN_TOO;
      case DATE -> OracleTypeTable.DATE;
      case TIMESTAMP ->
          type.kind() == Kind.TIMESTAMP_NS ? OracleTypeTable.NANOS : OracleTypeTable.MOMENT;
      case INSTANT -> OracleTypeTable.INSTANT;
      case BYTES -> OracleTypeTable.BYTES;
      case JSON, VECTOR, XML -> OracleTypeTable.WRITTEN;
      case TEXT, LARGE_TEXT -> OracleTypeTable.TEXT;
      case TRUTH, YEARS_AND_MONTHS, DAYS_AND_SECONDS, NONE -> Fidelity.exact();
    };
  }

  private static Fidelity number(ColumnType type) {
    return type.kind() == Kind.TEXT ? OracleTypeTable.ALL_DIGITS : Fidelity.exact();
  }

  private static ColumnType landing(DeclaredColumn column, OracleForm form) {
    return switch (form) {
      case NUMBER -> number(column);
      case FOUR_BYTES -> ColumnType.of(Kind.REAL);
      case EIGHT_BYTES -> ColumnType.of(Kind.DOUBLE);
      case TRUTH -> ColumnType.of(Kind.BOOLEAN);
      case DATE -> ColumnType.of(Kind.TIMESTAMP);
      case TIMESTAMP -> fine(column, Kind.TIMESTAMP, Kind.TIMESTAMP_NS);
      case INSTANT -> fine(column, Kind.TIMESTAMPTZ, Kind.TIMESTAMPTZ_NS);
      case BYTES -> ColumnType.of(Kind.BINARY);
      case JSON, VECTOR -> ColumnType.of(Kind.JSON);
      case TEXT, LARGE_TEXT, XML, YEARS_AND_MONTHS, DAYS_AND_SECONDS, NONE ->
          ColumnType.of(Kind.TEXT);
    };
  }

  private static ColumnType fine(DeclaredColumn column, Kind micros, Kind nanos) {
    return ColumnType.of(column.scale() > MICROSECONDS ? nanos : micros);
  }

  private static boolean isFloat(DeclaredColumn column) {
    return column.scale() == NO_SCALE && column.precision() > 0;
  }

  private static boolean isAnyNumber(DeclaredColumn column) {
    return column.precision() == 0;
  }

  private static ColumnType number(DeclaredColumn column) {
    if (isAnyNumber(column)) {
      return ANY_NUMBER;
    }
    if (isFloat(column)) {
      return ColumnType.of(column.precision() <= DIGITS_OF_DOUBLE ? Kind.DOUBLE : Kind.TEXT);
    }
    // A negative scale means zeros at the end, one above the precision zeros behind the point.
    int scale = Math.max(0, column.scale());
    int precision = Math.max(column.precision() - Math.min(0, column.scale()), scale);
    return scale == 0 ? whole(precision) : decimal(precision, scale);
  }

  private static ColumnType whole(int digits) {
    if (digits <= 4) {
      return ColumnType.of(Kind.SMALLINT);
    }
    if (digits <= 9) {
      return ColumnType.of(Kind.INTEGER);
    }
    return digits <= DIGITS_OF_LONG ? ColumnType.of(Kind.BIGINT) : decimal(digits, 0);
  }

  private static ColumnType decimal(int precision, int scale) {
    return precision <= ColumnType.MAX_PRECISION
        ? ColumnType.decimal(precision, scale)
        : ColumnType.of(Kind.TEXT);
  }

  private static Optional<String> warning(DeclaredColumn column, OracleForm form) {
    if (form != OracleForm.NUMBER) {
      return Optional.empty();
    }
    if (isAnyNumber(column)) {
      return Optional.of(
          "column %s is a number without precision and lands as %s; one with more than 10 decimals or 28 whole digits fails the job, use column_types text or another decimal then"
              .formatted(column.name(), ANY_NUMBER.word()));
    }
    return number(column).kind() == Kind.TEXT
        ? Optional.of(
            "column %s is %s, of which neither a Parquet decimal nor a double holds every value, and lands as text; to have a number, set column_types to %s=double or a decimal"
                .formatted(column.name(), word(column), column.name()))
        : Optional.empty();
  }

  private static String word(DeclaredColumn column) {
    String name = column.typeName().toLowerCase(Locale.ROOT);
    return switch (OracleForm.of(column)) {
      case NUMBER -> numberWord(column);
      case TEXT -> "%s(%d)".formatted(name, column.precision());
      case TIMESTAMP -> "timestamp(%d)".formatted(column.scale());
      case INSTANT ->
          name.replaceFirst("^timestamp(\\(\\d\\))?", "timestamp(" + column.scale() + ")");
      default -> name;
    };
  }

  private static String numberWord(DeclaredColumn column) {
    if (isAnyNumber(column)) {
      return "number";
    }
    return isFloat(column)
        ? "float(%d)".formatted(column.precision())
        : "number(%d,%d)".formatted(column.precision(), column.scale());
  }

  @Override
  public Rows rows(ResultSet result, List<PlannedColumn> columns, Rows.Cancel cancel)
      throws SQLException {
    ResultSetMetaData data = result.getMetaData();
    List<ColumnReader> readers = new ArrayList<>();
    for (int i = 1; i <= columns.size(); i++) {
      readers.add(reader(columns.get(i - 1), data, i));
    }
    return new DirectRows(result, readers);
  }

  private static ColumnReader reader(PlannedColumn column, ResultSetMetaData data, int at)
      throws SQLException {
    ValueWriter writer = column.type().writer();
    if (isSmallWhole(data, at)) {
      return new InfiniteToo(ColumnReaders.whole(at, writer), at, writer);
    }
    return column.type().kind() == Kind.DOUBLE && isShortFloat(data, at)
        ? new InfiniteToo(ColumnReaders.nearest(at, writer), at, writer)
        : selected(column, data, at).reader(at, column.type());
  }

  private static boolean isShortFloat(ResultSetMetaData data, int at) throws SQLException {
    return data.getColumnType(at) == Types.NUMERIC
        && data.getScale(at) == NO_SCALE
        && data.getPrecision(at) >= 1
        && data.getPrecision(at) <= DIGITS_OF_DOUBLE;
  }

  /** A number that no long would cut. */
  private static boolean isSmallWhole(ResultSetMetaData data, int at) throws SQLException {
    return data.getColumnType(at) == Types.NUMERIC
        && data.getScale(at) == 0
        && data.getPrecision(at) >= 1
        && data.getPrecision(at) <= DIGITS_OF_LONG;
  }

  /** What the server has turned into UTC or text has lost its type on the way. */
  private static OracleForm selected(PlannedColumn column, ResultSetMetaData data, int at)
      throws SQLException {
    if (column.expression().equals(OracleForm.INSTANT.expression())) {
      return OracleForm.INSTANT;
    }
    return OracleForm.of(
        new DeclaredColumn(
            column.name(),
            data.getColumnTypeName(at),
            data.getColumnType(at),
            data.getPrecision(at),
            data.getScale(at)));
  }

  @Override
  public List<Row> table() {
    return OracleTypeTable.ROWS;
  }
}
