package dev.penstock.source;

import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * Reads one split, batch after batch. Used by one thread; {@code close()} may come from another, to
 * stop it.
 */
public interface BatchReader extends AutoCloseable {
  /**
   * Fills {@code batch} from row 0, overwriting what it held, and sets its row count. The batch has
   * exactly the source's schema and belongs to the caller.
   *
   * @return the number of rows; 0 means that the split is at its end
   */
  int read(VectorSchemaRoot batch);

  @Override
  void close();
}
