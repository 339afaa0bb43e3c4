package dev.penstock.campaign.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.campaign.Tally;
import dev.penstock.campaign.process.RunsProcess.Answer;
import dev.penstock.campaign.process.RunsProcess.Launch;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Promise 3 with whole runs: two processes that run the same jobs at the same moment load every row
 * once. A fault counts when one of them came second.
 */
@Tag("campaign")
@Timeout(3600)
final class RacingRunsIT {
  private static final String CAMPAIGN = "two runs at the same moment";
  private static final int RACES_A_LAKE = 20;

  @TempDir Path folder;
  private int lakes;

  @Test
  void onDisk() {
    Tally.of(3, CAMPAIGN, "local disk")
        .run(tally -> races(tally, Tally.count(4, 60), this::shopOnDisk, "HOLD"));
  }

  @Test
  void onADiskWhoseLocksKeepNobodyOut() {
    Tally.of(3, CAMPAIGN, "local disk without locks")
        .run(tally -> races(tally, Tally.count(4, 60), this::shopOnDisk, "KEEP_NOBODY_OUT"));
  }

  @Test
  void inAzureWhereNoLeaseKeepsThemApart() {
    Tally.of(3, CAMPAIGN, "ADLS stand-in without leases")
        .run(tally -> races(tally, Tally.count(4, 40), this::shopInAzure, "KEEP_NOBODY_OUT"));
  }

  private PausedShop shopOnDisk() throws Exception {
    Path home = folder.resolve("disk" + lakes++);
    return new PausedShop(home, LakePlace.onDisk(home), Launch.PLAIN);
  }

  private PausedShop shopInAzure() throws Exception {
    Path home = folder.resolve("azure" + lakes++);
    return new PausedShop(home, LakePlace.inAzure(home), Launch.PLAIN);
  }

  private static void races(Tally tally, int races, Callable<PausedShop> lakes, String locks)
      throws Exception {
    for (int first = 0; first < races; first += RACES_A_LAKE) {
      try (PausedShop shop = lakes.call();
          RunsProcess one = shop.start();
          RunsProcess two = shop.start()) {
        one.send("locks " + locks);
        two.send("locks " + locks);
        for (int race = first; race < Math.min(races, first + RACES_A_LAKE); race++) {
          tally.trial("race " + race, () -> race(tally, shop, List.of(one, two)));
        }
      }
    }
  }

  private static void race(Tally tally, PausedShop shop, List<RunsProcess> racers)
      throws Exception {
    shop.shop().insert();
    for (RunsProcess racer : racers) {
      racer.begin(PausedShop.RUN);
    }
    for (RunsProcess racer : racers) {
      Answer answer = racer.next();
      assertThat(answer.text()).doesNotContain("FAILED").doesNotContain("Exception");
      boolean second = answer.text().contains("CONFLICT ");
      assertThat(answer.exitCode()).as(answer.text()).isEqualTo(second ? 1 : 0);
      if (second) {
        tally.fired();
      }
    }
    shop.requireSound();
  }
}
