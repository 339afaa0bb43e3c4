package dev.penstock.engine.late;

import dev.penstock.destination.BatchWriter;
import dev.penstock.destination.StagedFile;
import dev.penstock.engine.digest.Digest;
import dev.penstock.engine.digest.Entry;
import dev.penstock.engine.digest.RowDigests;
import dev.penstock.schema.Discards;
import dev.penstock.source.Split;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Passes on the rows of one split that were not delivered before. Used by one thread. */
final class SievedWriter implements BatchWriter {
  private final Sieve sieve;
  private final BatchWriter out;
  private final Split.Part part;
  private final SplitCount count;
  private final RowDigests digests;
  private final Optional<RowDigests> before;
  private Optional<VectorSchemaRoot> passed = Optional.empty();

  SievedWriter(Sieve sieve, BatchWriter out, Split.Part part, SplitCount count) {
    this.sieve = sieve;
    this.out = out;
    this.part = part;
    this.count = count;
    this.digests = sieve.definition().digests();
    this.before =
        sieve.comparison() == Sieve.Comparison.OTHER_COLUMNS
            ? Optional.of(sieve.known().orElseThrow().header().definition().digests())
            : Optional.empty();
  }

  @Override
  public void write(VectorSchemaRoot batch) {
    count.offered().addAndGet(batch.getRowCount());
    if (sieve.passesAll()) {
      out.write(batch);
      return;
    }
    digests.attach(batch);
    before.ifPresent(other -> other.attach(batch));
    FieldVector cursor = batch.getVector(sieve.cursor());
    switch (part) {
      case NEW -> {
        for (int row = 0; row < batch.getRowCount(); row++) {
          remember(cursor, row);
        }
        out.write(batch);
      }
      case AGAIN -> again(batch, cursor);
    }
  }

  private void remember(FieldVector cursor, int row) {
    if (sieve.kept().holds(cursor, row)) {
      Digest content = digests.content(row);
      long position = sieve.kept().position(cursor, row);
      sieve.remember(new Entry(digests.key(row, content), content, position, 1));
    }
  }

  private void again(VectorSchemaRoot batch, FieldVector cursor) {
    int rows = batch.getRowCount();
    int[] passing = new int[rows];
    int pass = 0;
    long assumed = 0;
    for (int row = 0; row < rows; row++) {
      if (!isComparable(cursor, row)) {
        assumed++;
      } else if (!isKnown(row)) {
        passing[pass++] = row;
      }
      remember(cursor, row);
    }
    count.dropped().addAndGet(rows - pass);
    sieve.readAgain(rows, assumed);
    if (pass > 0) {
      out.write(pass == rows ? batch : only(batch, passing, pass));
    }
  }

  private boolean isComparable(FieldVector cursor, int row) {
    return sieve.comparison() != Sieve.Comparison.NONE && sieve.covered().holds(cursor, row);
  }

  private boolean isKnown(int row) {
    RowDigests by = before.orElse(digests);
    Digest content = by.content(row);
    return sieve.known().orElseThrow().entries().take(by.key(row, content), content);
  }

  private VectorSchemaRoot only(VectorSchemaRoot batch, int[] rows, int count) {
    VectorSchemaRoot copy =
        passed.orElseGet(
            () -> VectorSchemaRoot.create(batch.getSchema(), batch.getVector(0).getAllocator()));
    passed = Optional.of(copy);
    copy.clear();
    for (FieldVector from : batch.getFieldVectors()) {
      FieldVector to = copy.getVector(from.getName());
      to.setInitialCapacity(count);
      to.allocateNew();
      for (int i = 0; i < count; i++) {
        to.copyFromSafe(rows[i], i, from);
      }
      to.setValueCount(count);
    }
    copy.setRowCount(count);
    return copy;
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
    try {
      passed.ifPresent(VectorSchemaRoot::close);
    } finally {
      out.close();
    }
  }
}
