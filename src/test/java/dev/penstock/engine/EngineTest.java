package dev.penstock.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.audit.AuditEntry;
import dev.penstock.audit.Status;
import dev.penstock.destination.LoadIds;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.job.Cursor;
import dev.penstock.job.Effort;
import dev.penstock.job.Extract;
import dev.penstock.job.Job;
import dev.penstock.job.LoadType;
import dev.penstock.job.Naming;
import dev.penstock.job.SourceType;
import dev.penstock.job.Target;
import dev.penstock.job.WriteDisposition;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class EngineTest {
  private final RootAllocator allocator = new RootAllocator(64 << 20);
  private final FakeDestination destination = new FakeDestination();
  private final List<AuditEntry> audit = Collections.synchronizedList(new ArrayList<>());
  private final StopSignal stop = new StopSignal();
  private final Recorder recorder = new Recorder();
  private FakeSource source = new FakeSource(3, 25);

  @AfterEach
  void nothingLeaks() {
    allocator.close();
    assertThat(source.closed).hasValue(source.opened.get());
  }

  @Test
  void deliversEveryRowOfEverySplitOnce() {
    RunReport report = run(full("a"));

    assertThat(statuses(report)).containsExactly("a=SUCCESS");
    assertThat(destination.visible.get("a"))
        .containsExactlyInAnyOrderElementsOf(LongStream.rangeClosed(1, 75).boxed().toList());
    assertThat(report.jobs().get(0).work().rows()).isEqualTo(75);
    assertThat(recorder.rows.get()).isEqualTo(75);
  }

  @Test
  void aSecondIncrementalRunFindsNothingNew() {
    run(incremental("a"));
    RunReport second = run(incremental("a"));

    assertThat(statuses(second)).containsExactly("a=NOTHING_NEW");
    assertThat(destination.commits.get("a")).hasSize(1);
    assertThat(audit)
        .extracting(AuditEntry::status)
        .containsExactly(Status.SUCCESS, Status.NOTHING_NEW);
  }

  @Test
  void failsBeforeCommitWhenTheSourceCountedOtherRows() {
    source.counted = OptionalLong.of(76);

    RunReport report = run(full("a"));

    assertThat(destination.visible).doesNotContainKey("a");
    assertThat(message(report))
        .isEqualTo(
            "sheet SourceConfig, row 2: the source counted 76 rows of a in the window, but 75 were read."
                + " Nothing was committed.\nRun it again; if it stays, the table changes while it is read:"
                + " see docs/sources.");
  }

  @Test
  void oneFailingJobStopsNoOther() {
    source.beforeBatch = failOnceFor("lane-bad");

    RunReport report = run(full("bad"), full("good"));

    assertThat(statuses(report)).containsExactlyInAnyOrder("bad=FAILED", "good=SUCCESS");
  }

  @Test
  void aJobIsSkippedWhenOneThatItNeedsFails() {
    source.beforeBatch = failOnceFor("lane-first");

    RunReport report =
        run(after(full("second"), "first"), full("first"), after(full("third"), "second"));

    assertThat(statuses(report))
        .containsExactlyInAnyOrder("first=FAILED", "second=SKIPPED", "third=SKIPPED");
    assertThat(audit)
        .filteredOn(entry -> entry.jobId().equals("second"))
        .extracting(AuditEntry::errorMessage)
        .containsExactly("first did not succeed: FAILED");
  }

  @Test
  void runsJobsInTheOrderOfTheirDependencies() {
    run(after(full("c"), "b"), after(full("b"), "a"), full("a"));

    assertThat(destination.order).containsExactly("a", "b", "c");
  }

  @Test
  void aSplitThatFailsStopsTheOthers() {
    source = new FakeSource(2, 1_000_000);
    source.beforeBatch =
        (split, batch) -> {
          if (split == 1) {
            throw new IngestException(ErrorCode.VALUE, "NaN in column price");
          }
        };

    RunReport report = run(full("a"));

    assertThat(message(report)).isEqualTo("NaN in column price");
    assertThat(report.jobs().get(0).work().rows()).isLessThan(1_000_000);
  }

  @Test
  void triesAgainWhatMayPass() {
    AtomicInteger failures = new AtomicInteger(1);
    source.beforeBatch =
        (split, batch) -> {
          if (failures.getAndDecrement() > 0) {
            throw new IngestException(ErrorCode.SOURCE_UNREACHABLE, "connection reset");
          }
        };

    RunReport report = run(full("a"));

    assertThat(statuses(report)).containsExactly("a=SUCCESS");
    assertThat(report.jobs().get(0).attempts()).isEqualTo(2);
    assertThat(destination.visible.get("a")).hasSize(75);
    assertThat(destination.commits.get("a").get(0).attempts()).isEqualTo(2);
    assertThat(recorder.retries.get()).isEqualTo(1);
  }

  @Test
  void doesNotTryAgainWhatCannotPass() {
    source.beforeBatch =
        (split, batch) -> {
          throw new IngestException(ErrorCode.VALUE, "NaN in column price");
        };

    RunReport report = run(full("a"));

    assertThat(report.jobs().get(0).attempts()).isEqualTo(1);
    assertThat(message(report)).isEqualTo("NaN in column price");
  }

  @Test
  void saysWhatItDoesNotKnowWithoutStoppingTheOthers() {
    source.beforeBatch =
        (split, batch) -> {
          throw new IllegalStateException("surprise");
        };

    RunReport report = run(full("a"));

    assertThat(statuses(report)).containsExactly("a=FAILED");
    assertThat(message(report)).contains("surprise");
  }

  @Test
  void anErrorInTheReadingThreadEndsTheJobInsteadOfHanging() {
    source.beforeBatch =
        (split, batch) -> {
          throw new NoClassDefFoundError("driver/Missing");
        };

    RunReport report = run(full("a"));

    assertThat(message(report)).contains("driver/Missing");
  }

  @Test
  void stopLeavesNothingVisible() throws InterruptedException {
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    source.beforeBatch =
        (split, batch) -> {
          reading.countDown();
          await(stopped);
        };
    Thread killer =
        new Thread(
            () -> {
              await(reading);
              stop.request();
              stopped.countDown();
            });
    killer.start();

    RunReport report = run(full("a"), full("b"));
    killer.join();

    assertThat(statuses(report)).containsExactlyInAnyOrder("a=INTERRUPTED", "b=INTERRUPTED");
    assertThat(destination.visible).isEmpty();
  }

  @Test
  void stopWhileWaitingToTryAgainEndsAtOnce() {
    source.beforeBatch =
        (split, batch) -> {
          throw new IngestException(ErrorCode.SOURCE_UNREACHABLE, "connection reset");
        };
    recorder.onRetry = stop::request;

    RunReport report = run(full("a"));

    assertThat(statuses(report)).containsExactly("a=INTERRUPTED");
    assertThat(report.jobs().get(0).attempts()).isEqualTo(1);
  }

  @Test
  void aStopDuringTheCommitLetsItFinish() {
    destination.beforeCommit = stop::request;

    RunReport report = run(full("a"));

    assertThat(statuses(report)).containsExactly("a=SUCCESS");
    assertThat(destination.visible.get("a")).hasSize(75);
  }

  @Test
  void refusesToReadOnWithAnotherCursorColumn() {
    run(incremental("a"));

    RunReport report = run(incremental("a", "m"));

    assertThat(statuses(report)).containsExactly("a=VALIDATION_FAILED");
    assertThat(message(report))
        .isEqualTo(
            "sheet SourceConfig, row 2, column watermark_column: 'm', but the watermark of the last load is one of"
                + " column 'n' (75).\nPut 'n' back, or run it once with --full-refresh --job a, which replaces the"
                + " table.");
  }

  @Test
  void refusesToReadOnFromAFullLoad() {
    run(full("a"));

    RunReport report = run(incremental("a"));

    assertThat(message(report))
        .isEqualTo(
            "sheet SourceConfig, row 2: load_type is INCREMENTAL, but the last load of job a was FULL and left no"
                + " watermark; reading on would deliver rows twice.\nRun it once with --full-refresh --job a, which"
                + " replaces the table, or say where to go on with: state set a VALUE.");
  }

  @Test
  void fullRefreshReplacesTheTable() {
    run(incremental("a"));

    RunReport report = run(RunRequest.Refresh.EVERYTHING, List.of(incremental("a")));

    assertThat(statuses(report)).containsExactly("a=SUCCESS");
    assertThat(destination.commits.get("a").get(1).disposition())
        .isEqualTo(WriteDisposition.REPLACE);
    assertThat(destination.commits.get("a").get(1).from()).isEmpty();
  }

  @Test
  void aRowOfSeveralTablesRunsAJobForEachAndWhatDependsOnItWaitsForAll() {
    source.tables = List.of("b", "tmp_x", "a", "c");

    RunReport report = run(full("*, !tmp_*"), after(full("next"), "*, !tmp_*"));

    assertThat(statuses(report))
        .containsExactlyInAnyOrder(
            "*, !tmp_*.a=SUCCESS", "*, !tmp_*.b=SUCCESS", "*, !tmp_*.c=SUCCESS", "next=SUCCESS")
        .endsWith("next=SUCCESS");
    assertThat(destination.visible.get("*, !tmp_*.b")).hasSize(75);
  }

  @Test
  void whatDependsOnARowIsSkippedWhenOneOfItsTablesFails() {
    source.tables = List.of("a", "b");
    source.beforeBatch =
        (split, batch) -> {
          throw new IngestException(ErrorCode.VALUE, "NaN in column price");
        };

    RunReport report = run(full("*"), after(full("next"), "*"));

    assertThat(statuses(report))
        .containsExactlyInAnyOrder("*.a=FAILED", "*.b=FAILED", "next=SKIPPED");
  }

  @Test
  void listingTheTablesIsTriedAgain() {
    AtomicInteger listed = new AtomicInteger();
    source.tables = List.of("a");
    source.beforeListing =
        () -> {
          if (listed.incrementAndGet() < 3) {
            throw new IngestException(ErrorCode.SOURCE_BUSY, "too many connections");
          }
        };

    assertThat(statuses(run(full("*")))).containsExactly("*.a=SUCCESS");
    assertThat(listed).hasValue(3);
  }

  @Test
  void tablesThatDifferInLetterCaseAloneAreRefused() {
    source.tables = List.of("Orders", "orders", "other");

    RunReport report = run(full("*"));

    assertThat(statuses(report)).containsExactly("*=VALIDATION_FAILED");
    assertThat(message(report))
        .isEqualTo(
            "sheet SourceConfig, row 2, column table_name: the tables Orders and orders differ in letter case alone, and not every file system can keep them apart.\nLeave all but one out, such as with !orders, and give the others rows of their own with a table name and a folder that differ.");
    assertThat(audit).extracting(AuditEntry::status).containsExactly(Status.VALIDATION_FAILED);
  }

  @Test
  void rejectedJobsGetTheirAuditRow() {
    RunRequest request =
        new RunRequest(
            List.of(full("good")),
            List.of(new RunRequest.Rejected("bad", "row 3: table_name is empty")),
            2,
            RunRequest.Refresh.FROM_WATERMARK);

    RunReport report = engine().run(request);

    assertThat(statuses(report)).containsExactly("bad=VALIDATION_FAILED", "good=SUCCESS");
    assertThat(audit)
        .extracting(AuditEntry::errorMessage)
        .containsExactly("row 3: table_name is empty", "");
  }

  @Test
  void aJobThatNeedsARejectedOneIsSkipped() {
    RunRequest request =
        new RunRequest(
            List.of(after(full("next"), "bad")),
            List.of(new RunRequest.Rejected("bad", "row 3: table_name is empty")),
            1,
            RunRequest.Refresh.FROM_WATERMARK);

    RunReport report = engine().run(request);

    assertThat(statuses(report)).containsExactly("bad=VALIDATION_FAILED", "next=SKIPPED");
  }

  @Test
  void anAuditThatCannotBeWrittenIsReportedAndTheLoadStands() {
    EngineRooms broken =
        rooms(
            entry -> {
              throw new IngestException(
                  ErrorCode.STORAGE_REFUSED, "audit_20261121.csv is read-only");
            });

    RunReport report =
        new Engine(broken, recorder, stop)
            .run(
                new RunRequest(
                    List.of(full("a")), List.of(), 1, RunRequest.Refresh.FROM_WATERMARK));

    assertThat(report.auditProblems()).containsExactly("job a: audit_20261121.csv is read-only");
    assertThat(destination.visible.get("a")).hasSize(75);
  }

  @Test
  void stopReachesASurveyThatTakesLong() throws InterruptedException {
    CountDownLatch looking = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);
    source.beforeSurvey =
        () -> {
          looking.countDown();
          await(closed);
        };
    source.stopSurvey = closed::countDown;
    Thread killer =
        new Thread(
            () -> {
              await(looking);
              stop.request();
            });
    killer.start();

    RunReport report = run(full("a"));
    killer.join();

    assertThat(statuses(report)).containsExactly("a=INTERRUPTED");
    assertThat(destination.visible).isEmpty();
  }

  @Test
  void theAuditIsNotWrittenByAnInterruptedThread() {
    source.beforeBatch =
        (split, batch) -> {
          throw new IngestException(ErrorCode.SOURCE_UNREACHABLE, "connection reset");
        };
    recorder.onRetry = stop::request;
    List<Boolean> interrupted = Collections.synchronizedList(new ArrayList<>());

    engine(rooms(entry -> interrupted.add(Thread.currentThread().isInterrupted())))
        .run(request(full("a")));

    assertThat(interrupted).containsExactly(false);
  }

  @Test
  void aJobThatAStopKeptFromBeginningWasNotTried() {
    stop.request();

    RunReport report = run(full("a"));

    assertThat(statuses(report)).containsExactly("a=INTERRUPTED");
    assertThat(report.jobs().get(0).attempts()).isZero();
  }

  @Test
  void anErrorWhileWritingStopsTheOtherSplitsAndSaysWhatToDo() {
    source = new FakeSource(2, 1_000_000);
    AtomicInteger writes = new AtomicInteger();
    destination.beforeWrite =
        () -> {
          if (writes.incrementAndGet() == 5) {
            throw new OutOfMemoryError("Java heap space");
          }
        };

    RunReport report = run(full("a"));

    assertThat(message(report))
        .isEqualTo(
            "sheet SourceConfig, row 2: out of memory (Java heap space).\nLower chunk_size or parallelism of this"
                + " row, or give more with PENSTOCK_JAVA_OPTS=-Xmx1g.");
    assertThat(report.jobs().get(0).work().rows()).isLessThan(1_000_000);
  }

  @Test
  void anErrorOutsideTheSplitsEndsItsJobAlone() {
    source.beforeSurvey =
        () -> {
          if (Thread.currentThread().getName().equals("job")) {
            throw new StackOverflowError();
          }
        };

    RunReport report = run(full("a"), after(full("b"), "a"));

    assertThat(statuses(report)).containsExactly("a=FAILED", "b=SKIPPED");
  }

  @Test
  void anAuditThatFailsInAnUnknownWayStopsNoJob() {
    RunReport report =
        engine(
                rooms(
                    entry -> {
                      throw new IllegalStateException("surprise");
                    }))
            .run(request(full("a"), after(full("b"), "a")));

    assertThat(statuses(report)).containsExactly("a=SUCCESS", "b=SUCCESS");
    assertThat(report.auditProblems())
        .containsExactly(
            "job a: java.lang.IllegalStateException: surprise",
            "job b: java.lang.IllegalStateException: surprise");
  }

  @Test
  void aDisplayThatFailsStopsNoJob() {
    recorder.onEnd =
        () -> {
          throw new IllegalStateException("the terminal is gone");
        };

    RunReport report = run(full("a"), after(full("b"), "a"));

    assertThat(statuses(report)).containsExactly("a=SUCCESS", "b=SUCCESS");
    assertThat(audit).hasSize(2);
  }

  @Test
  void aThousandJobsThatNeedOneThatFailsAreAllSkipped() {
    source.beforeBatch =
        (split, batch) -> {
          throw new IngestException(ErrorCode.VALUE, "NaN in column price");
        };
    List<Job> jobs = new ArrayList<>(List.of(full("first")));
    for (int i = 0; i < 1_000; i++) {
      jobs.add(after(full("job" + i), "first"));
    }

    RunReport report =
        engine().run(new RunRequest(jobs, List.of(), 16, RunRequest.Refresh.FROM_WATERMARK));

    assertThat(report.jobs())
        .extracting(job -> job.result().status())
        .hasSize(1_001)
        .containsOnlyOnce(Status.FAILED)
        .contains(Status.SKIPPED)
        .doesNotContain(Status.SUCCESS);
  }

  @Test
  void attemptsThatEndedAreForgotten() {
    run(full("a"), full("b"), full("c"));

    assertThat(stop.sleepers()).isZero();
  }

  @Test
  void fullRefreshOfATableThatLostAllItsRowsEmptiesIt() {
    run(incremental("a"));
    source.empty = true;

    RunReport refreshed = run(RunRequest.Refresh.EVERYTHING, List.of(incremental("a")));
    assertThat(statuses(refreshed)).containsExactly("a=SUCCESS");
    assertThat(destination.visible.get("a")).isEmpty();

    source.empty = false;
    assertThat(statuses(run(incremental("a")))).containsExactly("a=SUCCESS");
    assertThat(destination.visible.get("a")).hasSize(75);
  }

  @Test
  void fullRefreshOfATableThatNeverHadRowsFindsNothingNew() {
    source.empty = true;

    RunReport report = run(RunRequest.Refresh.EVERYTHING, List.of(incremental("a")));

    assertThat(statuses(report)).containsExactly("a=NOTHING_NEW");
  }

  private static RunRequest request(Job... jobs) {
    return new RunRequest(List.of(jobs), List.of(), 2, RunRequest.Refresh.FROM_WATERMARK);
  }

  private RunReport run(Job... jobs) {
    return run(RunRequest.Refresh.FROM_WATERMARK, List.of(jobs));
  }

  private RunReport run(RunRequest.Refresh refresh, List<Job> jobs) {
    return engine().run(new RunRequest(jobs, List.of(), 2, refresh));
  }

  private Engine engine() {
    return engine(rooms(audit::add));
  }

  private Engine engine(EngineRooms rooms) {
    return new Engine(rooms, recorder, stop);
  }

  private EngineRooms rooms(dev.penstock.audit.AuditTrail trail) {
    Clock clock = Clock.fixed(Instant.parse("2026-11-21T03:00:00Z"), ZoneOffset.UTC);
    return new EngineRooms(
        new Connectors(Map.of(SourceType.SQLITE, source)),
        destination,
        trail,
        LocalSplitExecutor::new,
        allocator,
        new LoadIds(clock),
        clock);
  }

  private static FakeSource.BeforeBatch failOnceFor(String lane) {
    String reader = lane.replace("lane-", "reader-");
    return (split, batch) -> {
      if (Thread.currentThread().getName().equals(reader)) {
        throw new IngestException(ErrorCode.SOURCE_REFUSED, "no such table");
      }
    };
  }

  private static List<String> statuses(RunReport report) {
    return report.jobs().stream().map(job -> job.jobId() + "=" + job.result().status()).toList();
  }

  private static String message(RunReport report) {
    return ((JobResult.Failed) report.jobs().get(0).result()).message();
  }

  private static Job full(String id) {
    return job(id, LoadType.FULL, Optional.empty(), List.of());
  }

  private static Job incremental(String id) {
    return incremental(id, "n");
  }

  private static Job incremental(String id, String column) {
    return job(
        id, LoadType.INCREMENTAL, Optional.of(new Cursor(column, Optional.empty())), List.of());
  }

  private static Job after(Job job, String needed) {
    return job(job.id(), job.loadType(), job.extract().cursor(), List.of(needed));
  }

  private static Job job(
      String id, LoadType type, Optional<Cursor> cursor, List<String> dependsOn) {
    WriteDisposition disposition =
        type == LoadType.FULL ? WriteDisposition.SNAPSHOT : WriteDisposition.APPEND;
    return new Job(
        id,
        "sheet SourceConfig, row 2",
        "numbers",
        SourceType.SQLITE,
        type,
        new Extract(
            Optional.empty(), id, Optional.empty(), List.of(), Optional.empty(), cursor, Map.of()),
        new Target(Optional.empty(), Optional.empty(), disposition, Naming.SNAKE_CASE, List.of()),
        new Effort(10, 2, 2, Duration.ofSeconds(10)),
        dependsOn,
        "");
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static final class Recorder implements RunListener {
    final AtomicInteger rows = new AtomicInteger();
    final AtomicInteger retries = new AtomicInteger();
    volatile Runnable onRetry = () -> {};
    volatile Runnable onEnd = () -> {};

    @Override
    public void jobStarted(Job job) {}

    @Override
    public void jobSurveyed(Job job, OptionalLong expected) {}

    @Override
    public void rowsMoved(Job job, long moved, long bytes) {
      rows.addAndGet((int) moved);
    }

    @Override
    public void jobRetrying(Job job, int attempt, String reason, Duration delay) {
      retries.incrementAndGet();
      onRetry.run();
    }

    @Override
    public void jobEnded(JobReport report) {
      onEnd.run();
    }
  }
}
