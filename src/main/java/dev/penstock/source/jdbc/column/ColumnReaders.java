package dev.penstock.source.jdbc.column;

import dev.penstock.source.column.HexWriter;
import dev.penstock.source.column.ValueWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.apache.arrow.vector.FieldVector;

/**
 * Readers of columns, each by one method of the driver.
 *
 * <p>The index is that of the column in the result, from 1.
 */
public final class ColumnReaders {
  private ColumnReaders() {}

  /** What a value comes to when the driver gives it. */
  @FunctionalInterface
  private interface Reading {
    int read(ResultSet row, int index, ValueWriter writer, int at) throws SQLException;
  }

  private record Reader(int index, ValueWriter writer, Reading reading) implements ColumnReader {
    @Override
    public void attach(FieldVector vector) {
      writer.attach(vector);
    }

    @Override
    public int read(ResultSet result, int row) throws SQLException {
      return reading.read(result, index, writer, row);
    }
  }

  public static ColumnReader text(int index, ValueWriter to, ExactText.Text text) {
    return new Reader(
        index,
        to,
        (row, i, writer, at) -> {
          String value = text.of(row, i);
          return value == null ? 1 : writer.write(value.getBytes(StandardCharsets.UTF_8), at);
        });
  }

  public static ColumnReader whole(int index, ValueWriter to) {
    return new Reader(
        index,
        to,
        (row, i, writer, at) -> {
          long value = row.getLong(i);
          return row.wasNull() ? 1 : writer.write(value, at);
        });
  }

  public static ColumnReader floating(int index, ValueWriter to) {
    return new Reader(
        index,
        to,
        (row, i, writer, at) -> {
          double value = row.getDouble(i);
          return row.wasNull() ? 1 : writer.write(value, at);
        });
  }

  /** The nearest double of a decimal, for one of so few digits that each comes back from it. */
  public static ColumnReader nearest(int index, ValueWriter to) {
    return new Reader(
        index,
        to,
        (row, i, writer, at) -> {
          BigDecimal value = row.getBigDecimal(i);
          return value == null ? 1 : writer.write(value.doubleValue(), at);
        });
  }

  /** A number of four bytes, so that as text it has no more digits than it has. */
  public static ColumnReader small(int index, ValueWriter to) {
    return text(
        index,
        to,
        (row, i) -> {
          float value = row.getFloat(i);
          return row.wasNull() ? null : Float.toString(value);
        });
  }

  public static ColumnReader truth(int index, ValueWriter to) {
    return text(
        index,
        to,
        (row, i) -> {
          boolean value = row.getBoolean(i);
          return row.wasNull() ? null : Boolean.toString(value);
        });
  }

  public static ColumnReader bytes(int index, ValueWriter to) {
    return new Reader(
        index,
        to,
        (row, i, writer, at) -> {
          byte[] value = row.getBytes(i);
          return value == null ? 1 : writer.write(value, at);
        });
  }

  public static ColumnReader list(int index, ElementWriter lists) {
    return new ColumnReader() {
      @Override
      public void attach(FieldVector vector) {
        lists.attach(vector);
      }

      @Override
      public int read(ResultSet result, int row) throws SQLException {
        Array value = result.getArray(index);
        return value == null ? 1 : lists.write(value, row);
      }
    };
  }

  /** Bytes that are to land as something else come as their hexadecimal digits. */
  public static ColumnReader digits(int index, ValueWriter to) {
    return bytes(index, new HexWriter(to));
  }
}
