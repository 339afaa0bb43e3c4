package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.JobReport;
import dev.penstock.engine.JobResult;
import dev.penstock.engine.RunReport;
import dev.penstock.failure.ErrorCode;
import dev.penstock.source.CursorType;
import dev.penstock.source.Watermark;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SummaryTableTest {
  @Test
  void aLineForEachJobByNameWithThePathLast() {
    String text =
        summary(
            List.of(),
            Jobs.report(
                "items",
                new JobResult.NothingNew(
                    Optional.of(new Watermark("id", CursorType.INTEGER, "12")), List.of()),
                0,
                Duration.ZERO),
            Jobs.loaded(Jobs.commit("a_orders", 20_000, 314_641), Duration.ofSeconds(2)),
            Jobs.report(
                "z",
                new JobResult.Skipped("items did not run", JobResult.Skipped.Cause.DEPENDENCY),
                0,
                Duration.ZERO));

    assertThat(text)
        .isEqualTo(
            """
            job       status         rows  rows/s    MB  files  watermark  path
            --------  -----------  ------  ------  ----  -----  ---------  ----------------------
            a_orders  SUCCESS      20,000  10,000  0.31      1  7          data/orders/2026/11/21
            items     NOTHING_NEW       0       -     -      -  12         -
            z         SKIPPED           -       -     -      -  -          -

            SKIPPED z: items did not run""");
  }

  @Test
  void reasonsAndWarningsFollowIndented() {
    String text =
        summary(
            List.of(),
            Jobs.failed("b", ErrorCode.SECRET, "source erp: no host.\nLooked in a and b.\n"),
            Jobs.loaded(Jobs.commit("a", 1, 10, "2 rows have no cursor"), Duration.ofSeconds(1)));

    assertThat(text)
        .isEqualTo(
            """
            job  status           rows  rows/s    MB  files  watermark  path
            ---  ---------------  ----  ------  ----  -----  ---------  ----------------------
            a    SUCCESS             1       1  0.00      1  7          data/orders/2026/11/21
            b    SECRETS_INVALID     -       -     -      -  -          -

            WARNING a: 2 rows have no cursor

            SECRETS_INVALID b: source erp: no host.
              Looked in a and b.""");
  }

  @Test
  void anAuditThatCannotBeWrittenIsSaidOnceForAllItsJobs() {
    String text =
        summary(
            List.of(
                "job b: metadata/audit_20261121.csv: cannot be written (locked).\nClose it.",
                "job a: metadata/audit_20261121.csv: cannot be written (locked).\nClose it.",
                "something else"));

    assertThat(text)
        .endsWith(
            """


            AUDIT no row for a, b: metadata/audit_20261121.csv: cannot be written (locked).
              Close it.
              The loads themselves stand; ./run.sh history --rebuild adds their rows afterwards.

            AUDIT something else""");
  }

  private static String summary(List<String> auditProblems, JobReport... jobs) {
    return new SummaryTable(
            new RunReport("run", Jobs.START, Duration.ofSeconds(3), List.of(jobs), auditProblems))
        .text();
  }
}
