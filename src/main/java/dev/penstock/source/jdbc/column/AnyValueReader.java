package dev.penstock.source.jdbc.column;

import dev.penstock.source.column.BinaryWriter;
import dev.penstock.source.column.UnfitValueException;
import dev.penstock.source.column.ValueWriter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.apache.arrow.vector.FieldVector;

/**
 * Reads a column in which each row may hold another kind of value. Asking for an object is the
 * driver's only public way to learn the kind; the boxing is small beside the driver's native calls.
 */
public final class AnyValueReader implements ColumnReader {
  private static final char REPLACEMENT = '\ufffd';

  private final int index;
  private final ValueWriter writer;

  /**
   * @param index of the column in the result, from 1
   */
  public AnyValueReader(int index, ValueWriter writer) {
    this.index = index;
    this.writer = writer;
  }

  @Override
  public void attach(FieldVector vector) {
    writer.attach(vector);
  }

  @Override
  public int read(ResultSet result, int row) throws SQLException {
    Object value = result.getObject(index);
    if (value == null) {
      return 1;
    }
    if (value instanceof Integer || value instanceof Long) {
      return writer.write(((Number) value).longValue(), row);
    }
    if (value instanceof Double number) {
      return writer.write(number.doubleValue(), row);
    }
    return value instanceof byte[] bytes
        ? writer.writeBlob(bytes, row)
        : writer.write(text(result, (String) value), row);
  }

  /** The driver silently replaces what is not UTF-8, so a replacement is looked at again. */
  private byte[] text(ResultSet result, String value) throws SQLException {
    if (value.indexOf(REPLACEMENT) < 0) {
      return value.getBytes(StandardCharsets.UTF_8);
    }
    byte[] bytes = result.getBytes(index);
    if (writer instanceof BinaryWriter) {
      return bytes;
    }
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return bytes;
    } catch (CharacterCodingException e) {
      throw new UnfitValueException(value, "is not UTF-8", "binary");
    }
  }
}
