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
import dev.penstock.source.Split;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ten splits of 25 rows, of which eight are there when a run dies. */
@Timeout(30)
final class ResumeTest {
  private static final Instant MORNING = Instant.parse("2026-11-21T03:00:00Z");
  private static final int SPLITS = 10;
  private static final List<Long> ALL = LongStream.rangeClosed(1, 250).boxed().toList();

  private final RootAllocator allocator = new RootAllocator(64 << 20);
  private final FakeDestination destination = new FakeDestination();
  private final FakeSource source = new FakeSource(SPLITS, 25);
  private final List<AuditEntry> audit = new ArrayList<>();
  private StopSignal stop = new StopSignal();
  private Instant now = MORNING;

  @AfterEach
  void nothingLeaks() {
    allocator.close();
    assertThat(source.closed).hasValue(source.opened.get());
  }

  @Test
  void aLaterRunReadsOnlyWhatIsMissing() {
    source.counted = OptionalLong.of(250);
    dieAtSplit(8, ErrorCode.VALUE);
    run(full());
    assertThat(destination.visible).isEmpty();

    JobReport report = run(full());

    assertThat(report.result().status()).isEqualTo(Status.SUCCESS);
    assertThat(report.rowsRead()).isEqualTo(50);
    assertThat(report.work().resumedRows()).isEqualTo(200);
    assertThat(report.work().resumedSplits()).isEqualTo(8);
    assertThat(destination.visible.get("a")).containsExactlyInAnyOrderElementsOf(ALL);
    assertThat(audit.get(1).warnings())
        .containsExactly(
            "resumed: 8 of 10 splits were there (200 rows), read by the run that began at"
                + " 2026-11-21T03:00:00Z");
    assertThat(audit.get(1).loadId()).isEqualTo(destination.plans.get("a").loadId());
  }

  @Test
  void aRetryWithinTheRunReadsOnlyWhatIsMissing() {
    dieAtSplit(9, ErrorCode.SOURCE_UNREACHABLE);

    JobReport report = run(full());

    assertThat(report.attempts()).isEqualTo(2);
    assertThat(report.rowsRead()).isEqualTo(250);
    assertThat(destination.visible.get("a")).containsExactlyInAnyOrderElementsOf(ALL);
  }

  @Test
  void aStoppedRunIsGoneOnWith() {
    source.beforeBatch =
        (split, batch) -> {
          if (split == 8 && batch == 0) {
            stop.request();
          }
        };
    assertThat(run(full()).result().status()).isEqualTo(Status.INTERRUPTED);
    stop = new StopSignal();
    source.beforeBatch = (split, batch) -> {};

    assertThat(run(full()).rowsRead()).isEqualTo(50);
    assertThat(destination.visible.get("a")).containsExactlyInAnyOrderElementsOf(ALL);
  }

  @Test
  void aRunThatDiedAtTheCommitReadsNothingAgain() {
    AtomicInteger commits = new AtomicInteger();
    destination.beforeCommit =
        () -> {
          if (commits.getAndIncrement() == 0) {
            throw new IngestException(ErrorCode.STORAGE_REFUSED, "the disk is full");
          }
        };
    run(full());

    assertThat(run(full()).rowsRead()).isZero();
    assertThat(destination.visible.get("a")).containsExactlyInAnyOrderElementsOf(ALL);
  }

  @Test
  void readsAllAgainAndSaysWhyWhenTheSourceCannotTell() {
    dieAtSplit(8, ErrorCode.VALUE);
    run(full());
    source.obstacle = Optional.of("3 rows have been changed");

    JobReport report = run(full());

    assertThat(report.rowsRead()).isEqualTo(250);
    assertThat(report.result().warnings())
        .containsExactly(
            "not resumed, all is read again, though 8 of 10 splits were there (200 rows), read by"
                + " the run that began at 2026-11-21T03:00:00Z: 3 rows have been changed");
    assertThat(destination.visible.get("a")).containsExactlyInAnyOrderElementsOf(ALL);
  }

  @Test
  void readsAllAgainWhenTheTableOrTheWorkbookChanged() {
    dieAtSplit(8, ErrorCode.VALUE);
    run(full());
    Field text =
        new Field("n", FieldType.nullable(FakeSource.SCHEMA.getFields().get(0).getType()), null);
    source.schema = new Schema(List.of(text), Map.of("other", "columns"));

    JobReport report = run(job(LoadType.FULL, Optional.of("n > 0"), Optional.empty()));

    assertThat(report.rowsRead()).isEqualTo(250);
    assertThat(report.result().warnings().get(0))
        .endsWith(": changed since: query_filter, the table's columns");
    assertThat(source.resumes).hasValue(0);
  }

