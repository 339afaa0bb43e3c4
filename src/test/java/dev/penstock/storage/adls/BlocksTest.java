package dev.penstock.storage.adls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class BlocksTest {
  @Test
  void letsNobodyWaitForAnAppendThatWillNeverBegin() {
    CountDownLatch never = new CountDownLatch(1);
    List<CompletableFuture<Void>> appends = new ArrayList<>();
    Blocks blocks = new Blocks(16);
    // More than there are threads.
    for (int i = 0; i < 20; i++) {
      appends.add(blocks.run(() -> await(never)));
    }
    blocks.close();
    appends.add(blocks.run(() -> await(never)));
    for (CompletableFuture<Void> append : appends) {
      assertThatThrownBy(() -> append.get(10, TimeUnit.SECONDS))
          .hasCauseInstanceOf(RequestFailed.class);
    }
  }

  @Test
  void givesABlockThatCameBackOutAgain() {
    try (Blocks blocks = new Blocks(16)) {
      byte[] block = blocks.borrow();
      blocks.giveBack(block);
      assertThat(blocks.borrow()).isSameAs(block);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new RequestFailed(Answer.none(Answer.Kind.INTERRUPTED, ""), "interrupted", e);
    }
  }
}
