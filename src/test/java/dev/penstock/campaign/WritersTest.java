package dev.penstock.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.campaign.Place.Kind;
import dev.penstock.campaign.WatchedStorage.Locks;
import dev.penstock.destination.Loads;
import dev.penstock.destination.lake.Lake;
import dev.penstock.destination.lake.LakeDestination;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.job.Job;
import dev.penstock.job.WriteDisposition;
import dev.penstock.storage.Storage;
import dev.penstock.testing.InMemory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Promise 3: writers that begin at one barrier, with no lock between them, never both win. */
@Tag("campaign")
final class WritersTest {
  private static final Instant AT = Instant.parse("2026-11-21T03:15:00Z");
  private static final Job JOB = JobRun.job(WriteDisposition.APPEND);

  @TempDir(factory = InMemory.class)
  private Path folder;

  @ParameterizedTest
  @EnumSource
  void everyRecordIsWonOnce(Kind kind) {
    int rounds = Tally.count(1, kind == Kind.LOCAL ? 20 : 5);
    int writers = Tally.count(4, 8);
    int commits = Tally.count(kind == Kind.LOCAL ? 10 : 4, 25);
    Tally.of(3, "8 writers of 25 commits each behind a barrier, the lock lost", kind.words())
        .run(
            tally -> {
              try (Place place = new Place(kind, folder)) {
                for (int round = 0; round < rounds; round++) {
                  Round trial = new Round(place.lake(), writers, commits);
                  tally.trial(
                      "round %d of %d writers, %d commits each".formatted(round, writers, commits),
                      trial::run);
                  tally.fired(trial.conflicts.get());
                }
              }
            });
  }

  private static final class Round {
    private final Lake lake;
    private final int writers;
    private final int commits;
    private final AtomicInteger conflicts = new AtomicInteger();
    private final AtomicLong rows = new AtomicLong();

    Round(Lake lake, int writers, int commits) {
      this.lake = lake;
      this.writers = writers;
      this.commits = commits;
    }

    void run() throws Exception {
      ExecutorService threads = Executors.newFixedThreadPool(writers);
      CyclicBarrier barrier = new CyclicBarrier(writers);
      try {
        List<Future<?>> futures = new ArrayList<>();
        for (int writer = 0; writer < writers; writer++) {
          futures.add(
              threads.submit(
                  () -> {
                    write(barrier);
                    return true;
                  }));
        }
        for (Future<?> future : futures) {
          future.get();
        }
      } finally {
        threads.shutdownNow();
      }
      check();
    }

    private void write(CyclicBarrier barrier) throws Exception {
      Storage unlocked =
          new WatchedStorage(lake.storage(), Locks.ADVICE_ONLY, WatchedStorage.NOBODY);
      try (Loads loads = new Loads();
          LakeDestination destination = lake.destination(unlocked)) {
        barrier.await();
        for (int commit = 0; commit < commits; commit++) {
          long id = rows.incrementAndGet();
          while (!commits(loads, destination, id)) {
            conflicts.incrementAndGet();
          }
        }
      }
    }

    private static boolean commits(Loads loads, LakeDestination destination, long id) {
      try {
        loads.load(destination, JOB, AT, id);
        return true;
      } catch (IngestException e) {
        if (e.code() != ErrorCode.CONFLICT) {
          throw e;
        }
        return false;
      }
    }

    private void check() {
      try (LakeDestination destination = lake.destination(lake.storage())) {
        destination.acquire(JOB).close();
      }
      Invariants found = lake.look(JOB);
      found.require(Duration.ofDays(7));
      assertThat(found.records()).hasSize(writers * commits);
      assertThat(found.rows())
          .extracting(Invariants.Landed::id)
          .isEqualTo(LongStream.rangeClosed(1, (long) writers * commits).boxed().toList());
    }
  }
}
