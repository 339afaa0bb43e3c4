package dev.penstock.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.testing.Sheets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs of the engine over SQLite, with what people do in between. */
final class UndoRunsTest {
  @TempDir private Path home;
  private SqliteShop shop;

  @BeforeEach
  void makeShop() throws Exception {
    shop = new SqliteShop(home);
    shop.sql(
        "CREATE TABLE orders (id INTEGER PRIMARY KEY, note TEXT)",
        "INSERT INTO orders VALUES (1, 'a'), (2, 'b')",
        "CREATE TABLE shops (id INTEGER PRIMARY KEY)",
        "INSERT INTO shops VALUES (7)");
    workbook("INCREMENTAL");
  }

  private void workbook(String loadType) throws IOException {
    shop.write(
        new Sheets()
            .job(
                "orders",
                "sqlite",
                "shop",
                "orders",
                "load_type",
                loadType,
                "watermark_column",
                "id")
            .job("shops", "sqlite", "shop", "shops", "load_type", "FULL"));
  }

  @Test
  void theNextRunReadsTheRowsOfAnUndoneLoadOnceAgain() throws Exception {
    shop.run(0);
    shop.sql("INSERT INTO orders VALUES (3, 'c'), (4, 'd')", "INSERT INTO shops VALUES (8)");
    shop.run(0);
    assertThat(shop.ids("orders")).containsExactly("1", "2", "3", "4");

    String plan = shop.run(0, "undo", "orders");
    assertThat(plan)
        .contains(
            """
              goes        2 rows in 1 file
              comes back  nothing
              watermark   4 -> 2
            Nothing was changed. Add --yes and --reason 'WHY' to do it.
            """)
        .startsWith("orders: taking back\n");
    assertThat(shop.ids("orders")).containsExactly("1", "2", "3", "4");

    assertThat(shop.run(0, "undo", "orders", "--yes", "--reason", "late rows"))
        .endsWith("Done, as commit 3.\n");
    assertThat(shop.run(0, "undo", "shops", "--yes", "--reason", "late rows"))
        .contains("goes        2 rows in 1 file\n  comes back  1 row in 1 file\n");
    assertThat(shop.ids("orders")).containsExactly("1", "2");
    assertThat(shop.ids("shops")).containsExactly("7");
    assertThat(shop.run(0, "state")).containsPattern("orders +3 +\\S+ \\S+ +v1 +id +2\n");
    assertThat(shop.run(0, "history", "--job", "orders"))
        .contains("undo back to commit 1: late rows (" + System.getProperty("user.name") + "@");

    // A row that came meanwhile with a value in between is read too, as its window is read again.
    shop.sql("INSERT INTO orders VALUES (5, 'e')");
    shop.run(0);
    assertThat(shop.ids("orders")).containsExactly("1", "2", "3", "4", "5");
    assertThat(shop.ids("shops")).containsExactly("7", "8");
    shop.run(0);
    assertThat(shop.ids("orders")).containsExactly("1", "2", "3", "4", "5");
    assertThat(shop.run(0, "verify", "--recount"))
        .containsPattern("orders +4 +2 +5 +\\S+ +- +same +good\n")
        .endsWith("2 jobs verified: everything is as the records say.\n");
    assertThat(shop.run(0, "repair"))
        .isEqualTo("orders: nothing to mend\nshops: nothing to mend\n2 jobs looked at.\n");
  }

  @Test
  void undoingTheFirstLoadOfAllLetsTheNextRunReadAll() throws Exception {
    shop.run(0);
    shop.run(0, "undo", "orders", "--yes", "--reason", "wrong server");
    assertThat(shop.parquet("orders")).isEmpty();
    shop.run(0);
    assertThat(shop.ids("orders")).containsExactly("1", "2");
  }

