package dev.penstock.parquet;

import java.util.Iterator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.parquet.column.ColumnDescriptor;

/** A column that is filled from the vectors of batches. */
interface FieldChunk extends Chunk {
  /** Takes rows of a vector; its memory is not looked at again. */
  void append(FieldVector vector, int from, int count);

  /** Bytes of the page that is not encoded yet. */
  int openBytes();

  /**
   * @param columns gives the descriptor of each leaf
   */
  static FieldChunk of(Field field, Iterator<ColumnDescriptor> columns, Workshop workshop) {
    return ParquetTypes.isList(field) || ParquetTypes.isStruct(field)
        ? new NestedChunk(Leaf.of(field, columns), workshop)
        : new ColumnChunk(field, columns.next(), workshop);
  }
}
