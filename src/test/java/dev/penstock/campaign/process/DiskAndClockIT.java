package dev.penstock.campaign.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.penstock.campaign.Tally;
import dev.penstock.campaign.process.RunsProcess.Answer;
import dev.penstock.campaign.process.RunsProcess.Launch;
import dev.penstock.campaign.process.RunsProcess.Outcome;
import dev.penstock.testing.pause.Point;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Promise 14: a disk that is full or lets nobody write, and a clock that jumps, end in words that
 * say so, and in nothing that the next run does not mend.
 */
@Tag("campaign")
@Timeout(3600)
final class DiskAndClockIT {
  private static final int TRIALS_A_LAKE = 12;

  /** Less than one load needs. */
  private static final int LOAD_BYTES = 1_500_000;

  /** From the lock to the end of the first job; those that only read are of no use here. */
  private static final List<Point> WRITING =
      Stream.of(Point.values())
          .filter(point -> point.compareTo(Point.LOCK_HELD) >= 0)
          .filter(point -> point.compareTo(Point.CLEAN_UP_DUE) <= 0)
          .toList();

  @TempDir Path folder;
  private final Random random = new Random();
  private int lakes;

  /** One process, its disks, and what they are loaded from. */
  private record Machine(PausedShop shop, SmallDisk disk, RunsProcess process) {}

  /** One trial; says whether its fault struck. */
  @FunctionalInterface
  private interface Trial {
    boolean on(Machine machine, int number) throws Exception;
  }

  @BeforeEach
  void disksOfOnesOwn() throws Exception {
    assumeThat(SmallDisk.isPossible())
        .as("unshare -rm mounts a tmpfs; without it, disks are not filled here")
        .isTrue();
  }

  @Test
  void aFullDisk() throws Exception {
    Tally.of(14, "disk full", "local disk")
        .run(tally -> campaign(tally, Tally.count(3, 50), this::fill));
  }

  @Test
  void aDiskThatIsReadOnlyOrWhoseFoldersAre() throws Exception {
    Tally.of(14, "permission lost", "local disk")
        .run(tally -> campaign(tally, Tally.count(2, 50), this::forbid));
  }

  @Test
  void aClockThatJumpsAnHour() throws Exception {
    Tally.of(14, "clock set an hour back or forward", "local disk")
        .run(tally -> campaign(tally, Tally.count(2, 50), this::jump));
  }

  private boolean fill(Machine machine, int number) throws Exception {
    String full = SmallDisk.FOLDERS.get(number % 3);
    long free = full.equals("data") ? random.nextInt(LOAD_BYTES) : 0;
    machine.shop().shop().insert();
    machine.disk().fill(full, free);

    Answer answer = machine.process().run(PausedShop.RUN);

    machine.disk().free(full);
    assertCalm(answer);
    boolean failed = answer.exitCode() != 0;
    if (failed) {
      assertThat(answer.text().toLowerCase(Locale.ROOT))
          .as(full + " with " + free + " bytes")
          .containsAnyOf("disk is full", "no space left");
    }
    return failed;
  }

  private boolean forbid(Machine machine, int number) throws Exception {
    return number % 4 == 0 ? readOnly(machine) : forbidden(machine, number);
  }

  private static boolean readOnly(Machine machine) throws Exception {
    machine.shop().shop().insert();
    machine.disk().mount(machine.process(), "data", "ro");

    Answer answer = machine.process().run(PausedShop.RUN);

    machine.disk().mount(machine.process(), "data", "rw");
    assertCalm(answer);
    assertThat(answer.exitCode()).as(answer.text()).isEqualTo(1);
    assertThat(answer.text()).contains("the disk is mounted read-only.");
    return true;
  }

  private boolean forbidden(Machine machine, int number) throws Exception {
    Point point = WRITING.get(random.nextInt(WRITING.size()));
    machine.shop().shop().insert();
    hold(machine.process(), point);
    machine.disk().permit("r-xr-xr-x");
    machine.process().go();

    Answer answer = machine.process().next();

    machine.disk().permit("rwxr-xr-x");
    assertCalm(answer);
    assertThat(answer.text()).as("%d: at %s", number, point).contains("permission denied");
    return true;
  }

  private boolean jump(Machine machine, int number) throws Exception {
    String hour = number % 2 == 0 ? "-PT1H" : "PT1H";
    machine.shop().shop().insert();
    hold(machine.process(), WRITING.get(random.nextInt(WRITING.size())));
    machine.process().send("clock " + hour);
    machine.process().go();

    Answer answer = machine.process().next();

    assertCalm(answer);
    assertThat(answer.exitCode()).as(answer.text()).isZero();
    machine.shop().requireSound(machine.process());
    // What it runs into next is a clock that has come back.
    machine.process().send("clock PT0S");
    machine.shop().shop().insert();
    return true;
  }

  private void campaign(Tally tally, int trials, Trial trial) throws Exception {
    for (int first = 0; first < trials; first += TRIALS_A_LAKE) {
      Path home = folder.resolve("disk" + lakes++);
      SmallDisk disk = new SmallDisk(home);
      try (PausedShop shop = new PausedShop(home, disk, new Launch(disk.command()));
          RunsProcess process = shop.start()) {
        shop.shop().insert();
        PausedShop.runWell(process);
        disk.lookThrough(process);
        for (int i = first; i < Math.min(trials, first + TRIALS_A_LAKE); i++) {
          int number = i;
          tally.trial(
              "trial " + number,
              () -> {
                if (trial.on(new Machine(shop, disk, process), number)) {
                  tally.fired();
                }
                PausedShop.runWell(process);
                shop.requireSound(process);
                shop.requireSettled();
              });
        }
      }
    }
  }

  private static void hold(RunsProcess process, Point point) throws Exception {
    process.send("point " + point + " 1");
    Answer held = process.run(PausedShop.RUN);
    assertThat(held.outcome()).as(held.text()).isEqualTo(Outcome.HELD);
  }

  private static void assertCalm(Answer answer) {
    assertThat(answer.outcome()).isEqualTo(Outcome.ENDED);
    assertThat(answer.text())
        .doesNotContain("\tat ")
        .doesNotContain("Exception")
        .doesNotContain("java.")
        .doesNotContain("in a way it does not know");
  }
}
