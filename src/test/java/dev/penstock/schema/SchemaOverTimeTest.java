package dev.penstock.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.audit.Status;
import dev.penstock.destination.CommitRecord;
import dev.penstock.destination.Undo;
import dev.penstock.destination.Upkeep;
import dev.penstock.engine.JobResult;
import dev.penstock.engine.RunRequest.Refresh;
import dev.penstock.failure.ErrorCode;
import dev.penstock.job.Deletes;
import dev.penstock.job.Job;
import dev.penstock.job.LoadType;
import dev.penstock.job.Lookback;
import dev.penstock.job.Naming;
import dev.penstock.job.SchemaContract;
import dev.penstock.job.SchemaContract.Mode;
import dev.penstock.job.Target;
import dev.penstock.job.WriteDisposition;
import dev.penstock.late.Runs;
import dev.penstock.schema.TableSchema.Column;
import dev.penstock.storage.Storage;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A PostgreSQL table that changes between runs; what DuckDB reads of all its files together. */
final class SchemaOverTimeTest extends LoadsOverTime {
  private static final Job JOB = Runs.job("job", "t", Runs.cursor("k"), List.of("k"));

  SchemaOverTimeTest() {
    super(JOB);
  }

  @Test
  void aNewColumnIsNullInEarlierRows() throws Exception {
    table("k int, a text", "(1, 'x')");
    load(JOB);
    sql("ALTER TABLE t ADD b numeric(6,2)", "INSERT INTO t VALUES (2, 'y', 1.25)");
    assertThat(planned(JOB))
        .containsExactly(
            "column b (decimal(6,2)) is new; rows of earlier loads have no value in it");
    assertThat(load(JOB).warnings())
        .containsExactly(
            "column b (decimal(6,2)) is new; rows of earlier loads have no value in it");
    assertThat(rows("k, a, b")).containsExactly("1|x|null", "2|y|1.25");
    assertThat(versions()).containsExactly(1, 2);
    sql("INSERT INTO t VALUES (3, 'z', 2)");
    assertThat(load(JOB).warnings()).isEmpty();
    assertThat(versions()).containsExactly(1, 2, 2);
  }

  @Test
  void aDroppedColumnStaysAsNull() throws Exception {
    table("k int, a text, b date", "(1, 'x', '2026-01-02')");
    load(JOB);
    sql("ALTER TABLE t DROP a", "INSERT INTO t VALUES (2, '2026-01-03')");
    assertThat(load(JOB).warnings())
        .containsExactly(
            "column a (string) is gone at the source; it stays, and is NULL in rows from now on");
    sql("INSERT INTO t VALUES (3, '2026-01-04')");
    assertThat(load(JOB).warnings()).isEmpty();
    assertThat(rows("k, a, b"))
        .containsExactly("1|x|2026-01-02", "2|null|2026-01-03", "3|null|2026-01-04");
    assertThat(newestFile("a, b, k")).containsExactly("null|2026-01-04|3");
    sql("ALTER TABLE t ADD a varchar(9)", "INSERT INTO t VALUES (4, '2026-01-05', 'back')");
    assertThat(load(JOB).warnings()).containsExactly("column a (string) has values again");
    assertThat(rows("a")).contains("back", "x");
    assertThat(columns()).extracting(Column::name).containsExactly("k", "a", "b");
  }

  @Test
  void widenedTypesLandWider() throws Exception {
    table(
        "k int, i smallint, r real, d numeric(10,2), n int, t date",
        "(1, 32767, 0.1, 12345678.99, -2147483648, '2026-01-02')");
    load(JOB);
    sql(
        "ALTER TABLE t ALTER i TYPE bigint, ALTER r TYPE double precision, ALTER d TYPE numeric(12,4),"
            + " ALTER n TYPE numeric(12,1), ALTER t TYPE timestamp",
        "INSERT INTO t VALUES (2, 9223372036854775807, 0.1, 12345678.9999, 99999999999.5,"
            + " '2026-01-02 03:04:05.000006')");
    assertThat(load(JOB).warnings()).hasSize(5).allMatch(said -> said.contains("from now on"));
    assertThat(columns())
        .extracting(Column::type)
        .containsExactly(
            "int32", "int64", "double", "decimal(12,4)", "decimal(12,1)", "timestamp(us)");
    assertThat(rows("k, i, r = 0.1::real::double, r = 0.1::double, d, n, t"))
        .containsExactly(
            "1|32767|true|false|12345678.9900|-2147483648.0|2026-01-02 00:00:00.0",
            "2|9223372036854775807|false|true|12345678.9999|99999999999.5|2026-01-02 03:04:05.000006");
  }

