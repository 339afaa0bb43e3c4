package dev.penstock.source.jdbc;

import dev.penstock.source.jdbc.column.ColumnReader;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/** The vectors of a batch while it is filled: emptied first, grown as rows come. */
final class BatchVectors {
  private static final int FIRST_ROWS = 1024;

  private final List<FieldVector> vectors;
  private final ColumnReader[] columns;
  private final int mostRows;
  private int capacity = Integer.MAX_VALUE;

  BatchVectors(VectorSchemaRoot batch, ColumnReader[] columns, int mostRows) {
    this.vectors = batch.getFieldVectors();
    this.columns = columns;
    this.mostRows = mostRows;
    int rows = Math.min(mostRows, FIRST_ROWS);
    for (FieldVector vector : vectors) {
      if (vector.getValueCapacity() < rows) {
        vector.clear();
        vector.setInitialCapacity(rows);
        vector.allocateNew();
      } else {
        vector.reset();
      }
      capacity = Math.min(capacity, vector.getValueCapacity());
    }
    attach();
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
    attach();
  }

  private void attach() {
    for (int i = 0; i < columns.length; i++) {
      columns[i].attach(vectors.get(i));
    }
  }
}
