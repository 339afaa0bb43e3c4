package dev.penstock.campaign.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.campaign.Tally;
import dev.penstock.campaign.process.RunsProcess.Answer;
import dev.penstock.campaign.process.RunsProcess.Launch;
import dev.penstock.campaign.process.RunsProcess.Outcome;
import dev.penstock.testing.pause.Gate.Locks;
import dev.penstock.testing.pause.Point;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Promise 8: a run that is stopped until its lock is another's, and wakes up when that other has
 * ended, corrupts nothing.
 */
@Tag("campaign")
@Timeout(3600)
final class ZombieRunsIT {
  private static final String CAMPAIGN = "stopped while another run finishes, then woken";

  /** A lake grows with each trial, and with it the time to look through it. */
  private static final int TRIALS_A_LAKE = 20;

  /** From where a run has the lock to where it lets go. */
  private static final List<Point> POINTS =
      Stream.of(Point.values())
          .filter(point -> point.compareTo(Point.LOCK_HELD) > 0)
          .filter(point -> point.compareTo(Point.UNLOCK_DUE) <= 0)
          .toList();

  /** Some that a build tries: before the rows are read, before they are committed, and after. */
  private static final List<Point> FEW =
      List.of(Point.SOURCE_OPEN, Point.RECORD_DUE, Point.FIRST_PUBLISHED);

  @TempDir Path folder;
  private int lakes;

  @Test
  void inAzureItsLeaseLapses() throws Exception {
    Tally.of(8, CAMPAIGN, "ADLS stand-in")
        .run(
            tally ->
                zombies(
                    tally,
                    Tally.isFull() ? POINTS : FEW,
                    Tally.count(3, 60),
                    () -> {
                      Path home = folder.resolve("azure" + lakes++);
                      return new PausedShop(home, LakePlace.inAzure(home), Launch.PLAIN);
                    }));
  }

  /** As on a network drive; a lock of the operating system is never lost by who is stopped. */
  @Test
  void onADiskWhoseLocksKeepNobodyOut() throws Exception {
    Tally.of(8, CAMPAIGN, "local disk without locks")
        .run(
            tally ->
                zombies(tally, Tally.isFull() ? POINTS : FEW, Tally.count(3, 60), this::onDisk));
  }

  @Test
  void onADiskTheOtherIsTurnedAway() throws Exception {
    try (PausedShop shop = onDisk();
        RunsProcess stopped = shop.start();
        RunsProcess other = shop.start()) {
      shop.shop().insert();
      hold(stopped, Point.RECORD_DUE, 1);
      stopped.stop();

      Answer refused = other.run(PausedShop.RUN + " --job orders");
      assertThat(refused.text())
          .contains("CONFLICT orders: job orders (sheet ")
          .contains("is held");
      assertThat(refused.exitCode()).isEqualTo(1);

      assertThat(wake(stopped).exitCode()).isZero();
      shop.requireSound();
      shop.requireSettled();
    }
  }

  private PausedShop onDisk() throws Exception {
    Path home = folder.resolve("disk" + lakes++);
    return new PausedShop(home, LakePlace.onDisk(home), Launch.PLAIN);
  }

  private static void zombies(Tally tally, List<Point> points, int trials, Lakes lakes)
      throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int first = 0; first < trials; first += TRIALS_A_LAKE) {
      try (PausedShop shop = lakes.next();
          RunsProcess zombie = shop.start();
          RunsProcess other = shop.start()) {
        zombie.send("locks " + locks(shop));
        other.send("locks " + locks(shop));
        shop.shop().insert();
        PausedShop.runWell(other);
        for (int i = first; i < Math.min(trials, first + TRIALS_A_LAKE); i++) {
          Point point = points.get(i % points.size());
          int time = KilledRunsIT.ONCE.contains(point) ? 1 : 1 + random.nextInt(2);
          boolean more = random.nextBoolean();
          tally.trial(
              "stopped at %s, time %d, seed %d".formatted(point, time, seed),
              () -> {
                trial(shop, zombie, other, new Stop(point, time, more));
                tally.fired();
              });
        }
      }
    }
  }

  private static Locks locks(PausedShop shop) {
    return shop.place().store().equals("local disk") ? Locks.KEEP_NOBODY_OUT : Locks.HOLD;
  }

  /** Gives a new lake, and an empty shop. */
  @FunctionalInterface
  private interface Lakes {
    PausedShop next() throws Exception;
  }

  /** Where a run is stopped, and whether rows come in while it is. */
  private record Stop(Point point, int time, boolean more) {}

  private static void trial(PausedShop shop, RunsProcess zombie, RunsProcess other, Stop stop)
      throws Exception {
    shop.shop().insert();
    hold(zombie, stop.point(), stop.time());
    zombie.stop();
    shop.place().dropLocks();
    if (stop.more()) {
      shop.shop().insert();
    }

    String won = PausedShop.runWell(other);
    Answer woken = wake(zombie);

    assertThat(woken.outcome()).isEqualTo(Outcome.ENDED);
    assertThat(woken.text())
        .as(won)
        .doesNotContain("FAILED")
        .doesNotContain("INTERRUPTED")
        .doesNotContain("Exception");
    assertThat(woken.exitCode()).isEqualTo(woken.text().contains("CONFLICT ") ? 1 : 0);
    if (stop.point() == Point.RECORD_DUE) {
      assertThat(woken.text()).contains("CONFLICT ").contains("while load ");
    }
    shop.requireSound();
    PausedShop.runWell(other);
    shop.requireSound();
    shop.requireSettled();
  }

  private static void hold(RunsProcess process, Point point, int time) throws IOException {
    process.send("point " + point + " " + time);
    Answer held = process.run(PausedShop.RUN);
    assertThat(held.outcome()).as(held.text()).isEqualTo(Outcome.HELD);
  }

  private static Answer wake(RunsProcess process) throws Exception {
    process.resume();
    process.go();
    return process.next();
  }
}
