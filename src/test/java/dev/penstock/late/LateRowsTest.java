package dev.penstock.late;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.audit.Status;
import dev.penstock.destination.CommitRecord;
import dev.penstock.destination.Session;
import dev.penstock.engine.JobResult;
import dev.penstock.engine.RunReport;
import dev.penstock.engine.RunRequest.Refresh;
import dev.penstock.job.Cursor;
import dev.penstock.job.Job;
import dev.penstock.job.Lookback;
import dev.penstock.storage.Storage;
import dev.penstock.testing.DuckDb;
import dev.penstock.testing.EmbeddedPg;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows of a PostgreSQL that come late, run by run. */
final class LateRowsTest {
  private static final Job BY_ID = Runs.job("job", "t", Runs.cursor("id"), List.of());
  private static final Job BY_TIME = Runs.job("job", "t", Runs.cursor("at"), List.of());

  @TempDir private Path root;
  private Runs runs;
  private Connection other;
  private Statement late;

  @BeforeEach
  void start() throws SQLException {
    EmbeddedPg.execute(
        "DROP SCHEMA public CASCADE",
        "CREATE SCHEMA public",
        "GRANT USAGE ON SCHEMA public TO public",
        "CREATE TABLE t (id bigserial PRIMARY KEY, at timestamptz NOT NULL DEFAULT now(), v text)");
    runs = new Runs(root, EmbeddedPg.USER);
    other = EmbeddedPg.connect();
    other.setAutoCommit(false);
    late = other.createStatement();
  }

  @AfterEach
  void end() throws SQLException {
    other.close();
    runs.close();
  }

  @Test
  void aRowCommittedAfterLaterOnesIsFound() throws Exception {
    insert("a");
    run(BY_ID);
    late.execute("INSERT INTO t (v) VALUES ('late')");
    insert("b");
    run(BY_ID);
    assertThat(values()).containsExactly("a", "b");
    other.commit();
    assertThat(run(BY_ID).warnings())
        .containsExactly("1 row had come late, at or below the watermark 3, and was delivered");
    assertThat(values()).containsExactly("a", "b", "late");
    assertThat(run(BY_ID).status()).isEqualTo(Status.NOTHING_NEW);
    CommitRecord last = last();
    assertThat(last.rows()).isEqualTo(1);
    assertThat(last.sourceRows()).hasValue(1);
    assertThat(last.watermark()).hasValueSatisfying(w -> assertThat(w.value()).isEqualTo("3"));
    assertThat(last.remembered()).hasValueSatisfying(r -> assertThat(r.late()).isEqualTo(1));
  }

  @Test
  void aTransactionThatHadWrittenNothingYetIsKnownAsWell() throws Exception {
    insert("a");
    late.execute("SELECT now()");
    run(BY_TIME);
    insert("b");
    run(BY_TIME);
    // It writes only now, with the time at which it began.
    late.execute("INSERT INTO t (v) VALUES ('late')");
    other.commit();
    insert("c");
    run(BY_TIME);
    assertThat(values()).containsExactly("a", "b", "c", "late");
  }

  @Test
  void aChangeThatLeavesTheCursorIsNotDeliveredByItself() throws Exception {
    insert("a");
    late.execute("SELECT 1");
    run(BY_ID);
    EmbeddedPg.execute("UPDATE t SET v = 'changed'");
    insert("b");
    run(BY_ID);
    assertThat(values()).containsExactly("a", "b");
  }

  @Test
  void aLateChangeOfTheCursorIsDelivered() throws Exception {
    insert("a");
    late.execute("SELECT 1");
    run(BY_TIME);
    insert("b");
    run(BY_TIME);
    late.execute("UPDATE t SET v = 'changed', at = now() WHERE v = 'a'");
    other.commit();
    run(BY_TIME);
    assertThat(values()).containsExactly("a", "b", "changed");
  }

  @Test
  void aTransactionOpenAcrossSeveralLoadsIsFound() throws Exception {
    insert("a");
    run(BY_ID);
    late.execute("INSERT INTO t (v) VALUES ('late')");
    insert("b");
    run(BY_ID);
    insert("c");
    assertThat(run(BY_ID).status()).isEqualTo(Status.SUCCESS);
    other.commit();
    run(BY_ID);
    assertThat(values()).containsExactly("a", "b", "c", "late");
  }