  @Test
  void aFullLoadThatStandsAgainIsNotReadOnBehind() throws Exception {
    workbook("FULL");
    shop.run(0, "run", "--job", "orders");
    workbook("INCREMENTAL");
    shop.run(0, "run", "--job", "orders", "--full-refresh");
    shop.run(0, "undo", "orders", "--yes", "--reason", "a mistake");

    assertThat(shop.run(1, "run", "--job", "orders") + shop.said())
        .contains("the last load of job orders was FULL and left no watermark");
    assertThat(shop.ids("orders")).containsExactly("1", "2");
  }

  @Test
  void stateSaysWhoAndWhy() throws Exception {
    shop.run(0);
    shop.run(0, "state", "set", "orders", "1", "--reason", "row 2 was wrong");
    assertThat(shop.run(0, "history", "--job", "orders"))
        .contains("state: row 2 was wrong (" + System.getProperty("user.name") + "@");
  }

  @Test
  void verifyNamesADamagedFileAndEndsWith1() throws Exception {
    shop.run(0);
    Path file = shop.parquet("orders").get(0);
    byte[] bytes = Files.readAllBytes(file);
    bytes[20] ^= 4;
    Files.write(file, bytes);

    String report = shop.run(1, "verify");

    assertThat(report)
        .containsPattern("orders +1 +1 +2 +0.00 +- +- +1 wrong\n")
        .containsPattern("shops +1 +1 +1 +0.00 +- +- +good\n")
        .contains(file + ": its content changed: the CRC32C of its bytes is ")
        .endsWith("2 jobs verified: 1 not as it should be.\n");
    shop.run(0, "verify", "--quick");
    // Nothing to do for a repair, which reads footers.
    shop.run(0, "repair");
  }

  @Test
  void verifySaysWhenTheSourceHasOtherRows() throws Exception {
    shop.run(0);
    shop.sql("DELETE FROM orders WHERE id = 1");

    assertThat(shop.run(1, "verify", "--recount"))
        .containsPattern("orders .* differs +1 wrong\n")
        .contains("source of job orders: it has 1 rows now where load ")
        .containsPattern("shops .* same +good\n");
    shop.run(0, "verify");
    // Rows past the window are another load's.
    shop.sql("INSERT INTO orders VALUES (1, 'a'), (9, 'i')");
    shop.run(0, "verify", "--recount");
    assertThat(shop.run(0, "verify", "--recount", "--job", "orders", "--set", "source_count=never"))
        .contains(
            "not compared: the rows at the source were not counted: the setting source_count is"
                + " never");
  }

  @Test
  void repairPutsAStrayFileAsideOnRequest() throws Exception {
    shop.run(0);
    Path file = shop.parquet("orders").get(0);
    Path stray = Files.copy(file, file.resolveSibling("copy.parquet"));

    assertThat(shop.run(0, "repair", "--job", "orders"))
        .isEqualTo(
            "orders:\n  would put aside "
                + stray
                + ": no record names it, though this job wrote it\n1 job looked at. Nothing was"
                + " changed; --yes does it.\n");
    assertThat(stray).exists();
    assertThat(shop.run(0, "repair", "--job", "orders", "--yes"))
        .contains("done: put aside " + stray);
    assertThat(shop.ids("orders")).containsExactly("1", "2");
  }

  @Test
  void whatCannotBeDoneIsRefusedWithoutATrace() throws Exception {
    shop.run(2, "undo", "orders");
    assertThat(shop.said())
        .isEqualTo(
            "undo, job orders: nothing was ever committed; nothing was changed.\nThere is nothing to"
                + " take back.\n");
    shop.run(2, "undo", "orders", "--yes");
    assertThat(shop.said())
        .isEqualTo(
            "undo --yes: no --reason.\nSay why with --reason 'WHY'; history shows it to whoever"
                + " wonders later.\n");
    shop.run(2, "undo", "nothing");
    assertThat(shop.said())
        .isEqualTo(
            "job 'nothing': no enabled row of the workbook has this job_id.\nEnabled jobs: orders,"
                + " shops\n");
    shop.run(2, "undo", "orders", "--to", "x");
  }
}
