package dev.penstock.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.job.Job;
import dev.penstock.job.SourceType;
import dev.penstock.source.Catalogued;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What a plan says of how long and how large a load will be. */
final class ForecasterTest {
  private static final Instant NOW = Instant.parse("2026-11-21T03:00:00Z");

  private final FakeSource source = new FakeSource(3, 25);
  private final FakeDestination destination = new FakeDestination();
  private final Planner planner =
      new Planner(new Connectors(Map.of(SourceType.SQLITE, source)), destination);

  private Forecast forecast(Job job, Job... others) {
    Planner.Plan plan = planner.plan(job, RunRequest.Refresh.FROM_WATERMARK, NOW);
    return new Forecaster(destination, List.of(others), 1_000_000).of(plan).orElseThrow();
  }

  private void loaded(Job job, long rows, long bytes, Duration took) {
    destination
        .commits
        .computeIfAbsent(job.id(), id -> new ArrayList<>())
        .add(FakeDestination.record(job, rows, bytes, NOW, took));
  }

  @Test
  void beforeTheFirstLoadOfASourceNothingIsSaid() {
    source.counted = OptionalLong.of(75);

    assertThat(forecast(full("a")))
        .isEqualTo(
            new Forecast(
                OptionalLong.of(75),
                true,
                OptionalLong.empty(),
                OptionalLong.empty(),
                Optional.empty(),
                ""));
  }

  @Test
  void judgesByTheLoadsOfTheJobItself() {
    source.counted = OptionalLong.of(100_000);
    loaded(full("a"), 20_000, 1_000_000, Duration.ofSeconds(10));
    loaded(full("a"), 40_000, 2_000_000, Duration.ofSeconds(20));

    Forecast forecast = forecast(full("a"));

    assertThat(forecast.bytes()).hasValue(5_000_000);
    assertThat(forecast.files()).hasValue(5);
    assertThat(forecast.duration()).contains(Duration.ofSeconds(50));
    assertThat(forecast.basis()).isEqualTo("as in the 2 loads before");
  }

  @Test
  void aLoadTakesAtLeastAsLongAsTheShortest() {
    source.counted = OptionalLong.of(1);
    loaded(full("a"), 20_000, 1_000_000, Duration.ofSeconds(10));

    assertThat(forecast(full("a")).duration()).contains(Duration.ofSeconds(10));
    assertThat(forecast(full("a")).files()).hasValue(3);
  }

  @Test
  void smallLoadsSayNothingOfHowLongALargeOneTakes() {
    source.counted = OptionalLong.of(1_000_000);
    loaded(full("a"), 20, 1_000, Duration.ofSeconds(1));

    Forecast forecast = forecast(full("a"));

    assertThat(forecast.duration()).isEmpty();
    assertThat(forecast.bytes()).hasValue(50_000_000);
  }

  @Test
  void theFirstLoadIsJudgedByTheLargestOfAnotherJobOfTheSource() {
    source.counted = OptionalLong.of(100_000);
    loaded(full("small"), 10, 10, Duration.ofSeconds(1));
    loaded(full("large"), 50_000, 500_000, Duration.ofSeconds(5));

    Forecast forecast = forecast(full("a"), full("small"), full("large"));

    assertThat(forecast.basis()).isEqualTo("judged by the loads of large");
    assertThat(forecast.bytes()).hasValue(1_000_000);
    assertThat(forecast.duration()).contains(Duration.ofSeconds(10));
  }

  @Test
  void aLogThatCannotBeReadKeepsNoPlanFromBeingShown() {
    source.counted = OptionalLong.of(75);
    Planner.Plan plan = planner.plan(full("a"), RunRequest.Refresh.FROM_WATERMARK, NOW);
    DeadLake dead =
        new DeadLake(
            destination,
            () -> {
              throw new IngestException(ErrorCode.STORAGE_REFUSED, "not a whole commit record");
            });

    Forecast forecast = new Forecaster(dead, List.of(full("b")), 1_000_000).of(plan).orElseThrow();

    assertThat(forecast.rows()).hasValue(75);
    assertThat(forecast.bytes()).isEmpty();
  }

  @Test
  void theCatalogueStandsInForACountOfTheWholeTable() {
    source.facts = new Catalogued.Facts(OptionalLong.of(5_000), List.of());

    Forecast forecast = forecast(full("a"));

    assertThat(forecast.rows()).hasValue(5_000);
    assertThat(forecast.counted()).isFalse();
  }

  private static Job full(String id) {
    return Jobs.full(id, "numbers", 2, List.of());
  }
}
