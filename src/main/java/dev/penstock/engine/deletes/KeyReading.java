package dev.penstock.engine.deletes;

import dev.penstock.destination.BatchWriter;
import dev.penstock.destination.StagedFile;
import dev.penstock.engine.digest.Digest;
import dev.penstock.engine.digest.RowDigests;
import java.util.List;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Hands on the digests of the keys in batches; nothing is written anywhere. */
final class KeyReading implements BatchWriter {
  private final RowDigests digests;
  private final Taker taker;

  /** Takes one key. */
  interface Taker {
    void take(VectorSchemaRoot batch, int row, Digest key);
  }

  KeyReading(List<String> key, Taker taker) {
    this.digests = new RowDigests(key, key);
    this.taker = taker;
  }

  @Override
  public void write(VectorSchemaRoot batch) {
    digests.attach(batch);
    for (int row = 0; row < batch.getRowCount(); row++) {
      taker.take(batch, row, digests.content(row));
    }
  }

  @Override
  public long bytes() {
    return 0;
  }

  @Override
  public List<StagedFile> finish() {
    return List.of();
  }

  @Override
  public void close() {}
}
