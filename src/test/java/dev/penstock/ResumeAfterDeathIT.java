package dev.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.app.HaltingRun;
import dev.penstock.testing.ClassArchive;
import dev.penstock.testing.DuckDb;
import dev.penstock.testing.EmbeddedPg;
import dev.penstock.testing.OwnJar;
import dev.penstock.testing.Sheets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real process that is gone when 80 percent of a table are read, and one after it, which reads at
 * most 30 percent.
 */
@Timeout(120)
final class ResumeAfterDeathIT {
  private static final int ROWS = 120_000;
  private static final int SPLITS = 20;
  private static final String ALL_IDS = "select count(*), count(distinct id), sum(id) from ";

  @TempDir Path home;

  @Test
  void onPostgres() throws Exception {
    EmbeddedPg.execute(
        "DROP TABLE IF EXISTS long_table",
        "CREATE TABLE long_table AS SELECT i AS id, repeat('x', 150) AS text FROM generate_series(1, "
            + ROWS
            + ") i");
    new Sheets()
        .job("long_one", "postgresql", "db", "long_table")
        .source("db", EmbeddedPg.settings())
        .write(home.resolve("config/ingestion_config.xlsx"));

    dieAndGoOn("snapshot");

    try (Connection connection = EmbeddedPg.connect()) {
      requireEqual(connection);
    }
  }

  @Test
  void onSqlite() throws Exception {
    try (Connection connection = shop();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE long_table (id INTEGER PRIMARY KEY, text TEXT)");
      statement.execute(
          "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
              + ROWS
              + ") INSERT INTO long_table SELECT i, printf('%190s', i) FROM n");
    }
    new Sheets()
        .job("long_one", "sqlite", "db", "long_table")
        .row("Sources", "source_name", "db", "source_type", "sqlite", "path", "shop.db")
        .write(home.resolve("config/ingestion_config.xlsx"));

    dieAndGoOn("per_split");

    try (Connection connection = shop()) {
      requireEqual(connection);
    }
  }

  private void dieAndGoOn(String consistency) throws Exception {
    assertThat(process(SPLITS * 4 / 5)).as(out()).isEqualTo(HaltingRun.KILLED);
    assertThat(home.resolve("data/long_table")).doesNotExist();

    assertThat(process(HaltingRun.NEVER)).as(out()).isZero();

    assertThat(out()).containsPattern("resumed: 1\\d of " + SPLITS + " splits were there");
    JsonNode job = metrics().get("jobs").get(0);
    assertThat(job.get("rows").asLong()).isEqualTo(ROWS);
    assertThat(job.get("rows_read").asLong()).isPositive().isLessThanOrEqualTo(ROWS * 3 / 10);
    assertThat(audit()).contains("," + consistency + ",");
  }

  private int process(int results) throws Exception {
    List<String> line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "-Xlog:disable",
                ClassArchive.flag(),
                "-cp",
                classPath(),
                HaltingRun.class.getName(),
                home.resolve("data").toString(),
                ".*/results/\\d+\\.json",
                Integer.toString(results),
                "run",
                "--set",
                "slice_size=1MB"));
    Process process =
        new ProcessBuilder(line)
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("out.txt").toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  private static String classPath() throws IOException {
    try (OwnJar own = OwnJar.begin()) {
      own.add(HaltingRun.class, HaltingRun.class.getSimpleName());
      return own.classPath();
    }
  }

  private String out() throws IOException {
    return Files.readString(home.resolve("out.txt"));
  }

  private JsonNode metrics() throws IOException {
    return new ObjectMapper().readTree(newest("metrics_"));
  }

  private String audit() throws IOException {
    return newest("audit_");
  }

  private String newest(String beginning) throws IOException {
    try (Stream<Path> files = Files.list(home.resolve("metadata"))) {
      return Files.readString(
          files
              .filter(file -> file.getFileName().toString().startsWith(beginning))
              .max(Path::compareTo)
              .orElseThrow());
    }
  }

  private void requireEqual(Connection source) throws SQLException {
    try (Statement statement = source.createStatement();
        ResultSet row = statement.executeQuery(ALL_IDS + "long_table")) {
      row.next();
      assertThat(DuckDb.rows(ALL_IDS + DuckDb.table(home.resolve("data/long_table"))))
          .containsExactly(row.getString(1) + "|" + row.getString(2) + "|" + row.getString(3));
    }
  }

  private Connection shop() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + home.resolve("shop.db"));
  }
}
