package dev.penstock.source.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.source.jdbc.dialect.LateCommits.Open;
import dev.penstock.source.jdbc.dialect.LateCommits.Open.Began;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OpenAtLoadsTest {
  private static List<Open> open(String... ids) {
    return Arrays.stream(ids)
        .map(id -> new Open(id, id.startsWith("p") ? Began.PERHAPS_BEFORE : Began.SINCE))
        .toList();
  }

  @Test
  void withNobodyThereNothingCanComeBelowTheMark() {
    assertThat(OpenAtLoads.first("10", open(), "1").horizon()).isEqualTo("10");
  }

  @Test
  void whoWasThereAtTheFirstLoadMayWriteTheLeast() {
    assertThat(OpenAtLoads.first("10", open("3/1"), "1").horizon()).isEqualTo("1");
  }

  @Test
  void whoCameSinceTheLastLoadWritesNothingBelowItsMark() {
    OpenAtLoads second = OpenAtLoads.first("10", open(), "1").next("20", open("3/1"));
    assertThat(second.horizon()).isEqualTo("10");
    OpenAtLoads third = second.next("30", open("3/1", "4/1"));
    assertThat(third.horizon()).isEqualTo("10");
    assertThat(third.next("40", open("4/1")).horizon()).isEqualTo("20");
    assertThat(third.next("40", open()).horizon()).isEqualTo("40");
  }

  @Test
  void aPreparedTransactionMayBeAnyThatWasOpen() {
    OpenAtLoads second = OpenAtLoads.first("10", open(), "1").next("20", open("3/1"));
    assertThat(second.next("30", open("p9")).horizon()).isEqualTo("10");
  }

  @Test
  void readsBackWhatItWrote() {
    OpenAtLoads loads = new OpenAtLoads("10", java.util.Map.of("3/1", "2026-01-01 00:00:00+00"));
    assertThat(OpenAtLoads.parse(loads.text())).contains(loads);
    assertThat(OpenAtLoads.parse("")).isEmpty();
    assertThat(OpenAtLoads.parse("10\nx")).isEmpty();
  }
}
