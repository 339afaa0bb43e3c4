package dev.penstock.source.jdbc.dialect.oracle;

import dev.penstock.source.column.ValueWriter;
import dev.penstock.source.jdbc.column.ColumnReader;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.apache.arrow.vector.FieldVector;

/**
 * Reads numbers of which some may be infinite: Oracle writes such a one as {@code ~} or {@code -~},
 * and the driver has it as a double alone. Whether the column can hold it, its writer says.
 *
 * @param finite reads all others
 * @param index of the column in the result, from 1
 * @param writer where {@code finite} writes too
 */
record InfiniteToo(ColumnReader finite, int index, ValueWriter writer) implements ColumnReader {
  @Override
  public void attach(FieldVector vector) {
    finite.attach(vector);
  }

  @Override
  public int read(ResultSet result, int row) throws SQLException {
    try {
      return finite.read(result, row);
    } catch (SQLException e) {
      return writer.write(infinite(result, e).getBytes(StandardCharsets.US_ASCII), row);
    }
  }

  private String infinite(ResultSet result, SQLException failure) throws SQLException {
    try {
      double value = result.getDouble(index);
      if (Double.isInfinite(value)) {
        return Double.toString(value);
      }
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
    throw failure;
  }
}
