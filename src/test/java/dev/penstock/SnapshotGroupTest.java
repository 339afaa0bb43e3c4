package dev.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.audit.AuditEntry;
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
import dev.penstock.failure.RetryPolicy;
import dev.penstock.job.BlackoutAction;
import dev.penstock.job.Cursor;
import dev.penstock.job.Effort;
import dev.penstock.job.Extract;
import dev.penstock.job.Job;
import dev.penstock.job.LoadType;
import dev.penstock.job.Naming;
import dev.penstock.job.Settings.SourceCount;
import dev.penstock.job.SourceSettings;
import dev.penstock.job.SourceTerms;
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
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Orders and their lines, while each order and its lines are committed together. */
@Timeout(90)
final class SnapshotGroupTest {
  private static final Instant NOW = Instant.parse("2026-11-21T03:00:00Z");
  private static final Consistency OF_GROUP = Consistency.ofGroup("sales");

  @TempDir Path home;
  private final AtomicBoolean killed = new AtomicBoolean();
  private Optional<String> group = Optional.of("sales");
  private Optional<String> cursor = Optional.empty();
  private int parallelJobs = 1;
  private int retries;
  private OptionalInt maxConnections = OptionalInt.empty();
  private List<String> tables = List.of("orders", "order_lines");

  /** Given the table and how many splits of it came before. */
  private SplitHook beforeSplit = (table, before) -> {};

  private SqlStep afterJob = () -> {};

  private interface SqlStep {
    void take() throws SQLException;
  }

  private interface SplitHook {
    void split(String table, int before) throws SQLException;
  }

  @BeforeEach
  void orders() throws SQLException {
    EmbeddedPg.execute(
        "DROP SCHEMA public CASCADE",
        "CREATE SCHEMA public",
        "CREATE SEQUENCE numbers",
        "CREATE TABLE orders (id bigint PRIMARY KEY, n int, pad text)",
        "CREATE TABLE order_lines (order_id bigint, line int, pad text, PRIMARY KEY (order_id, line))",
        "INSERT INTO orders SELECT nextval('numbers'), 3, repeat('x', 500) FROM generate_series(1, 3000)",
        "INSERT INTO order_lines SELECT id, line, repeat('y', 150) FROM orders, generate_series(1, 3) line",
        "ANALYZE");
  }

  /** An order and its lines, in one statement. */
  private static final String SALE =
      "WITH o AS (INSERT INTO orders SELECT nextval('numbers'), 3, repeat('x', 500) RETURNING id)"
          + " INSERT INTO order_lines SELECT id, line, repeat('y', 150) FROM o, generate_series(1, 3) line";

