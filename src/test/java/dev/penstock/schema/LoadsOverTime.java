package dev.penstock.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.audit.Status;
import dev.penstock.destination.CommitRecord;
import dev.penstock.destination.Inspection;
import dev.penstock.engine.JobResult;
import dev.penstock.job.Job;
import dev.penstock.late.Runs;
import dev.penstock.schema.TableSchema.Column;
import dev.penstock.storage.Storage;
import dev.penstock.testing.DuckDb;
import dev.penstock.testing.EmbeddedPg;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * Loads of a PostgreSQL table {@code t} that changes between them, and what DuckDB reads of all its
 * files together.
 */
abstract class LoadsOverTime {
  private final Job job;
  @TempDir private Path root;
  private Runs runs;

  /**
   * @param job whose folder is looked at
   */
  LoadsOverTime(Job job) {
    this.job = job;
  }

  @BeforeEach
  final void start() throws SQLException {
    EmbeddedPg.execute("DROP SCHEMA public CASCADE", "CREATE SCHEMA public");
    runs = new Runs(root, EmbeddedPg.USER);
  }

  @AfterEach
  final void end() {
    runs.close();
  }

  final Runs runs() {
    return runs;
  }

  static void table(String columns, String values) throws SQLException {
    sql("CREATE TABLE t (" + columns + ")", "INSERT INTO t VALUES " + values);
  }

  static void sql(String... statements) throws SQLException {
    EmbeddedPg.execute(statements);
  }

  final JobResult run(Job one) {
    return runs.run(one).jobs().get(0).result();
  }

  /** Runs a job, which must end well. */
  final CommitRecord load(Job one) {
    JobResult result = run(one);
    assertThat(result.status()).as(result.reason()).isEqualTo(Status.SUCCESS);
    return ((JobResult.Loaded) result).commit();
  }

  final List<CommitRecord> log() {
    return runs.log(job);
  }

  final CommitRecord newest() {
    List<CommitRecord> log = log();
    return log.get(log.size() - 1);
  }

  final List<Column> columns() {
    return newest().schema().columns();
  }

  /** Of all files of the table. */
  final List<String> rows(String what) throws SQLException {
    return select(what, "t/**/*.parquet");
  }

  /**
   * @param files below the folder of the job
   */
  final List<String> select(String what, String files) throws SQLException {
    return DuckDb.rows(
        "select %s from read_parquet('%s/job/%s', union_by_name = true) order by all"
            .formatted(what, root, files));
  }

  final void requireSound() {
    try (Storage storage = runs.storage()) {
      assertThat(runs.destination(storage).upkeep(job).verify(Inspection.Depth.CONTENT).damage())
          .isEmpty();
    }
  }
}
