package dev.penstock.campaign.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.app.RunHere;
import dev.penstock.campaign.process.RunsProcess.Answer;
import dev.penstock.campaign.process.RunsProcess.Launch;
import dev.penstock.campaign.process.RunsProcess.Outcome;
import dev.penstock.testing.PenstockProcess.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A shop, a lake, and processes that load the one into the other. */
final class PausedShop implements AutoCloseable {
  static final String RUN = "run --jobs 1";
  private static final String REBUILD = "history --rebuild";

  private final Path home;
  private final LakePlace place;
  private final Source shop;
  private final Launch launch;
  private final List<RunsProcess> started = new ArrayList<>();

  /** Makes the audit from the records. */
  @FunctionalInterface
  private interface Rebuild {
    void rebuild() throws IOException;
  }

  /** Where the rows come from. */
  interface Source extends AutoCloseable {
    /** The workbook of a home. */
    void writeWorkbook(Path file) throws IOException;

    /** New rows for the next run. */
    void insert() throws SQLException;

    List<LoadedTable> tables();

    /** The caller closes it. */
    Connection connect() throws SQLException;

    @Override
    void close();
  }

  /**
   * Makes it in a folder, with nothing loaded.
   *
   * @param place closed with it, as is the source
   */
  PausedShop(Path home, LakePlace place, Source shop, Launch launch) throws IOException {
    this.home = home;
    this.place = place;
    this.launch = launch;
    this.shop = shop;
    shop.writeWorkbook(home.resolve("config/ingestion_config.xlsx"));
  }

  /** A shop of two tables. */
  PausedShop(Path home, LakePlace place, Launch launch) throws IOException, SQLException {
    this(home, place, Shop.in(home), launch);
  }

  LakePlace place() {
    return place;
  }

  Source shop() {
    return shop;
  }

  /** No run is needed any more to make readers of the log find its end at once. */
  void requireSettled() throws IOException {
    SourceAndLake both = new SourceAndLake(place.files());
    for (LoadedTable table : shop.tables()) {
      both.requireSettled(table);
    }
  }

  /** Another process; it needs a moment to begin, and none to be asked for. */
  RunsProcess start() throws IOException {
    RunsProcess process = RunsProcess.start(home, place.environment(), launch);
    started.add(process);
    return process;
  }

  /** As {@link #runWell(RunsProcess)}, in this JVM, which knows nothing of the others. */
  void runWell() {
    Result run = here(RUN);
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
  }

  private Result here(String command) {
    return RunHere.run(home, place.environment(), command.split(" "));
  }

  /** A run that nothing is wrong with; says what it printed. */
  static String runWell(RunsProcess process) throws IOException {
    Answer answer = process.run(RUN);
    assertThat(answer.exitCode()).as(answer.text() + process.errors()).isZero();
    assertThat(answer.outcome()).isEqualTo(Outcome.ENDED);
    return answer.text();
  }

  /** The audit is made from the records, and everything holds that has to. */
  void requireSound(RunsProcess process) throws IOException, SQLException {
    requireSound(
        () -> {
          Answer answer = process.run(REBUILD);
          assertThat(answer.exitCode()).as(answer.text() + process.errors()).isZero();
        });
  }

  /** The same, where the audit is made in this JVM. */
  void requireSound() throws IOException, SQLException {
    requireSound(
        () -> {
          Result rebuilt = here(REBUILD);
          assertThat(rebuilt.exitCode()).as(rebuilt.out() + rebuilt.err()).isZero();
        });
  }

  private void requireSound(Rebuild rebuild) throws IOException, SQLException {
    requireAudit(rebuild);
    SourceAndLake both = new SourceAndLake(place.files());
    try (Connection source = shop.connect()) {
      for (LoadedTable table : shop.tables()) {
        both.requireSound(table, source);
        assertThat(auditedLoads(table.job()))
            .as("loads of %s in the audit", table.job())
            .containsExactlyInAnyOrderElementsOf(
                both.records(table.job()).stream()
                    .map(read -> read.path("loadId"))
                    .map(JsonNode::asText)
                    .toList());
      }
    }
    requireNoSecret();
  }

  /** From nothing it comes out as the same bytes, but for the rows that nothing else remembers. */
  private void requireAudit(Rebuild audit) throws IOException {
    audit.rebuild();
    Map<Path, byte[]> before = new TreeMap<>();
    Map<Path, String> expected = new TreeMap<>();
    for (Path file : audits()) {
      before.put(file, Files.readAllBytes(file));
      expected.put(file, onlyLoads(Files.readString(file)));
      Files.delete(file);
    }
    audit.rebuild();
    for (Path file : before.keySet()) {
      if (expected.get(file).lines().count() > 1) {
        assertThat(Files.readString(file)).isEqualTo(expected.get(file));
      }
      Files.write(file, before.get(file));
    }
  }

  private static String onlyLoads(String audit) {
    return audit
        .lines()
        .filter(line -> line.contains("timestamp,job_name") || line.contains(",SUCCESS,"))
        .map(line -> line + "\n")
        .collect(Collectors.joining());
  }

  private List<String> auditedLoads(String job) throws IOException {
    List<String> loads = new ArrayList<>();
    for (Path file : audits()) {
      for (String line : Files.readAllLines(file)) {
        String[] cells = line.split(",", 10);
        if (cells.length == 10 && cells[1].equals(job) && cells[2].equals("SUCCESS")) {
          loads.add(cells[8]);
        }
      }
    }
    return loads;
  }

  private List<Path> audits() throws IOException {
    try (Stream<Path> files = Files.list(place.home().resolve("metadata"))) {
      return files.filter(file -> file.toString().endsWith(".csv")).sorted().toList();
    }
  }

  private void requireNoSecret() throws IOException {
    for (String folder : List.of("logs", "metadata")) {
      try (Stream<Path> files = Files.walk(place.home().resolve(folder))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          assertThat(new String(Files.readAllBytes(file), UTF_8))
              .as(file.toString())
              .doesNotContain(place.secret());
        }
      }
    }
  }

  @Override
  public void close() {
    started.forEach(RunsProcess::close);
    shop.close();
    place.close();
  }
}
