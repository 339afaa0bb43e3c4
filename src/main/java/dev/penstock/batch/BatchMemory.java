package dev.penstock.batch;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * The memory that batches live in, outside the Java heap. Each lane takes a share of its own, so
 * that one lane's huge values cannot starve the others. Safe for use by several threads.
 */
public final class BatchMemory implements AutoCloseable {
  private final RootAllocator root;

  /** At most {@code limitBytes} for all lanes together. */
  public BatchMemory(long limitBytes) {
    this.root = new RootAllocator(limitBytes);
  }

  /** A share for one lane; the caller closes it, after every batch made from it. */
  public BufferAllocator lane(String name, long limitBytes) {
    return root.newChildAllocator(name, 0, Math.min(limitBytes, root.getLimit()));
  }

  /** Bytes in use at present. */
  public long usedBytes() {
    return root.getAllocatedMemory();
  }

  /** The most bytes ever in use at once. */
  public long peakBytes() {
    return root.getPeakMemoryAllocation();
  }

  /**
   * An empty batch with room for so many rows; the caller closes it. To use it again, call {@link
   * #recycle}.
   *
   * @throws IngestException VALUE when the lane's share does not hold it
   */
  public static VectorSchemaRoot batch(Schema schema, BufferAllocator lane, int rows) {
    VectorSchemaRoot batch = VectorSchemaRoot.create(schema, lane);
    try {
      batch
          .getFieldVectors()
          .forEach(
              vector -> {
                vector.setInitialCapacity(rows);
                vector.allocateNew();
              });
      return batch;
    } catch (OutOfMemoryException e) {
      batch.close();
      throw tooSmall(lane, e);
    }
  }

  /** Empties a batch but keeps its memory, so that the next rows need no allocation. */
  public static void recycle(VectorSchemaRoot batch) {
    batch.getFieldVectors().forEach(vector -> vector.reset());
    batch.setRowCount(0);
  }

  /** What to tell people when Arrow ran out of a lane's share. */
  public static IngestException tooSmall(BufferAllocator lane, OutOfMemoryException cause) {
    return new IngestException(
        ErrorCode.VALUE,
        "The rows of one batch need more than the "
            + (lane.getLimit() >> 20)
            + " MiB that "
            + lane.getName()
            + " may use.\nLower chunk_size, or leave out the columns that hold large values.",
        cause);
  }

  /** Fails when a batch was not closed. */
  @Override
  public void close() {
    root.close();
  }
}