  @Test
  void readsAllAgainWhenAskedTo() {
    dieAtSplit(8, ErrorCode.VALUE);
    run(full());

    JobReport report = run(RunRequest.Refresh.ANEW, full());

    assertThat(report.rowsRead()).isEqualTo(250);
    assertThat(report.result().warnings()).isEmpty();
  }

  @Test
  void aFullRefreshTakesNothingOfOthersButItsOwn() {
    dieAtSplit(8, ErrorCode.VALUE);
    run(incremental());
    dieAtSplit(9, ErrorCode.SOURCE_UNREACHABLE);

    JobReport report = run(RunRequest.Refresh.EVERYTHING, incremental());

    assertThat(report.attempts()).isEqualTo(2);
    assertThat(report.rowsRead()).isEqualTo(250);
    assertThat(destination.visible.get("a")).containsExactlyInAnyOrderElementsOf(ALL);
  }

  @Test
  void aFullLoadIsNotGoneOnWithMuchLater() {
    dieAtSplit(8, ErrorCode.VALUE);
    run(full());
    now = MORNING.plus(Duration.ofHours(13));

    JobReport report = run(full());

    assertThat(report.rowsRead()).isEqualTo(250);
    assertThat(report.result().warnings().get(0))
        .endsWith(
            ": it is of 2026-11-21T03:00:00Z, and a full load is of the time at which it is made");
  }

  @Test
  void aFirstIncrementalLoadIsGoneOnWithForAsLongAsItIsKept() {
    dieAtSplit(8, ErrorCode.VALUE);
    run(incremental());
    now = MORNING.plus(Duration.ofDays(5));

    assertThat(run(incremental()).rowsRead()).isEqualTo(50);
    assertThat(destination.visible.get("a")).containsExactlyInAnyOrderElementsOf(ALL);
    assertThat(run(incremental()).result().status()).isEqualTo(Status.NOTHING_NEW);
  }

  @Test
  void thePlanSaysThatItWouldGoOn() {
    dieAtSplit(8, ErrorCode.VALUE);
    run(full());

    Planner.Plan plan =
        new Planner(new Connectors(Map.of(SourceType.SQLITE, source)), destination)
            .plan(full(), RunRequest.Refresh.FROM_WATERMARK, now);

    assertThat(plan.splits()).extracting(Split::index).containsExactly(8, 9);
    assertThat(plan.survey().orElseThrow().warnings())
        .containsExactly(
            "resumed: 8 of 10 splits were there (200 rows), read by the run that began at"
                + " 2026-11-21T03:00:00Z");
  }

  /** Once; the splits before it are read one after another. */
  private void dieAtSplit(int number, ErrorCode code) {
    AtomicInteger deaths = new AtomicInteger();
    source.beforeBatch =
        (split, batch) -> {
          if (split == number && deaths.getAndIncrement() == 0) {
            throw new IngestException(code, "the run dies");
          }
        };
  }

  private JobReport run(Job job) {
    return run(RunRequest.Refresh.FROM_WATERMARK, job);
  }

  private JobReport run(RunRequest.Refresh refresh, Job job) {
    Clock clock = Clock.fixed(now, ZoneOffset.UTC);
    EngineRooms rooms =
        new EngineRooms(
            new Connectors(Map.of(SourceType.SQLITE, source)),
            destination,
            audit::add,
            LocalSplitExecutor::new,
            allocator,
            new LoadIds(clock),
            clock);
    RunListener nobody = new SilentListener();
    return new Engine(rooms, nobody, stop)
        .run(new RunRequest(List.of(job), List.of(), 1, refresh))
        .jobs()
        .get(0);
  }

  private static Job full() {
    return job(LoadType.FULL, Optional.empty(), Optional.empty());
  }

  private static Job incremental() {
    return job(
        LoadType.INCREMENTAL, Optional.empty(), Optional.of(new Cursor("n", Optional.empty())));
  }

  private static Job job(LoadType type, Optional<String> filter, Optional<Cursor> cursor) {
    WriteDisposition disposition =
        type == LoadType.FULL ? WriteDisposition.SNAPSHOT : WriteDisposition.APPEND;
    return new Job(
        "a",
        "sheet SourceConfig, row 2",
        "numbers",
        SourceType.SQLITE,
        type,
        new Extract(Optional.empty(), "a", Optional.empty(), List.of(), filter, cursor, Map.of()),
        new Target(Optional.empty(), Optional.empty(), disposition, Naming.SNAKE_CASE, List.of()),
        new Effort(10, 1, 1, Duration.ofSeconds(10)),
        List.of(),
        "");
  }
}
