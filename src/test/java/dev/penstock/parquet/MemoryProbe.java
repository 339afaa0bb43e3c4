package dev.penstock.parquet;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** Runs in a JVM with a small heap: writes a wide or a long table to nowhere. */
final class MemoryProbe {
  private MemoryProbe() {}

  public static void main(String[] args) {
    ParquetSummary summary =
        switch (args[0]) {
          case "wide" -> wide();
          case "huge" -> hugeValues();
          case "short" -> lineItems(1);
          default -> lineItems(100);
        };
    System.out.println("rows " + summary.rows());
  }

  /** 1,600 columns of values that do not compress. */
  private static ParquetSummary wide() {
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < 1600; i++) {
      fields.add(Field.nullable("c" + i, new ArrowType.Int(64, true)));
    }
    Schema schema = new Schema(fields);
    try (RootAllocator allocator = new RootAllocator();
        VectorSchemaRoot batch = VectorSchemaRoot.create(schema, allocator);
        ParquetBatchWriter writer = writer(schema, 16L << 20)) {
      SplittableRandom random = new SplittableRandom(1);
      for (int column = 0; column < 1600; column++) {
        BigIntVector vector = (BigIntVector) batch.getVector(column);
        for (int row = 0; row < 500; row++) {
          vector.setSafe(row, random.nextLong());
        }
      }
      batch.setRowCount(500);
      for (int i = 0; i < 12; i++) {
        writer.write(batch);
      }
      return writer.finish();
    }
  }

  /** Four values of 100 MB that do not compress, among small ones. */
  private static ParquetSummary hugeValues() {
    Schema schema = new Schema(List.of(Field.nullable("v", new ArrowType.Binary())));
    byte[] huge = new byte[100_000_000];
    new Random(1).nextBytes(huge);
    try (RootAllocator allocator = new RootAllocator();
        VectorSchemaRoot batch = VectorSchemaRoot.create(schema, allocator);
        ParquetBatchWriter writer = writer(schema, 32L << 20)) {
      VarBinaryVector vector = (VarBinaryVector) batch.getVector(0);
      for (int i = 0; i < 4; i++) {
        vector.reset();
        for (int row = 0; row < 100; row++) {
          vector.setSafe(row, new byte[] {(byte) row});
        }
        vector.setSafe(100, huge);
        batch.setRowCount(101);
        writer.write(batch);
      }
      return writer.finish();
    }
  }

  private static ParquetSummary lineItems(int batches) {
    try (RootAllocator allocator = new RootAllocator();
        VectorSchemaRoot batch = LineItems.batch(allocator, 16_384, 0);
        ParquetBatchWriter writer = writer(LineItems.SCHEMA, 8L << 20)) {
      for (int i = 0; i < batches; i++) {
        writer.write(batch);
      }
      return writer.finish();
    }
  }

  private static ParquetBatchWriter writer(Schema schema, long rowGroupBytes) {
    return new ParquetBatchWriter(
        schema,
        List.of(),
        ParquetOptions.DEFAULT.withRowGroupBytes(rowGroupBytes),
        Map.of(),
        (bytes, offset, length) -> {});
  }
}
