package dev.penstock.campaign.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.testing.DuckDb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * What holds after every run that ended well, found by readers that share no code with the program:
 * DuckDB over the files, JSON as JSON, SQL at the source.
 */
final class SourceAndLake {
  /** The setting staging_lifetime, unless it is set. */
  private static final Duration STAGING_LIFETIME = Duration.ofDays(7);

  private static final String FIGURES =
      "count(*), count(distinct id), coalesce(sum(id), 0), coalesce(sum(id * %s(note)), 0)";

  private final Path root;

  /** A file that the records say is published. */
  private record Published(long rows, long bytes, String crc32c) {}

  /**
   * @param root a folder that holds what the lake holds
   */
  SourceAndLake(Path root) {
    this.root = root;
  }

  /**
   * @param source a database with the tables; {@code id} is a whole number
   */
  void requireSound(LoadedTable table, Connection source) throws IOException, SQLException {
    List<JsonNode> records = records(table.job());
    Map<String, Published> live = live(records);
    assertThat(filesOf(table)).as("files of %s", table.job()).isEqualTo(live.keySet());
    requireSameBytes(live);
    requireNextFollows(table, records);
    if (table.rule() == LoadedTable.Rule.APPENDED_LATE) {
      requireNoOtherRows(table, live, source);
    } else {
      requireSameRows(table, records, live, source);
    }
    if (table.rule() == LoadedTable.Rule.APPENDED) {
      requireWindows(records, source, table);
    }
    requireFreshStaging(table.job());
  }

  /** The commit records, whose numbers have no gap. */
  List<JsonNode> records(String job) throws IOException {
    Path folder = home(job).resolve("commits");
    ObjectMapper json = new ObjectMapper();
    List<JsonNode> records = new ArrayList<>();
    for (Path file : list(folder)) {
      String name = file.getFileName().toString();
      if (!name.startsWith(".")) {
        JsonNode read = json.readTree(file.toFile());
        records.add(read);
        assertThat(name).isEqualTo("%020d.json".formatted(records.size()));
        assertThat(read.path("sequence").asLong()).as(name).isEqualTo(records.size());
      }
    }
    return records;
  }

  private Path home(String job) {
    return root.resolve("_penstock").resolve(job);
  }

  private Map<String, Published> live(List<JsonNode> records) {
    Map<String, Published> live = new TreeMap<>();
    for (JsonNode read : records) {
      read.path("removed").forEach(path -> assertThat(live.remove(path.asText())).isNotNull());
      for (JsonNode file : read.path("added")) {
        Published published =
            new Published(
                file.path("rows").asLong(),
                file.path("bytes").asLong(),
                file.path("crc32c").asText());
        assertThat(live.put(file.path("path").asText(), published)).isNull();
      }
    }
    return live;
  }

