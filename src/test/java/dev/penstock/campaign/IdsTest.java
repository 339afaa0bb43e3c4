package dev.penstock.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.campaign.Place.Kind;
import dev.penstock.campaign.WatchedStorage.Locks;
import dev.penstock.destination.LoadIds;
import dev.penstock.destination.LoadPackage;
import dev.penstock.destination.Loads;
import dev.penstock.destination.lake.Lake;
import dev.penstock.destination.lake.LakeDestination;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.job.Job;
import dev.penstock.job.WriteDisposition;
import dev.penstock.testing.InMemory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Promise 9: ids never collide, though many are made in one millisecond. */
@Tag("campaign")
final class IdsTest {
  private static final Instant AT = Instant.parse("2026-11-21T03:15:00Z");
  private static final Job JOB = JobRun.job(WriteDisposition.APPEND);
  private static final int THREADS = 8;
  private static final int A_MILLISECOND = 1_000;

  @TempDir(factory = InMemory.class)
  private Path folder;

  @Test
  void aThousandIdsOfOneMillisecondAreAllDifferent() {
    Tally.of(9, "1,000 ids of one millisecond, by 8 threads", "none")
        .run(
            tally -> {
              for (int round = 0; round < Tally.count(20, 1_000); round++) {
                tally.trial(
                    "round " + round,
                    () -> {
                      Set<String> ids = new HashSet<>();
                      atOnce(THREADS, thread -> idsOf(A_MILLISECOND / THREADS))
                          .forEach(ids::addAll);
                      assertThat(ids).hasSize(A_MILLISECOND);
                    });
                tally.fired(A_MILLISECOND - 1);
              }
            });
  }

  /** Each thread is a process: it has a maker of ids of its own. */
  private static List<String> idsOf(int count) {
    LoadIds maker = new LoadIds(Clock.fixed(AT, ZoneOffset.UTC));
    return IntStream.range(0, count).mapToObj(i -> maker.next()).toList();
  }

  @ParameterizedTest
  @EnumSource
  void twoRunsOfOneMomentNeverShareAFile(Kind kind) {
    Tally.of(9, "two runs released by one barrier, under one clock, the lock lost", kind.words())
        .run(
            tally -> {
              try (Place place = new Place(kind, folder);
                  Loads loads = new Loads()) {
                for (int trial = 0; trial < Tally.count(6, 200); trial++) {
                  tally.trial(
                      "trial " + trial,
                      () -> {
                        release(place.lake(), loads);
                        tally.fired();
                      });
                }
              }
            });
  }

  private static void release(Lake lake, Loads loads) throws Exception {
    Table source = new Table().insert(2);
    List<LoadPackage> packages = List.of(loads.loadPackage(JOB, AT), loads.loadPackage(JOB, AT));
    assertThat(packages.get(0).loadId()).isNotEqualTo(packages.get(1).loadId());
    List<Boolean> won =
        atOnce(2, run -> wins(lake, new JobRun(JOB, source, loads, a -> {}), packages.get(run)));
    assertThat(won).contains(true);
    Invariants found = lake.look(JOB);
    found.require(Duration.ofDays(7));
    assertThat(found.records()).hasSize(1);
    assertThat(found.rows()).extracting(Invariants.Landed::id).containsExactly(1L, 2L);
    for (int run = 0; run < 2; run++) {
      if (!won.get(run)) {
        found.requireNoTraceOf(packages.get(run).loadId());
      }
    }
  }

  /** Whether it committed. */
  private static boolean wins(Lake lake, JobRun run, LoadPackage loadPackage) {
    WatchedStorage unlocked =
        new WatchedStorage(lake.storage(), Locks.ADVICE_ONLY, WatchedStorage.NOBODY);
    try (LakeDestination destination = lake.destination(unlocked)) {
      return run.run(destination, loadPackage).isPresent();
    } catch (IngestException e) {
      assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT);
      return false;
    }
  }

  /** What one of several threads does. */
  private interface Work<T> {
    T of(int thread);
  }

  private static <T> List<T> atOnce(int threads, Work<T> work) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    CyclicBarrier barrier = new CyclicBarrier(threads);
    try {
      List<Callable<T>> calls = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int thread = i;
        calls.add(
            () -> {
              barrier.await();
              return work.of(thread);
            });
      }
      List<T> results = new ArrayList<>();
      for (Future<T> future : pool.invokeAll(calls)) {
        results.add(future.get());
      }
      return results;
    } finally {
      pool.shutdown();
    }
  }
}
