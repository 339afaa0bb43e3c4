package dev.penstock.source.jdbc;

import dev.penstock.source.jdbc.column.Rows;
import java.util.List;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/** The vectors of a batch while it is filled: emptied first, grown as rows come. */
final class BatchVectors {
  private static final int FIRST_ROWS = 1024;

  /** More than this is what a huge value has left behind, and is given back. */
  private static final long KEPT_BYTES = 32_000_000;

  private final List<FieldVector> vectors;
  private final Rows rows;
  private final int mostRows;
  private int capacity = Integer.MAX_VALUE;

  BatchVectors(VectorSchemaRoot batch, Rows rows, int mostRows) {
    this.vectors = batch.getFieldVectors();
    this.rows = rows;
    this.mostRows = mostRows;
    int firstRows = Math.min(mostRows, FIRST_ROWS);
    for (FieldVector vector : vectors) {
      if (vector.getValueCapacity() < firstRows || isBloated(vector)) {
        vector.clear();
        vector.setInitialCapacity(firstRows);
        vector.allocateNew();
      } else {
        vector.reset();
      }
      capacity = Math.min(capacity, vector.getValueCapacity());
    }
    rows.attach(vectors);
  }

  private static boolean isBloated(FieldVector vector) {
    return vector instanceof BaseVariableWidthVector texts
        && texts.getDataBuffer().capacity() > KEPT_BYTES;
  }

  /** How many rows fit without growing. */
  int capacity() {
    return capacity;
  }

  void grow() {
    int wanted = (int) Math.min(mostRows, capacity * 2L);
    capacity = Integer.MAX_VALUE;
    for (FieldVector vector : vectors) {
      while (vector.getValueCapacity() < wanted) {
        vector.reAlloc();
      }
      capacity = Math.min(capacity, vector.getValueCapacity());
    }
    rows.attach(vectors);
  }
}
