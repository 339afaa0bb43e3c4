package dev.penstock.destination.lake;

import dev.penstock.destination.Loads;
import dev.penstock.destination.Session;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.job.Job;
import dev.penstock.job.LoadType;
import dev.penstock.job.WriteDisposition;
import dev.penstock.storage.Containers;
import dev.penstock.storage.local.LocalStorage;
import dev.penstock.testing.pause.Gate;
import dev.penstock.testing.pause.PausingContainers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A process of several writers that all commit to one log, each as often as it is told, and as soon
 * as a line comes in. Prints how many conflicts they met.
 */
public final class CommittingWriters {
  private static final Job JOB = Loads.job("orders", LoadType.INCREMENTAL, WriteDisposition.APPEND);

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private final Path root;
  private final Gate gate;
  private final CountDownLatch barrier = new CountDownLatch(1);
  private final AtomicLong conflicts = new AtomicLong();

  private CommittingWriters(Path root, Gate.Locks locks) {
    this.root = root;
    this.gate = new Gate(where -> {});
    gate.locks(locks);
  }

  /**
   * @param arguments the lake's folder, the rule of locks, the number of writers and of commits of
   *     each, and the first of the ids that they use up
   */
  public static void main(String[] arguments) throws Exception {
    CommittingWriters all =
        new CommittingWriters(Path.of(arguments[0]), Gate.Locks.valueOf(arguments[1]));
    int writers = Integer.parseInt(arguments[2]);
    int commits = Integer.parseInt(arguments[3]);
    long id = Long.parseLong(arguments[4]);
    ExecutorService threads = Executors.newFixedThreadPool(writers);
    List<Future<?>> ends = new ArrayList<>();
    for (int writer = 0; writer < writers; writer++) {
      long first = id + (long) writer * commits;
      ends.add(threads.submit(() -> all.commit(first, commits)));
    }
    System.out.println("ready");
    new Scanner(System.in, StandardCharsets.UTF_8).nextLine();
    all.barrier.countDown();
    for (Future<?> end : ends) {
      end.get();
    }
    threads.shutdown();
    System.out.println("conflicts " + all.conflicts);
  }

  private Void commit(long first, int commits) throws InterruptedException {
    barrier.await();
    Containers containers = new PausingContainers(Containers.folders(new LocalStorage(root)), gate);
    try (LakeDestination lake = new LakeDestination(containers, Lake.OPTIONS, Clock.systemUTC());
        Loads loads = new Loads()) {
      for (long id = first; id < first + commits; id++) {
        commit(lake, loads, id);
      }
    }
    return null;
  }

  private void commit(LakeDestination lake, Loads loads, long id) {
    while (true) {
      try (Session session = lake.acquire(JOB)) {
        loads.load(session, JOB, Instant.now(), id);
        return;
      } catch (IngestException e) {
        if (e.code() != ErrorCode.CONFLICT) {
          throw e;
        }
        conflicts.incrementAndGet();
        // Without a pause, those who ask for a lock would leave no core to who has it.
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }
}
