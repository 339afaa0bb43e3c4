package dev.penstock.engine;

import dev.penstock.destination.Load;
import dev.penstock.destination.LoadPackage;
import dev.penstock.destination.SplitResult;
import dev.penstock.destination.StagedFile;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.job.Job;
import dev.penstock.source.Source;
import dev.penstock.source.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.arrow.memory.BufferAllocator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Moves all splits of one load; the first split that fails stops the others. */
final class Transfer {
  private static final Logger LOG = LoggerFactory.getLogger(Transfer.class);

  private final EngineRooms rooms;
  private final RunListener listener;
  private final Job job;
  private final StopSignal stop;
  private final AtomicReference<Throwable> firstFailure = new AtomicReference<>();
  private final AtomicLong rows = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private volatile long peakBatchBytes;

  /**
   * @param stop is this transfer's own: the first failure requests it
   */
  Transfer(EngineRooms rooms, RunListener listener, Job job, StopSignal stop) {
    this.rooms = rooms;
    this.listener = listener;
    this.job = job;
    this.stop = stop;
  }

  long rows() {
    return rows.get();
  }

  long peakBatchBytes() {
    return peakBatchBytes;
  }

  /** The results in the order of the splits. */
  List<SplitResult> run(Source source, Load load, LoadPackage loadPackage, List<Split> splits) {
    if (splits.isEmpty()) {
      return List.of();
    }
    int lanes = Math.min(splits.size(), job.effort().parallelism());
    try (BufferAllocator allocator =
        rooms.allocator().newChildAllocator(job.id(), 0, Long.MAX_VALUE)) {
      SplitWorker worker = task -> stoppingOthers(worker(source, load, allocator), load, task);
      try (SplitExecutor executor = rooms.splitExecutors().open(lanes, worker)) {
        List<Future<byte[]>> futures = new ArrayList<>();
        for (Split split : splits) {
          futures.add(executor.submit(Json.write(new SplitTask(loadPackage, split))));
        }
        return await(futures);
      } finally {
        peakBatchBytes = allocator.getPeakMemoryAllocation();
      }
    }
  }

  private LoadWorker worker(Source source, Load load, BufferAllocator allocator) {
    AtomicLong before = new AtomicLong();
    return new LoadWorker(
        source,
        load,
        allocator,
        stop,
        (moved, splitBytes) -> {
          rows.addAndGet(moved);
          long staged = bytes.addAndGet(splitBytes - before.getAndSet(splitBytes));
          listener.rowsMoved(job, moved, staged);
        });
  }

  private byte[] stoppingOthers(SplitWorker worker, Load load, byte[] task) {
    try {
      byte[] done = worker.run(task);
      SplitResult result = Json.read(done, SplitResult.class);
      load.keep(result);
      log(result);
      return done;
    } catch (RuntimeException | Error e) {
      firstFailure.compareAndSet(null, e);
      stop.request();
      throw e;
    }
  }

  private static void log(SplitResult result) {
    LOG.info(
        "split {} read: rows {}, bytes {}, files {}",
        result.split(),
        result.rows(),
        result.files().stream().mapToLong(StagedFile::bytes).sum(),
        result.files().size());
  }

  private List<SplitResult> await(List<Future<byte[]>> futures) {
    List<SplitResult> results = new ArrayList<>();
    try {
      for (Future<byte[]> future : futures) {
        results.add(Json.read(future.get(), SplitResult.class));
      }
      return results;
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    } catch (InterruptedException e) {
      stop.request();
      Thread.currentThread().interrupt();
      throw new IngestException(ErrorCode.INTERRUPTED, "interrupted while splits were read", e);
    }
  }

  /** What the user hears of is the split that failed first, not those that it stopped. */
  private IngestException failure(Throwable cause) {
    Throwable first = firstFailure.get();
    return Unexpected.of(job, first == null ? cause : first);
  }
}
