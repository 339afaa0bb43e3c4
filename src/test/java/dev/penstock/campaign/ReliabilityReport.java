package dev.penstock.campaign;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Writes what the campaigns have found, from the lines that they left, as a page for people. */
public final class ReliabilityReport {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Map<Integer, String> PROMISES = promises();

  /** Trials of one campaign on one store, of the newest process that ran it. */
  private record Row(
      int promise,
      String campaign,
      String store,
      String scale,
      long trials,
      long fired,
      long violations,
      String commit,
      String machine,
      Instant at) {
    Row plus(Row other) {
      return new Row(
          promise,
          campaign,
          store,
          scale,
          trials + other.trials,
          fired + other.fired,
          violations + other.violations,
          commit,
          machine,
          at.isAfter(other.at) ? at : other.at);
    }

    /** With 95% confidence fewer trials than this fail, none of them having failed. */
    String bound() {
      return violations > 0
          ? "-"
          : String.format(Locale.ROOT, "%.2g%%", Math.min(100.0, 300.0 / trials));
    }
  }

  private ReliabilityReport() {}

  /**
   * @param args the lines of the campaigns, and the page to write
   */
  public static void main(String[] args) throws IOException {
    Path runs = Path.of(args[0]);
    if (!Files.exists(runs)) {
      throw new IllegalArgumentException(
          runs + ": no campaign has left a line there. Run ./mvnw verify -Pcampaign.");
    }
    Files.writeString(Path.of(args[1]), page(Files.readAllLines(runs, UTF_8)), UTF_8);
  }

  /** The page, from the lines of {@code target/campaign/runs.jsonl}. */
  static String page(List<String> lines) throws IOException {
    List<Row> rows = newest(lines);
    StringBuilder page = new StringBuilder();
    page.append(
        """
        # What the fault campaigns found

        Written by `./mvnw verify -Pcampaign`; not edited by hand. What is promised, to whom, and within which limits: [lake.md](lake.md).

        A campaign breaks something on purpose, again and again, and looks after each trial and the run that makes it good at what lies in the store, with a reader
        that shares no code with the lake: the rows are those of the source, each once; no gap in the records; the watermark is that of the last record; every visible file
        is in exactly one standing record, with its size, rows and CRC32C; nothing old is left in staging; no secret anywhere. A campaign whose fault never fired fails.

        `bound` is the rule of three: where n independent trials went well, fewer than 3/n of such trials go wrong, with 95% confidence. It says nothing of faults that are not tried.
        For the campaigns that go through all cases once, it means little: they have no chance in them.

        """);
    header(page, rows);
    int promise = 0;
    for (Row row : rows) {
      if (row.promise != promise) {
        promise = row.promise;
        section(page, promise);
      }
      line(page, row);
    }
    return page.toString();
  }

  private static void header(StringBuilder page, List<Row> rows) {
    page.append(
        "%,d trials, %,d faults fired, **%,d violations**.%n%n"
            .formatted(
                rows.stream().mapToLong(Row::trials).sum(),
                rows.stream().mapToLong(Row::fired).sum(),
                rows.stream().mapToLong(Row::violations).sum()));
    TreeSet<String> where = new TreeSet<>();
    rows.forEach(
        row ->
            where.add(
                "- %s, commit %s, on %s"
                    .formatted(row.at.toString().substring(0, 10), row.commit, row.machine)));
    where.forEach(line -> page.append(line).append('\n'));
  }

  private static void section(StringBuilder page, int promise) {
    page.append(
        """

        ## %d. %s

        | campaign | store | trials | faults fired | violations | bound |
        |---|---|---|---|---|---|
        """
            .formatted(promise, PROMISES.getOrDefault(promise, "")));
  }

  private static void line(StringBuilder page, Row row) {
    page.append(
        "| %s%s | %s | %,d | %,d | %,d | %s |%n"
            .formatted(
                row.campaign,
                row.scale.equals("full") ? "" : " (the few trials of a build)",
                row.store,
                row.trials,
                row.fired,
                row.violations,
                row.bound()));
  }

  /** Of each campaign the full one before that of a build, and the newest. */
  private static List<Row> newest(List<String> lines) throws IOException {
    Map<String, Map<String, Row>> campaigns = new LinkedHashMap<>();
    for (String line : lines) {
      JsonNode json = JSON.readTree(line);
      Row row = row(json);
      String key = "%03d %s %s".formatted(row.promise, row.campaign, row.store);
      campaigns
          .computeIfAbsent(key, any -> new LinkedHashMap<>())
          .merge(json.path("process").asText() + row.scale, row, Row::plus);
    }
    List<Row> rows = new ArrayList<>();
    for (Map<String, Row> processes : new TreeMap<>(campaigns).values()) {
      Row best = null;
      for (Row row : processes.values()) {
        boolean full = row.scale.equals("full");
        if (best == null || full || !best.scale.equals("full")) {
          best = row;
        }
      }
      rows.add(best);
    }
    return rows;
  }

  private static Row row(JsonNode json) {
    return new Row(
        json.path("promise").asInt(),
        json.path("campaign").asText(),
        json.path("store").asText(),
        json.path("scale").asText(),
        json.path("trials").asLong(),
        json.path("fired").asLong(),
        json.path("violations").asLong(),
        json.path("commit").asText(),
        json.path("machine").asText(),
        Instant.parse(json.path("at").asText()));
  }

  private static Map<Integer, String> promises() {
    Map<Integer, String> promises = new TreeMap<>();
    promises.put(1, "A commit is all or nothing");
    promises.put(2, "A real process death loses nothing");
    promises.put(3, "Concurrent writers never both win");
    promises.put(4, "Every interleaving of two runs is safe");
    promises.put(5, "An unknown commit result is not guessed");
    promises.put(6, "Source to sink exactly once");
    promises.put(7, "State never runs ahead of data");
    promises.put(8, "Zombies cannot corrupt");
    promises.put(9, "Ids never collide");
    promises.put(10, "Found bugs replay");
    promises.put(11, "Task retry and speculation are invisible");
    promises.put(12, "Snapshots restore");
    promises.put(13, "Storage weather is survived");
    promises.put(14, "Disk full, permission lost, clock jump");
    promises.put(15, "Secrets never leave");
    return promises;
  }
}
