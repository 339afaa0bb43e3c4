package dev.penstock.campaign.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.campaign.Tally;
import dev.penstock.destination.lake.CommittingWriters;
import dev.penstock.testing.DuckDb;
import dev.penstock.testing.OwnClassPath;
import dev.penstock.testing.pause.Gate.Locks;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Promise 3: of writers at the same log, one wins each number: two processes of four writers each
 * make exactly as many records as they were told, without a gap.
 */
@Tag("campaign")
@Timeout(3600)
final class ManyWritersIT {
  private static final int WRITERS = 4;
  private static final String JOB = "shop_orders";

  @TempDir Path folder;

  @Test
  void thatNoLockKeepsApart() {
    campaign("local disk without locks", Locks.KEEP_NOBODY_OUT, Tally.count(1, 10));
  }

  @Test
  void thatTheLockTurnsAway() {
    campaign("local disk", Locks.HOLD, Tally.count(1, 10));
  }

  private void campaign(String store, Locks locks, int rounds) {
    int commits = Tally.count(5, 25);
    Tally.of(3, "8 writers of 2 processes, %d commits each".formatted(commits), store)
        .run(
            tally -> {
              for (int round = 0; round < rounds; round++) {
                Path root = folder.resolve(locks + "-" + round);
                tally.trial("round " + round, () -> tally.fired(race(root, locks, commits)));
              }
            });
  }

  /** Says how many conflicts there were. */
  private static long race(Path root, Locks locks, int commits) throws Exception {
    Process one = start(root, locks, commits, 1);
    Process two = start(root, locks, commits, 1 + WRITERS * commits);
    try (BufferedReader first = one.inputReader(UTF_8);
        BufferedReader second = two.inputReader(UTF_8)) {
      assertThat(first.readLine()).isEqualTo("ready");
      assertThat(second.readLine()).isEqualTo("ready");
      begin(one);
      begin(two);
      long conflicts = conflicts(first) + conflicts(second);
      requireAll(root, 2 * WRITERS * commits);
      return conflicts;
    } finally {
      one.destroyForcibly();
      two.destroyForcibly();
    }
  }

  private static void begin(Process process) throws IOException {
    process.outputWriter(UTF_8).append("go\n").flush();
  }

  private static long conflicts(BufferedReader answers) throws IOException {
    String line = answers.readLine();
    assertThat(line).as("what a process said at its end").startsWith("conflicts ");
    return Long.parseLong(line.substring("conflicts ".length()));
  }

  private static void requireAll(Path root, int commits) throws Exception {
    Path place = root.resolve("lake/raw/shop");
    assertThat(new SourceAndLake(place).records(JOB)).hasSize(commits);
    assertThat(
            DuckDb.rows(
                "select count(*), count(distinct id), min(id), max(id) from "
                    + DuckDb.table(place.resolve("orders"))))
        .containsExactly("%d|%d|1|%d".formatted(commits, commits, commits));
  }

  private static Process start(Path root, Locks locks, int commits, int firstId)
      throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:TieredStopAtLevel=1",
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "-cp",
            OwnClassPath.absolute(),
            CommittingWriters.class.getName(),
            root.toString(),
            locks.name(),
            Integer.toString(WRITERS),
            Integer.toString(commits),
            Integer.toString(firstId));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }
}
