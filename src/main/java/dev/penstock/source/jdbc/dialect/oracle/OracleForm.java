package dev.penstock.source.jdbc.dialect.oracle;

import dev.penstock.source.column.ColumnType;
import dev.penstock.source.column.ColumnType.Kind;
import dev.penstock.source.column.ValueWriter;
import dev.penstock.source.jdbc.column.ColumnReader;
import dev.penstock.source.jdbc.column.ColumnReaders;
import dev.penstock.source.jdbc.column.ExactText;
import dev.penstock.source.jdbc.dialect.DeclaredColumn;
import java.sql.ResultSet;
import java.sql.Types;
import java.util.Map;

/** In which form the driver gives the values of a column, by the type code that it has for it. */
enum OracleForm {
  NUMBER("%s"),
  FOUR_BYTES("%s"),
  EIGHT_BYTES("%s"),
  TRUTH("%s"),
  /** Which has a time. */
  DATE("%s"),
  TIMESTAMP("%s"),
  /** With a zone, or with that of the session: the server turns both into UTC. */
  INSTANT("SYS_EXTRACT_UTC(%s)"),
  YEARS_AND_MONTHS("%s"),
  DAYS_AND_SECONDS("%s"),
  TEXT("%s"),
  LARGE_TEXT("%s"),
  BYTES("%s"),
  XML("XMLSERIALIZE(CONTENT %s AS CLOB)"),
  JSON("JSON_SERIALIZE(%s RETURNING CLOB)"),
  VECTOR("VECTOR_SERIALIZE(%s RETURNING CLOB)"),
  /** Nothing that a column of a file could hold. */
  NONE("%s");

  private static final Map<Integer, OracleForm> BY_CODE =
      Map.ofEntries(
          Map.entry(Types.NUMERIC, NUMBER),
          Map.entry(Types.DECIMAL, NUMBER),
          Map.entry(oracle.jdbc.OracleTypes.BINARY_FLOAT, FOUR_BYTES),
          Map.entry(oracle.jdbc.OracleTypes.BINARY_DOUBLE, EIGHT_BYTES),
          Map.entry(Types.BOOLEAN, TRUTH),
          Map.entry(Types.DATE, DATE),
          Map.entry(Types.TIMESTAMP, TIMESTAMP),
          Map.entry(oracle.jdbc.OracleTypes.TIMESTAMPTZ, INSTANT),
          Map.entry(oracle.jdbc.OracleTypes.TIMESTAMPLTZ, INSTANT),
          Map.entry(Types.TIMESTAMP_WITH_TIMEZONE, INSTANT),
          Map.entry(oracle.jdbc.OracleTypes.INTERVALYM, YEARS_AND_MONTHS),
          Map.entry(oracle.jdbc.OracleTypes.INTERVALDS, DAYS_AND_SECONDS),
          Map.entry(Types.CHAR, TEXT),
          Map.entry(Types.VARCHAR, TEXT),
          Map.entry(Types.NCHAR, TEXT),
          Map.entry(Types.NVARCHAR, TEXT),
          Map.entry(Types.ROWID, LARGE_TEXT),
          Map.entry(Types.LONGVARCHAR, LARGE_TEXT),
          Map.entry(Types.LONGNVARCHAR, LARGE_TEXT),
          Map.entry(Types.CLOB, LARGE_TEXT),
          Map.entry(Types.NCLOB, LARGE_TEXT),
          Map.entry(Types.BINARY, BYTES),
          Map.entry(Types.VARBINARY, BYTES),
          Map.entry(Types.LONGVARBINARY, BYTES),
          Map.entry(Types.BLOB, BYTES),
          Map.entry(Types.SQLXML, XML),
          Map.entry(oracle.jdbc.OracleTypes.JSON, JSON),
          Map.entry(oracle.jdbc.OracleTypes.VECTOR, VECTOR),
          Map.entry(oracle.jdbc.OracleTypes.VECTOR_INT8, VECTOR),
          Map.entry(oracle.jdbc.OracleTypes.VECTOR_FLOAT32, VECTOR),
          Map.entry(oracle.jdbc.OracleTypes.VECTOR_FLOAT64, VECTOR),
          Map.entry(oracle.jdbc.OracleTypes.VECTOR_BINARY, VECTOR));

  private final String expression;

  OracleForm(String expression) {
    this.expression = expression;
  }

  /** The driver has one code for dates and timestamps, as both have a time. */
  static OracleForm of(DeclaredColumn column) {
    if (column.typeName().equals("DATE")) {
      return DATE;
    }
    return column.typeName().endsWith("XMLTYPE")
        ? XML
        : BY_CODE.getOrDefault(column.jdbcType(), NONE);
  }

  /** What is selected, with {@code %s} for the quoted name. */
  String expression() {
    return expression;
  }

  /**
   * @param type in which the values are to land
   */
  ColumnReader reader(int index, ColumnType type) {
    ValueWriter writer = type.writer();
    return switch (this) {
      case NUMBER ->
          new InfiniteToo(ColumnReaders.text(index, writer, ExactText::decimal), index, writer);
      case FOUR_BYTES -> ColumnReaders.small(index, writer);
      case EIGHT_BYTES -> ColumnReaders.floating(index, writer);
      case TRUTH -> ColumnReaders.truth(index, writer);
      case DATE, TIMESTAMP -> ColumnReaders.text(index, writer, ExactText::timestamp);
      case INSTANT -> ColumnReaders.text(index, writer, ExactText::utc);
      case YEARS_AND_MONTHS ->
          ColumnReaders.text(index, writer, (row, i) -> OracleIntervals.months(row.getString(i)));
      case DAYS_AND_SECONDS ->
          ColumnReaders.text(index, writer, (row, i) -> OracleIntervals.seconds(row.getString(i)));
      case BYTES ->
          type.kind() == Kind.BINARY
              ? ColumnReaders.bytes(index, writer)
              : ColumnReaders.digits(index, writer);
      case TEXT, LARGE_TEXT, XML, JSON, VECTOR, NONE ->
          ColumnReaders.text(index, writer, ResultSet::getString);
    };
  }
}
