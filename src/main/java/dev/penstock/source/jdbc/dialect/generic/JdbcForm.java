package dev.penstock.source.jdbc.dialect.generic;

import dev.penstock.source.Fidelity;
import dev.penstock.source.column.ColumnType;
import dev.penstock.source.column.ColumnType.Kind;
import dev.penstock.source.column.ValueWriter;
import dev.penstock.source.jdbc.column.ArrayValues;
import dev.penstock.source.jdbc.column.ColumnReader;
import dev.penstock.source.jdbc.column.ColumnReaders;
import dev.penstock.source.jdbc.column.ExactText;
import dev.penstock.source.jdbc.dialect.DeclaredColumn;
import java.sql.ResultSet;
import java.sql.Types;
import java.util.List;

/** In which form a driver gives the values of a column. */
enum JdbcForm {
  TRUTH("BOOLEAN, BIT(1)", Kind.BOOLEAN, Fidelity.exact(), Types.BOOLEAN),
  SMALL("TINYINT, SMALLINT", Kind.SMALLINT, Fidelity.exact(), Types.TINYINT, Types.SMALLINT),
  NORMAL("INTEGER", Kind.INTEGER, Fidelity.exact(), Types.INTEGER),
  BIG("BIGINT", Kind.BIGINT, Fidelity.exact(), Types.BIGINT),
  DECIMAL("DECIMAL, NUMERIC", Kind.TEXT, Fidelity.exact(), Types.DECIMAL, Types.NUMERIC),
  FOUR_BYTES("REAL", Kind.REAL, Fidelity.exact("NaN and infinities too"), Types.REAL),
  EIGHT_BYTES(
      "FLOAT, DOUBLE",
      Kind.DOUBLE,
      Fidelity.exact("NaN and infinities too"),
      Types.FLOAT,
      Types.DOUBLE),
  DATE(
      "DATE", Kind.DATE, Fidelity.exactUnless("a year before 1 or after 9999", "text"), Types.DATE),
  TIME(
      "TIME",
      Kind.TIME,
      Fidelity.exactUnless("a time finer than a microsecond", "text"),
      Types.TIME),
  TIMESTAMP(
      "TIMESTAMP",
      Kind.TIMESTAMP,
      Fidelity.exactUnless("a moment finer than a microsecond, or a year beyond 9999", "text"),
      Types.TIMESTAMP),
  INSTANT(
      "TIMESTAMP WITH TIME ZONE",
      Kind.TIMESTAMPTZ,
      Fidelity.changed("the instant, in UTC; the offset is not kept", "text"),
      Types.TIMESTAMP_WITH_TIMEZONE),
  BYTES(
      "BINARY, VARBINARY, LONGVARBINARY, BLOB",
      Kind.BINARY,
      Fidelity.exact("text gives hexadecimal digits"),
      Types.BINARY,
      Types.VARBINARY,
      Types.LONGVARBINARY,
      Types.BLOB),
  LARGE("CLOB, NCLOB", Kind.TEXT, Fidelity.exact(), Types.CLOB, Types.NCLOB),
  ARRAY(
      "all other arrays",
      Kind.JSON,
      Fidelity.exact("a JSON array; of a STRUCT or MAP, as the driver prints it"),
      Types.ARRAY),
  WORDS(
      "CHAR, VARCHAR, LONGVARCHAR and all others",
      Kind.TEXT,
      Fidelity.exact(),
      Types.CHAR,
      Types.VARCHAR,
      Types.LONGVARCHAR,
      Types.NCHAR,
      Types.NVARCHAR,
      Types.LONGNVARCHAR,
      Types.SQLXML);

  private final String types;
  private final Kind lands;
  private final Fidelity fidelity;
  private final List<Integer> codes;

  JdbcForm(String types, Kind lands, Fidelity fidelity, Integer... codes) {
    this.types = types;
    this.lands = lands;
    this.fidelity = fidelity;
    this.codes = List.of(codes);
  }

  /** A type whose name says that it is a word is one, whatever the driver takes it for. */
  static JdbcForm of(DeclaredColumn column) {
    switch (GenericTypes.name(column)) {
      case "UUID", "UNIQUEIDENTIFIER", "JSON", "JSONB", "DECFLOAT" -> {
        return WORDS;
      }
      default -> {}
    }
    if (column.jdbcType() == Types.BIT) {
      return column.precision() == 1 ? TRUTH : WORDS;
    }
    for (JdbcForm form : values()) {
      if (form.codes.contains(column.jdbcType())) {
        return form;
      }
    }
    return WORDS;
  }

  String types() {
    return types;
  }

  Kind lands() {
    return lands;
  }

  Fidelity fidelity() {
    return fidelity;
  }

  /**
   * @param type in which the values are to land
   */
  ColumnReader reader(int index, ColumnType type, ValueWriter writer) {
    return switch (this) {
      case TRUTH -> ColumnReaders.truth(index, writer);
      case SMALL, NORMAL, BIG -> ColumnReaders.whole(index, writer);
      case DECIMAL -> ColumnReaders.text(index, writer, ExactText::decimal);
      case FOUR_BYTES -> ColumnReaders.small(index, writer);
      case EIGHT_BYTES -> ColumnReaders.floating(index, writer);
      case DATE -> ColumnReaders.text(index, writer, ExactText::anyDate);
      case TIME -> ColumnReaders.text(index, writer, ExactText::time);
      case TIMESTAMP -> ColumnReaders.text(index, writer, ExactText::timestamp);
      case INSTANT ->
          ColumnReaders.text(
              index, writer, type.kind() == Kind.TEXT ? ExactText::offset : ExactText::instant);
      case BYTES ->
          type.kind() == Kind.BINARY
              ? ColumnReaders.bytes(index, writer)
              : ColumnReaders.digits(index, writer);
      case LARGE -> ColumnReaders.text(index, writer, ExactText::large);
      case ARRAY -> ColumnReaders.text(index, writer, ArrayValues::json);
      case WORDS -> ColumnReaders.text(index, writer, ResultSet::getString);
    };
  }
}