  @Test
  void decimalsThatAreWiderOnEitherSideMeetInOneThatHoldsBoth() throws Exception {
    table("k int, d numeric(10,2)", "(1, 12345678.99)");
    load(JOB);
    sql(
        "DELETE FROM t",
        "ALTER TABLE t ALTER d TYPE numeric(10,4)",
        "INSERT INTO t VALUES (2, 123456.7891)");
    load(JOB);
    assertThat(columns()).extracting(Column::type).containsExactly("int32", "decimal(12,4)");
    assertThat(newestFile("d, typeof(d)")).containsExactly("123456.7891|DECIMAL(12,4)");
    assertThat(rows("d")).containsExactly("123456.7891", "12345678.9900");
  }

  @Test
  void narrowedTypesGoOnLandingAsTheyWere() throws Exception {
    table(
        "k int, i bigint, r double precision, d numeric(12,4), t timestamp, j text",
        "(1, 9223372036854775807, 0.1, 12345678.9999, '2026-01-02 03:04:05', '{}')");
    load(JOB);
    sql(
        "DELETE FROM t",
        "ALTER TABLE t ALTER i TYPE smallint, ALTER r TYPE real, ALTER d TYPE numeric(6,2),"
            + " ALTER t TYPE date, ALTER j TYPE jsonb USING j::jsonb",
        "INSERT INTO t VALUES (2, -32768, 'NaN', -0.5, '9999-12-31', '{\"a\": 1}'),"
            + " (3, null, '-0', null, null, null), (4, 1, 1.5, 9999.99, '0001-01-01', '[]')");
    assertThat(planned(JOB)).hasSize(5).allMatch(said -> said.contains("goes on landing as"));
    assertThat(load(JOB).warnings()).isEmpty();
    assertThat(columns())
        .extracting(Column::type)
        .containsExactly("int32", "int64", "double", "decimal(12,4)", "timestamp(us)", "string");
    assertThat(newestFile("k, i, r, d, t, j"))
        .containsExactly(
            "2|-32768|NaN|-0.5000|9999-12-31 00:00:00.0|{\"a\": 1}",
            "3|null|-0.0|null|null|null",
            "4|1|1.5|9999.9900|0001-01-01 00:00:00.0|[]");
    assertThat(rows("i")).contains("9223372036854775807", "-32768");
  }

  @Test
  void aTypeThatGoesWithNoOtherLandsInAColumnOfItsOwnAndGoesBack() throws Exception {
    table("k int, a int", "(1, 7)");
    load(JOB);
    sql("ALTER TABLE t ALTER a TYPE text", "INSERT INTO t VALUES (2, 'seven')");
    assertThat(load(JOB).warnings())
        .containsExactly(
            "column a is text instead of int4 at the source, and no type holds both: its values land in the new column a__v_text (string), and a is NULL in rows from now on");
    sql("INSERT INTO t VALUES (3, 'eight')");
    assertThat(load(JOB).warnings())
        .containsExactly(
            "column a is text at the source, which does not go together with what it was: its values land in a__v_text");
    sql(
        "DELETE FROM t WHERE k > 1",
        "ALTER TABLE t ALTER a TYPE bigint USING a::bigint",
        "INSERT INTO t VALUES (4, 9000000000)");
    assertThat(load(JOB).warnings()).hasSize(1);
    assertThat(rows("k, a, a__v_text"))
        .containsExactly("1|7|null", "2|null|seven", "3|null|eight", "4|9000000000|null");
    assertThat(versions()).containsExactly(1, 2, 2, 3);
    requireSound();
  }

