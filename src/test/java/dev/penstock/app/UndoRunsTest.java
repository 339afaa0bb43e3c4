package dev.penstock.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.cli.CommandTree;
import dev.penstock.cli.Console;
import dev.penstock.engine.StopSignal;
import dev.penstock.secret.Redactor;
import dev.penstock.testing.DuckDb;
import dev.penstock.testing.Sheets;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs of the engine over SQLite, with what people do in between. */
final class UndoRunsTest {
  @TempDir private Path home;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void makeShop() throws Exception {
    sql(
        "CREATE TABLE orders (id INTEGER PRIMARY KEY, note TEXT)",
        "INSERT INTO orders VALUES (1, 'a'), (2, 'b')",
        "CREATE TABLE shops (id INTEGER PRIMARY KEY)",
        "INSERT INTO shops VALUES (7)");
    workbook("INCREMENTAL");
  }

  private void workbook(String loadType) throws IOException {
    new Sheets()
        .row("Sources", "source_name", "shop", "path", home.resolve("shop.db").toString())
        .job("orders", "sqlite", "shop", "orders", "load_type", loadType, "watermark_column", "id")
        .job("shops", "sqlite", "shop", "shops", "load_type", "FULL")
        .write(home.resolve("config/ingestion_config.xlsx"));
  }

  @Test
  void theNextRunReadsTheRowsOfAnUndoneLoadOnceAgain() throws Exception {
    run(0);
    sql("INSERT INTO orders VALUES (3, 'c'), (4, 'd')", "INSERT INTO shops VALUES (8)");
    run(0);
    assertThat(ids("orders")).containsExactly("1", "2", "3", "4");

    String plan = run(0, "undo", "orders");
    assertThat(plan)
        .contains(
            """
              goes        2 rows in 1 file
              comes back  nothing
              watermark   4 -> 2
            Nothing was changed. Add --yes and --reason 'WHY' to do it.
            """)
        .startsWith("orders: taking back\n");
    assertThat(ids("orders")).containsExactly("1", "2", "3", "4");

    assertThat(run(0, "undo", "orders", "--yes", "--reason", "late rows"))
        .endsWith("Done, as commit 3.\n");
    assertThat(run(0, "undo", "shops", "--yes", "--reason", "late rows"))
        .contains("goes        2 rows in 1 file\n  comes back  1 row in 1 file\n");
    assertThat(ids("orders")).containsExactly("1", "2");
    assertThat(ids("shops")).containsExactly("7");
    assertThat(run(0, "state")).containsPattern("orders +3 +\\S+ \\S+ +id +2\n");
    assertThat(run(0, "history", "--job", "orders"))
        .contains("undo back to commit 1: late rows (" + System.getProperty("user.name") + "@");

    // A row that came meanwhile with a value in between is read too, as its window is read again.
    sql("INSERT INTO orders VALUES (5, 'e')");
    run(0);
    assertThat(ids("orders")).containsExactly("1", "2", "3", "4", "5");
    assertThat(ids("shops")).containsExactly("7", "8");
    run(0);
    assertThat(ids("orders")).containsExactly("1", "2", "3", "4", "5");
    assertThat(run(0, "verify", "--recount"))
        .containsPattern("orders +4 +2 +5 +\\S+ +- +same +good\n")
        .endsWith("2 jobs verified: everything is as the records say.\n");
    assertThat(run(0, "repair"))
        .isEqualTo("orders: nothing to mend\nshops: nothing to mend\n2 jobs looked at.\n");
  }

  @Test
  void undoingTheFirstLoadOfAllLetsTheNextRunReadAll() throws Exception {
    run(0);
    run(0, "undo", "orders", "--yes", "--reason", "wrong server");
    assertThat(parquet("orders")).isEmpty();
    run(0);
    assertThat(ids("orders")).containsExactly("1", "2");
  }

  @Test
  void aFullLoadThatStandsAgainIsNotReadOnBehind() throws Exception {
    workbook("FULL");
    run(0, "run", "--job", "orders");
    workbook("INCREMENTAL");
    run(0, "run", "--job", "orders", "--full-refresh");
    run(0, "undo", "orders", "--yes", "--reason", "a mistake");

    assertThat(run(1, "run", "--job", "orders") + err.toString(UTF_8))
        .contains("the last load of job orders was FULL and left no watermark");
    assertThat(ids("orders")).containsExactly("1", "2");
  }

