package dev.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.destination.CommitRecord;
import dev.penstock.destination.LoadIds;
import dev.penstock.destination.lake.Lake;
import dev.penstock.destination.lake.LakeDestination;
import dev.penstock.engine.Connectors;
import dev.penstock.engine.Engine;
import dev.penstock.engine.EngineRooms;
import dev.penstock.engine.JobReport;
import dev.penstock.engine.JobResult;
import dev.penstock.engine.LocalSplitExecutor;
import dev.penstock.engine.RunRequest;
import dev.penstock.engine.SilentListener;
import dev.penstock.engine.SplitWorker;
import dev.penstock.engine.StopSignal;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.job.Cursor;
import dev.penstock.job.Effort;
import dev.penstock.job.Extract;
import dev.penstock.job.Job;
import dev.penstock.job.LoadType;
import dev.penstock.job.Naming;
import dev.penstock.job.Settings.SourceCount;
import dev.penstock.job.SourceSettings;
import dev.penstock.job.SourceType;
import dev.penstock.job.Target;
import dev.penstock.job.WriteDisposition;
import dev.penstock.source.Consistency;
import dev.penstock.source.jdbc.JdbcConnector;
import dev.penstock.source.jdbc.NoTokens;
import dev.penstock.source.jdbc.Reading;
import dev.penstock.storage.Containers;
import dev.penstock.storage.local.LocalStorage;
import dev.penstock.testing.DuckDb;
import dev.penstock.testing.EmbeddedPg;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A table of 4,000 rows in 20 slices, a first run that dies at 80 percent, and what came since. */
@Timeout(60)
final class ResumeOnPostgresTest {
  private static final int ROWS = 4_000;
  private static final int SPLITS = 20;
  private static final Instant NOW = Instant.parse("2026-11-21T03:00:00Z");
  private static final int NEVER = Integer.MAX_VALUE;

  @TempDir Path home;
  private final AtomicInteger done = new AtomicInteger();
  private int dieAfter = NEVER;
  private Runnable atDeath = () -> {};
  private int parallelism = 1;
  private int retries;
  private Optional<String> filter = Optional.empty();
  private Optional<Cursor> cursor = Optional.empty();
  private SourceCount count = SourceCount.AUTO;

  @BeforeEach
  void table() throws SQLException {
    EmbeddedPg.execute(
        "DROP TABLE IF EXISTS resumed",
        // About 40 rows fill a page, so that each slice has several; updates go to other pages.
        "CREATE TABLE resumed (id int PRIMARY KEY, grows int, text text)"
            + " WITH (autovacuum_enabled = off)",
        "INSERT INTO resumed SELECT i, i, repeat('x', 150) FROM generate_series(1, " + ROWS + ") i",
        "VACUUM (ANALYZE) resumed");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void readsOnlyWhatIsMissing(int lanes) throws Exception {
    parallelism = lanes;
    String then = digest();
    dieAt80Percent();

    JobReport report = run();

    requireResumed(report, Consistency.SNAPSHOT);
    assertThat(loaded()).isEqualTo(then);
    assertThat(DuckDb.rows("select count(distinct _load_id) from " + files())).containsExactly("1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rows that came since | INSERT INTO resumed SELECT i, i, 'new' FROM generate_series(9001, 9400) i",
        "rows read before that were changed | UPDATE resumed SET text = 'changed' WHERE id % 7 = 0 AND id < 3000",
        "rows read before that are gone | DELETE FROM resumed WHERE id < 1000",
        "rows read before that came anew | UPDATE resumed SET id = id + 50000 WHERE id < 100",
        "locks | SELECT count(*) FROM (SELECT id FROM resumed FOR UPDATE) AS l",
        "a vacuum | VACUUM FREEZE resumed"
      })
  void deliversTheMomentOfTheFirstRunInspiteOf(String what, String change) throws Exception {
    String then = digest();
    dieAt80Percent();
    EmbeddedPg.execute(change);

    JobReport report = run();

    requireResumed(report, Consistency.SNAPSHOT);
    assertThat(loaded()).as(what).isEqualTo(then);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "UPDATE resumed SET text = 'changed' WHERE id = 3990 | 1 row has been changed or deleted since in the part that was not read yet",
        "DELETE FROM resumed WHERE id > 3990 | 10 rows have been changed or deleted since in the part that was not read yet",
        // What was staged has other columns.
        "ALTER TABLE resumed ADD extra int | changed since: the table's columns",
        // As many rows as before, but not the same.
        "WITH gone AS (DELETE FROM resumed WHERE id > 3990 RETURNING 1) INSERT INTO resumed SELECT 8000 + i, 1, 'new' FROM generate_series(1, 10) i | 10 rows have been changed or deleted since in the part that was not read yet",
        "VACUUM FULL resumed | the table was written anew since, by TRUNCATE or VACUUM FULL or the like, or another server answers",
        "BEGIN; CREATE TABLE other AS TABLE resumed; TRUNCATE resumed; INSERT INTO resumed TABLE other; DROP TABLE other; COMMIT | the table was written anew since, by TRUNCATE or VACUUM FULL or the like, or another server answers"
      })
  void readsAllAgainWhereItCannotTell(String change, String reason) throws Exception {
    dieAt80Percent();
    EmbeddedPg.execute(change);
    String now = digest();

    JobReport report = run();

    assertThat(report.result().warnings().get(0)).endsWith(": " + reason);
    assertThat(report.rowsRead()).isEqualTo(commit(report).rows());
    assertThat(loaded()).isEqualTo(now);
  }

