package dev.penstock.engine;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.MDC;

/** Lanes are threads of this process. */
public final class LocalSplitExecutor implements SplitExecutor {
  private final ExecutorService lanes;
  private final SplitWorker worker;
  private final String job = MDC.get(Engine.LOG_JOB);

  public LocalSplitExecutor(int lanes, SplitWorker worker) {
    this.lanes = Executors.newFixedThreadPool(lanes, task -> new Thread(task, "lane-" + job));
    this.worker = worker;
  }

  @Override
  public Future<byte[]> submit(byte[] task) {
    return lanes.submit(
        () -> {
          MDC.put(Engine.LOG_JOB, job);
          return worker.run(task);
        });
  }

  @Override
  public void close() {
    // No interrupt: it would close the file channels that a lane is writing to.
    lanes.shutdown();
    boolean ended = false;
    boolean interrupted = false;
    while (!ended) {
      try {
        ended = lanes.awaitTermination(1, TimeUnit.HOURS);
      } catch (InterruptedException e) {
        // Not before the lanes have let go of memory and files that the caller frees next.
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
