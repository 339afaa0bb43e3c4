package dev.penstock.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.audit.AuditEntry;
import dev.penstock.destination.BreakerDestination;
import dev.penstock.destination.Destination;
import dev.penstock.destination.LoadIds;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.failure.RetryPolicy;
import dev.penstock.job.BlackoutAction;
import dev.penstock.job.BlackoutText;
import dev.penstock.job.Job;
import dev.penstock.job.SourceTerms;
import dev.penstock.job.SourceType;
import dev.penstock.source.Connector;
import dev.penstock.source.Source;
import dev.penstock.testing.PassingTime;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When jobs begin and are tried again; time passes at once. */
@Timeout(30)
final class PacingTest {
  /** A Friday. */
  private final PassingTime time = new PassingTime(Instant.parse("2026-11-27T07:00:00Z"));

  private final RootAllocator allocator = new RootAllocator(64 << 20);
  private final FakeDestination memory = new FakeDestination();
  private final List<AuditEntry> audit = Collections.synchronizedList(new ArrayList<>());
  private final List<String> told = Collections.synchronizedList(new ArrayList<>());
  private final StopSignal stop = new StopSignal();
  private final FakeSource numbers = new FakeSource(2, 10);
  private final AtomicInteger knocks = new AtomicInteger();
  private Destination destination = memory;
  private Map<String, SourceTerms> terms = Map.of();
  private RetryPolicy retry =
      new RetryPolicy(
          0,
          Duration.ofSeconds(1),
          Duration.ofSeconds(60),
          0,
          Duration.ofMinutes(5),
          Duration.ofHours(4));
  private Runnable beforeOpen = () -> {};
  private Runnable onWait = () -> {};

  @AfterEach
  void nothingLeaks() {
    allocator.close();
    assertThat(stop.sleepers()).isZero();
  }

  // Blackouts

  @Test
  void aJobIsSkippedInTheBlackoutOfItsSource() {
    terms = blackout("crm", "Mon-Fri 06:00-18:00", BlackoutAction.SKIP);

    RunReport report = run(1, job("a", "crm", 0), job("b", "erp", 0));

    assertThat(statuses(report)).containsExactlyInAnyOrder("a=SKIPPED", "b=SUCCESS");
    assertThat(reason("a"))
        .isEqualTo(
            "source crm is in its blackout until 2026-11-27 18:00 Z, and its blackout_action is skip");
    assertThat(knocks).hasValue(1);
  }

  @Test
  void jobsThatNeedOneInABlackoutAreSkippedForTheSameCause() {
    terms = blackout("crm", "Mon-Fri 06:00-18:00", BlackoutAction.SKIP);

    RunReport report = run(1, job("a", "crm", 0), after("b", "erp", "a"));

    assertThat(report.jobs())
        .allSatisfy(
            job ->
                assertThat(((JobResult.Skipped) job.result()).cause())
                    .isEqualTo(JobResult.Skipped.Cause.BLACKOUT));
  }

  @Test
  void aJobWaitsForTheEndOfTheBlackoutAndKeepsNoThreadFromOthers() {
    terms = blackout("crm", "Mon-Fri 06:00-18:00", BlackoutAction.WAIT);

    RunReport report = run(1, job("a", "crm", 0), job("b", "crm", 0), job("c", "erp", 0));

    assertThat(statuses(report)).containsExactlyInAnyOrder("a=SUCCESS", "b=SUCCESS", "c=SUCCESS");
    assertThat(told)
        .contains(
            "a waits: source crm is in its blackout until 2026-11-27 18:00 Z, for which the job waits");
    assertThat(time.instant()).isEqualTo(Instant.parse("2026-11-27T18:00:00Z"));
    assertThat(time.waits()).hasSize(11 * 60).containsOnly(Duration.ofMinutes(1));
    assertThat(report.jobs()).extracting(JobReport::duration).allMatch(d -> d.toMinutes() < 1);
  }

  @Test
  void nobodyWaitsLongerThanTheSettingSays() {
    terms = blackout("crm", "Fri-Sun 00:00-24:00", BlackoutAction.WAIT);

    RunReport report = run(1, job("a", "crm", 0));

    assertThat(statuses(report)).containsExactly("a=SKIPPED");
    assertThat(reason("a"))
        .isEqualTo(
            "source crm is in its blackout until 2026-11-30 00:00 Z, which is longer than a job waits"
                + " (12 h, the setting blackout_longest_wait)");
  }

