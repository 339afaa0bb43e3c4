package dev.penstock.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class StopSignalTest {
  private final StopSignal stop = new StopSignal();

  @Test
  void oneThatCannotBeWokenKeepsNoOtherAsleep() {
    List<String> woken = new ArrayList<>();
    for (String name : List.of("first", "second", "third")) {
      stop.onRequest(
          () -> {
            woken.add(name);
            throw new IllegalStateException(name);
          });
    }

    stop.request();

    assertThat(woken).containsExactlyInAnyOrder("first", "second", "third");
  }

  @Test
  void wakesAtOnceWhatComesTooLateAndOnlyOnce() {
    stop.request();
    List<String> woken = new ArrayList<>();

    stop.onRequest(() -> woken.add("late"));
    stop.request();

    assertThat(woken).containsExactly("late");
  }

  @Test
  void doesNotWakeWhatWasForgotten() {
    List<String> woken = new ArrayList<>();
    StopSignal.Wake wake = () -> woken.add("forgotten");
    stop.onRequest(wake);

    stop.forget(wake);
    stop.request();

    assertThat(woken).isEmpty();
    assertThat(stop.sleepers()).isZero();
  }

  @Test
  void forgettingWaitsForAWakeThatIsUnderWay() throws InterruptedException {
    CountDownLatch waking = new CountDownLatch(1);
    List<String> order = new ArrayList<>();
    Thread forgetter = Thread.currentThread();
    StopSignal.Wake wake =
        () -> {
          waking.countDown();
          while (forgetter.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
          }
          order.add("woken");
        };
    stop.onRequest(wake);
    Thread requester = new Thread(stop::request);
    requester.start();
    waking.await();

    stop.forget(wake);
    order.add("forgotten");

    requester.join();
    assertThat(order).containsExactly("woken", "forgotten");
  }
}