  @Test
  void aRenamedColumnIsToldAndBothStay() throws Exception {
    table("k int, a text, b int", "(1, 'x', 5)");
    load(JOB);
    sql("ALTER TABLE t RENAME a TO c", "INSERT INTO t VALUES (2, 'y', 6)");
    assertThat(planned(JOB))
        .containsExactly(
            "column c (string) is new; rows of earlier loads have no value in it",
            "column a (string) is gone at the source; it stays, and is NULL in rows from now on",
            "column c looks like column a under another name, as type and position agree; to go on with the old name, give it with query: SELECT c AS a");
    load(JOB);
    assertThat(rows("k, a, b, c")).containsExactly("1|x|5|null", "2|null|6|y");
  }

  @Test
  void orderAndLetterCaseChangeNothing() throws Exception {
    Job asIs = with(JOB, Naming.AS_IS);
    table("k int, \"Total\" int, b text", "(1, 10, 'x')");
    load(asIs);
    sql(
        "DROP TABLE t",
        "CREATE TABLE t (b text, \"TOTAL\" int, k int)",
        "INSERT INTO t VALUES ('y', 20, 2)");
    assertThat(load(asIs).warnings()).isEmpty();
    assertThat(columns()).extracting(Column::name).containsExactly("k", "Total", "b");
    assertThat(rows("k, \"Total\", b")).containsExactly("1|10|x", "2|20|y");
  }

  @Test
  void replacedTablesTakeTheNewColumnsAsTheyAre() throws Exception {
    Job replace = full(WriteDisposition.REPLACE);
    table("k int, a int, b text", "(1, 7, 'x')");
    load(replace);
    sql("ALTER TABLE t ALTER a TYPE text, DROP b, ADD c date");
    assertThat(load(replace).warnings())
        .containsExactly(
            "column a lands as string instead of int32; as the table is replaced, no file keeps the old type",
            "column c (date) is new",
            "column b (string) is gone at the source; as the table is replaced, it goes here as well");
    assertThat(columns()).extracting(Column::name).containsExactly("k", "a", "c");
    assertThat(rows("k, a, c, typeof(a)")).containsExactly("1|7|null|VARCHAR");
    requireSound();
  }

  @Test
  void aFullRefreshStartsAfresh() throws Exception {
    table("k int, a int", "(1, 7)");
    load(JOB);
    sql("ALTER TABLE t ALTER a TYPE text");
    sql("INSERT INTO t VALUES (2, 'x')");
    load(JOB);
    try (Storage storage = runs().storage()) {
      runs().run(storage, Refresh.EVERYTHING, JOB);
    }
    assertThat(columns()).extracting(Column::type).containsExactly("int32", "string");
    assertThat(rows("k, a")).containsExactly("1|7", "2|x");
  }

  @Test
  void snapshotsOfLaterDaysCanBeReadWithEarlierOnes() throws Exception {
    Job snapshot = full(WriteDisposition.SNAPSHOT);
    table("k int, a int", "(1, 7)");
    load(snapshot);
    sql("ALTER TABLE t ALTER a TYPE text");
    load(snapshot);
    assertThat(columns()).extracting(Column::name).containsExactly("k", "a", "a__v_text");
  }

  @Test
  void aFrozenTableRefusesBeforeItReads() throws Exception {
    Job frozen = JOB.with(new SchemaContract(Mode.EVOLVE, Mode.FREEZE, Mode.FREEZE));
    table("k int, a int, b text, c bigint", "(1, 7, 'x', 1)");
    load(frozen);
    sql(
        "ALTER TABLE t ALTER a TYPE text, DROP b, ADD d date, ALTER c TYPE int",
        "INSERT INTO t VALUES (2, '7', 1, null)");
    JobResult.Failed failed = (JobResult.Failed) run(frozen);
    assertThat(failed.code()).isEqualTo(ErrorCode.SCHEMA);
    assertThat(failed.status()).isEqualTo(Status.FAILED);
    assertThat(failed.message())
        .isEqualTo(
            """
            sheet SourceConfig, row 7, column schema_contract: 'tables=evolve, columns=freeze, data_type=freeze' does not allow what changed in t since version 1 of its schema:
              column a is string (text at the source), and was int32 (int4); data_type=freeze
              column d (date, date at the source) is new; columns=freeze
              column b (string, text at the source) is gone; columns=freeze
            Nothing was committed. Change it back at the source; or, to take it over, write tables=evolve, columns=evolve, data_type=evolve for one run.""");
    assertThat(runs().plan(frozen).problem()).hasValue(failed.message());
    assertThat(log()).hasSize(1);
    assertThat(load(JOB).schema().version()).isEqualTo(2);
    assertThat(run(frozen).status()).isEqualTo(Status.NOTHING_NEW);
  }

