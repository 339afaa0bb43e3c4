package dev.penstock.engine;

import static org.assertj.core.api.Assertions.assertThat;

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
import dev.penstock.source.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class PlannerTest {
  private static final Instant NOW = Instant.parse("2026-11-21T03:00:00Z");

  private final FakeSource source = new FakeSource(3, 25);
  private final FakeDestination destination = new FakeDestination();
  private final Planner planner =
      new Planner(new Connectors(Map.of(SourceType.SQLITE, source)), destination);

  @AfterEach
  void everySourceIsClosed() {
    assertThat(source.closed).hasValue(source.opened.get());
  }

  @Test
  void saysWhatARunWouldReadAndWhere() {
    Planner.Plan plan = plan();

    assertThat(plan.problem()).isEmpty();
    assertThat(plan.partitionPath()).isEqualTo("memory/a");
    assertThat(plan.splits()).hasSize(3);
    assertThat(plan.survey().map(survey -> survey.window()))
        .isPresent()
        .get()
        .extracting(Window::after)
        .isEqualTo(Optional.empty());
    assertThat(destination.commits).isEmpty();
  }

  @Test
  void showsWhyAJobWouldFail() {
    source.beforeSurvey =
        () -> {
          throw new IngestException(ErrorCode.SOURCE_REFUSED, "no such table: a");
        };

    Planner.Plan plan = plan();

    assertThat(plan.problem()).contains("no such table: a");
    assertThat(plan.partitionPath()).isEqualTo("memory/a");
    assertThat(plan.survey()).isEmpty();
  }

  @Test
  void aFailureThatItDoesNotKnowKeepsNoOtherJobFromBeingShown() {
    source.beforeSurvey =
        () -> {
          throw new IllegalStateException("surprise");
        };

    assertThat(plan().problem())
        .contains(
            "sheet SourceConfig, row 2: Penstock failed in a way it does not know:"
                + " java.lang.IllegalStateException: surprise.\n"
                + "Please report it with the log in logs/errors/.");
  }

  private Planner.Plan plan() {
    return planner.plan(job(), RunRequest.Refresh.FROM_WATERMARK, NOW);
  }

  private static Job job() {
    return new Job(
        "a",
        "sheet SourceConfig, row 2",
        "numbers",
        SourceType.SQLITE,
        LoadType.INCREMENTAL,
        new Extract(
            Optional.empty(),
            "a",
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Optional.of(new Cursor("n", Optional.empty())),
            Map.of()),
        new Target(
            Optional.empty(),
            Optional.empty(),
            WriteDisposition.APPEND,
            Naming.SNAKE_CASE,
            List.of()),
        new Effort(10, 2, 2, Duration.ofSeconds(10)),
        List.of(),
        "");
  }
}
