package dev.penstock.source.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class ThrottleTest {
  @Test
  void whoReadsNextWaitsForTheRowsOfAllBefore() throws InterruptedException {
    Throttle throttle = new Throttle(OptionalInt.of(1_000));
    long before = System.nanoTime();

    throttle.spend(50);
    throttle.spend(50);
    throttle.await(() -> false);

    assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(99));
  }

  @Test
  void nobodyWaitsOnceTheReadingIsOver() throws InterruptedException {
    Throttle throttle = new Throttle(OptionalInt.of(1));
    throttle.spend(1_000_000);
    throttle.await(() -> true);
  }

  @Test
  void withoutALimitNobodyWaitsAndBatchesStayAsTheyAre() throws InterruptedException {
    Throttle throttle = new Throttle(OptionalInt.empty());
    throttle.spend(Integer.MAX_VALUE);
    throttle.await(() -> false);
    assertThat(throttle.atOnce(100_000)).isEqualTo(100_000);
  }

  @Test
  void aBatchHoldsTheRowsOfASecondAtMost() {
    assertThat(new Throttle(OptionalInt.of(500)).atOnce(100_000)).isEqualTo(500);
    assertThat(new Throttle(OptionalInt.of(500)).atOnce(100)).isEqualTo(100);
  }
}
