package dev.penstock.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class SpreadTest {
  @Test
  void takesTheMiddleOfAnOddNumberOfValuesInAnyOrder() {
    assertThat(Spread.of(List.of(9.0, 1.0, 4.0))).isEqualTo(new Spread(4, 1, 9));
  }

  @Test
  void takesTheMeanOfTheMiddleTwoOfAnEvenNumber() {
    assertThat(Spread.of(List.of(8.0, 2.0, 4.0, 1.0))).isEqualTo(new Spread(3, 1, 8));
  }

  @Test
  void dividesRoundByRoundBeforeTakingTheMiddle() {
    assertThat(Spread.ofRatios(List.of(10.0, 40.0, 30.0), List.of(10.0, 10.0, 15.0)))
        .isEqualTo(new Spread(2, 1, 4));
  }

  @Test
  void refusesRoundsThatDoNotPair() {
    assertThatThrownBy(() -> Spread.ofRatios(List.of(1.0), List.of(1.0, 2.0)))
        .hasMessage("1 values cannot be paired with 2");
  }

  @Test
  void writesTheMedianThenTheEnds() {
    assertThat(new Spread(1.625, 1.5, 2).toString()).isEqualTo("1.63 (1.50-2.00)");
  }
}
