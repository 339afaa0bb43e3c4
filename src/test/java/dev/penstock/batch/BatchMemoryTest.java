package dev.penstock.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.failure.IngestException;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;

final class BatchMemoryTest {
  private static final Schema NUMBERS =
      new Schema(List.of(Field.nullable("n", new ArrowType.Int(64, true))));

  @Test
  void recyclesABatchWithoutNewMemory() {
    try (BatchMemory memory = new BatchMemory(1 << 20);
        BufferAllocator lane = memory.lane("lane 1", 1 << 20);
        VectorSchemaRoot batch = BatchMemory.batch(NUMBERS, lane, 1000)) {
      BigIntVector numbers = (BigIntVector) batch.getVector(0);
      numbers.set(7, 42);
      batch.setRowCount(1000);
      long used = memory.usedBytes();

      BatchMemory.recycle(batch);
      assertThat(batch.getRowCount()).isZero();
      assertThat(numbers.getValueCapacity()).isGreaterThanOrEqualTo(1000);
      assertThat(numbers.isNull(7)).isTrue();
      assertThat(memory.usedBytes()).isEqualTo(used);
      assertThat(memory.peakBytes()).isEqualTo(used);
    }
  }

  @Test
  void saysWhatToDoWhenABatchDoesNotFit() {
    try (BatchMemory memory = new BatchMemory(8 << 20);
        BufferAllocator lane = memory.lane("lane 1", 1 << 20)) {
      assertThatThrownBy(() -> BatchMemory.batch(NUMBERS, lane, 1_000_000))
          .isInstanceOf(IngestException.class)
          .hasMessage(
              "The rows of one batch need more than the 1 MiB that lane 1 may use.\n"
                  + "Lower chunk_size, or leave out the columns that hold large values.");
      assertThat(memory.usedBytes()).isZero();
    }
  }

  @Test
  void noticesMemoryThatWasNotGivenBack() {
    BatchMemory memory = new BatchMemory(1 << 20);
    BufferAllocator lane = memory.lane("lane 1", 1 << 20);
    lane.buffer(64);
    assertThatThrownBy(lane::close).hasMessageContaining("Memory was leaked");
  }
}
