package dev.penstock.source.jdbc.column;

import dev.penstock.source.column.UnfitValueException;
import java.sql.SQLException;
import java.util.List;
import org.apache.arrow.vector.FieldVector;

/** The rows of a statement under way. Used by one thread at a time. */
public interface Rows extends AutoCloseable {
  /** Names the vectors that the next values go to; to be called again when they have grown. */
  void attach(List<FieldVector> vectors);

  /** Goes to the next row; false at the end. */
  boolean next() throws SQLException;

  /**
   * Writes a value of the current row; NULL leaves the vector's bit cleared.
   *
   * @param column from 0
   * @return about how many bytes the value takes in the batch
   * @throws UnfitValueException when the column type cannot hold the value
   */
  int read(int column, int row) throws SQLException;

  /** Ends the statement; nobody is inside another method. */
  @Override
  void close() throws SQLException;

  /** Calls a statement back, at the server, so that whoever waits for it goes on. */
  @FunctionalInterface
  interface Cancel {
    void now() throws SQLException;
  }
}
