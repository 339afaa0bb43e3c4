package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.JobResult;
import dev.penstock.failure.ErrorCode;
import dev.penstock.job.Job;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What a run looks like while it runs; a clock that stands still unless told. */
final class ProgressTest {
  private static final Duration NEVER = Duration.ofDays(1);
  private static final Job ORDERS = Jobs.job("orders", "shop", "orders");

  private final AtomicLong nanos = new AtomicLong();

  @Test
  void aPipeGetsALineForALongJobEveryTenSeconds() {
    Screen screen = new Screen(Console.Terminal.PLAIN);
    try (PlainProgress progress = new PlainProgress(screen.console(), nanos::get)) {
      progress.jobStarted(ORDERS);
      progress.jobSurveyed(ORDERS, OptionalLong.of(4_000));
      pass(Duration.ofSeconds(9));
      progress.rowsMoved(ORDERS, 500, 100_000);
      pass(Duration.ofSeconds(1));
      progress.rowsMoved(ORDERS, 500, 2_000_000);
      pass(Duration.ofSeconds(1));
      progress.rowsMoved(ORDERS, 1, 2_000_001);
    }

    assertThat(screen.out())
        .isEqualTo(
            "orders                                1,000 rows          100 rows/s      2.0 MB   25%  ETA 30.0 s\n");
  }

  @Test
  void aPipeGetsALineWhenAJobIsTriedAgainAndWhenItEnds() {
    Screen screen = new Screen(Console.Terminal.PLAIN);
    try (PlainProgress progress = new PlainProgress(screen.console(), nanos::get)) {
      progress.jobStarted(ORDERS);
      progress.jobRetrying(
          ORDERS, 1, "connection lost\npassword hunter2", Duration.ofMillis(1_100));
      progress.jobEnded(Jobs.failed("orders", ErrorCode.SOURCE_UNREACHABLE, "connection lost"));
    }

    assertThat(screen.out())
        .isEqualTo(
            """
            orders                       attempt 1 failed, trying again in 1.1 s: connection lost
            orders                       FAILED                          0 rows in 1.5 s
            """);
  }

  @Test
  void aTerminalSeesEachRunningJobOnALineThatIsNeverBroken() {
    Screen screen = new Screen(Console.Terminal.INTERACTIVE);
    try (LiveProgress progress = new LiveProgress(screen.console(), nanos::get, NEVER)) {
      progress.jobStarted(ORDERS);
      pass(Duration.ofSeconds(2));
      progress.jobEnded(
          Jobs.report("items", new JobResult.NothingNew(Optional.empty(), List.of()), 0, NEVER));
    }

    assertThat(screen.out())
        .isEqualTo(
            "\ritems                        NOTHING_NEW                     0 rows in 1440 min 00 s\n"
                + "\u001b[?7lorders                       looking at the source, 2.0 s\n\u001b[?7h"
                + "\u001b[1A\u001b[2K\r");
  }

  @Test
  void aTerminalSeesHowFarAJobHasCome() {
    JobProgress job = new JobProgress("orders", nanos::get);
    job.expect(OptionalLong.of(3_000));
    assertThat(job.line())
        .isEqualTo(
            "orders                                    0 rows              rows/s     0.00 MB");
    pass(Duration.ofSeconds(2));
    job.moved(2_000, 500_000);
    assertThat(job.line())
        .isEqualTo(
            "orders                                2,000 rows        1,000 rows/s     0.50 MB   66%  ETA 1.0 s");
    job.moved(1_000, 700_000);
    assertThat(job.line())
        .isEqualTo(
            "orders                                3,000 rows        1,500 rows/s     0.70 MB  100%  committing");
  }

  @Test
  void aJobOfUnknownLengthHasNoPercent() {
    JobProgress job = new JobProgress("orders", nanos::get);
    job.expect(OptionalLong.empty());
    pass(Duration.ofSeconds(1));
    job.moved(10, 20);

    assertThat(job.line())
        .isEqualTo(
            "orders                                   10 rows           10 rows/s     0.00 MB");
  }

  @Test
  void aRetryBeginsTheCountAnew() {
    JobProgress job = new JobProgress("orders", nanos::get);
    job.expect(OptionalLong.empty());
    job.moved(10, 20);
    job.expect(OptionalLong.empty());
    pass(Duration.ofSeconds(1));

    assertThat(job.line())
        .isEqualTo(
            "orders                                    0 rows            0 rows/s     0.00 MB");
  }

  @Test
  void neverMoreLinesThanAWindowHas() {
    Screen screen = new Screen(Console.Terminal.INTERACTIVE);
    try (LiveProgress progress = new LiveProgress(screen.console(), nanos::get, NEVER)) {
      for (int i = 10; i < 30; i++) {
        progress.jobStarted(Jobs.job("job" + i, "shop", "t"));
      }
      progress.jobRetrying(ORDERS, 1, "busy", Duration.ofSeconds(1));
    }

    assertThat(screen.out())
        .contains("\njob20                        looking at the source, 0.0 s\nand 9 more jobs\n")
        .doesNotContain("job21")
        .endsWith("\u001b[1A\u001b[2K".repeat(12) + "\r");
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }
}