  private Set<String> filesOf(LoadedTable table) throws IOException {
    return list(root.resolve(table.name())).stream()
        .map(file -> root.relativize(file).toString())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private void requireSameBytes(Map<String, Published> live) throws IOException, SQLException {
    for (Map.Entry<String, Published> entry : live.entrySet()) {
      byte[] content = Files.readAllBytes(root.resolve(entry.getKey()));
      CRC32C crc = new CRC32C();
      crc.update(content);
      assertThat(content.length).as(entry.getKey()).isEqualTo((int) entry.getValue().bytes());
      assertThat("%08x".formatted(crc.getValue()))
          .as(entry.getKey())
          .isEqualTo(entry.getValue().crc32c());
    }
    if (!live.isEmpty()) {
      List<String> rows =
          live.entrySet().stream()
              .map(file -> root.resolve(file.getKey()) + "|" + file.getValue().rows())
              .toList();
      assertThat(
              DuckDb.rows(
                  "select file_name, num_rows from parquet_file_metadata(%s)"
                      .formatted(names(live))))
          .containsExactlyInAnyOrderElementsOf(rows);
    }
  }

  private String names(Map<String, Published> live) {
    return live.keySet().stream()
        .map(path -> "'" + root.resolve(path) + "'")
        .collect(Collectors.joining(", ", "[", "]"));
  }

  /** Each load begins where the one before ended. */
  private static void requireNextFollows(LoadedTable table, List<JsonNode> records) {
    String watermark = "";
    for (JsonNode read : records) {
      if (table.rule() != LoadedTable.Rule.REPLACED) {
        assertThat(read.path("from").path("value").asText()).as("from").isEqualTo(watermark);
        watermark = read.path("watermark").path("value").asText();
      }
    }
  }

  /** The hint says what the newest record is. */
  void requireSettled(LoadedTable table) throws IOException {
    assertThat(Files.readString(home(table.job()).resolve("published")))
        .isEqualTo("%020d".formatted(records(table.job()).size()));
  }

  /**
   * Rows may be on their way to the source, below the watermark; but none is doubled or made up.
   */
  private void requireNoOtherRows(LoadedTable table, Map<String, Published> live, Connection source)
      throws SQLException {
    List<String> loaded =
        DuckDb.rows("select id || ' ' || note from read_parquet(" + names(live) + ")");
    Set<String> there = new HashSet<>();
    try (Statement statement = source.createStatement();
        ResultSet rows = statement.executeQuery("select id, note from " + table.name())) {
      while (rows.next()) {
        there.add(rows.getLong(1) + " " + rows.getString(2));
      }
    }
    // By hand, as the library compares each with each.
    Set<String> distinct = new HashSet<>(loaded);
    assertThat(distinct).as("different rows in the lake of %s", table.job()).hasSize(loaded.size());
    distinct.removeAll(there);
    assertThat(distinct).as("rows of %s that the source has not", table.job()).isEmpty();
  }

  private void requireSameRows(
      LoadedTable table, List<JsonNode> records, Map<String, Published> live, Connection source)
      throws SQLException {
    String published =
        DuckDb.rows(
                "select "
                    + FIGURES.formatted("ascii")
                    + ", coalesce(max(id), 0) from read_parquet("
                    + names(live)
                    + ")")
            .get(0);
    int last = published.lastIndexOf('|');
    String where = "";
    if (table.rule() != LoadedTable.Rule.REPLACED) {
      String watermark = records.get(records.size() - 1).path("watermark").path("value").asText();
      assertThat(published.substring(last + 1)).as("watermark").isEqualTo(watermark);
      where = " where id <= " + watermark;
    }
    assertThat(published.substring(0, last))
        .as("rows, keys, their sum and that of their texts in the lake of %s", table.job())
        .isEqualTo(single(source, FIGURES.formatted(codeOf(source)), table.name() + where));
  }

  private static String codeOf(Connection source) throws SQLException {
    return source.getMetaData().getDatabaseProductName().equals("SQLite") ? "unicode" : "ascii";
  }

  private static void requireWindows(List<JsonNode> records, Connection source, LoadedTable table)
      throws SQLException {
    for (JsonNode read : records) {
      String rows =
          single(
              source,
              "count(*)",
              "%s where id > %s and id <= %s"
                  .formatted(
                      table.name(),
                      read.path("from").path("value").asText("0"),
                      read.path("watermark").path("value").asText()));
      assertThat(read.path("rows").asText()).as("rows of the window").isEqualTo(rows);
    }
  }

  private static String single(Connection source, String columns, String from) throws SQLException {
    try (Statement statement = source.createStatement();
        ResultSet rows = statement.executeQuery("select " + columns + " from " + from)) {
      rows.next();
      List<String> values = new ArrayList<>();
      for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
        values.add(rows.getString(i));
      }
      return String.join("|", values);
    }
  }

  private void requireFreshStaging(String job) throws IOException {
    for (Path file : list(home(job).resolve("staging"))) {
      assertThat(Files.getLastModifiedTime(file).toInstant())
          .as(file.toString())
          .isAfter(Instant.now().minus(STAGING_LIFETIME));
    }
  }

  /** All files below a folder, in order; none when it is not there. */
  private static List<Path> list(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
