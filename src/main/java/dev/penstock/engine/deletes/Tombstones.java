package dev.penstock.engine.deletes;

import dev.penstock.destination.BatchWriter;
import dev.penstock.destination.StagedFile;
import dev.penstock.engine.digest.Digest;
import dev.penstock.engine.digest.RowDigests;
import dev.penstock.schema.Discards;
import java.util.List;
import java.util.function.Predicate;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/** Of batches of keys, writes the wanted ones as rows that hold nothing else. */
final class Tombstones implements BatchWriter {
  private final List<String> key;
  private final Predicate<Digest> wanted;
  private final BatchWriter out;
  private final RowDigests digests;
  private final VectorSchemaRoot rows;

  Tombstones(
      List<String> key,
      Predicate<Digest> wanted,
      BatchWriter out,
      Schema schema,
      BufferAllocator allocator) {
    this.key = List.copyOf(key);
    this.wanted = wanted;
    this.out = out;
    this.digests = new RowDigests(key, key);
    this.rows = VectorSchemaRoot.create(schema, allocator);
  }

  @Override
  public void write(VectorSchemaRoot batch) {
    digests.attach(batch);
    int[] picked = new int[batch.getRowCount()];
    int count = 0;
    for (int row = 0; row < batch.getRowCount(); row++) {
      if (wanted.test(digests.content(row))) {
        picked[count++] = row;
      }
    }
    if (count > 0) {
      fill(batch, picked, count);
      out.write(rows);
    }
  }

  private void fill(VectorSchemaRoot batch, int[] picked, int count) {
    for (FieldVector to : rows.getFieldVectors()) {
      to.setInitialCapacity(count);
      to.allocateNew();
      if (key.contains(to.getName())) {
        FieldVector from = batch.getVector(to.getName());
        for (int i = 0; i < count; i++) {
          to.copyFromSafe(picked[i], i, from);
        }
      }
      to.setValueCount(count);
    }
    rows.setRowCount(count);
  }

  @Override
  public long bytes() {
    return out.bytes();
  }

  @Override
  public List<StagedFile> finish() {
    return out.finish();
  }

  @Override
  public Discards discards() {
    return out.discards();
  }

  @Override
  public void close() {
    try (out) {
      rows.close();
    }
  }
}