  @Test
  void stateSaysWhoAndWhy() throws Exception {
    run(0);
    run(0, "state", "set", "orders", "1", "--reason", "row 2 was wrong");
    assertThat(run(0, "history", "--job", "orders"))
        .contains("state: row 2 was wrong (" + System.getProperty("user.name") + "@");
  }

  @Test
  void verifyNamesADamagedFileAndEndsWith1() throws Exception {
    run(0);
    Path file = parquet("orders").get(0);
    byte[] bytes = Files.readAllBytes(file);
    bytes[20] ^= 4;
    Files.write(file, bytes);

    String report = run(1, "verify");

    assertThat(report)
        .containsPattern("orders +1 +1 +2 +0.00 +- +- +1 wrong\n")
        .containsPattern("shops +1 +1 +1 +0.00 +- +- +good\n")
        .contains(file + ": its content changed: the CRC32C of its bytes is ")
        .endsWith("2 jobs verified: 1 not as it should be.\n");
    run(0, "verify", "--quick");
    // Nothing to do for a repair, which reads footers.
    run(0, "repair");
  }

  @Test
  void verifySaysWhenTheSourceHasOtherRows() throws Exception {
    run(0);
    sql("DELETE FROM orders WHERE id = 1");

    assertThat(run(1, "verify", "--recount"))
        .containsPattern("orders .* differs +1 wrong\n")
        .contains("source of job orders: it has 1 rows now where load ")
        .containsPattern("shops .* same +good\n");
    run(0, "verify");
    // Rows past the window are another load's.
    sql("INSERT INTO orders VALUES (1, 'a'), (9, 'i')");
    run(0, "verify", "--recount");
    assertThat(run(0, "verify", "--recount", "--job", "orders", "--set", "source_count=never"))
        .contains(
            "not compared: the rows at the source were not counted: the setting source_count is"
                + " never");
  }

  @Test
  void repairPutsAStrayFileAsideOnRequest() throws Exception {
    run(0);
    Path file = parquet("orders").get(0);
    Path stray = Files.copy(file, file.resolveSibling("copy.parquet"));

    assertThat(run(0, "repair", "--job", "orders"))
        .isEqualTo(
            "orders:\n  would put aside "
                + stray
                + ": no record names it, though this job wrote it\n1 job looked at. Nothing was"
                + " changed; --yes does it.\n");
    assertThat(stray).exists();
    assertThat(run(0, "repair", "--job", "orders", "--yes")).contains("done: put aside " + stray);
    assertThat(ids("orders")).containsExactly("1", "2");
  }

  @Test
  void whatCannotBeDoneIsRefusedWithoutATrace() throws Exception {
    run(2, "undo", "orders");
    assertThat(err.toString(UTF_8))
        .isEqualTo(
            "undo, job orders: nothing was ever committed; nothing was changed.\nThere is nothing to"
                + " take back.\n");
    run(2, "undo", "orders", "--yes");
    assertThat(err.toString(UTF_8))
        .isEqualTo(
            "undo --yes: no --reason.\nSay why with --reason 'WHY'; history shows it to whoever"
                + " wonders later.\n");
    run(2, "undo", "nothing");
    assertThat(err.toString(UTF_8))
        .isEqualTo(
            "job 'nothing': no enabled row of the workbook has this job_id.\nEnabled jobs: orders,"
                + " shops\n");
    run(2, "undo", "orders", "--to", "x");
  }

  /** Runs a command; returns what it printed. */
  private String run(int exitCode, String... arguments) {
    out.reset();
    err.reset();
    Redactor redactor = new Redactor();
    Clock clock = Clock.systemUTC();
    Console console =
        new Console(
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8),
            redactor::redact,
            Console.Terminal.PLAIN);
    Wiring wiring = new Wiring(home, Map.of(), redactor, clock, console::tell);
    int code =
        new CommandTree(wiring, console, new StopSignal(), clock, EngineVersion.TEXT)
            .execute(arguments);
    assertThat(code).as(out.toString(UTF_8) + err.toString(UTF_8)).isEqualTo(exitCode);
    return out.toString(UTF_8);
  }

  private List<String> ids(String table) throws IOException, SQLException {
    String files =
        String.join(", ", parquet(table).stream().map(file -> "'" + file + "'").toList());
    return DuckDb.rows("select id from read_parquet([" + files + "]) order by id");
  }

  private List<Path> parquet(String table) throws IOException {
    Path folder = home.resolve("data").resolve(table);
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".parquet")).sorted().toList();
    }
  }

  private void sql(String... statements) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + home.resolve("shop.db"));
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
