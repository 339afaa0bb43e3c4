package dev.penstock.campaign.process;

import dev.penstock.campaign.Tally;
import dev.penstock.campaign.process.KilledRuns.Lakes;
import dev.penstock.campaign.process.RunsProcess.Launch;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** As {@link KilledRunsIT}, in a class of its own so that both run at the same time. */
@Tag("campaign")
@Timeout(3600)
final class KilledRunsInAzureIT {
  @TempDir Path folder;
  private int lakes;

  @Test
  void inAzure() throws Exception {
    Lakes all =
        () -> {
          Path home = folder.resolve("azure" + lakes++);
          return new PausedShop(home, LakePlace.inAzure(home), Launch.PLAIN);
        };
    Tally.of(2, KilledRunsIT.POINTS, "ADLS stand-in")
        .run(tally -> KilledRunsIT.points(tally, all, 1, 2));
    Tally.of(2, KilledRunsIT.MOMENTS, "ADLS stand-in")
        .run(tally -> KilledRunsIT.moments(tally, all, Tally.count(3, 63)));
  }
}
