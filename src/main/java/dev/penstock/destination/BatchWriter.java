package dev.penstock.destination;

import dev.penstock.schema.Discards;
import java.util.List;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Stages the batches of one split. Used by one thread. */
public interface BatchWriter extends AutoCloseable {
  /** Takes the rows of a batch; the batch is the caller's again when this returns. */
  void write(VectorSchemaRoot batch);

  /** Bytes staged so far, as they will lie in the store; for progress. */
  long bytes();

  /** Ends the split: its files are complete and durable. */
  List<StagedFile> finish();

  /** What was left out, as the table's contract wants it. */
  default Discards discards() {
    return Discards.NONE;
  }

  /** Without {@link #finish()}, what was staged is abandoned. */
  @Override
  void close();
}
