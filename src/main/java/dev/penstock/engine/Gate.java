package dev.penstock.engine;

import dev.penstock.job.Blackout;
import dev.penstock.job.BlackoutAction;
import dev.penstock.job.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets each job begin when its source may be used: outside its blackout, and when one of its
 * connections is free. Until then the job waits on no thread that another could run on.
 */
final class Gate implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Gate.class);

  /** The clock is looked at again this often, as a machine may be put to sleep. */
  private static final Duration LONGEST_NAP = Duration.ofMinutes(1);

  private final EngineRooms rooms;
  private final RunListener listener;
  private final StopSignal stop;
  private final Executor threads;
  private final Turns turns;
  private final Map<Instant, CompletableFuture<Void>> waits = new ConcurrentHashMap<>();
  private final ExecutorService waiting =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "blackout");
            thread.setDaemon(true);
            return thread;
          });

  /** What becomes of a job. */
  interface Passage<T> {
    T run();

    T skip(String reason);
  }

  /**
   * @param threads on which jobs run
   * @param jobs of the run
   */
  Gate(EngineRooms rooms, RunListener listener, StopSignal stop, Executor threads, List<Job> jobs) {
    this.turns = new Turns(jobs);
    this.rooms = rooms;
    this.listener = listener;
    this.stop = stop;
    this.threads = threads;
  }

  /** Runs or skips the job, now or later; called on one of the threads. */
  <T> CompletableFuture<T> pass(Job job, Passage<T> passage) {
    Optional<Blackout.Now> blackout =
        stop.requested() ? Optional.empty() : rooms.pacing().blackout(job, rooms.clock());
    if (blackout.isPresent()) {
      return hold(job, blackout.get(), passage);
    }
    Optional<CompletableFuture<Void>> turn = turns.take(job);
    if (turn.isPresent()) {
      return turn.get().thenComposeAsync(now -> pass(job, passage), threads);
    }
    try {
      return CompletableFuture.completedFuture(passage.run());
    } finally {
      turns.give(job);
    }
  }

  private <T> CompletableFuture<T> hold(Job job, Blackout.Now blackout, Passage<T> passage) {
    Pacing pacing = rooms.pacing();
    String words = pacing.inWords(job, blackout, rooms.clock());
    boolean waits =
        pacing.terms(job).action() == BlackoutAction.WAIT
            && !pacing.isTooLong(blackout, rooms.clock());
    if (!waits) {
      return CompletableFuture.completedFuture(passage.skip(words));
    }
    LOG.info("waiting: {}", words);
    listener.jobWaiting(job, words);
    return untilThen(blackout.until()).thenComposeAsync(over -> pass(job, passage), threads);
  }

  private CompletableFuture<Void> untilThen(Instant end) {
    return waits.computeIfAbsent(
        end, instant -> CompletableFuture.runAsync(() -> sleep(instant), waiting));
  }

  private void sleep(Instant end) {
    Duration left = Duration.between(rooms.clock().instant(), end);
    while (!stop.requested() && !left.isNegative() && !left.isZero()) {
      try {
        rooms
            .pacing()
            .time()
            .apply(stop)
            .sleep(left.compareTo(LONGEST_NAP) > 0 ? LONGEST_NAP : left);
      } catch (InterruptedException e) {
        // Nobody but the end of the process interrupts these threads.
        Thread.currentThread().interrupt();
        return;
      }
      left = Duration.between(rooms.clock().instant(), end);
    }
  }

  @Override
  public void close() {
    waiting.shutdownNow();
  }

  /**
   * As each job of a source holds a connection, so many run as it has connections; and each group
   * of jobs that see the same moment holds one from its first job to its last.
   */
  private final class Turns {
    private final Map<String, Integer> running = new HashMap<>();
    private final Map<String, Deque<CompletableFuture<Void>>> parked = new HashMap<>();
    private final Map<String, Set<String>> groups = new HashMap<>();

    Turns(List<Job> jobs) {
      for (Job job : jobs) {
        Optional<String> group = job.extract().cutting().group();
        group.ifPresent(
            name -> groups.computeIfAbsent(job.sourceName(), s -> new HashSet<>()).add(name));
      }
    }

    /** Empty when the job may begin; else what to wait for, and then to ask again. */
    synchronized Optional<CompletableFuture<Void>> take(Job job) {
      int all = rooms.pacing().terms(job).maxConnections().orElse(Integer.MAX_VALUE);
      int most = Math.max(1, all - groups.getOrDefault(job.sourceName(), Set.of()).size());
      int now = running.getOrDefault(job.sourceName(), 0);
      if (now < most) {
        running.put(job.sourceName(), now + 1);
        return Optional.empty();
      }
      CompletableFuture<Void> turn = new CompletableFuture<>();
      parked.computeIfAbsent(job.sourceName(), source -> new ArrayDeque<>()).add(turn);
      return Optional.of(turn);
    }

    void give(Job job) {
      CompletableFuture<Void> next;
      synchronized (this) {
        running.merge(job.sourceName(), -1, Integer::sum);
        next = parked.getOrDefault(job.sourceName(), new ArrayDeque<>()).poll();
      }
      if (next != null) {
        next.complete(null);
      }
    }
  }
}
