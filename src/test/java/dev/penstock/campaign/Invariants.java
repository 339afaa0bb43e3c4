package dev.penstock.campaign;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.campaign.LakeCopy.Kept;
import dev.penstock.testing.azure.AdlsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;

/**
 * What must hold of a job after every trial and the run that makes it good, found out from the
 * bytes in the store: records as plain JSON, rows by DuckDB. Shares no code with what wrote them.
 */
public final class Invariants {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final LakeCopy copy;
  private final String home;
  private final List<JsonNode> records;
  private final Map<String, Standing> standing;
  private final List<Landed> rows;

  /** A file that readers should see, as the record says that put it there. */
  private record Standing(JsonNode file, JsonNode record) {}

  /** A row that a reader finds. */
  public record Landed(String path, String loadId, long id, String name) {}

  private Invariants(
      LakeCopy copy,
      String home,
      List<JsonNode> records,
      Map<String, Standing> standing,
      List<Landed> rows) {
    this.copy = copy;
    this.home = home;
    this.records = records;
    this.standing = standing;
    this.rows = rows;
  }

  /**
   * @param home the job's folder below the store's root, such as {@code lake/raw/_penstock/orders}
   */
  public static Invariants of(LakeCopy copy, String home, Connection duckdb) {
    List<JsonNode> records = records(copy, home);
    return new Invariants(
        copy, home, records, standing(records), landed(copy, copy.visible(), duckdb));
  }

  /** The commit records, oldest first, as they are written. */
  public List<JsonNode> records() {
    return List.copyOf(records);
  }

  /** What a reader with a glob finds, by id. */
  public List<Landed> rows() {
    return List.copyOf(rows);
  }

  /** All of them, as of now. */
  public void require(Duration stagingLifetime) {
    require(Instant.now(), stagingLifetime);
  }

  /** All of them, for a store with a clock of its own. */
  public void require(Instant now, Duration stagingLifetime) {
    requireWatermarkOfTheLastCommit();
    requireWhateverTheWatermark(now, stagingLifetime);
  }

  /** All but that the newest load has a row at the watermark: that may be of a load before. */
  public void requireWhateverTheWatermark(Instant now, Duration stagingLifetime) {
    requireWholeAndKnown();
    requirePublishedNote();
    requireNothingOldInStaging(now.minus(stagingLifetime));
  }

  /** Those that hold before the next run, too, when no run has died. */
  public void requireBeforeRecovery() {
    requireWholeAndKnown();
    requireWatermarkOfTheLastCommit();
  }

  private void requireWholeAndKnown() {
    requireNoGap();
    requireStandingFilesOnly();
    requireRecordedContents();
    requireNoSecret();
  }

  private void requireNoGap() {
    for (int i = 0; i < records.size(); i++) {
      assertThat(records.get(i).path("sequence").asLong()).as("sequence").isEqualTo(i + 1);
    }
  }

  /** A path is published once and never again, so that each file is in exactly one record. */
  private void requireStandingFilesOnly() {
    Set<String> ever = new HashSet<>();
    for (JsonNode commit : records) {
      for (JsonNode file : commit.path("added")) {
        assertThat(ever.add(file.path("path").asText())).as("published once: %s", file).isTrue();
      }
    }
    assertThat(copy.visible())
        .as("visible files, and those of the records")
        .containsExactlyInAnyOrderElementsOf(standing.keySet());
  }

  private void requireRecordedContents() {
    Map<String, List<Landed>> byFile = rows.stream().collect(Collectors.groupingBy(Landed::path));
    standing.forEach(
        (path, said) -> {
          byte[] bytes = copy.files().get(path).bytes();
          CRC32C crc = new CRC32C();
          crc.update(bytes);
          List<Landed> found = byFile.getOrDefault(path, List.of());
          assertThat(bytes.length)
              .as("bytes of %s", path)
              .isEqualTo(said.file.path("bytes").asInt());
          assertThat("%08x".formatted(crc.getValue()))
              .as("CRC32C of %s", path)
              .isEqualTo(said.file.path("crc32c").asText());
          assertThat(found).as("rows of %s", path).hasSize(said.file.path("rows").asInt());
          if (said.record.path("kind").asText().equals("LOAD")) {
            assertThat(found)
                .as("rows of %s", path)
                .allMatch(row -> row.loadId.equals(said.record.path("loadId").asText()));
          }
        });
  }

