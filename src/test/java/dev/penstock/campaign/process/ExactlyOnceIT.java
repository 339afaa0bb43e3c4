package dev.penstock.campaign.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.campaign.Tally;
import dev.penstock.campaign.process.KilledRuns.Beginning;
import dev.penstock.campaign.process.NumberedRows.Database;
import dev.penstock.campaign.process.NumberedRows.Order;
import dev.penstock.campaign.process.RunsProcess.Launch;
import dev.penstock.testing.DuckDb;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Promise 6: while rows come in and runs are killed at random, each row goes from the source to the
 * lake exactly once.
 */
@Tag("campaign")
@Timeout(3600)
final class ExactlyOnceIT {
  @TempDir Path home;

  @Test
  void fromPostgres() throws Exception {
    campaign(
        "PostgreSQL to local disk, rows committed late and out of order",
        NumberedRows.in(Database.postgres(), Order.LATE_AND_OUT_OF_ORDER),
        Tally.count(3, 50));
  }

  @Test
  void fromSqlite() throws Exception {
    campaign(
        "SQLite to local disk",
        NumberedRows.in(Database.sqlite(home.resolve("shop.db")), Order.AS_NUMBERED),
        Tally.count(2, 50));
  }

  private void campaign(String way, NumberedRows rows, int kills) throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    System.out.println("runs killed while rows are inserted: seed " + seed);
    Tally.of(6, "runs killed while rows are inserted", way)
        .run(
            tally -> {
              PausedShop shop = new PausedShop(home, LakePlace.onDisk(home), rows, Launch.PLAIN);
              try (KilledRuns runs = new KilledRuns(tally, () -> shop, Beginning.NOTHING, kills)) {
                for (int kill = 0; kill < kills; kill++) {
                  runs.atAnyMoment(random);
                }
                rows.stopWriting();
                runs.runToTheEnd();
                requireAll(rows);
              }
            });
  }

  /** Now that nobody writes, there is no row that a watermark could still leave out. */
  private void requireAll(NumberedRows rows) throws Exception {
    try (Connection source = rows.connect();
        Statement statement = source.createStatement();
        ResultSet count = statement.executeQuery("SELECT count(*) FROM numbered")) {
      count.next();
      assertThat(count.getLong(1)).isGreaterThan(100);
      assertThat(DuckDb.count(home.resolve("data/numbered"))).isEqualTo(count.getLong(1));
    }
  }
}
