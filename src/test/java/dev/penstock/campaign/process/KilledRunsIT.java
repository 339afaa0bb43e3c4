package dev.penstock.campaign.process;

import dev.penstock.campaign.Tally;
import dev.penstock.campaign.process.KilledRuns.Beginning;
import dev.penstock.campaign.process.KilledRuns.Lakes;
import dev.penstock.campaign.process.RunsProcess.Launch;
import dev.penstock.testing.pause.Point;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Promise 2: a process that is killed loses and doubles nothing, once the next run has ended. For a
 * lake in Azure see {@link KilledRunsInAzureIT}.
 */
@Tag("campaign")
@Timeout(3600)
final class KilledRunsIT {
  private static final List<Point> ALL = List.of(Point.values());
  static final String POINTS = "killed at each of %d named points".formatted(ALL.size());
  static final String MOMENTS = "killed at a random moment or call";

  private static final int TRIALS_A_LAKE = 20;

  /** A run comes by these once only. */
  static final List<Point> ONCE =
      List.of(
          Point.SECOND_BATCH_READ,
          Point.SECOND_FILE_BEGUN,
          Point.OLD_FILE_DUE,
          Point.OLD_FILE_TAKEN);

  @TempDir Path folder;
  private int lakes;

  @Test
  void onDisk() throws Exception {
    Lakes all =
        () -> {
          Path home = folder.resolve("disk" + lakes++);
          return new PausedShop(home, LakePlace.onDisk(home), Launch.PLAIN);
        };
    Tally.of(2, POINTS, "local disk").run(tally -> points(tally, all, 0, 7));
    Tally.of(2, MOMENTS, "local disk").run(tally -> moments(tally, all, Tally.count(4, 240)));
  }

  /**
   * @param first a build kills at every other point from this one on, so that both stores together
   *     have all
   * @param rounds in the full campaign, over all points
   */
  static void points(Tally tally, Lakes lakes, int first, int rounds) {
    try (KilledRuns runs = new KilledRuns(tally, lakes, Beginning.A_LOAD, TRIALS_A_LAKE)) {
      for (int round = 0; round < Tally.count(1, rounds); round++) {
        int step = Tally.count(2, 1);
        for (int i = Tally.count(first, 0); i < ALL.size(); i += step) {
          Point point = ALL.get(i);
          runs.at(point.name(), ONCE.contains(point) ? 1 : 1 + round % 2);
        }
      }
    }
  }

  static void moments(Tally tally, Lakes lakes, int kills) {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    System.out.println(MOMENTS + ": seed " + seed);
    try (KilledRuns runs = new KilledRuns(tally, lakes, Beginning.NOTHING, TRIALS_A_LAKE)) {
      for (int kill = 0; kill < kills; kill++) {
        if (kill % 2 == 0) {
          runs.atAnyMoment(random);
        } else {
          runs.atAnyCall(random);
        }
      }
    }
  }
}