  /** The cursor column of the campaigns' table is its id. */
  private void requireWatermarkOfTheLastCommit() {
    if (records.isEmpty()) {
      return;
    }
    JsonNode last = records.get(records.size() - 1);
    boolean incremental =
        last.path("kind").asText().equals("LOAD")
            && last.path("loadType").asText().equals("INCREMENTAL");
    if (incremental && last.path("rows").asLong() > 0) {
      long greatest =
          rows.stream()
              .filter(row -> row.loadId.equals(last.path("loadId").asText()))
              .mapToLong(Landed::id)
              .max()
              .orElseThrow();
      assertThat(last.path("watermark").path("value").asLong())
          .as("watermark of the last commit, and its greatest row")
          .isEqualTo(greatest);
    }
  }

  private void requirePublishedNote() {
    if (!records.isEmpty()) {
      assertThat(copy.files()).containsKey(home + "/published");
      assertThat(new String(copy.files().get(home + "/published").bytes(), UTF_8))
          .as("the note of what is published")
          .isEqualTo("%020d".formatted(records.size()));
    }
  }

  private void requireNothingOldInStaging(Instant before) {
    copy.files()
        .forEach(
            (path, file) -> {
              if (path.startsWith(home + "/staging/")) {
                assertThat(file.modifiedAt()).as("age of %s", path).isAfterOrEqualTo(before);
              }
            });
  }

  private void requireNoSecret() {
    copy.files()
        .forEach((path, file) -> requireNoSecret(path, new String(file.bytes(), ISO_8859_1)));
  }

  /**
   * @param what where the text was found
   */
  public static void requireNoSecret(String what, String text) {
    assertThat(text.contains(AdlsServer.KEY)).as("a secret in %s", what).isFalse();
  }

  /** Each is published, or still staged for whoever publishes it. */
  public void requireEveryFileOfTheLastRecord() {
    for (JsonNode file : records.get(records.size() - 1).path("added")) {
      assertThat(copy.files().keySet())
          .containsAnyOf(file.path("path").asText(), file.path("stagedPath").asText());
    }
  }

  /** Nothing of a load that no record names is where readers or publishers look. */
  public void requireNoTraceOf(String loadId) {
    assertThat(copy.files().keySet()).as("files of %s", loadId).noneMatch(p -> p.contains(loadId));
  }

  private static List<JsonNode> records(LakeCopy copy, String home) {
    List<JsonNode> records = new ArrayList<>();
    for (Map.Entry<String, Kept> file : copy.files().entrySet()) {
      if (file.getKey().matches("\\Q" + home + "\\E/commits/\\d{20}\\.json")) {
        JsonNode commit = read(file.getValue().bytes());
        assertThat(file.getKey())
            .endsWith("/%020d.json".formatted(commit.path("sequence").asLong()));
        records.add(commit);
      }
    }
    return records;
  }

  private static Map<String, Standing> standing(List<JsonNode> records) {
    Map<String, Standing> standing = new LinkedHashMap<>();
    for (JsonNode commit : records) {
      commit.path("removed").forEach(path -> standing.remove(path.asText()));
      for (JsonNode file : commit.path("added")) {
        standing.put(file.path("path").asText(), new Standing(file, commit));
      }
    }
    return standing;
  }

  private static JsonNode read(byte[] json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Landed> landed(LakeCopy copy, List<String> files, Connection duckdb) {
    List<Landed> landed = new ArrayList<>();
    if (files.isEmpty()) {
      return landed;
    }
    String list =
        files.stream()
            .map(file -> "'" + copy.readable().resolve(file).toString().replace("'", "''") + "'")
            .collect(Collectors.joining(", "));
    String sql =
        "SELECT filename, _load_id, id, full_name FROM read_parquet([%s], filename = true) ORDER BY id"
            .formatted(list);
    try (Statement statement = duckdb.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        String path = copy.readable().relativize(Path.of(row.getString(1))).toString();
        landed.add(new Landed(path, row.getString(2), row.getLong(3), row.getString(4)));
      }
    } catch (SQLException e) {
      throw new AssertionError(sql, e);
    }
    return landed;
  }
}
