package dev.penstock.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.penstock.testing.PassingTime;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class BreakerTest {
  private final PassingTime time = new PassingTime(Instant.parse("2026-11-29T03:12:10Z"));
  private final RetryPolicy policy =
      new RetryPolicy(
          3, Duration.ofSeconds(10), Duration.ofSeconds(60), 0, Duration.ZERO, Duration.ofHours(1));
  private final Breaker breaker =
      new Breaker("source crm", ErrorCode.SOURCE_UNREACHABLE, policy, time);
  private final AtomicInteger knocks = new AtomicInteger();

  private String dead() {
    knocks.incrementAndGet();
    throw new IngestException(ErrorCode.SOURCE_UNREACHABLE, "connection refused.\nCheck the host.");
  }

  private OutageException outage() {
    return catchThrowableOfType(OutageException.class, () -> breaker.call(this::dead));
  }

  @Test
  void whoFindsItOutSaysWhatItFound() {
    OutageException first = outage();
    assertThat(first).hasMessage("connection refused.\nCheck the host.");
    assertThat(first.tries()).isEqualTo(1);
    assertThat(first.again()).isEqualTo(Instant.parse("2026-11-29T03:12:20Z"));
  }

  @Test
  void theOthersAreTurnedAwayAndToldSinceWhenAndWhyAndUntilWhen() {
    outage();
    time.pass(Duration.ofSeconds(4));
    assertThat(outage())
        .hasMessage(
            "source crm is out of reach since 2026-11-29 03:12:10 UTC and was not tried again for this job"
                + " (1 try, the last one at 2026-11-29 03:12:10 UTC: connection refused). The next one may try"
                + " from 2026-11-29 03:12:20 UTC on.\nMend what is said there, or wait, then run the job again;"
                + " doctor looks at it at once.");
    assertThat(knocks).hasValue(1);
  }

  @Test
  void afterAWhileThatDoublesOneMayTry() {
    outage();
    time.pass(Duration.ofSeconds(10));
    assertThat(outage().tries()).isEqualTo(2);
    time.pass(Duration.ofSeconds(19));
    outage();
    assertThat(knocks).hasValue(2);
    time.pass(Duration.ofSeconds(1));
    assertThat(outage().tries()).isEqualTo(3);
    assertThat(knocks).hasValue(3);
  }

  @Test
  void oneThatComesBackLetsAllIn() {
    outage();
    time.pass(Duration.ofSeconds(10));
    assertThat(breaker.call(() -> "open")).isEqualTo("open");
    assertThat(breaker.call(() -> "open")).isEqualTo("open");
    assertThat(outage().tries()).isEqualTo(1);
  }

  @Test
  void aRefusalIsAnAnswerToo() {
    outage();
    time.pass(Duration.ofSeconds(10));
    assertThatThrownBy(
            () ->
                breaker.call(
                    () -> {
                      throw new IngestException(ErrorCode.LOGIN_REFUSED, "wrong password");
                    }))
        .hasMessage("wrong password");
    assertThat(breaker.call(() -> "open")).isEqualTo("open");
  }

  @Test
  void whatSaysNothingOfTheOtherSideLeavesTheTryToTheNext() {
    outage();
    time.pass(Duration.ofSeconds(10));
    assertThatThrownBy(
            () ->
                breaker.call(
                    () -> {
                      throw new IllegalStateException("out of memory");
                    }))
        .hasMessage("out of memory");
    assertThat(outage().tries()).isEqualTo(2);
  }

  @Test
  void thoseWhoComeWhileOneTriesShareWhatComesOfIt() throws Exception {
    outage();
    time.pass(Duration.ofSeconds(10));
    CountDownLatch trying = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    CompletableFuture<Throwable> prober =
        CompletableFuture.supplyAsync(
            () ->
                catchThrowableOfType(
                    OutageException.class,
                    () ->
                        breaker.call(
                            () -> {
                              trying.countDown();
                              await(go);
                              return dead();
                            })),
            task -> new Thread(task).start());
    trying.await();
    Thread[] waiting = new Thread[1];
    CompletableFuture<OutageException> waiter =
        CompletableFuture.supplyAsync(
            this::outage,
            task -> {
              waiting[0] = new Thread(task);
              waiting[0].start();
            });
    while (waiting[0].getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    go.countDown();

    assertThat(prober.get()).hasMessageStartingWith("connection refused");
    assertThat(waiter.get()).hasMessageStartingWith("source crm is out of reach");
    assertThat(waiter.get().tries()).isEqualTo(2);
    assertThat(knocks).hasValue(2);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
