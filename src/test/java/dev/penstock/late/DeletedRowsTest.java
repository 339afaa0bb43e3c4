package dev.penstock.late;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.audit.Status;
import dev.penstock.destination.CommitRecord;
import dev.penstock.destination.Inspection.Depth;
import dev.penstock.engine.JobResult;
import dev.penstock.engine.Planner.DeletesPlan;
import dev.penstock.engine.RunRequest.Refresh;
import dev.penstock.job.Deletes;
import dev.penstock.job.Job;
import dev.penstock.job.Lookback;
import dev.penstock.storage.FaultyStorage;
import dev.penstock.storage.FaultyStorage.Fault;
import dev.penstock.storage.Storage;
import dev.penstock.testing.DuckDb;
import dev.penstock.testing.EmbeddedPg;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that are deleted in a PostgreSQL, run by run. */
final class DeletedRowsTest {
  private static final Job PLAIN = Runs.job("job", "t", Runs.cursor("at"), List.of("k"));
  private static final Job JOB = Runs.deleting(PLAIN, Deletes.USUAL);

  /**
   * How people read what stands: the newest row of each key, unless it says that the row is gone.
   */
  private static final String STANDING =
      "select k, v from (select *, row_number() over (partition by k order by _load_id desc,"
          + " coalesce(_deleted, false)) as newest from %s) where newest = 1 and not"
          + " coalesce(_deleted, false) order by k";

  @TempDir private Path root;
  private Runs runs;

  @BeforeEach
  void start() throws SQLException {
    EmbeddedPg.execute(
        "DROP SCHEMA public CASCADE",
        "CREATE SCHEMA public",
        "CREATE TABLE t (k int NOT NULL, at int NOT NULL, v text)");
    runs = new Runs(root, EmbeddedPg.USER);
  }

  @AfterEach
  void end() {
    runs.close();
  }

  @Test
  void aRowThatIsGoneGetsATombstoneOnce() throws Exception {
    sql("INSERT INTO t VALUES (1, 1, 'a'), (2, 2, 'b'), (3, 3, 'c')");
    assertThat(run(JOB).warnings()).isEmpty();
    sql("DELETE FROM t WHERE k = 2");
    assertThat(run(JOB).warnings())
        .containsExactly(
            "1 row is gone at the source; as many rows with _deleted = true were added");
    assertThat(rows("select k, \"at\", v, _deleted from %s order by _load_id, k"))
        .containsExactly("1|1|a|false", "2|2|b|false", "3|3|c|false", "2|null|null|true");
    assertThat(standing()).containsExactly("1|a", "3|c");
    assertThat(run(JOB).status()).isEqualTo(Status.NOTHING_NEW);
    CommitRecord last = last();
    assertThat(last.format()).isEqualTo(4);
    assertThat(last.deletes()).isEqualTo(1);
    assertThat(last.rows()).isEqualTo(1);
    assertThat(last.sourceRows()).hasValue(0);
    assertThat(last.watermark()).hasValueSatisfying(w -> assertThat(w.value()).isEqualTo("3"));
    requireSound();
  }

  @Test
  void newRowsAndTombstonesAreOneLoad() throws Exception {
    sql("INSERT INTO t VALUES (1, 1, 'a'), (2, 2, 'b')");
    run(JOB);
    sql("DELETE FROM t WHERE k = 1", "INSERT INTO t VALUES (2, 3, 'B'), (4, 4, 'd')");
    run(JOB);
    assertThat(standing()).containsExactly("2|B", "4|d");
    CommitRecord last = last();
    assertThat(last.rows()).isEqualTo(3);
    assertThat(last.deletes()).isEqualTo(1);
    assertThat(last.sourceRows()).hasValue(2);
    requireSound();
  }