  @Test
  void doesNotTakeWhatASubtransactionWroteMeanwhileForSomethingOld() throws Exception {
    try (Connection writer = EmbeddedPg.connect();
        Statement statement = writer.createStatement()) {
      writer.setAutoCommit(false);
      // The outer transaction has its number before the first run begins, and so has the inner one.
      statement.execute("DELETE FROM resumed WHERE id = 3991");
      statement.execute("SAVEPOINT inner_one");
      statement.execute("INSERT INTO resumed VALUES (3991, 3991, 'other')");
      statement.execute("RELEASE inner_one");
      dieAt80Percent();
      writer.commit();
    }
    String now = digest();

    JobReport report = run();

    assertThat(report.result().warnings().get(0)).startsWith("not resumed");
    assertThat(loaded()).isEqualTo(now);
  }

  @Test
  void aFilterMayLookAtOtherThingsSoThatNoSingleMomentIsClaimed() throws Exception {
    filter = Optional.of("id % 2 = 0");
    dieAt80Percent();

    requireResumed(run(), Consistency.PER_SPLIT);
    assertThat(DuckDb.rows("select count(*), sum(id) from " + files()))
        .containsExactly(ROWS / 2 + "|" + (ROWS / 2L) * (ROWS / 2L + 1));
  }

  @Test
  void aFirstIncrementalLoadKeepsItsWindowAndTheNextOneReadsOn() throws Exception {
    cursor = Optional.of(new Cursor("grows", Optional.empty()));
    // By a key its rows would be known, and a load that remembers rows is not taken up.
    EmbeddedPg.execute("ALTER TABLE resumed DROP CONSTRAINT resumed_pkey");
    dieAt80Percent();
    EmbeddedPg.execute(
        "INSERT INTO resumed SELECT i, i, 'new' FROM generate_series(9001, 9400) i",
        "UPDATE resumed SET grows = 9500 WHERE id = 17");

    requireResumed(run(), Consistency.SNAPSHOT);
    JobReport next = run();

    assertThat(next.rowsRead()).isEqualTo(401);
    assertThat(DuckDb.rows("select count(*), count(distinct id), max(grows) from " + files()))
        .containsExactly("4401|4400|9500");
  }

  @Test
  void aFirstLoadThatRemembersItsRowsBeginsAgain() throws Exception {
    cursor = Optional.of(new Cursor("grows", Optional.empty()));
    dieAt80Percent();

    JobReport again = run();

    assertThat(again.rowsRead()).isEqualTo(4000);
    assertThat(DuckDb.rows("select count(*), count(distinct id) from " + files()))
        .containsExactly("4000|4000");
  }

  @Test
  void aConnectionLostAtNinetyPercentCostsTheRestAlone() throws Exception {
    retries = 1;
    dieAfter = SPLITS * 9 / 10;
    atDeath =
        () -> {
          try {
            EmbeddedPg.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    + " WHERE application_name = 'penstock/resumed'");
          } catch (SQLException e) {
            throw new IllegalStateException(e);
          }
        };

    JobReport report = run();