  @Test
  void eachOrderHasItsLinesAndEachLineItsOrderWhileBothAreWritten() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    CompletableFuture<Integer> writer = CompletableFuture.supplyAsync(() -> sell(over));
    try {
      parallelJobs = 2;
      for (int run = 0; run < 3; run++) {
        assertThat(run()).allSatisfy(report -> requireLoaded(report, OF_GROUP));
        assertThat(strangers()).isEqualTo("0|0");
      }
    } finally {
      over.set(true);
    }
    assertThat(writer.join()).isGreaterThan(20);
  }

  private static int sell(AtomicBoolean over) {
    int sold = 0;
    try (Connection connection = EmbeddedPg.connect();
        Statement statement = connection.createStatement()) {
      while (!over.get()) {
        statement.execute(SALE);
        sold++;
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return sold;
  }

  @Test
  void withoutTheGroupALineThatCameBetweenHasNoOrder() throws Exception {
    group = Optional.empty();
    beforeSplit = this::sellBeforeLines;

    assertThat(run()).allSatisfy(report -> requireLoaded(report, Consistency.SNAPSHOT));

    assertThat(strangers()).isEqualTo("3|0");
  }

  @Test
  void withTheGroupWhatCameBetweenIsInNeither() throws Exception {
    beforeSplit = this::sellBeforeLines;

    assertThat(run()).allSatisfy(report -> requireLoaded(report, OF_GROUP));

    assertThat(strangers()).isEqualTo("0|0");
    assertThat(DuckDb.rows("select count(*) from " + files("orders"))).containsExactly("3000");
  }

  private void sellBeforeLines(String table, int before) throws SQLException {
    if (table.equals("orders") && before == 0) {
      EmbeddedPg.execute(SALE);
    }
  }

  @Test
  void aJobThatIsTriedAgainSeesTheSameInstantAndGoesOnWithWhatItHas() throws Exception {
    retries = 1;
    beforeSplit =
        (table, before) -> {
          sellBeforeLines(table, before);
          if (table.equals("order_lines") && before == 3) {
            throw new IngestException(ErrorCode.SOURCE_UNREACHABLE, "the network is gone");
          }
        };

    List<JobReport> reports = run();

    assertThat(reports).allSatisfy(report -> requireLoaded(report, OF_GROUP));
    assertThat(reports.get(1).attempts()).isEqualTo(2);
    assertThat(reports.get(1).work().resumedSplits()).isPositive();
    assertThat(strangers()).isEqualTo("0|0");
  }

  @Test
  void saysThatTheInstantIsLostOnceAnotherJobWasReadAsOfIt() throws Exception {
    afterJob = () -> kill("penstock/group sales");

    List<JobReport> reports = run();

    requireLoaded(reports.get(0), OF_GROUP);
    assertThat(reports.get(1).result().reason())
        .isEqualTo(
            "sheet SourceConfig, row 3, column snapshot_group: the connection that held the instant"
                + " of sales is lost, and orders was read as of it already.\nRun all jobs of the"
                + " group again.");
  }

  @Test
  void aLostInstantIsTakenAnewAsLongAsNoOtherJobWasReadAsOfIt() throws Exception {
    retries = 1;
    beforeSplit =
        (table, before) -> {
          sellBeforeLines(table, before);
          if (table.equals("orders") && before == 2 && killed.compareAndSet(false, true)) {
            kill("penstock/%");
          }
        };

    List<JobReport> reports = run();

    assertThat(reports).allSatisfy(report -> requireLoaded(report, OF_GROUP));
    assertThat(reports.get(0).attempts()).isEqualTo(2);
    assertThat(strangers()).isEqualTo("0|0");
    assertThat(DuckDb.rows("select count(*) from " + files("orders"))).containsExactly("3001");
  }

  @Test
  void aJobThatFailsLeavesTheInstantToTheOthersAndNothingBehind() throws Exception {
    tables = List.of("gone", "orders", "order_lines");

    List<JobReport> reports = run();

    assertThat(reports.get(0).result()).isInstanceOf(JobResult.Failed.class);
    requireLoaded(reports.get(1), OF_GROUP);
    requireLoaded(reports.get(2), OF_GROUP);
  }

  @Test
  void theHeldConnectionCountsAmongThoseThatASourceMayHave() throws Exception {
    parallelJobs = 2;
    maxConnections = OptionalInt.of(2);
    assertThat(run()).allSatisfy(report -> requireLoaded(report, OF_GROUP));
    assertThat(strangers()).isEqualTo("0|0");

    maxConnections = OptionalInt.of(1);
    assertThat(run().get(0).result().reason())
        .isEqualTo(
            "sheet SourceConfig, row 2, column snapshot_group: 1 group of source db holds a"
                + " connection each, and max_connections leaves none to read with.\nRaise"
                + " max_connections of the source to 2 or more, or empty the cell.");
  }

  @Test
  void anotherRunReadsAllAnewAsItsInstantIsAnother() throws Exception {
    beforeSplit =
        (table, before) -> {
          if (table.equals("order_lines") && before > 5) {
            throw new IngestException(ErrorCode.VALUE, "the run dies");
          }
        };
    assertThat(run().get(1).result()).isInstanceOf(JobResult.Failed.class);
    beforeSplit = (table, before) -> {};

    List<JobReport> reports = run();

    requireLoaded(reports.get(1), OF_GROUP);
    assertThat(reports.get(1).result().warnings().get(0))
        .endsWith("it was read as of another instant than that of the jobs of its snapshot_group");
    assertThat(strangers()).isEqualTo("0|0");
  }

  @Test
  void findsRowsOfTransactionsThatWereOpenAtTheInstant() throws Exception {
    cursor = Optional.of("id");
    tables = List.of("orders");
    try (Connection early = EmbeddedPg.connect();
        Connection late = EmbeddedPg.connect();
        Statement first = early.createStatement();
        Statement second = late.createStatement()) {
      early.setAutoCommit(false);
      first.execute("INSERT INTO orders SELECT nextval('numbers'), 0, 'early'");
      second.execute("INSERT INTO orders SELECT nextval('numbers'), 0, 'later'");
      requireLoaded(run().get(0), OF_GROUP);
      assertThat(distinct()).isEqualTo("3001|3001");
      early.commit();
    }
    requireLoaded(run().get(0), OF_GROUP);
    assertThat(distinct()).isEqualTo("3002|3002");
    EmbeddedPg.execute(SALE, SALE);
    requireLoaded(run().get(0), OF_GROUP);
    assertThat(distinct()).isEqualTo("3004|3004");
    assertThat(run().get(0).result()).isInstanceOf(JobResult.NothingNew.class);
  }

  private String distinct() throws SQLException {
    return DuckDb.rows("select count(*), count(distinct id) from " + files("orders")).get(0);
  }

  /** Lines without their order, and orders without all of their lines. */
  private String strangers() throws SQLException {
    return DuckDb.rows(
            "select (select count(*) from %2$s l where l.order_id not in (select id from %1$s)), (select count(*) from %1$s o where o.n <> (select count(*) from %2$s l where l.order_id = o.id))"
                .formatted(files("orders"), files("order_lines")))
        .get(0);
  }

  private String files(String table) {
    return DuckDb.table(home.resolve("data/" + table));
  }

  private static void kill(String session) throws SQLException {
    EmbeddedPg.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE '"
            + session
            + "'");
  }

  private static void requireLoaded(JobReport report, Consistency consistency) {
    assertThat(report.result()).as(report.result().reason()).isInstanceOf(JobResult.Loaded.class);
    CommitRecord commit = ((JobResult.Loaded) report.result()).commit();
    assertThat(commit.consistency()).isEqualTo(consistency);
    boolean ofGroup = consistency.equals(OF_GROUP);
    assertThat(AuditEntry.of(commit).consistency()).isEqualTo(ofGroup ? "group:sales" : "snapshot");
    // An older version would take such a record for a damaged one.
    assertThat(commit.format() == CommitRecord.FORMAT).isEqualTo(ofGroup);
  }

  /** In the order of the tables; afterwards no session of the run is in a transaction. */
  private List<JobReport> run() throws SQLException {
    Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    Map<String, SourceTerms> terms =
        maxConnections.isEmpty()
            ? Map.of()
            : Map.of(
                "db",
                new SourceTerms(
                    maxConnections, OptionalInt.empty(), Optional.empty(), BlackoutAction.SKIP));
    try (RootAllocator allocator = new RootAllocator();
        JdbcConnector jdbc =
            new JdbcConnector(
                Map.of("db", settings()),
                key -> Optional.empty(),
                new Reading(SourceCount.AUTO, 65_536),
                parallelJobs,
                new NoTokens(),
                terms);
        LakeDestination lake =
            new LakeDestination(
                Containers.folders(new LocalStorage(home.resolve("data"))), Lake.OPTIONS, clock)) {
      EngineRooms rooms =
          new EngineRooms(
              new Connectors(Map.of(SourceType.POSTGRESQL, jdbc)),
              lake,
              entry -> {},
              (lanes, worker) -> new LocalSplitExecutor(lanes, hooked(worker)),
              allocator,
              new LoadIds(Clock.systemUTC()),
              clock,
              new dev.penstock.engine.Pacing(
                  RetryPolicy.USUAL, terms, Duration.ofHours(1), StopSignal::time));
      List<Job> jobs = tables.stream().map(this::job).toList();
      Map<String, JobReport> reports =
          new Engine(rooms, listener(), new StopSignal())
                  .run(
                      new RunRequest(
                          jobs, List.of(), parallelJobs, RunRequest.Refresh.FROM_WATERMARK))
                  .jobs()
                  .stream()
                  .collect(Collectors.toMap(JobReport::jobId, report -> report));
      assertThat(sessionsInTransactions()).isZero();
      return tables.stream().map(reports::get).toList();
    }
  }

  private SilentListener listener() {
    return new SilentListener() {
      @Override
      public void jobEnded(JobReport report) {
        try {
          afterJob.take();
        } catch (SQLException e) {
          throw new IllegalStateException(e);
        }
      }
    };
  }

  private static int sessionsInTransactions() throws SQLException {
    try (Connection connection = EmbeddedPg.connect();
        Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'penstock/%'"
                    + " AND state = 'idle in transaction'")) {
      result.next();
      return result.getInt(1);
    }
  }

  private SplitWorker hooked(SplitWorker worker) {
    AtomicInteger before = new AtomicInteger();
    return task -> {
      try {
        String table = new String(task, java.nio.charset.StandardCharsets.UTF_8);
        beforeSplit.split(
            table.contains("order_lines") ? "order_lines" : "orders", before.getAndIncrement());
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
      return worker.run(task);
    };
  }

  private Job job(String table) {
    return new Job(
        table,
        "sheet SourceConfig, row " + (tables.indexOf(table) + 2),
        "db",
        SourceType.POSTGRESQL,
        cursor.isPresent() ? LoadType.INCREMENTAL : LoadType.FULL,
        new Extract(
            Optional.empty(),
            table,
            Optional.empty(),
            List.of(),
            Optional.empty(),
            cursor.map(column -> new Cursor(column, Optional.empty())),
            Map.of(),
            Optional.empty(),
            new Extract.Cutting(Optional.empty(), group)),
        new Target(
            Optional.empty(),
            Optional.empty(),
            cursor.isPresent() ? WriteDisposition.APPEND : WriteDisposition.REPLACE,
            Naming.SNAKE_CASE,
            List.of()),
        new Effort(1000, 2, retries, Duration.ofSeconds(30)),
        List.of(),
        "");
  }

  private static SourceSettings settings() {
    return new SourceSettings("db", Optional.of(SourceType.POSTGRESQL), EmbeddedPg.settings());
  }
}
