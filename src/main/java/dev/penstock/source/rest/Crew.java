package dev.penstock.source.rest;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.source.rest.http.Stop;
import dev.penstock.source.rest.parent.ParentRecord;
import dev.penstock.source.rest.parent.Parents;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.MDC;

/** Does something for each record of a parent, for a few of them at the same time. */
final class Crew {
  private final Stop stop;
  private final int size;
  private final Optional<Throwable> none = Optional.empty();
  private final AtomicReference<Optional<Throwable>> failure = new AtomicReference<>(none);

  /** What is done for one. */
  interface Work {
    void on(ParentRecord parent) throws IOException;
  }

  /**
   * @param stop is asked for when one fails, so that the others end as well
   * @param size how many at the same time
   */
  Crew(Stop stop, int size) {
    this.stop = stop;
    this.size = size;
  }

  /** Returns when all are done; throws what went wrong first. */
  void each(Parents parents, Work work) throws IOException {
    if (size == 1) {
      for (Optional<ParentRecord> next = parents.next(); next.isPresent(); next = parents.next()) {
        stop.check();
        work.on(next.get());
      }
      return;
    }
    List<Thread> threads = new ArrayList<>();
    Map<String, String> log = Optional.ofNullable(MDC.getCopyOfContextMap()).orElse(Map.of());
    for (int i = 1; i <= size; i++) {
      Thread thread =
          new Thread(() -> worker(parents, work, log), Thread.currentThread().getName() + "-" + i);
      thread.setDaemon(true);
      threads.add(thread);
    }
    threads.forEach(Thread::start);
    await(threads);
    throwFailure();
  }

  private void worker(Parents parents, Work work, Map<String, String> log) {
    MDC.setContextMap(log);
    try {
      for (Optional<ParentRecord> next = parents.next();
          next.isPresent() && failure.get().isEmpty();
          next = parents.next()) {
        stop.check();
        work.on(next.get());
      }
    } catch (IOException e) {
      // No stop: the room that is missing on disk is missing for the others as well.
      failure.compareAndSet(none, Optional.of(e));
    } catch (RuntimeException | Error e) {
      if (failure.compareAndSet(none, Optional.of(e))) {
        stop.request();
      }
    }
  }

  private void await(List<Thread> threads) {
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      stop.request();
      Thread.currentThread().interrupt();
      throw new IngestException(ErrorCode.INTERRUPTED, "interrupted while an API was read", e);
    }
  }

  private void throwFailure() throws IOException {
    Throwable first = failure.get().orElse(null);
    if (first instanceof IOException e) {
      throw e;
    }
    if (first instanceof RuntimeException e) {
      throw e;
    }
    if (first instanceof Error e) {
      throw e;
    }
  }
}