    assertThat(report.result()).isInstanceOf(JobResult.Loaded.class);
    assertThat(report.attempts()).isEqualTo(2);
    assertThat(report.work().resumedSplits()).isEqualTo(18);
    assertThat(report.rowsRead()).isBetween((long) ROWS, ROWS * 11 / 10L);
    assertThat(loaded()).isEqualTo(digest());
  }

  @Test
  void notCountedIsNotProven() throws Exception {
    count = SourceCount.NEVER;
    dieAt80Percent();

    assertThat(run().result().warnings())
        .anySatisfy(
            warning ->
                assertThat(warning)
                    .endsWith(
                        "the rows were not counted, so that nothing shows whether some have changed since"));
  }

  private void dieAt80Percent() {
    dieAfter = SPLITS * parallelism * 4 / 5;
    JobReport died = run();
    assertThat(died.result()).isInstanceOf(JobResult.Failed.class);
    dieAfter = NEVER;
    done.set(0);
  }

  private void requireResumed(JobReport report, Consistency consistency) {
    CommitRecord commit = commit(report);
    assertThat(commit.warnings())
        .hasSize(1)
        .first()
        .asString()
        .matches("resumed: \\d+ of %d splits .*".formatted(SPLITS * parallelism));
    assertThat(report.work().splits() + report.work().resumedSplits())
        .isEqualTo(SPLITS * parallelism);
    assertThat(report.rowsRead()).isLessThanOrEqualTo(commit.rows() * 3 / 10);
    assertThat(commit.rows()).isEqualTo(report.rowsRead() + report.work().resumedRows());
    assertThat(commit.consistency()).isEqualTo(consistency);
    assertThat(commit.sourceRows()).hasValue(commit.rows());
  }

  private static CommitRecord commit(JobReport report) {
    assertThat(report.result()).as(report.result().reason()).isInstanceOf(JobResult.Loaded.class);
    return ((JobResult.Loaded) report.result()).commit();
  }

  private String files() {
    return DuckDb.table(home.resolve("data/resumed"));
  }

  private static final String DIGEST =
      "select count(*), count(distinct id), sum(id), sum(grows), sum(length(text)),"
          + " count(*) filter (where text like 'x%') from ";

  private String loaded() throws SQLException {
    return DuckDb.rows(DIGEST + files()).get(0);
  }

  private static String digest() throws SQLException {
    try (Connection connection = EmbeddedPg.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(DIGEST + "resumed")) {
      row.next();
      StringBuilder text = new StringBuilder(row.getString(1));
      for (int i = 2; i <= row.getMetaData().getColumnCount(); i++) {
        text.append('|').append(row.getString(i));
      }
      return text.toString();
    }
  }

  private JobReport run() {
    Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    try (RootAllocator allocator = new RootAllocator();
        JdbcConnector jdbc =
            new JdbcConnector(
                Map.of("db", settings()),
                key -> Optional.empty(),
                new Reading(count, 8_192),
                1,
                new NoTokens());
        LakeDestination lake =
            new LakeDestination(
                Containers.folders(new LocalStorage(home.resolve("data"))), Lake.OPTIONS, clock)) {
      EngineRooms rooms =
          new EngineRooms(
              new Connectors(Map.of(SourceType.POSTGRESQL, jdbc)),
              lake,
              entry -> {},
              (lanes, worker) -> new LocalSplitExecutor(lanes, dying(worker)),
              allocator,
              new LoadIds(Clock.systemUTC()),
              clock);
      return new Engine(rooms, new SilentListener(), new StopSignal())
          .run(new RunRequest(List.of(job()), List.of(), 1, RunRequest.Refresh.FROM_WATERMARK))
          .jobs()
          .get(0);
    }
  }

  /** So many splits come through; those after them die, or what is done then makes them die. */
  private SplitWorker dying(SplitWorker worker) {
    return task -> {
      int before = done.getAndIncrement();
      if (before == dieAfter) {
        atDeath.run();
      }
      if (before >= dieAfter && retries == 0) {
        throw new IngestException(ErrorCode.VALUE, "the run dies");
      }
      return worker.run(task);
    };
  }

  private Job job() {
    return new Job(
        "resumed",
        "sheet SourceConfig, row 2",
        "db",
        SourceType.POSTGRESQL,
        cursor.isPresent() ? LoadType.INCREMENTAL : LoadType.FULL,
        new Extract(
            Optional.empty(), "resumed", Optional.empty(), List.of(), filter, cursor, Map.of()),
        new Target(
            Optional.empty(),
            Optional.empty(),
            cursor.isPresent() ? WriteDisposition.APPEND : WriteDisposition.SNAPSHOT,
            Naming.SNAKE_CASE,
            List.of()),
        new Effort(100, parallelism, retries, Duration.ofSeconds(30)),
        List.of(),
        "");
  }

  private static SourceSettings settings() {
    return new SourceSettings("db", Optional.of(SourceType.POSTGRESQL), EmbeddedPg.settings());
  }
}
