package dev.penstock.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.testing.PassingTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RetryPolicyTest {
  private static final Instant NOW = Instant.parse("2026-11-21T04:00:00Z");

  private final PassingTime time = new PassingTime(NOW);

  private static RetryPolicy policy(int retries, double jitter, Duration deadline) {
    return new RetryPolicy(
        retries,
        Duration.ofSeconds(1),
        Duration.ofSeconds(10),
        jitter,
        Duration.ofSeconds(60),
        deadline);
  }

  /** Fails so often, then gives its number of tries. */
  private static final class Failing implements RetryPolicy.Work<Integer> {
    private final int failures;
    private int tries;
    private Optional<Duration> wish = Optional.empty();
    private boolean mayPass = true;

    Failing(int failures) {
      this.failures = failures;
    }

    @Override
    public Integer attempt() {
      tries++;
      if (tries <= failures) {
        throw new IllegalStateException("try " + tries);
      }
      return tries;
    }

    @Override
    public boolean mayPass(RuntimeException failure) {
      return mayPass;
    }

    @Override
    public Optional<Duration> wish(RuntimeException failure) {
      return wish;
    }

    @Override
    public RuntimeException ended(RuntimeException last, RetryPolicy.End end) {
      return new IllegalStateException(last.getMessage() + ", " + end);
    }
  }

  @Test
  void waitsTwiceAsLongEachTimeUpToItsCap() {
    assertThat(policy(6, 0, Duration.ofHours(1)).call(new Failing(6), time)).isEqualTo(7);
    assertThat(time.waits())
        .extracting(Duration::toSeconds)
        .containsExactly(1L, 2L, 4L, 8L, 10L, 10L);
  }

  @Test
  void jitterMakesWaitsLongerAndShorterByItsPartAtMost() {
    RetryPolicy policy = policy(3, 0.25, Duration.ofHours(1));
    List<Long> waits =
        IntStream.range(0, 500)
            .mapToObj(i -> policy.delay(1, Optional.empty()).toMillis())
            .toList();
    assertThat(waits).allMatch(wait -> wait >= 750 && wait <= 1250);
    assertThat(waits).anyMatch(wait -> wait < 950).anyMatch(wait -> wait > 1050);
  }

  @Test
  void triesNoMoreOftenThanItMay() {
    assertThatThrownBy(() -> policy(2, 0, Duration.ofHours(1)).call(new Failing(9), time))
        .hasMessage("try 3, TRIES");
  }

  @Test
  void doesNotRepeatWhatCannotPass() {
    Failing work = new Failing(9);
    work.mayPass = false;
    assertThatThrownBy(() -> policy(2, 0, Duration.ofHours(1)).call(work, time))
        .hasMessage("try 1");
    assertThat(time.waits()).isEmpty();
  }

  @Test
  void beginsNothingPastTheDeadlineAndCutsTheWaitBeforeIt() {
    assertThatThrownBy(() -> policy(9, 0, Duration.ofSeconds(5)).call(new Failing(99), time))
        .hasMessage("try 4, DEADLINE");
    assertThat(time.waits()).extracting(Duration::toSeconds).containsExactly(1L, 2L, 2L);
  }

  @Test
  void keepsTheWishOfTheOtherSideUpToACap() {
    Failing work = new Failing(3);
    work.wish = Optional.of(Duration.ofSeconds(7));
    policy(3, 0, Duration.ofHours(1)).call(work, time);
    assertThat(time.waits()).extracting(Duration::toSeconds).containsExactly(7L, 7L, 7L);
    assertThat(policy(3, 0, Duration.ofHours(1)).delay(1, Optional.of(Duration.ofDays(1))))
        .isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void anInterruptEndsTheWaitAndIsKept() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> policy(3, 0, Duration.ofHours(1)).call(new Failing(9), Time.REAL))
        .hasMessage("try 1, INTERRUPT");
    assertThat(Thread.interrupted()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "5, 5",
    "' 7 ', 7",
    "99999999999999999999, 999999999",
    "'Sat, 21 Nov 2026 04:00:30 GMT', 30"
  })
  void readsWhatRetryAfterSays(String header, long seconds) {
    assertThat(RetryPolicy.wish(header, NOW)).contains(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @ValueSource(strings = {"soon", "-1", "Sat, 21 Nov 2026 03:59:59 GMT", ""})
  void takesNonsenseInRetryAfterForNoWish(String header) {
    assertThat(RetryPolicy.wish(header, NOW)).isEmpty();
  }

  @Test
  void heedsARetryAfterWithAFraction() {
    assertThat(RetryPolicy.wish("2.0", Instant.EPOCH)).contains(Duration.ofSeconds(2));
    assertThat(RetryPolicy.wish("1.5", Instant.EPOCH)).contains(Duration.ofMillis(1500));
  }
}
