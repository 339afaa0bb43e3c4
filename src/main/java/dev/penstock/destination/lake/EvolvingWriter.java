package dev.penstock.destination.lake;

import dev.penstock.destination.BatchWriter;
import dev.penstock.destination.StagedFile;
import dev.penstock.schema.Discards;
import dev.penstock.schema.LandedRows;
import java.util.List;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Writes batches of a source whose columns are not those in which they land. */
record EvolvingWriter(LandedRows rows, BatchWriter out) implements BatchWriter {
  @Override
  public void write(VectorSchemaRoot batch) {
    if (batch.getRowCount() > 0) {
      out.write(rows.land(batch));
    }
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
    return rows.discards();
  }

  @Override
  public void close() {
    try (out) {
      rows.close();
    }
  }
}
