package dev.penstock.source.jdbc.dialect.sqlserver;

import dev.penstock.source.column.ColumnType.Kind;
import dev.penstock.source.column.HexWriter;
import dev.penstock.source.column.ValueWriter;
import dev.penstock.source.jdbc.column.ColumnReader;
import dev.penstock.source.jdbc.dialect.PlannedColumn;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.apache.arrow.vector.FieldVector;

/** Moves a column, by that call of the driver which has its values exactly. */
final class SqlServerReader implements ColumnReader {
  /** Takes the current row's value; a NULL is written nowhere. */
  private interface Move {
    int value(ResultSet result, int index, ValueWriter writer, int row) throws SQLException;
  }

  private final int index;
  private final ValueWriter writer;
  private final Move move;

  private SqlServerReader(int index, ValueWriter writer, Move move) {
    this.index = index;
    this.writer = writer;
    this.move = move;
  }

  /**
   * @param index of the column in the result, from 1
   */
  static ColumnReader of(PlannedColumn column, int index) {
    ValueWriter writer = column.type().writer();
    String type = column.sourceType().replaceFirst("\\(.*", "");
    boolean bytes = column.type().kind() == Kind.BINARY;
    return switch (type) {
      case "bit", "tinyint", "smallint", "int", "bigint" ->
          new SqlServerReader(index, writer, SqlServerReader::whole);
      case "float" -> new SqlServerReader(index, writer, SqlServerReader::floating);
      case "real" -> new SqlServerReader(index, writer, SqlServerReader::small);
      case "decimal", "numeric", "money", "smallmoney" ->
          new SqlServerReader(index, writer, SqlServerReader::decimal);
      case "rowversion" -> ofVersion(column, index, writer);
      case "binary", "varbinary", "image" ->
          new SqlServerReader(
              index, bytes ? writer : new HexWriter(writer), SqlServerReader::bytes);
      case "geometry", "geography", "hierarchyid" ->
          new SqlServerReader(
              index, writer, bytes ? SqlServerReader::bytes : SqlServerReader::text);
      case "datetimeoffset" ->
          new SqlServerReader(
              index,
              writer,
              column.type().kind() != Kind.TEXT ? SqlServerReader::instant : SqlServerReader::text);
      default -> new SqlServerReader(index, writer, SqlServerReader::text);
    };
  }

  /** Where a number is wanted, the statement makes one of it. */
  private static ColumnReader ofVersion(PlannedColumn column, int index, ValueWriter writer) {
    if (column.expression().startsWith("CAST")) {
      return new SqlServerReader(index, writer, SqlServerReader::whole);
    }
    boolean bytes = column.type().kind() == Kind.BINARY;
    return new SqlServerReader(
        index, bytes ? writer : new HexWriter(writer), SqlServerReader::bytes);
  }

  @Override
  public void attach(FieldVector vector) {
    writer.attach(vector);
  }

  @Override
  public int read(ResultSet result, int row) throws SQLException {
    return move.value(result, index, writer, row);
  }

  private static int whole(ResultSet result, int index, ValueWriter writer, int row)
      throws SQLException {
    long value = result.getLong(index);
    return result.wasNull() ? 1 : writer.write(value, row);
  }

  private static int floating(ResultSet result, int index, ValueWriter writer, int row)
      throws SQLException {
    double value = result.getDouble(index);
    return result.wasNull() ? 1 : writer.write(value, row);
  }

  /** As text, for a double made of it would have digits that it has not. */
  private static int small(ResultSet result, int index, ValueWriter writer, int row)
      throws SQLException {
    float value = result.getFloat(index);
    return result.wasNull()
        ? 1
        : writer.write(Float.toString(value).getBytes(StandardCharsets.US_ASCII), row);
  }

  private static int decimal(ResultSet result, int index, ValueWriter writer, int row)
      throws SQLException {
    BigDecimal value = result.getBigDecimal(index);
    return value == null
        ? 1
        : writer.write(value.toPlainString().getBytes(StandardCharsets.US_ASCII), row);
  }

  private static int bytes(ResultSet result, int index, ValueWriter writer, int row)
      throws SQLException {
    byte[] value = result.getBytes(index);
    return value == null ? 1 : writer.write(value, row);
  }

  /** The driver leaves a blank before the offset, as the server does. */
  private static int instant(ResultSet result, int index, ValueWriter writer, int row)
      throws SQLException {
    String value = result.getString(index);
    if (value == null) {
      return 1;
    }
    int blank = value.lastIndexOf(' ');
    String joined = value.substring(0, blank) + value.substring(blank + 1);
    return writer.write(joined.getBytes(StandardCharsets.US_ASCII), row);
  }

  private static int text(ResultSet result, int index, ValueWriter writer, int row)
      throws SQLException {
    String value = result.getString(index);
    return value == null ? 1 : writer.write(value.getBytes(StandardCharsets.UTF_8), row);
  }
}
