package dev.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.app.RepeatedRuns;
import dev.penstock.testing.DuckDb;
import dev.penstock.testing.PenstockProcess;
import dev.penstock.testing.PenstockProcess.Result;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real processes that are killed, and that run the same job at once: every row arrives once. More
 * rounds than the build has time for: {@code -Dpenstock.rounds=20}.
 */
@Timeout(600)
abstract class KillAndRaceRounds {
  static final String JOB = "shop_orders";
  private static final int ROWS_A_ROUND = 500;

  /** When a process dies. */
  private enum Moment {
    ANY,
    WHILE_STAGING,
    /** The commit record is there, the rows may not be visible. */
    ONCE_COMMITTED
  }

  @TempDir Path home;
  private final int rounds;
  private PenstockProcess penstock;
  private int round;

  /**
   * @param rounds unless the build is asked for more
   */
  KillAndRaceRounds(int rounds) {
    this.rounds = Integer.getInteger("penstock.rounds", rounds);
  }

  /** Starts whatever keeps the files, and gives the variables that lead to it. */
  abstract Map<String, String> target() throws IOException;

  /** From now on nobody need wait until the lock of a killed process lapses. */
  abstract void letLocksLapse();

  /**
   * Files in one folder of the job's home. A running process may move them meanwhile.
   *
   * @return their paths, the folder's included
   */
  abstract List<String> files(String folder, String ending) throws IOException;

  /** A folder on this machine with what readers of the table orders see. */
  abstract Path orders() throws IOException;

  @BeforeEach
  void shopWithOneLoad() throws Exception {
    Files.createDirectories(home.resolve("config"));
    for (String file : List.of("ingestion_config.xlsx", "demo_shop.sql")) {
      Files.copy(Path.of("config", file), home.resolve("config").resolve(file));
    }
    penstock = new PenstockProcess(home).with(target());
    Result first = penstock.run("--job", JOB);
    assertThat(first.exitCode()).as(first.out() + first.err()).isZero();
  }

  @Test
  void aProcessKilledAtAnyMomentLosesAndDoublesNothing() throws Exception {
    letLocksLapse();
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int kill = 0; kill < rounds; kill++) {
      insertOrders();
      Moment moment = Moment.values()[kill % Moment.values().length];
      killAt(moment, random);
      requireNothingDoubled("kill %d %s, seed %d".formatted(kill, moment, seed));
    }

    Result recovery = penstock.run("--job", JOB);

