package dev.penstock.parquet;

import java.io.IOException;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.parquet.hadoop.ParquetFileWriter;

/** A column of lists or structs: all of its leaves. */
final class NestedChunk implements FieldChunk {
  private final List<LeafChunk> leaves;

  NestedChunk(List<Leaf> leaves, Workshop workshop) {
    this.leaves = leaves.stream().map(leaf -> new LeafChunk(leaf, workshop)).toList();
  }

  @Override
  public void append(FieldVector vector, int from, int count) {
    for (LeafChunk leaf : leaves) {
      leaf.append(vector, from, count);
    }
  }

  @Override
  public int openBytes() {
    int open = 0;
    for (LeafChunk leaf : leaves) {
      open += leaf.openBytes();
    }
    return open;
  }

  @Override
  public void writeTo(ParquetFileWriter file, long rows) throws IOException {
    for (LeafChunk leaf : leaves) {
      leaf.writeTo(file, rows);
    }
  }
}