  @Test
  void valuesThatDoNotFitBecomeNullAndAreCounted() throws Exception {
    Job contract =
        JOB.with(new SchemaContract(Mode.EVOLVE, Mode.DISCARD_VALUE, Mode.DISCARD_VALUE));
    table("k int, a int, b date", "(1, 7, '2026-01-01')");
    load(contract);
    sql(
        "ALTER TABLE t ALTER a TYPE text, ADD c text, ALTER b TYPE timestamp",
        "INSERT INTO t VALUES (2, '8', '2026-01-02', 'p'), (3, 'n/a', '2026-01-03 04:00', 'q'),"
            + " (4, '99999999999', null, null), (5, '012', '2026-01-05', null)");
    CommitRecord commit = load(contract);
    assertThat(commit.warnings())
        .containsExactly(
            "column a is text instead of int4 at the source; it goes on landing as int32, and values that do not fit become NULL (data_type=discard_value)",
            "column b is timestamp instead of date at the source; it goes on landing as date, and values that do not fit become NULL (data_type=discard_value)",
            "column c (string) is new and is left out (columns=discard_value)",
            "values of column a that did not fit its type and are NULL: 3 (data_type=discard_value); the first is of the row with k=3",
            "values of column b that did not fit its type and are NULL: 1 (data_type=discard_value); the first is of the row with k=3");
    assertThat(rows("*exclude(_load_id)"))
        .containsExactly(
            "1|7|2026-01-01", "2|8|2026-01-02", "3|null|null", "4|null|null", "5|null|2026-01-05");
    assertThat(commit.schema().version()).isEqualTo(1);
    assertThat(commit.discarded()).isZero();
    requireSound();
  }

  @Test
  void rowsThatDoNotFitAreLeftOutAndTheWatermarkMovesOn() throws Exception {
    Job contract = JOB.with(new SchemaContract(Mode.EVOLVE, Mode.DISCARD_ROW, Mode.DISCARD_ROW));
    table("k int, a int", "(1, 7)");
    load(contract);
    sql(
        "ALTER TABLE t ALTER a TYPE bigint, ADD c text",
        "INSERT INTO t VALUES (2, 8, null), (3, 3000000000, null), (4, 9, 'new'), (5, 3000000000, 'both')");
    CommitRecord commit = load(contract);
    assertThat(commit.warnings())
        .contains(
            "rows left out, as their values of column a did not fit its type: 2 (data_type=discard_row); the first is of the row with k=3",
            "rows left out, as they have a value in the new column c: 2 (columns=discard_row); the first is of the row with k=4");
    assertThat(rows("k, a")).containsExactly("1|7", "2|8");
    assertThat(commit.rows()).isEqualTo(1);
    assertThat(commit.discarded()).isEqualTo(3);
    assertThat(commit.sourceRows()).hasValue(4);
    assertThat(commit.watermark().orElseThrow().value()).isEqualTo("5");
    assertThat(run(contract).status()).isEqualTo(Status.NOTHING_NEW);
    sql("INSERT INTO t VALUES (6, 1, 'all')");
    assertThat(load(contract).rows()).isZero();
    requireSound();
  }

  @Test
  void aNewTableIsLetInOrNot() throws Exception {
    table("k int", "(1)");
    JobResult refused = run(JOB.with(SchemaContract.all(Mode.FREEZE)));
    assertThat(refused.status()).isEqualTo(Status.FAILED);
    assertThat(refused.reason())
        .isEqualTo(
            """
            sheet SourceConfig, row 7, column schema_contract: no load of t stands yet, and tables=freeze lets no new table in.
            To let it in, write tables=evolve, columns=freeze, data_type=freeze.""");
    JobResult skipped = run(JOB.with(SchemaContract.all(Mode.DISCARD_ROW)));
    assertThat(skipped.status()).isEqualTo(Status.SKIPPED);
    assertThat(skipped.reason()).contains("tables=discard_row lets no new table in");
    assertThat(planned(JOB.with(SchemaContract.all(Mode.DISCARD_ROW))))
        .containsExactly(skipped.reason());
    assertThat(log()).isEmpty();
    load(JOB);
    assertThat(run(JOB.with(SchemaContract.all(Mode.FREEZE))).status())
        .isEqualTo(Status.NOTHING_NEW);
  }

