package dev.penstock.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.JobResult;
import dev.penstock.job.Job;
import dev.penstock.job.SourceType;
import dev.penstock.late.Runs;
import dev.penstock.testing.DuckDb;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A SQLite table that is altered, in each way that SQLite knows. */
final class SqliteColumnsTest {
  @TempDir private Path folder;

  @Test
  void filesOfEveryVersionAreReadTogether() throws Exception {
    Job postgres = Runs.job("job", "t", Runs.cursor("k"), List.of("k"));
    Job job =
        new Job(
            postgres.id(),
            postgres.place(),
            postgres.sourceName(),
            SourceType.SQLITE,
            postgres.loadType(),
            postgres.extract(),
            postgres.target(),
            postgres.effort(),
            postgres.dependsOn(),
            "");
    sql(
        "CREATE TABLE t (k integer, a decimal(10,2), b text, c smallint)",
        "INSERT INTO t VALUES (1, '1.25', 'x', 7)");
    try (Runs runs =
        new Runs(folder, SourceType.SQLITE, Map.of("path", folder.resolve("s.db").toString()))) {
      assertThat(load(runs, job)).isEmpty();
      sql(
          "ALTER TABLE t ADD COLUMN d date",
          "INSERT INTO t VALUES (2, '2.5', 'y', 8, '2026-01-02')");
      assertThat(load(runs, job)).singleElement().asString().contains("column d (date) is new");
      sql("ALTER TABLE t RENAME COLUMN b TO e", "INSERT INTO t VALUES (3, '3', 'z', 9, null)");
      assertThat(load(runs, job)).hasSize(3).anyMatch(said -> said.contains("looks like column b"));
      sql("ALTER TABLE t DROP COLUMN c", "INSERT INTO t VALUES (4, '4', 'zz', '2026-01-04')");
      assertThat(load(runs, job)).singleElement().asString().contains("column c", "is gone");
      sql(
          "DROP TABLE t",
          "CREATE TABLE t (k integer, a decimal(14,4), c bigint, d text, e text)",
          "INSERT INTO t VALUES (5, '1234567890.0001', 9000000000, 'soon', 'q')");
      assertThat(load(runs, job)).hasSize(3);
      assertThat(runs.log(job))
          .extracting(c -> c.schema().version())
          .containsExactly(1, 2, 3, 4, 5);
    }
    assertThat(
            DuckDb.rows(
                "select k, a, b, c, d, d__v_text, e from read_parquet('%s/job/t/**/*.parquet', union_by_name = true) order by k"
                    .formatted(folder)))
        .containsExactly(
            "1|1.2500|x|7|null|null|null",
            "2|2.5000|y|8|2026-01-02|null|null",
            "3|3.0000|null|9|null|null|z",
            "4|4.0000|null|null|2026-01-04|null|zz",
            "5|1234567890.0001|null|9000000000|null|soon|q");
  }

  private static List<String> load(Runs runs, Job job) {
    JobResult result = runs.run(job).jobs().get(0).result();
    assertThat(result).as(result.reason()).isInstanceOf(JobResult.Loaded.class);
    return result.warnings();
  }

  private void sql(String... statements) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("s.db"));
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
