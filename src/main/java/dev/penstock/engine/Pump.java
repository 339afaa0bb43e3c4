package dev.penstock.engine;

import dev.penstock.destination.BatchWriter;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.source.BatchReader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.slf4j.MDC;

/**
 * Moves the batches of one split from a reader to a writer, each on its own thread, through three
 * batches that go round. Three are enough to keep both busy; a slow writer makes the reader wait,
 * so memory stays the same.
 */
final class Pump {
  private static final int BATCHES = 3;

  private final BlockingQueue<VectorSchemaRoot> free = new ArrayBlockingQueue<>(BATCHES);
  private final BlockingQueue<Step> steps = new ArrayBlockingQueue<>(BATCHES + 1);
  private final StopSignal stop;
  private final Progress progress;

  /** Hears of rows as they move. */
  @FunctionalInterface
  interface Progress {
    /**
     * @param bytes staged so far by this split
     */
    void moved(long rows, long bytes);
  }

  /** What the reading thread has to say: a batch, the end, or why it ended early. */
  private record Step(VectorSchemaRoot batch, Throwable failure) {}

  Pump(StopSignal stop, Progress progress) {
    this.stop = stop;
    this.progress = progress;
  }

  /** Moves everything; returns the number of rows. */
  long run(BatchReader reader, BatchWriter writer, Schema schema, BufferAllocator allocator) {
    List<VectorSchemaRoot> batches = new ArrayList<>();
    StopSignal.Wake wake = reader::close;
    Thread reading = readingThread(reader);
    try {
      for (int i = 0; i < BATCHES; i++) {
        VectorSchemaRoot batch = VectorSchemaRoot.create(schema, allocator);
        batches.add(batch);
        free.add(batch);
      }
      stop.onRequest(wake);
      reading.start();
      return write(writer);
    } finally {
      stop.forget(wake);
      end(reader, reading);
      batches.forEach(VectorSchemaRoot::close);
    }
  }

  private Thread readingThread(BatchReader reader) {
    String job = MDC.get(Engine.LOG_JOB);
    Thread thread =
        new Thread(
            () -> {
              MDC.put(Engine.LOG_JOB, job);
              read(reader);
            },
            "reader-" + job);
    thread.setDaemon(true);
    return thread;
  }

  private void read(BatchReader reader) {
    try {
      while (true) {
        VectorSchemaRoot batch = free.take();
        if (reader.read(batch) == 0) {
          steps.put(new Step(null, null));
          return;
        }
        steps.put(new Step(batch, null));
      }
    } catch (InterruptedException e) {
      // The writing side has given up; it alone reports why.
      Thread.currentThread().interrupt();
    } catch (
        Throwable e) { // Errors too: the writing side would wait for ever for a thread that died.
      steps.offer(new Step(null, e));
    }
  }

  private long write(BatchWriter writer) {
    long rows = 0;
    while (true) {
      Step step = take();
      stop.check();
      rethrow(step.failure());
      if (step.batch() == null) {
        return rows;
      }
      int batchRows = step.batch().getRowCount();
      writer.write(step.batch());
      rows += batchRows;
      progress.moved(batchRows, writer.bytes());
      free.add(step.batch());
    }
  }

  private Step take() {
    try {
      return steps.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IngestException(ErrorCode.INTERRUPTED, "interrupted while waiting for rows", e);
    }
  }

  private static void rethrow(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure instanceof RuntimeException exception) {
      throw exception;
    }
  }

  /** The reading thread must be gone before the batches that it fills are freed. */
  private static void end(BatchReader reader, Thread reading) {
    reading.interrupt();
    try {
      if (reading.isAlive()) {
        reader.close();
      }
    } finally {
      join(reading);
    }
  }

  private static void join(Thread reading) {
    boolean interrupted = false;
    while (reading.isAlive()) {
      try {
        reading.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
