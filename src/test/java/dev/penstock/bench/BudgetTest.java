package dev.penstock.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class BudgetTest {
  private final Results results = new Results();

  @Test
  void judgesRatiosOfTheSameRoundMemoryAndValidate() {
    round(Subject.COPY_1, 10, 1);
    round(Subject.PENSTOCK_1, 18, 449_000_000);
    round(Subject.PENSTOCK_2, 15, 451_000_000);
    round(Subject.LAKE_1, 21, 1);
    round(Subject.RESULT_SET, 12, 1);
    round(Subject.WIDE_1, 36.9, 1);
    round(Subject.MARIA_LOOP, 10, 1);
    round(Subject.MARIA_1, 16, 1);
    results.add(Subject.REST_1, new Measurement(9, 5, OptionalLong.of(255_000_000)));
    round(Subject.DLT_REST, 90, 1);
    results.setJsonBytes(400_000_000);
    round(Subject.NAIVE, 35, 1);
    round(Subject.VALIDATE, 1.5, 1);
    results.setNewestRecordRequests(4);

    assertThat(lines(1))
        .containsExactly(
            "penstock-1 / copy-1, wall <= 1.8: 1.80 kept",
            "penstock-1 / naive, wall <= 0.5: 0.51 **missed**",
            "lake-1 / penstock-1, wall <= 1.15: 1.17 **missed**",
            "penstock-1 / result-set, wall <= 1.6: 1.50 kept",
            "maria-1 / maria-loop, wall <= 1.6: 1.60 kept",
            "wide-1 / penstock-1, wall for as many values <= 2: 2.05 **missed**",
            "penstock-1 and penstock-2, peak memory <= 450 MB: 451.00 MB **missed**",
            "rest-1, CPU for 100 MB of JSON <= 1 s: 1.25 s **missed**",
            "rest-1, peak memory <= 256 MB: 255.00 MB kept",
            "rest-1 / dlt-rest, wall <= 1: 0.10 kept",
            "validate, start to exit <= 1.5 s: 1.50 s kept",
            "requests for the newest of 10,000 commit records <= 3: 4.00 **missed**");
  }

  @Test
  void judgesOnlyValidateAtASmallScale() {
    round(Subject.COPY_1, 10, 1);
    round(Subject.PENSTOCK_1, 90, 900_000_000);
    round(Subject.VALIDATE, 2, 1);
    results.setNewestRecordRequests(3);

    assertThat(lines(0.01))
        .containsExactly(
            "penstock-1 / copy-1, wall <= 1.8: - not judged",
            "penstock-1 / naive, wall <= 0.5: - not judged",
            "lake-1 / penstock-1, wall <= 1.15: - not judged",
            "penstock-1 / result-set, wall <= 1.6: - not judged",
            "maria-1 / maria-loop, wall <= 1.6: - not judged",
            "wide-1 / penstock-1, wall for as many values <= 2: - not judged",
            "penstock-1 and penstock-2, peak memory <= 450 MB: - not judged",
            "rest-1, CPU for 100 MB of JSON <= 1 s: - not judged",
            "rest-1, peak memory <= 256 MB: - not judged",
            "rest-1 / dlt-rest, wall <= 1: - not judged",
            "validate, start to exit <= 1.5 s: 2.00 s **missed**",
            "requests for the newest of 10,000 commit records <= 3: 3.00 kept");
  }

  private void round(Subject subject, double wallSeconds, long peakBytes) {
    results.add(subject, new Measurement(wallSeconds, 0, OptionalLong.of(peakBytes)));
  }

  private List<String> lines(double scale) {
    return Budget.of(results, scale).stream()
        .map(
            budget ->
                "%s <= %s: %s %s"
                    .formatted(
                        budget.what(), budget.limitText(), budget.measuredText(), budget.verdict()))
        .toList();
  }
}
