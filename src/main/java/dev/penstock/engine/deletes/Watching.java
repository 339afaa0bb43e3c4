package dev.penstock.engine.deletes;

import dev.penstock.destination.BatchWriter;
import dev.penstock.destination.StagedFile;
import dev.penstock.schema.Discards;
import java.util.List;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Shows each batch to one writer before another takes it. */
record Watching(KeyReading watcher, BatchWriter out) implements BatchWriter {
  @Override
  public void write(VectorSchemaRoot batch) {
    watcher.write(batch);
    out.write(batch);
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
    out.close();
  }
}