  @Test
  void aKeyThatComesBackPastTheWatermarkStandsAgain() throws Exception {
    sql("INSERT INTO t VALUES (1, 1, 'a'), (2, 2, 'b')");
    run(JOB);
    sql("DELETE FROM t WHERE k = 1");
    run(JOB);
    sql("INSERT INTO t VALUES (1, 5, 'again')");
    assertThat(run(JOB).warnings()).isEmpty();
    assertThat(standing()).containsExactly("1|again", "2|b");
    sql("DELETE FROM t WHERE k = 1");
    run(JOB);
    assertThat(standing()).containsExactly("2|b");
  }

  @Test
  void aKeyThatComesBackBelowTheWatermarkIsReported() throws Exception {
    sql("INSERT INTO t VALUES (1, 1, 'a'), (2, 2, 'b')");
    run(JOB);
    sql("DELETE FROM t WHERE k = 1");
    run(JOB);
    sql("INSERT INTO t VALUES (1, 1, 'a')");
    assertThat(run(JOB).warnings())
        .containsExactly(
            "1 row is at the source again under a key whose row was said to be gone, but at or below the watermark, where no load reads it; give such rows a new at, widen lookback, or run --full-refresh --job job");
  }

  @Test
  void withALookbackARestoredRowIsDeliveredAgainThoughItIsAsItWas() throws Exception {
    Job looking =
        Runs.deleting(
            Runs.job(
                "job", "t", Runs.cursor("at", Lookback.of("10", BigDecimal.TEN)), List.of("k")),
            Deletes.USUAL);
    sql("INSERT INTO t VALUES (1, 1, 'a'), (2, 2, 'b')");
    run(looking);
    sql("DELETE FROM t WHERE k = 1");
    run(looking);
    assertThat(standing()).containsExactly("2|b");
    sql("INSERT INTO t VALUES (1, 1, 'a')");
    assertThat(run(looking).warnings())
        .containsExactly("1 row had come late, at or below the watermark 2, and was delivered");
    assertThat(standing()).containsExactly("1|a", "2|b");
    assertThat(run(looking).status()).isEqualTo(Status.NOTHING_NEW);
  }

  @Test
  void moreThanTheLimitFailsTheJobAndNothingIsCommitted() throws Exception {
    sql("INSERT INTO t SELECT i, i, 'v' FROM generate_series(1, 202) i");
    run(JOB);
    sql("DELETE FROM t WHERE k > 101", "DELETE FROM t WHERE k = 1");
    JobResult refused = run(JOB);
    assertThat(refused.status()).isEqualTo(Status.FAILED);
    assertThat(refused.reason())
        .isEqualTo(
            "sheet SourceConfig, row 7, column detect_deletes: 102 of the 202 rows that the lake has of t are not at the source, more than 50%. Nothing was committed.\nSee whether the job's user still sees every row and whether query_filter changed. Where so many rows are gone indeed, write a higher percentage or all for one run, or load the table anew with run --full-refresh --job job.");
    assertThat(runs.log(JOB)).hasSize(1);
    assertThat(run(Runs.deleting(PLAIN, new Deletes(51))).status()).isEqualTo(Status.SUCCESS);
    assertThat(last().deletes()).isEqualTo(102);
  }

  @Test
  void aSmallTableMayBeEmptied() throws Exception {
    sql("INSERT INTO t VALUES (1, 1, 'a'), (2, 2, 'b')");
    run(JOB);
    sql("DELETE FROM t");
    assertThat(run(JOB).status()).isEqualTo(Status.SUCCESS);
    assertThat(standing()).isEmpty();
  }

  @Test
  void aRowThatLeavesTheFilterIsGoneForTheJob() throws Exception {
    Job filtered = Runs.filtered(JOB, "v <> 'closed'");
    sql("INSERT INTO t VALUES (1, 1, 'a'), (2, 2, 'b')");
    run(filtered);
    sql("UPDATE t SET v = 'closed' WHERE k = 2");
    run(filtered);
    assertThat(standing()).containsExactly("1|a");
  }

  @Test
  void loadsFromBeforeItWasSwitchedOnAreComparedToo() throws Exception {
    sql("INSERT INTO t VALUES (1, 1, 'a'), (2, 2, 'b')");
    run(PLAIN);
    sql("DELETE FROM t WHERE k = 2", "INSERT INTO t VALUES (3, 3, 'c')");
    run(JOB);
    assertThat(standing()).containsExactly("1|a", "3|c");
  }

