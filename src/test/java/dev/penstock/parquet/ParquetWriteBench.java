package dev.penstock.parquet;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * Times one thread that writes lineitem-like rows from memory to nowhere. Arguments: codec, rounds
 * and rows; by default ZSTD, 8 and 2,000,000.
 */
public final class ParquetWriteBench {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final int BATCH_ROWS = 16_384;
  private static final int BATCHES_IN_MEMORY = 32;

  private ParquetWriteBench() {}

  public static void main(String[] args) {
    Codec codec = Codec.valueOf(args.length > 0 ? args[0] : "ZSTD");
    int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 8;
    long rows = args.length > 2 ? Long.parseLong(args[2]) : 2_000_000;
    try (RootAllocator allocator = new RootAllocator()) {
      List<VectorSchemaRoot> batches = new ArrayList<>();
      for (int i = 0; i < BATCHES_IN_MEMORY; i++) {
        batches.add(LineItems.batch(allocator, BATCH_ROWS, (long) i * BATCH_ROWS));
      }
      for (int round = 0; round < rounds; round++) {
        time(batches, codec, rows);
      }
      batches.forEach(VectorSchemaRoot::close);
    }
  }

  private static void time(List<VectorSchemaRoot> batches, Codec codec, long rows) {
    long start = System.nanoTime();
    long cpuStart = THREADS.getCurrentThreadCpuTime();
    long bytes;
    long written = 0;
    ParquetOptions options = ParquetOptions.DEFAULT.withCodec(codec);
    try (ParquetBatchWriter writer =
        new ParquetBatchWriter(
            LineItems.SCHEMA, List.of(), options, Map.of(), (data, offset, length) -> {})) {
      for (int i = 0; written < rows; i++) {
        VectorSchemaRoot batch = batches.get(i % batches.size());
        writer.write(batch);
        written += batch.getRowCount();
      }
      bytes = writer.finish().bytes();
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    double cpuSeconds = (THREADS.getCurrentThreadCpuTime() - cpuStart) / 1e9;
    System.out.printf(
        Locale.ROOT,
        "%s: %,d rows in %.2f s = %.2f million rows/s, by CPU time %.2f million rows/s, %.1f MB%n",
        codec,
        written,
        seconds,
        written / seconds / 1e6,
        written / cpuSeconds / 1e6,
        bytes / 1e6);
  }
}
