package dev.penstock.doctor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Makes checkups at the same time, and waits for none of them past the deadline: one that hangs is
 * left behind on a thread that does not keep the process alive.
 */
public final class Doctor {
  private final int atOnce;
  private final Duration deadline;

  /**
   * @param atOnce how many checkups are under way at the same time
   * @param deadline how long each of them may take, from its own start
   */
  public Doctor(int atOnce, Duration deadline) {
    this.atOnce = atOnce;
    this.deadline = deadline;
  }

  /** What was found, in the order of the checkups; a checkup that fails is a finding too. */
  public List<Examination> examine(List<Checkup> checkups) {
    ExecutorService waiting = threads(Executors::newFixedThreadPool, "doctor");
    ExecutorService working = threads((n, f) -> Executors.newCachedThreadPool(f), "checkup");
    try {
      List<Future<Examination>> visits = new ArrayList<>();
      for (Checkup checkup : checkups) {
        visits.add(waiting.submit(() -> examine(checkup, working)));
      }
      List<Examination> examinations = new ArrayList<>();
      for (Future<Examination> visit : visits) {
        examinations.add(result(visit));
      }
      return examinations;
    } finally {
      waiting.shutdownNow();
      working.shutdownNow();
    }
  }

  private Examination examine(Checkup checkup, ExecutorService working)
      throws InterruptedException {
    Chart chart = new Chart();
    Future<?> work = working.submit(() -> checkup.examine(chart));
    try {
      work.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      chart.outOfTime(deadline);
      work.cancel(true);
    } catch (ExecutionException e) {
      // Errors too: where the library of one subject is missing, others can be looked at.
      chart.failed(e.getCause());
    }
    return chart.of(checkup.subject());
  }

  private static Examination result(Future<Examination> visit) {
    try {
      return visit.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for a checkup", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a checkup could not be waited for", e.getCause());
    }
  }

  /** Makes a pool of this many threads. */
  private interface Pool {
    ExecutorService of(int threads, ThreadFactory factory);
  }

  private ExecutorService threads(Pool pool, String name) {
    return pool.of(
        atOnce,
        task -> {
          Thread thread = new Thread(task, name);
          thread.setDaemon(true);
          return thread;
        });
  }
}
