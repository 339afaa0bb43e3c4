package dev.penstock.source.rest.spool;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.source.BatchReader;
import dev.penstock.source.Split.Part;
import dev.penstock.source.column.UnfitValueException;
import dev.penstock.source.rest.spool.Seen.Kind;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Reads the rows of a spool into batches that are bounded by rows and by bytes. */
public final class SpoolReader implements BatchReader {
  private static final int BATCH_BYTES = 8_000_000;
  private static final int FIRST_ROWS = 1024;

  private final String where;
  private final RowFile file;
  private final RowFile.Blocks blocks;
  private final List<Output> outputs;
  private final int[][] places;
  private final Cell[] cells;
  private final Cell[] nested;
  private final int batchRows;
  private List<FieldVector> vectors = List.of();
  private int capacity;
  private byte[] block = new byte[0];
  private int at;
  private int end;
  private long rowsBefore;
  private volatile boolean closed;

  /**
   * @param where the beginning of messages
   */
  public SpoolReader(String where, Spool spool, Part part, Columns columns, int batchRows) {
    this.where = where;
    this.file = spool.file(part);
    this.blocks = file.blocks();
    this.outputs = columns.outputs();
    this.places = columns.places(spool.fields().columns().size());
    this.cells = columns.cells();
    this.nested = Arrays.stream(cells).filter(Cell::isNested).toArray(Cell[]::new);
    this.batchRows = batchRows;
  }

  @Override
  public int read(VectorSchemaRoot batch) {
    try {
      empty(batch);
      int filled = 0;
      int bytes = 0;
      while (filled < batchRows && bytes < BATCH_BYTES && hasNext()) {
        if (filled == capacity) {
          grow();
        }
        int before = at;
        row(filled);
        bytes += Math.max(at - before, taken());
        filled++;
      }
      batch.setRowCount(filled);
      rowsBefore += filled;
      return filled;
    } catch (IOException e) {
      throw new IngestException(
          closed ? ErrorCode.INTERRUPTED : ErrorCode.INTERNAL,
          "%s: cannot read the records that lie in the temporary folder (%s).\nCheck the disk, then run the job again."
              .formatted(where, e.getMessage()),
          e);
    }
  }

  /** Lists of short values take more memory than text. */
  private int taken() {
    long taken = 0;
    for (Cell cell : nested) {
      taken += cell.taken();
    }
    return (int) Math.min(taken, BATCH_BYTES);
  }

  private boolean hasNext() throws IOException {
    if (closed) {
      throw new IOException("stopped");
    }
    while (at == end) {
      if (!blocks.next()) {
        return false;
      }
      block = blocks.content();
      at = 0;
      end = blocks.length();
    }
    return true;
  }

  private void empty(VectorSchemaRoot batch) {
    vectors = batch.getFieldVectors();
    int first = Math.min(batchRows, FIRST_ROWS);
    capacity = Integer.MAX_VALUE;
    for (FieldVector vector : vectors) {
      if (vector.getValueCapacity() < first) {
        vector.clear();
        vector.setInitialCapacity(first);
        vector.allocateNew();
      } else {
        vector.reset();
      }
      capacity = Math.min(capacity, vector.getValueCapacity());
    }
    attach();
  }

  private void grow() {
    int wanted = (int) Math.min(batchRows, capacity * 2L);
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
    for (int i = 0; i < cells.length; i++) {
      cells[i].attach(vectors.get(i));
    }
  }

  private void row(int row) {
    int count = (int) varint();
    for (int i = 0; i < count; i++) {
      long head = varint();
      int column = (int) (head >>> Tag.BITS);
      value(column, Tag.of((int) head & ((1 << Tag.BITS) - 1)), row);
    }
  }

  private void value(int column, Tag tag, int row) {
    int[] place = places[column];
    int target = -1;
    try {
      switch (tag) {
        case FALSE, TRUE -> {
          target = place[Kind.BOOLEAN.place()];
          if (target >= 0) {
            cells[target].write(tag, row);
          }
        }
        case LONG -> {
          long packed = varint();
          target = place[Kind.INTEGER.place()];
          if (target >= 0) {
            cells[target].write(packed >>> 1 ^ -(packed & 1), row);
          }
        }
        case BIG, FRACTION, TEXT, JSON, DATE, TIMESTAMP, INSTANT -> {
          int length = (int) varint();
          int from = at;
          at += length;
          target = place[tag.kind().place()];
          if (target >= 0) {
            cells[target].write(block, from, length, row);
          }
        }
      }
    } catch (UnfitValueException e) {
      throw unfit(outputs.get(target), row, e);
    }
  }

  private long varint() {
    long value = 0;
    int shift = 0;
    byte next = block[at++];
    while (next < 0) {
      value |= (long) (next & 0x7F) << shift;
      shift += 7;
      next = block[at++];
    }
    return value | (long) next << shift;
  }

  private IngestException unfit(Output output, int row, UnfitValueException e) {
    return new IngestException(
        ErrorCode.VALUE,
        "%s, page %d, record %,d of the run, field %s: the value '%s' %s, so %s cannot hold it.\nSet column_types to %s=%s, or leave the field out with columns."
            .formatted(
                where,
                file.page(rowsBefore + row),
                rowsBefore + row + 1,
                output.name(),
                e.clipped(),
                e.getMessage(),
                output.type().word(),
                output.name(),
                e.mend()),
        e);
  }

  /** May come from another thread: what is being read there ends with the next row. */
  @Override
  public void close() {
    closed = true;
  }
}