  @Test
  void aStopEndsTheWaitForABlackoutAtOnce() {
    terms = blackout("crm", "Mon-Fri 06:00-18:00", BlackoutAction.WAIT);
    onWait = stop::request;

    RunReport report =
        new Engine(rooms(StopSignal::time), new Told(), stop)
            .run(request(1, job("a", "crm", 0), job("b", "crm", 0)));

    assertThat(statuses(report)).containsExactlyInAnyOrder("a=INTERRUPTED", "b=INTERRUPTED");
    assertThat(knocks).hasValue(0);
    assertThat(report.jobs()).extracting(JobReport::attempts).containsOnly(0);
  }

  @Test
  void aJobUnderWayGoesOnWhenTheBlackoutBegins() {
    terms = blackout("crm", "Mon-Fri 08:00-18:00", BlackoutAction.SKIP);
    beforeOpen = () -> time.pass(Duration.ofHours(2));

    assertThat(statuses(run(1, job("a", "crm", 0)))).containsExactly("a=SUCCESS");
  }

  @Test
  void aJobThatFailsIsNotTriedAgainInTheBlackout() {
    terms = blackout("crm", "Mon-Fri 08:00-18:00", BlackoutAction.WAIT);
    beforeOpen =
        () -> {
          time.pass(Duration.ofHours(2));
          throw new IngestException(ErrorCode.SOURCE_BUSY, "too many connections");
        };

    run(1, job("a", "crm", 3));

    assertThat(knocks).hasValue(1);
    assertThat(reason("a"))
        .isEqualTo(
            "too many connections\nNo further attempt was begun, for source crm is in its blackout until"
                + " 2026-11-27 18:00 Z.");
  }

  @Test
  void thePlanSaysSoAndDoesNotTouchTheSource() {
    terms = blackout("crm", "Mon-Fri 06:00-18:00", BlackoutAction.WAIT);

    Planner.Plan plan =
        Planner.of(rooms(any -> time))
            .plan(job("a", "crm", 0), RunRequest.Refresh.FROM_WATERMARK, time.instant());

    assertThat(plan.blackout())
        .contains(
            "source crm is in its blackout until 2026-11-27 18:00 Z, for which the job waits");
    assertThat(plan.problem()).isEmpty();
    assertThat(knocks).hasValue(0);
  }

  // Deadlines

  @Test
  void noAttemptBeginsPastTheDeadlineAndTheMessageSaysSo() {
    beforeOpen =
        () -> {
          time.pass(Duration.ofHours(3));
          throw new IngestException(ErrorCode.SOURCE_BUSY, "too many connections");
        };

    RunReport report = run(1, job("a", "crm", 9));

    assertThat(report.jobs().get(0).attempts()).isEqualTo(2);
    assertThat(reason("a"))
        .isEqualTo(
            "too many connections\nNo further attempt was begun, for the 4 h of the setting retry_deadline"
                + " are over.");
  }

  // Sources and lakes that are out of reach

  @Test
  void tenJobsOfADeadSourceKnockAsOftenAsOne() {
    beforeOpen = this::dead;

    RunReport report = run(1, jobs(10, "crm", 3));

    assertThat(statuses(report)).hasSize(10).allMatch(status -> status.endsWith("=FAILED"));
    assertThat(knocks).hasValue(4);
    assertThat(time.waits()).extracting(Duration::toSeconds).containsExactly(1L, 2L, 4L);
    assertThat(reason("job5"))
        .startsWith(
            "sheet SourceConfig, row 2: source crm is out of reach since 2026-11-27 07:00:15 UTC and was not tried"
                + " again for this job (4 tries, the last one at 2026-11-27 07:01:07 UTC: connection refused).");
  }

  @Test
  void tenJobsWithoutRetriesKnockOnce() {
    beforeOpen = this::dead;

    run(1, jobs(10, "crm", 0));

    assertThat(knocks).hasValue(1);
    assertThat(time.instant()).isEqualTo(Instant.parse("2026-11-27T07:00:15Z"));
  }

  @Test
  void otherSourcesDoNotSuffer() {
    beforeOpen = this::dead;
    Job other = job("other", "erp", 0);

    run(1, job("a", "crm", 0), other);

    assertThat(knocks).hasValue(2);
  }

