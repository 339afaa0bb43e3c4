package dev.penstock.storage.adls;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The buffers and the threads of all uploads to one container. Safe for use by several threads. */
final class Blocks implements AutoCloseable {
  /** Kept for the next upload; more may be in use. */
  private static final int SPARE = 8;

  private static final int THREADS = 8;

  private final int bytes;
  private final BlockingQueue<byte[]> spare = new ArrayBlockingQueue<>(SPARE);
  private final AtomicInteger names = new AtomicInteger();
  private final ExecutorService threads;

  Blocks(int bytes) {
    this.bytes = bytes;
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            THREADS, THREADS, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), this::thread);
    pool.allowCoreThreadTimeOut(true);
    this.threads = pool;
  }

  byte[] borrow() {
    byte[] block = spare.poll();
    return block == null ? new byte[bytes] : block;
  }

  void giveBack(byte[] block) {
    if (!spare.offer(block)) {
      // Enough are kept; this one is for the garbage collector.
      return;
    }
  }

  CompletableFuture<Void> run(Runnable append) {
    Task task = new Task(append);
    try {
      threads.execute(task);
    } catch (RejectedExecutionException e) {
      task.abandon();
    }
    return task.done;
  }

  /** Appends that are under way or wait for a thread end in failure. */
  @Override
  public void close() {
    for (Runnable waiting : threads.shutdownNow()) {
      // Else whoever waits for one that will never begin would wait for ever.
      ((Task) waiting).abandon();
    }
  }

  private static final class Task implements Runnable {
    private final Runnable append;
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    Task(Runnable append) {
      this.append = append;
    }

    @Override
    public void run() {
      try {
        append.run();
        done.complete(null);
      } catch (RuntimeException | Error e) {
        done.completeExceptionally(e);
      }
    }

    void abandon() {
      done.completeExceptionally(
          new RequestFailed(
              Answer.none(Answer.Kind.INTERRUPTED, ""), "the store was closed", null));
    }
  }

  private Thread thread(Runnable work) {
    Thread thread = new Thread(work, "adls-append-" + names.incrementAndGet());
    thread.setDaemon(true);
    return thread;
  }
}
