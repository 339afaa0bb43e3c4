package dev.penstock.source.jdbc.column;

import dev.penstock.source.column.UnfitValueException;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.apache.arrow.vector.FieldVector;

/** Moves one column of the current row of a result into a vector. Used by one thread. */
public interface ColumnReader {
  /** Names the vector that the next values go to; to be called again when it has grown. */
  void attach(FieldVector vector);

  /**
   * Writes the current row's value at {@code row}; NULL leaves the vector's bit cleared.
   *
   * @return about how many bytes the value takes in the batch
   * @throws UnfitValueException when the column type cannot hold the value
   */
  int read(ResultSet result, int row) throws SQLException;
}
