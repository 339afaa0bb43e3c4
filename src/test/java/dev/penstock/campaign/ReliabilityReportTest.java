package dev.penstock.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ReliabilityReportTest {
  @Test
  void addsTheLinesOfOneProcessAndLeavesOlderOnesOut() throws Exception {
    String page =
        ReliabilityReport.page(
            List.of(
                line(1, "local disk", "full", 500, "old", 7),
                line(1, "local disk", "full", 100, "new", 0),
                line(1, "local disk", "full", 200, "new", 0),
                line(1, "local disk", "build", 5, "newer", 0),
                line(13, "ADLS stand-in", "build", 20, "newer", 0)));
    assertThat(page)
        .contains("320 trials, 640 faults fired, **0 violations**.")
        .contains("## 1. A commit is all or nothing\n")
        .contains("| faults | local disk | 300 | 600 | 0 | 1.0% |\n")
        .contains("## 13. Storage weather is survived\n")
        .contains("| faults (the few trials of a build) | ADLS stand-in | 20 | 40 | 0 | 15% |\n")
        .contains("- 2026-11-29, commit abc, on 2 cores\n");
  }

  @Test
  void showsViolations() throws Exception {
    assertThat(ReliabilityReport.page(List.of(line(1, "local disk", "full", 500, "one", 7))))
        .contains("**7 violations**")
        .contains("| faults | local disk | 500 | 1,000 | 7 | - |\n");
  }

  @Test
  void aCampaignWhoseFaultNeverFiredFails() {
    assertThatThrownBy(
            () ->
                Tally.scratch(99, "a test of the tally").run(tally -> tally.trial("one", () -> {})))
        .isInstanceOf(AssertionError.class)
        .hasMessage(
            "a test of the tally, on nothing: no fault fired in 1 trials, so nothing was tried");
  }

  @Test
  void aCampaignGoesOnAfterAViolationAndFails() {
    assertThatThrownBy(
            () ->
                Tally.scratch(99, "a test of the tally")
                    .run(
                        tally -> {
                          tally.fired();
                          tally.trial("first", () -> assertThat(1).isEqualTo(2));
                          tally.trial("second", () -> {});
                        }))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("1 of 2 trials broke promise 99")
        .hasMessageContaining("first: ");
  }

  private static String line(
      int promise, String store, String scale, int trials, String process, int violations) {
    return """
        {"promise":%d,"campaign":"faults","store":"%s","scale":"%s","trials":%d,"fired":%d,"violations":%d,\
        "examples":[],"process":"%s","seconds":1.0,"at":"2026-11-29T01:02:03Z","commit":"abc","machine":"2 cores"}"""
        .formatted(promise, store, scale, trials, trials * 2, violations, process);
  }
}
