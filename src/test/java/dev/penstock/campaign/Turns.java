package dev.penstock.campaign;

import dev.penstock.campaign.WatchedStorage.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Lets several runs go on by turns, call by call and never two at a time, so that the same turns
 * give the same history.
 */
final class Turns implements AutoCloseable {
  private static final long MINUTES = 2;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Run> runs = new ArrayList<>();

  /** What a run does. */
  @FunctionalInterface
  interface Work {
    void go(Run run) throws Exception;
  }

  /** A run that stands still until it is its turn. */
  static final class Run {
    private final Semaphore turn = new Semaphore(0);
    private final Semaphore rest = new Semaphore(0);
    private volatile Optional<Call> next = Optional.empty();
    private volatile Predicate<Call> halts = call -> true;
    private volatile Optional<Throwable> failure = Optional.empty();
    private volatile boolean ended;
    private volatile boolean abandoned;

    /** Called by the run itself, where another may have its turn before this call. */
    void pause(Call call) {
      if (abandoned) {
        throw new Death();
      }
      if (!halts.test(call)) {
        return;
      }
      next = Optional.of(call);
      rest.release();
      await(turn);
      if (abandoned) {
        throw new Death();
      }
    }

    /** Lets it go on until just before its next call, or to its end. */
    void advance() {
      advanceTo(call -> true);
    }

    /**
     * Lets it go on until just before the next such call, or to its end. What lies between takes no
     * turns of threads, which are what time goes into.
     */
    void advanceTo(Predicate<Call> wanted) {
      if (!ended) {
        halts = wanted;
        turn.release();
        await(rest);
      }
    }

    void finish() {
      advanceTo(call -> false);
    }

    /** The call that it would do next; empty before its first turn and after its end. */
    Optional<Call> next() {
      return ended ? Optional.empty() : next;
    }

    boolean ended() {
      return ended;
    }

    /** What it threw; empty when it ended well, or has not ended. */
    Optional<Throwable> failure() {
      return failure;
    }

    private void work(Work work) {
      try {
        await(turn);
        if (!abandoned) {
          work.go(this);
        }
      } catch (Exception | Error e) {
        failure = Optional.of(e);
      } finally {
        ended = true;
        rest.release();
      }
    }

    private static void await(Semaphore semaphore) {
      try {
        if (!semaphore.tryAcquire(MINUTES, TimeUnit.MINUTES)) {
          throw new AssertionError("a run did not come to its next call");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError(e);
      }
    }
  }

  /** A new run, before its first turn. */
  Run start(Work work) {
    Run run = new Run();
    runs.add(run);
    threads.execute(() -> run.work(work));
    return run;
  }

  /** Ends every run where it stands. */
  @Override
  public void close() {
    for (Run run : runs) {
      run.abandoned = true;
      run.finish();
    }
    threads.shutdown();
  }
}
