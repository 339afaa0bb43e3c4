package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

final class FiguresTest {
  @Test
  void countsHaveThousandsApart() {
    assertThat(Figures.count(0)).isEqualTo("0");
    assertThat(Figures.count(1_234_567)).isEqualTo("1,234,567");
  }

  @Test
  void megabytesAreFinerBelowOne() {
    assertThat(Figures.megabytes(4_066)).isEqualTo("0.00");
    assertThat(Figures.megabytes(314_641)).isEqualTo("0.31");
    assertThat(Figures.megabytes(1_000_000)).isEqualTo("1.0");
    assertThat(Figures.megabytes(12_345_678_901L)).isEqualTo("12,345.7");
  }

  @Test
  void durationsOfAMinuteAndMoreAreInMinutes() {
    assertThat(Figures.seconds(Duration.ZERO)).isEqualTo("0.0 s");
    assertThat(Figures.seconds(Duration.ofMillis(59_940))).isEqualTo("59.9 s");
    assertThat(Figures.seconds(Duration.ofMillis(59_999))).isEqualTo("1 min 00 s");
    assertThat(Figures.seconds(Duration.ofSeconds(60))).isEqualTo("1 min 00 s");
    assertThat(Figures.seconds(Duration.ofSeconds(3_725))).isEqualTo("62 min 05 s");
  }

  @Test
  void aRateNeedsTime() {
    assertThat(Figures.rate(3_000, Duration.ofMillis(1_500))).isEqualTo("2,000");
    assertThat(Figures.rate(3_000, Duration.ZERO)).isEmpty();
  }

  @Test
  void timesAreToTheSecondInTheZone() {
    assertThat(Figures.time(Instant.parse("2026-11-20T23:15:00.999Z"), ZoneId.of("Europe/Berlin")))
        .isEqualTo("2026-11-21 00:15:00");
  }
}