    assertThat(recovery.exitCode()).as(recovery.out() + recovery.err()).isZero();
    requireEveryRowOnce("after %d kills, seed %d".formatted(rounds, seed));
    Result rebuild = penstock.run("history", "--rebuild", "--job", JOB);
    assertThat(rebuild.exitCode()).as(rebuild.out() + rebuild.err()).isZero();
    assertThat(successRows()).isEqualTo(commits());
    requireNoGapInTheLog();
  }

  @Test
  void twoProcessesAtOnceLoadEveryRowOnce() throws Exception {
    race();
  }

  void race() throws Exception {
    try (Racer one = new Racer(penstock);
        Racer two = new Racer(penstock)) {
      for (int race = 0; race < rounds; race++) {
        insertOrders();
        one.go();
        two.go();
        List<Integer> exits = List.of(one.exit(), two.exit());
        // 1 is the CONFLICT of the one that came second.
        assertThat(exits).contains(0).isSubsetOf(0, 1);
        requireEveryRowOnce("race " + race + " " + exits);
      }
    }
    assertThat(successRows()).isEqualTo(commits());
    requireNoGapInTheLog();
    assertThat(files("staging", "")).isEmpty();
  }

  private void killAt(Moment moment, Random random) throws Exception {
    long before = commits();
    long staged = files("staging", ".parquet").size();
    Process process = penstock.start("--job", JOB);
    switch (moment) {
      case ANY -> process.waitFor(random.nextInt(1_500), TimeUnit.MILLISECONDS);
      case WHILE_STAGING -> {
        while (process.isAlive() && files("staging", ".parquet").size() == staged) {
          pause(process);
        }
      }
      case ONCE_COMMITTED -> {
        while (process.isAlive() && commits() == before) {
          pause(process);
        }
      }
    }
    process.destroyForcibly().waitFor();
  }

  private static void pause(Process process) throws InterruptedException {
    // Looking without pause would take a core from the process that is looked at.
    process.waitFor(2, TimeUnit.MILLISECONDS);
  }

  /** A process that is told again and again to run the job. */
  private static final class Racer implements AutoCloseable {
    private final Process process;
    private final Writer orders;
    private final BufferedReader answers;

    Racer(PenstockProcess penstock) throws IOException {
      process =
          penstock
              .at(
                  new ProcessBuilder(
                      Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                      "-Xmx256m",
                      "-XX:TieredStopAtLevel=1",
                      "--add-opens=java.base/java.nio=ALL-UNNAMED",
                      "-cp",
                      System.getProperty("java.class.path"),
                      RepeatedRuns.class.getName()))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      orders = process.outputWriter(StandardCharsets.UTF_8);
      answers = process.inputReader(StandardCharsets.UTF_8);
      answer("ready");
    }

    void go() throws IOException {
      orders.write("run --job " + JOB + "\n");
      orders.flush();
    }

    int exit() throws IOException {
      return Integer.parseInt(answer("exit ").substring("exit ".length()));
    }

    private String answer(String beginning) throws IOException {
      String line = answers.readLine();
      while (line != null && !line.startsWith(beginning)) {
        line = answers.readLine();
      }
      assertThat(line).as("the process has ended").isNotNull();
      return line;
    }

    @Override
    public void close() throws IOException {
      orders.close();
      process.destroyForcibly();
    }
  }

  /** Newer than all before, so that the next run finds them. */
  private void insertOrders() throws SQLException {
    round++;
    try (Connection connection = shop();
        Statement statement = connection.createStatement()) {
      statement.execute(
          ("insert into orders select order_id + %d, customer_id, status, currency, total, paid, coupon,"
                  + " note, deliver_by, ordered_on, ordered_at, '2026-11-%02d 00:00:00' from orders"
                  + " where order_id < 1000000 order by order_id limit %d")
              .formatted(round * 1_000_000, round, ROWS_A_ROUND));
    }
  }

  private void requireNothingDoubled(String when) throws SQLException, IOException {
    assertThat(
            DuckDb.rows(
                "select count(*) = count(distinct order_id) from " + DuckDb.table(orders())))
        .as(when)
        .containsExactly("true");
  }

  private void requireEveryRowOnce(String when) throws SQLException, IOException {
    String figures = "select count(*), count(distinct order_id), sum(order_id) from ";
    assertThat(DuckDb.rows(figures + DuckDb.table(orders())))
        .as(when)
        .containsExactly(source(figures + "orders"));
  }

  /** The records are numbered from 1 on, and none is missing. */
  private void requireNoGapInTheLog() throws IOException {
    List<Long> numbers =
        files("commits", ".json").stream()
            .map(file -> file.substring(file.lastIndexOf('/') + 1))
            .filter(name -> !name.startsWith("."))
            .map(name -> Long.parseLong(name.replace(".json", "")))
            .sorted()
            .toList();
    assertThat(numbers).isEqualTo(LongStream.rangeClosed(1, numbers.size()).boxed().toList());
  }

  private String source(String query) throws SQLException {
    try (Connection connection = shop();
        Statement statement = connection.createStatement();
        var rows = statement.executeQuery(query)) {
      return rows.getString(1) + "|" + rows.getString(2) + "|" + rows.getString(3);
    }
  }

  private Connection shop() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + home.resolve("data/demo/shop.db"));
  }

  /** Names that begin with a dot are drafts. */
  private long commits() throws IOException {
    return files("commits", ".json").stream().filter(file -> !file.contains("/.")).count();
  }

  private long successRows() throws IOException {
    long rows = 0;
    try (Stream<Path> audits = Files.list(home.resolve("metadata"))) {
      for (Path file : audits.filter(path -> path.toString().endsWith(".csv")).toList()) {
        rows += Files.readAllLines(file).stream().filter(line -> line.contains("SUCCESS")).count();
      }
    }
    return rows;
  }
}