  @Test
  void aSourceThatComesBackServesAllWhoWaitForIt() {
    beforeOpen =
        () -> {
          if (knocks.get() <= 2) {
            dead();
          }
        };

    RunReport report = run(4, jobs(4, "crm", 3));

    assertThat(statuses(report)).hasSize(4).allMatch(status -> status.endsWith("=SUCCESS"));
  }

  @Test
  void tenJobsOverALakeThatIsDownPayOnce() {
    AtomicInteger asked = new AtomicInteger();
    destination =
        new BreakerDestination(
            new DeadLake(
                memory,
                () -> {
                  asked.incrementAndGet();
                  time.pass(Duration.ofMinutes(1));
                  throw new IngestException(
                      ErrorCode.STORAGE_UNREACHABLE, "no connection to lake, after several tries");
                }),
            retry,
            time);

    RunReport report = run(1, jobs(10, "crm", 0));

    assertThat(statuses(report)).hasSize(10).allMatch(status -> status.endsWith("=FAILED"));
    assertThat(asked).hasValue(1);
    assertThat(reason("job9"))
        .startsWith("sheet SourceConfig, row 2: the lake is out of reach since");
  }

  // Connections

  @Test
  void noMoreJobsOfASourceRunThanItHasConnectionsAndOthersPassThem() {
    terms =
        Map.of(
            "crm",
            new SourceTerms(
                OptionalInt.of(1), OptionalInt.empty(), Optional.empty(), BlackoutAction.SKIP));
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    beforeOpen = () -> most.accumulateAndGet(running.incrementAndGet(), Math::max);
    memory.beforeCommit = running::decrementAndGet;

    RunReport report = run(4, jobs(6, "crm", 0));

    assertThat(statuses(report)).hasSize(6).allMatch(status -> status.endsWith("=SUCCESS"));
    assertThat(most).hasValue(1);
  }

  /** Takes as long as a login that nobody answers. */
  private void dead() {
    time.pass(Duration.ofSeconds(15));
    throw new IngestException(ErrorCode.SOURCE_UNREACHABLE, "connection refused.\nCheck the host.");
  }

  private RunReport run(int parallel, Job... jobs) {
    return new Engine(rooms(any -> time), new Told(), stop).run(request(parallel, jobs));
  }

  private static RunRequest request(int parallel, Job... jobs) {
    return new RunRequest(List.of(jobs), List.of(), parallel, RunRequest.Refresh.FROM_WATERMARK);
  }

  private EngineRooms rooms(
      java.util.function.Function<StopSignal, dev.penstock.failure.Time> waiting) {
    return new EngineRooms(
        new Connectors(Map.of(SourceType.SQLITE, new Door()), retry, time),
        destination,
        audit::add,
        LocalSplitExecutor::new,
        allocator,
        new LoadIds(time),
        time,
        new Pacing(retry, terms, Duration.ofHours(12), waiting));
  }

  /** What is done before a source opens. */
  private final class Door implements Connector {
    @Override
    public Source open(Job job) {
      knocks.incrementAndGet();
      beforeOpen.run();
      return numbers.open(job);
    }

    @Override
    public List<String> tables(Job job) {
      return numbers.tables(job);
    }

    @Override
    public void close() {}
  }

  private final class Told extends SilentListener {
    @Override
    public void jobWaiting(Job job, String reason) {
      told.add(job.id() + " waits: " + reason);
      onWait.run();
    }
  }

  private static Map<String, SourceTerms> blackout(
      String source, String text, BlackoutAction action) {
    return Map.of(
        source,
        new SourceTerms(
            OptionalInt.empty(),
            OptionalInt.empty(),
            Optional.of(BlackoutText.read("here", text, ZoneOffset.UTC)),
            action));
  }

  private static List<String> statuses(RunReport report) {
    return report.jobs().stream().map(job -> job.jobId() + "=" + job.result().status()).toList();
  }

  private String reason(String job) {
    return audit.stream()
        .filter(entry -> entry.jobId().equals(job))
        .map(AuditEntry::errorMessage)
        .findFirst()
        .orElseThrow();
  }

  private static Job[] jobs(int count, String source, int retries) {
    return IntStream.range(0, count)
        .mapToObj(i -> job("job" + i, source, retries))
        .toArray(Job[]::new);
  }

  private static Job job(String id, String source, int retries) {
    return Jobs.full(id, source, retries, List.of());
  }

  private static Job after(String id, String source, String needed) {
    return Jobs.full(id, source, 0, List.of(needed));
  }
}