  @Test
  void aKeyColumnThatBecameWiderIsComparedByValue() throws Exception {
    sql("INSERT INTO t VALUES (1, 1, 'a'), (2, 2, 'b')");
    run(JOB);
    sql("ALTER TABLE t ALTER k TYPE bigint", "DELETE FROM t WHERE k = 2");
    run(JOB);
    assertThat(last().deletes()).isEqualTo(1);
    assertThat(standing()).containsExactly("1|a");
  }

  @Test
  void aKeyColumnOfAnotherKindStopsTheJobWithWords() throws Exception {
    sql("INSERT INTO t VALUES (1, 1, 'a'), (2, 2, 'b')");
    run(JOB);
    sql("ALTER TABLE t ALTER k TYPE text", "DELETE FROM t WHERE k = '2'");
    JobResult refused = run(JOB);
    assertThat(refused.status()).isEqualTo(Status.FAILED);
    assertThat(refused.reason())
        .startsWith(
            "sheet SourceConfig, row 7, column detect_deletes: the keys of an earlier load cannot be compared. ")
        .endsWith(
            "its column k is of the type optional int32 k, and not string as the source has it now.\nLoad the table anew with run --full-refresh --job job, or empty detect_deletes.");
  }

  @Test
  void aColumnOfListsIsComparedAsAnyOtherAndEmptyInTombstones() throws Exception {
    Job looking =
        Runs.deleting(
            Runs.job(
                "job", "t", Runs.cursor("at", Lookback.of("10", BigDecimal.TEN)), List.of("k")),
            Deletes.USUAL);
    sql(
        "ALTER TABLE t ADD tags text[]",
        "INSERT INTO t VALUES (1, 1, 'a', '{x,NULL}'), (2, 2, 'b', '{}'), (3, 3, 'c', NULL)");
    run(looking);
    assertThat(run(looking).status()).isEqualTo(Status.NOTHING_NEW);
    sql("UPDATE t SET tags = '{x}' WHERE k = 1", "DELETE FROM t WHERE k = 2");
    run(looking);
    assertThat(rows("select k, tags, _deleted from %s order by k, _load_id, _deleted"))
        .containsExactly(
            "1|[x, NULL]|false", "1|[x]|false", "2|[]|false", "2|null|true", "3|null|false");
  }

  @Test
  void aKeyOfListsIsRefused() throws Exception {
    sql("ALTER TABLE t ADD tags int[]", "INSERT INTO t VALUES (1, 1, 'a', '{1}')");
    Job job =
        Runs.deleting(Runs.job("job", "t", Runs.cursor("at"), List.of("tags")), Deletes.USUAL);
    run(job);
    assertThat(run(job).reason())
        .endsWith(
            "column detect_deletes: the column tags of primary_key is a list(integer), and lists in the lake are not compared.\nSet column_types to tags=json and load with --full-refresh, or leave detect_deletes empty.");
  }

  @Test
  void aFullRefreshNeedsNoTombstones() throws Exception {
    sql("INSERT INTO t VALUES (1, 1, 'a'), (2, 2, 'b')");
    run(JOB);
    sql("DELETE FROM t WHERE k = 2");
    run(JOB);
    try (Storage storage = runs.storage()) {
      runs.run(storage, Refresh.EVERYTHING, JOB);
    }
    assertThat(rows("select k, v, _deleted from %s")).containsExactly("1|a|false");
    assertThat(run(JOB).status()).isEqualTo(Status.NOTHING_NEW);
  }

  @Test
  void anUndoTakesTheTombstonesBackAndTheNextRunWritesThemAgain() throws Exception {
    sql("INSERT INTO t VALUES (1, 1, 'a'), (2, 2, 'b')");
    run(JOB);
    sql("DELETE FROM t WHERE k = 2");
    run(JOB);
    try (Storage storage = runs.storage();
        var destination = runs.destination(storage)) {
      var upkeep = destination.upkeep(JOB);
      upkeep.undo(upkeep.planUndo(Optional.empty()), "run", "a mistake");
    }
    assertThat(standing()).containsExactly("1|a", "2|b");
    assertThat(run(JOB).status()).isEqualTo(Status.SUCCESS);
    assertThat(standing()).containsExactly("1|a");
  }