  @Test
  void aLookbackOfNothingFindsRowsWithTheSameValue() throws Exception {
    EmbeddedPg.execute(
        "CREATE TABLE d (day date, v text)", "INSERT INTO d VALUES ('2026-01-02', 'a')");
    Job job = Runs.job("job", "d", lookback("day", "0"), List.of());
    run(job);
    EmbeddedPg.execute(
        "INSERT INTO d VALUES ('2026-01-02', 'a'), ('2026-01-02', 'b'), ('2026-01-01', 'no')");
    run(job);
    assertThat(values()).containsExactly("a", "a", "b");
    assertThat(run(job).status()).isEqualTo(Status.NOTHING_NEW);
  }

  @Test
  void aLookbackDeliversWhatChangedWithinIt() throws Exception {
    Job job = Runs.job("job", "t", lookback("id", "2"), List.of("id"));
    insert("a", "b", "c", "d");
    run(job);
    EmbeddedPg.execute("UPDATE t SET v = v || '2' WHERE v IN ('a', 'c')");
    run(job);
    assertThat(values()).containsExactly("a", "b", "c", "c2", "d");
    assertThat(last().sourceRows()).hasValue(1);
  }

  @Test
  void aLookbackThatIsSwitchedOnTakesWhatIsThereAsDelivered() throws Exception {
    Job plain = Runs.job("job", "t", lookback("id", "0"), List.of("id"));
    Job job = Runs.job("job", "t", lookback("id", "100"), List.of("id"));
    EmbeddedPg.execute("INSERT INTO t (id, v) VALUES (10, 'a'), (20, 'b')");
    run(plain);
    EmbeddedPg.execute("INSERT INTO t (id, v) VALUES (11, 'too late')");
    JobResult first = run(job);
    assertThat(first.status()).isEqualTo(Status.SUCCESS);
    assertThat(first.warnings())
        .singleElement()
        .asString()
        .startsWith("2 rows at or below the watermark 20 were taken as delivered");
    EmbeddedPg.execute("INSERT INTO t (id, v) VALUES (12, 'late')");
    run(job);
    assertThat(values()).containsExactly("a", "b", "late");
  }

  @Test
  void rowsBeforeTheBeginningOfTheJobAreNotItsOwn() throws Exception {
    Job job =
        Runs.job(
            "job",
            "t",
            new Cursor(
                "id", Optional.of("5"), Optional.of(Lookback.of("100", BigDecimal.valueOf(100)))),
            List.of("id"));
    EmbeddedPg.execute("INSERT INTO t (id, v) VALUES (4, 'before'), (8, 'a')");
    run(job);
    EmbeddedPg.execute("INSERT INTO t (id, v) VALUES (3, 'before'), (7, 'late')");
    run(job);
    assertThat(values()).containsExactly("a", "late");
  }

  @Test
  void aFullRefreshRemembersAnew() throws Exception {
    insert("a", "b");
    run(BY_ID);
    EmbeddedPg.execute("UPDATE t SET v = 'new' WHERE v = 'a'");
    try (Storage storage = runs.storage()) {
      runs.run(storage, Refresh.EVERYTHING, BY_ID);
    }
    assertThat(run(BY_ID).status()).isEqualTo(Status.NOTHING_NEW);
    assertThat(values()).containsExactly("b", "new");
  }

  @Test
  void anUndoLetsLateRowsBeFoundOnceMore() throws Exception {
    Job job = Runs.job("job", "t", lookback("id", "100"), List.of("id"));
    EmbeddedPg.execute("INSERT INTO t (id, v) VALUES (10, 'a')");
    run(job);
    EmbeddedPg.execute("INSERT INTO t (id, v) VALUES (9, 'late')");
    run(job);
    try (Storage storage = runs.storage()) {
      var upkeep = runs.destination(storage).upkeep(job);
      upkeep.undo(upkeep.planUndo(Optional.empty()), "run", "a test");
    }
    assertThat(values()).containsExactly("a");
    run(job);
    assertThat(values()).containsExactly("a", "late");
  }

