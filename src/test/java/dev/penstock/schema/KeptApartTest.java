package dev.penstock.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.audit.Status;
import dev.penstock.destination.CommitRecord;
import dev.penstock.engine.JobResult;
import dev.penstock.engine.RunRequest.Refresh;
import dev.penstock.failure.ErrorCode;
import dev.penstock.job.Deletes;
import dev.penstock.job.Job;
import dev.penstock.job.Lookback;
import dev.penstock.late.Runs;
import dev.penstock.schema.TableSchema.Column;
import dev.penstock.storage.Storage;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code data_type=variant}: a column that gets another type, wider ones too, becomes two. */
final class KeptApartTest extends LoadsOverTime {
  private static final Job JOB = TypeChange.JOB.with(TypeChange.APART.target().contract());

  KeptApartTest() {
    super(JOB);
  }

  @Test
  void aWiderTypeLandsInAColumnOfItsOwnAndSaysSo() throws Exception {
    table("k int, a int", "(1, 7)");
    load(JOB);
    sql("ALTER TABLE t ALTER a TYPE bigint", "INSERT INTO t VALUES (2, 9000000000)");
    String said =
        "column a is int8 instead of int4 at the source: its values land in the new column a__v_bigint (int64), and a is NULL in rows from now on (data_type=variant)";
    assertThat(runs().plan(JOB).changes()).containsExactly(said);
    assertThat(load(JOB).warnings()).containsExactly(said);
    sql("INSERT INTO t VALUES (3, 1)");
    assertThat(load(JOB).warnings())
        .containsExactly(
            "column a is int8 at the source, which is another type than it was: its values land in a__v_bigint (data_type=variant)");
    sql("DELETE FROM t", "ALTER TABLE t ALTER a TYPE smallint", "INSERT INTO t VALUES (4, -32768)");
    assertThat(load(JOB).warnings()).containsExactly("column a (int32) has values again");
    assertThat(rows("k, a, a__v_bigint, coalesce(a__v_bigint, a)"))
        .containsExactly(
            "1|7|null|7", "2|null|9000000000|9000000000", "3|null|1|1", "4|-32768|null|-32768");
    assertThat(log()).extracting(commit -> commit.schema().version()).containsExactly(1, 2, 2, 3);
    List<CommitRecord> log = log();
    assertThat(log.get(1).schema().since(log.get(0).schema()))
        .containsExactly("a holds no values any more", "+ a__v_bigint int64");
    requireSound();
  }

  @Test
  void aKeyThatGetsWiderIsRefusedUntilTheTableIsLoadedAnew() throws Exception {
    table("k int, a int", "(1, 7)");
    load(JOB);
    sql(
        "ALTER TABLE t ALTER k TYPE bigint, ALTER a TYPE bigint",
        "INSERT INTO t VALUES (9000000000, 8)");
    JobResult.Failed failed = (JobResult.Failed) run(JOB);
    assertThat(failed.code()).isEqualTo(ErrorCode.SCHEMA);
    assertThat(failed.message())
        .isEqualTo(
            """
            sheet SourceConfig, row 7, column schema_contract: 'tables=evolve, columns=evolve, data_type=variant' does not allow what changed in t since version 1 of its schema:
              column k is int64 (int8 at the source), and was int32 (int4); data_type=variant would part its values in two columns, and it is by this column (primary_key, watermark_column) that rows are known
            Nothing was committed. Change it back at the source; or, to take it over, load the table anew with run --full-refresh --job job.""");
    assertThat(runs().plan(JOB).problem()).hasValue(failed.message());
    assertThat(log()).hasSize(1);
    try (Storage storage = runs().storage()) {
      runs().run(storage, Refresh.EVERYTHING, JOB);
    }
    assertThat(columns()).extracting(Column::name).containsExactly("k", "a");
    assertThat(rows("k, a, typeof(k), typeof(a)"))
        .containsExactly("1|7|BIGINT|BIGINT", "9000000000|8|BIGINT|BIGINT");
    assertThat(run(JOB).status()).isEqualTo(Status.NOTHING_NEW);
    requireSound();
  }

  @Test
  void aCursorColumnIsRefusedAsAKeyIs() throws Exception {
    Job job = Runs.job("job", "t", Runs.cursor("at"), List.of("k")).with(JOB.target().contract());
    table("k int, at int", "(1, 20)");
    load(job);
    sql("ALTER TABLE t ALTER at TYPE bigint", "INSERT INTO t VALUES (2, 21)");
    assertThat(((JobResult.Failed) run(job)).message()).contains("column at is int64");
    assertThat(load(job.with(TypeChange.JOB.target().contract())).rows()).isEqualTo(1);
  }

  @Test
  void lateRowsAreFoundWithinALookback() throws Exception {
    Job job =
        Runs.job("job", "t", Runs.cursor("k", Lookback.of("10", new BigDecimal(10))), List.of("k"))
            .with(JOB.target().contract());
    table("k int, a int", "(1, 7), (5, 8)");
    load(job);
    sql("ALTER TABLE t ALTER a TYPE bigint", "INSERT INTO t VALUES (6, 9000000000)");
    load(job);
    assertThat(rows("k, a, a__v_bigint"))
        .containsExactly("1|7|null", "5|8|null", "6|null|9000000000");
    assertThat(run(job).status()).isEqualTo(Status.NOTHING_NEW);
    sql("INSERT INTO t VALUES (3, 10)", "UPDATE t SET a = 11 WHERE k = 5");
    assertThat(load(job).rows()).isEqualTo(2);
    assertThat(rows("k, a, a__v_bigint")).contains("3|null|10", "5|8|null", "5|null|11").hasSize(5);
    assertThat(run(job).status()).isEqualTo(Status.NOTHING_NEW);
    requireSound();
  }

  @Test
  void deletedRowsAreFoundByTheirKeys() throws Exception {
    Job job = Runs.deleting(JOB, Deletes.USUAL).with(JOB.target().contract());
    table("k int, a int", "(1, 7), (2, 8), (3, 9)");
    load(job);
    sql(
        "DELETE FROM t WHERE k = 2",
        "ALTER TABLE t ALTER a TYPE bigint",
        "INSERT INTO t VALUES (4, 9000000000)");
    load(job);
    sql("DELETE FROM t WHERE k = 4");
    load(job);
    assertThat(rows("k, coalesce(a__v_bigint, a), _deleted"))
        .containsExactly(
            "1|7|false",
            "2|8|false",
            "2|null|true",
            "3|9|false",
            "4|9000000000|false",
            "4|null|true");
    sql("ALTER TABLE t ALTER k TYPE bigint");
    assertThat(((JobResult.Failed) run(job)).message()).contains("--full-refresh --job job");
    requireSound();
  }

  @Test
  void snapshotsKeepEachTypeApartKeysAsWell() throws Exception {
    Job full = SchemaOverTimeTest.snapshot(JOB);
    table("k int, a int", "(1, 7)");
    load(full);
    sql("ALTER TABLE t ALTER k TYPE bigint, ALTER a TYPE numeric(20,4)");
    load(full);
    assertThat(columns())
        .extracting(Column::name)
        .containsExactly("k", "a", "k__v_bigint", "a__v_decimal_20_4");
  }
}