  @Test
  void tombstonesHaveTheColumnsOfTheTable() throws Exception {
    Job job = Runs.deleting(JOB, Deletes.USUAL);
    table("k int, a text", "(1, 'x'), (2, 'y'), (3, 'z')");
    load(job);
    sql(
        "DELETE FROM t WHERE k = 2",
        "ALTER TABLE t DROP a, ADD b int, ALTER k TYPE bigint",
        "INSERT INTO t VALUES (4000000000, 6)");
    load(job);
    assertThat(rows("k, a, b, _deleted"))
        .containsExactly(
            "1|x|null|false",
            "2|y|null|false",
            "2|null|null|true",
            "3|z|null|false",
            "4000000000|null|6|false");
    requireSound();
  }

  @Test
  void anUndoTakesTheColumnsBack() throws Exception {
    table("k int, a int", "(1, 7)");
    load(JOB);
    sql("ALTER TABLE t ALTER a TYPE text", "INSERT INTO t VALUES (2, 'x')");
    load(JOB);
    try (Storage storage = runs().storage()) {
      Upkeep upkeep = runs().destination(storage).upkeep(JOB);
      Undo plan = upkeep.planUndo(Optional.empty());
      assertThat(upkeep.undo(plan, "run", "test").schema().columns())
          .extracting(Column::name)
          .containsExactly("k", "a");
    }
    sql(
        "DELETE FROM t WHERE k = 2",
        "ALTER TABLE t ALTER a TYPE int USING a::int",
        "INSERT INTO t VALUES (3, 9)");
    assertThat(load(JOB).warnings()).isEmpty();
    assertThat(columns()).extracting(Column::name).containsExactly("k", "a");
    assertThat(versions()).containsExactly(1, 2, 3, 3);
    assertThat(rows("*exclude(_load_id)")).containsExactly("1|7", "3|9");
  }

  @Test
  void rowsLeftOutAreNotReadAgainByALookback() throws Exception {
    Job job =
        Runs.job("job", "t", Runs.cursor("k", Lookback.of("10", new BigDecimal(10))), List.of("k"))
            .with(new SchemaContract(Mode.EVOLVE, Mode.DISCARD_ROW, Mode.DISCARD_ROW));
    table("k int, a int", "(1, 7), (2, 8)");
    load(job);
    sql(
        "ALTER TABLE t ALTER a TYPE bigint",
        "INSERT INTO t VALUES (3, 3000000000), (4, 9)",
        "UPDATE t SET a = 4000000000 WHERE k = 2",
        "UPDATE t SET a = 11 WHERE k = 1");
    CommitRecord commit = load(job);
    assertThat(rows("k, a")).contains("1|7", "2|8", "4|9").doesNotContain("3|3000000000");
    assertThat(commit.discarded()).isPositive();
    assertThat(run(job).status()).isEqualTo(Status.NOTHING_NEW);
    requireSound();
  }

  private List<String> planned(Job job) {
    return runs().plan(job).changes();
  }

  private List<Integer> versions() {
    return log().stream().map(commit -> commit.schema().version()).toList();
  }

  private List<String> newestFile(String what) throws SQLException {
    return select(what, newest().added().get(0).path().substring("job/".length()));
  }

  private static Job full(WriteDisposition disposition) {
    return full(JOB, disposition);
  }

  /** The same job, which takes the whole table each day. */
  static Job snapshot(Job job) {
    return full(job, WriteDisposition.SNAPSHOT);
  }

  private static Job full(Job job, WriteDisposition disposition) {
    return new Job(
        job.id(),
        job.place(),
        job.sourceName(),
        job.sourceType(),
        LoadType.FULL,
        new dev.penstock.job.Extract(
            Optional.empty(),
            "t",
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            java.util.Map.of()),
        job.target().with(disposition),
        job.effort(),
        job.dependsOn(),
        "");
  }

  private static Job with(Job job, Naming naming) {
    Target target = job.target();
    return Runs.with(
        job,
        new Target(
            target.container(),
            target.folder(),
            target.disposition(),
            naming,
            target.primaryKey()));
  }
}