  @Test
  void aWatermarkSetBackDeliversWhatIsPastItAndNothingBelow() throws Exception {
    Job job = Runs.job("job", "t", lookback("id", "100"), List.of("id"));
    insert("a", "b", "c");
    run(job);
    try (Storage storage = runs.storage();
        Session session = runs.destination(storage).acquire(job)) {
      session.amend(
          last().watermark().map(w -> new dev.penstock.source.Watermark(w.column(), w.type(), "2")),
          "run",
          "c was wrong");
    }
    run(job);
    assertThat(values()).containsExactly("a", "b", "c", "c");
  }

  @Test
  void thePlanSaysWhichRuleApplies() throws Exception {
    insert("a");
    assertThat(words(BY_ID))
        .isEqualTo("of transactions that were open at the loads before (PostgreSQL)");
    assertThat(words(Runs.job("job", "t", lookback("at", "2h"), List.of())))
        .isEqualTo("re-reads 2h below the watermark (lookback)");
    EmbeddedPg.execute(
        "CREATE TABLE keyless (id bigint)", "CREATE TABLE texts (id text PRIMARY KEY)");
    assertThat(words(Runs.job("job", "keyless", Runs.cursor("id"), List.of())))
        .isEqualTo(
            "not looked for, because neither the workbook nor the source names a primary_key");
    assertThat(words(Runs.job("job", "keyless", Runs.cursor("id"), List.of("id"))))
        .isEqualTo("of transactions that were open at the loads before (PostgreSQL)");
    assertThat(words(Runs.job("job", "texts", Runs.cursor("id"), List.of())))
        .isEqualTo("not looked for, because texts do not grow with time");
  }

  @Test
  void aRoleWithoutRightsSeesWhichTransactionsAreOpen() throws Exception {
    EmbeddedPg.execute(
        "DO $$ BEGIN CREATE ROLE plain LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$",
        "GRANT SELECT ON t TO plain");
    runs.close();
    runs = new Runs(root, "plain");
    insert("a");
    run(BY_ID);
    late.execute("INSERT INTO t (v) VALUES ('late')");
    insert("b");
    run(BY_ID);
    other.commit();
    run(BY_ID);
    assertThat(values()).containsExactly("a", "b", "late");
  }

  @Test
  void aLookbackThatDoesNotFitItsColumnIsRefused() {
    assertThat(run(Runs.job("job", "t", lookback("id", "2h"), List.of())).reason())
        .isEqualTo(
            "sheet SourceConfig, row 7, column lookback: '2h' is a time, but watermark_column id holds numbers.\nWrite a number such as 1000: how far below the watermark values are read again.");
    assertThat(run(Runs.job("job", "t", lookback("at", "5"), List.of())).reason())
        .isEqualTo(
            "sheet SourceConfig, row 7, column lookback: '5' is a number, but watermark_column at holds dates or timestamps.\nWrite a time such as 30m, 2h or 1d.");
    assertThat(run(Runs.job("job", "t", lookback("v", "5"), List.of())).reason())
        .isEqualTo(
            "sheet SourceConfig, row 7, column lookback: '5', but watermark_column v holds texts, from which nothing can be subtracted.\nEmpty the cell, or name a watermark_column of numbers, dates or timestamps.");
  }

  private static Cursor lookback(String column, String text) {
    return Runs.cursor(
        column,
        text.endsWith("h")
            ? Lookback.of(text, Duration.ofHours(Long.parseLong(text.replace("h", ""))))
            : Lookback.of(text, new BigDecimal(text)));
  }

  private String words(Job job) {
    return runs.plan(job).survey().orElseThrow().late().words();
  }

  private void insert(String... values) throws SQLException {
    for (String value : values) {
      EmbeddedPg.execute("INSERT INTO t (v) VALUES ('" + value + "')");
    }
  }

  private JobResult run(Job job) {
    RunReport report = runs.run(job);
    return report.jobs().get(0).result();
  }

  private CommitRecord last() {
    List<CommitRecord> log = runs.log(BY_ID);
    return log.get(log.size() - 1);
  }

  private List<String> values() throws SQLException {
    return DuckDb.rows(
        "SELECT v FROM read_parquet('%s/job/[!_]*/**/*.parquet') ORDER BY v".formatted(root));
  }
}