  @Test
  void thePlanSaysWhatItCosts() throws Exception {
    sql("INSERT INTO t VALUES (1, 1, 'a'), (2, 2, 'b')");
    assertThat(runs.plan(JOB).deletes())
        .contains(new DeletesPlan("SELECT \"k\" FROM \"public\".\"t\"", 0, 0, 0));
    run(JOB);
    CommitRecord first = last();
    assertThat(runs.plan(JOB).deletes())
        .contains(new DeletesPlan("SELECT \"k\" FROM \"public\".\"t\"", 1, 2, first.bytes()));
    assertThat(runs.plan(PLAIN).deletes()).isEmpty();
  }

  /** The process dies at each call to the store in turn; the run after it makes it good. */
  @Test
  void aDeathAtAnyCallLosesNoTombstoneAndDoublesNone() throws Exception {
    int trials = 0;
    while (strikes(trials + 1)) {
      trials++;
    }
    assertThat(trials).isGreaterThan(20);
    String table =
        ("(select *, regexp_extract(filename, 'death-[0-9]+') as job from"
                + " read_parquet('%s/death-*/t/**/*.parquet', filename = true))")
            .formatted(root);
    String standing =
        STANDING
            .formatted(table)
            .replace("partition by k", "partition by job, k")
            .replace("select k, v", "select job, k, v");
    assertThat(
            DuckDb.rows(
                "select rows, count(*) from (select job, string_agg(k || v, ' ' order by k) as rows"
                    + " from (%s) group by job) group by rows".formatted(standing)))
        .containsExactly("1a 3c 4d|" + (trials + 1));
    assertThat(
            DuckDb.rows(
                "select k, count(*), count(distinct job) from %s where _deleted group by k"
                    .formatted(table)))
        .containsExactly("2|%d|%d".formatted(trials + 1, trials + 1));
  }

  private boolean strikes(int at) throws Exception {
    Job job =
        Runs.deleting(Runs.job("death-" + at, "t", Runs.cursor("at"), List.of("k")), Deletes.USUAL);
    sql("TRUNCATE t", "INSERT INTO t VALUES (1, 1, 'a'), (2, 2, 'b'), (3, 3, 'c')");
    run(job);
    sql("DELETE FROM t WHERE k = 2", "INSERT INTO t VALUES (4, 4, 'd')");
    int fired = runWith(Fault.HALT_AFTER, at, job);
    run(job);
    return fired == 1;
  }

  private int runWith(Fault fault, int at, Job job) {
    try (Storage storage = runs.storage()) {
      FaultyStorage faulty = new FaultyStorage(storage, fault, at);
      try {
        runs.run(faulty, Refresh.FROM_WATERMARK, job);
      } catch (FaultyStorage.Halt e) {
        // What came of it is looked at by the caller.
      } finally {
        faulty.endProcess();
      }
      return faulty.fired();
    }
  }

  private static void sql(String... statements) throws SQLException {
    EmbeddedPg.execute(statements);
  }

  private JobResult run(Job job) {
    return runs.run(job).jobs().get(0).result();
  }

  private CommitRecord last() {
    List<CommitRecord> log = runs.log(JOB);
    return log.get(log.size() - 1);
  }

  private void requireSound() {
    try (Storage storage = runs.storage();
        var destination = runs.destination(storage)) {
      assertThat(destination.upkeep(JOB).verify(Depth.CONTENT).damage()).isEmpty();
    }
  }

  private List<String> standing() throws SQLException {
    return rows(STANDING);
  }

  private List<String> rows(String query) throws SQLException {
    String table = DuckDb.table(root.resolve("job/t")).replace("')", "', union_by_name = true)");
    return DuckDb.rows(query.formatted(table));
  }
}
