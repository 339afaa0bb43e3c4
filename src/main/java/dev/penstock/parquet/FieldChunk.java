package dev.penstock.parquet;

import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.parquet.column.ColumnDescriptor;

/** A column that is filled from the vectors of batches. */
interface FieldChunk extends Chunk {
  /** Takes rows of a vector; its memory is not looked at again. */
  void append(FieldVector vector, int from, int count);

  /** Bytes of the page that is not encoded yet. */
  int openBytes();

  static FieldChunk of(Field field, ColumnDescriptor column, Workshop workshop) {
    return ParquetTypes.isList(field)
        ? new ListChunk(field, column, workshop)
        : new ColumnChunk(field, column, workshop);
  }
}
