package dev.penstock.source.jdbc;

import static dev.penstock.evidence.Said.assertThatThrownBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.destination.LoadIds;
import dev.penstock.destination.lake.Lake;
import dev.penstock.destination.lake.LakeDestination;
import dev.penstock.engine.Connectors;
import dev.penstock.engine.Engine;
import dev.penstock.engine.EngineRooms;
import dev.penstock.engine.JobReport;
import dev.penstock.engine.LocalSplitExecutor;
import dev.penstock.engine.RunRequest;
import dev.penstock.engine.SilentListener;
import dev.penstock.engine.StopSignal;
import dev.penstock.evidence.BadInput;
import dev.penstock.evidence.Input;
import dev.penstock.evidence.Said;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.job.Effort;
import dev.penstock.job.Job;
import dev.penstock.job.Settings.SourceCount;
import dev.penstock.job.SourceSettings;
import dev.penstock.job.SourceType;
import dev.penstock.secret.Secret;
import dev.penstock.source.BatchReader;
import dev.penstock.source.Source;
import dev.penstock.source.Split;
import dev.penstock.storage.Containers;
import dev.penstock.storage.local.LocalStorage;
import dev.penstock.testing.CountingRelay;
import dev.penstock.testing.EmbeddedPg;
import dev.penstock.testing.MysqlServer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A server that is not as the plan found it, in real ones. */
@Timeout(60)
final class BadDatabaseTest {
  @TempDir Path home;

  /** A real server. */
  private enum Db {
    POSTGRESQL(SourceType.POSTGRESQL),
    MARIADB(SourceType.MYSQL);

    private final SourceType type;

    Db(SourceType type) {
      this.type = type;
    }

    int port() {
      return this == POSTGRESQL ? EmbeddedPg.port() : MysqlServer.MARIADB.port();
    }

    void execute(String... statements) throws Exception {
      if (this == POSTGRESQL) {
        EmbeddedPg.execute(statements);
      } else {
        MysqlServer.MARIADB.execute(statements);
      }
    }

    /** An empty place for tables, under a name of its own. */
    void empty() throws Exception {
      if (this == POSTGRESQL) {
        execute("DROP SCHEMA IF EXISTS bad CASCADE", "CREATE SCHEMA bad");
      } else {
        MysqlServer.MARIADB.emptyDatabase("bad");
      }
    }

    Jobs jobs() {
      return Jobs.of(type).schema("bad");
    }

    JdbcConnector connector(int port, String user, String password, String sessionSql) {
      Map<String, String> values = new HashMap<>();
      values.put("host", "127.0.0.1");
      values.put("port", Integer.toString(port));
      values.put("database", this == POSTGRESQL ? EmbeddedPg.DATABASE : MysqlServer.DATABASE);
      values.put("username", user);
      values.put("option_sslmode", "disable");
      values.put("session_sql", sessionSql);
      return new JdbcConnector(
          Map.of("shop", new SourceSettings("shop", Optional.of(type), values)),
          key ->
              key.key().equals("password")
                  ? Optional.of(new Secret(password, "test"))
                  : Optional.empty(),
          SourceCount.AUTO,
          4,
          new NoTokens());
    }

    JdbcConnector connector() {
      return this == POSTGRESQL
          ? connector(port(), EmbeddedPg.USER, "", "")
          : connector(port(), MysqlServer.USER, MysqlServer.PASSWORD, "");
    }
  }

  private interface Change {
    void happen() throws Exception;
  }

  /** What the job is told when the change comes after it has been planned. */
  private static void readAfter(Db db, Job job, Change change) throws Exception {
    try (JdbcConnector connector = db.connector();
        Source source = connector.open(job)) {
      change.happen();
      read(source);
    }
  }

  /** Such as between a plan and the run that follows. */
  @ParameterizedTest
  @EnumSource
  @BadInput(
      value = Input.TABLE_GONE,
      says =
          "column table_name: source shop (…) has no table bad.t that its user may see.\nDid you mean bad.u?")
  void aTableThatVanishesBeforeItIsOpenedFailsItsJob(Db db) throws Exception {
    db.empty();
    db.execute("CREATE TABLE bad.t (id int)", "CREATE TABLE bad.u (id int)");
    try (JdbcConnector connector = db.connector()) {
      read(connector, db.jobs().job());
      db.execute("DROP TABLE bad.t");
      assertThatThrownBy(() -> read(connector, db.jobs().job()))
          .hasMessageContaining("has no table bad.t that its user may see");
    }
  }

  @Test
  @BadInput(
      value = Input.COLUMN_CHANGED,
      taken = "PostgreSQL lets nobody change a table that a job has opened, until it is read")
  void onPostgresqlATableThatIsOpenStaysAsItIs() throws Exception {
    Db db = Db.POSTGRESQL;
    db.empty();
    db.execute("CREATE TABLE bad.t (id int)", "INSERT INTO bad.t VALUES (1)");
    try (JdbcConnector connector = db.connector();
        Source source = connector.open(db.jobs().job())) {
      for (String change : List.of("DROP TABLE bad.t", "ALTER TABLE bad.t DROP COLUMN id")) {
        assertThatThrownBy(() -> db.execute("SET lock_timeout = 50", change))
            .hasMessageContaining("lock timeout");
      }
      read(source);
    }
  }

  @Test
  @BadInput(
      value = Input.TABLE_GONE,
      says =
          "looking at table bad.t: Table 'bad.t' doesn't exist.\nCheck the names in query and query_filter; add the schema to a name.")
  void onMariaDbATableMayVanishBetweenOpenAndRead() throws Exception {
    Db db = Db.MARIADB;
    db.empty();
    db.execute("CREATE TABLE bad.t (id int)");
    assertThatThrownBy(() -> readAfter(db, db.jobs().job(), () -> db.execute("DROP TABLE bad.t")))
        .hasMessageContaining("bad.t");
  }

  @Test
  @BadInput(
      value = Input.COLUMN_CHANGED,
      says =
          "Unknown column 'v' in 'SELECT'.\nCheck the column names in columns, watermark_column, query and query_filter.")
  @BadInput(
      value = Input.COLUMN_CHANGED,
      says =
          "column v (int), row 1 as read: the value 'seven' is not a whole number, so integer cannot hold it.\nSet column_types to v=text, or leave such rows out with query_filter.")
  void onMariaDbAColumnMayVanishOrChangeBetweenOpenAndRead() throws Exception {
    Db db = Db.MARIADB;
    db.empty();
    db.execute("CREATE TABLE bad.t (id int, v int)", "INSERT INTO bad.t VALUES (1, 7)");
    Change toText =
        () -> db.execute("ALTER TABLE bad.t MODIFY v text", "UPDATE bad.t SET v = 'seven'");
    assertThatThrownBy(() -> readAfter(db, db.jobs().job(), toText))
        .isInstanceOfSatisfying(
            IngestException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.VALUE));
    Change toDecimal =
        () ->
            db.execute(
                "DELETE FROM bad.t",
                "ALTER TABLE bad.t MODIFY v decimal(5,1)",
                "INSERT INTO bad.t VALUES (1, 1.5)");
    db.execute("UPDATE bad.t SET v = '7'", "ALTER TABLE bad.t MODIFY v int");
    assertThatThrownBy(() -> readAfter(db, db.jobs().job(), toDecimal))
        .hasMessageContaining("the value '1.5' is not a whole number, so integer cannot hold it");
    Change toFloat = () -> db.execute("ALTER TABLE bad.t MODIFY v float");
    db.execute("DELETE FROM bad.t", "ALTER TABLE bad.t MODIFY v double");
    assertThatThrownBy(() -> readAfter(db, db.jobs().job(), toFloat))
        .isInstanceOfSatisfying(
            IngestException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_BUSY));
    Change away = () -> db.execute("ALTER TABLE bad.t DROP COLUMN v");
    assertThatThrownBy(() -> readAfter(db, db.jobs().job(), away))
        .isInstanceOfSatisfying(
            IngestException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_REFUSED));
  }

  /** Ten tables; who may read nine of them loads nine. */
  @ParameterizedTest
  @EnumSource
  @BadInput(
      value = Input.NO_PERMISSION,
      says =
          "permission denied for table t10.\nHave the database administrator GRANT SELECT on it (and USAGE on its schema) to the source's user.",
      taken = "the other nine load")
  @BadInput(
      value = Input.NO_PERMISSION,
      says =
          "column table_name: source shop (MySQL or MariaDB at …) has no table bad.t10 that its user may see.")
  void nineOfTenTablesLoad(Db db) throws Exception {
    db.empty();
    if (db == Db.POSTGRESQL) {
      db.execute(
          "DO $$ BEGIN CREATE ROLE nine LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$",
          "GRANT USAGE ON SCHEMA bad TO nine");
    } else {
      MysqlServer.MARIADB.user("nine", "IDENTIFIED BY 'n'", "GRANT USAGE ON *.* TO nine");
      MysqlServer.MARIADB.execute(
          "CREATE DATABASE IF NOT EXISTS shop", "GRANT SELECT ON shop.* TO nine");
    }
    for (int i = 1; i <= 10; i++) {
      db.execute("CREATE TABLE bad.t%d (id int)".formatted(i));
      if (i < 10) {
        db.execute("GRANT SELECT ON bad.t%d TO nine".formatted(i));
      }
    }
    try (JdbcConnector connector = db.connector(db.port(), "nine", "n", "")) {
      List<JobReport> reports = load(db, connector);
      assertThat(reports).filteredOn(report -> !report.result().reason().isEmpty()).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  @BadInput(
      value = Input.WRONG_PASSWORD,
      says = "Mend username and password of the source",
      taken = "the server sees one connection, whatever jobs and retry_count are")
  void aWrongPasswordIsTriedOnceInAWholeRun(Db db) throws Exception {
    db.empty();
    if (db == Db.POSTGRESQL) {
      EmbeddedPg.createGuardedRole();
      db.execute("ALTER ROLE guarded PASSWORD 'right'");
    } else {
      MysqlServer.MARIADB.user("guarded", "IDENTIFIED BY 'right'");
    }
    try (CountingRelay relay = CountingRelay.to(db.port());
        JdbcConnector connector = db.connector(relay.port(), "guarded", "wr0ng", "")) {
      List<JobReport> reports = load(db, connector);
      assertThat(reports).hasSize(10).allMatch(report -> !report.result().reason().isEmpty());
      assertThat(relay.connections()).isEqualTo(1);
    }
  }

  /** Each server stops a statement that would fill its disk in its own words. */
  @Test
  @BadInput(
      value = Input.SERVER_DISK_FULL,
      says =
          "temporary file size exceeds \"temp_file_limit\" (64kB).\nHave the database administrator raise temp_file_limit for the source's user, or make the query cheaper: sort and join less.")
  void postgresqlWithoutRoomForTemporaryFiles() throws Exception {
    EmbeddedPg.execute(
        "DO $$ BEGIN CREATE ROLE tight LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$",
        "ALTER ROLE tight SET temp_file_limit = '64kB'",
        "ALTER ROLE tight SET work_mem = '64kB'");
    String query =
        "SELECT i AS id, repeat('x', 100) AS p FROM generate_series(1, 5000) i ORDER BY 2, 1";
    try (JdbcConnector connector = Db.POSTGRESQL.connector(EmbeddedPg.port(), "tight", "", "")) {
      assertThatThrownBy(() -> read(connector, Db.POSTGRESQL.jobs().query(query).job()))
          .hasMessageContaining("temp_file_limit");
    }
  }

  @Test
  @BadInput(
      value = Input.SERVER_DISK_FULL,
      says =
          "The table '…' is full.\nHave the database administrator make room in tmpdir, or run the job again later.")
  void mariaDbWithoutRoomForTemporaryTables() throws Exception {
    String tight =
        "SET tmp_memory_table_size = 1024, max_heap_table_size = 16384, tmp_disk_table_size = 65536";
    String query = "SELECT DISTINCT concat(seq, repeat('x', 200)) AS a FROM seq_1_to_5000";
    try (JdbcConnector connector =
        Db.MARIADB.connector(Db.MARIADB.port(), MysqlServer.USER, MysqlServer.PASSWORD, tight)) {
      assertThatThrownBy(() -> read(connector, Db.MARIADB.jobs().query(query).job()))
          .hasMessageContaining("is full");
    }
  }

  private static void read(JdbcConnector connector, Job job) {
    try (Source source = connector.open(job)) {
      read(source);
    }
  }

  private static void read(Source source) {
    try (RootAllocator allocator = new RootAllocator()) {
      for (Split split : source.splits(source.survey(Optional.empty()))) {
        try (VectorSchemaRoot batch = VectorSchemaRoot.create(source.schema(), allocator);
            BatchReader reader = source.open(split)) {
          while (reader.read(batch) > 0) {}
        }
      }
    }
  }

  /** A run of ten jobs, four at a time, each of which may be tried four times. */
  private List<JobReport> load(Db db, JdbcConnector connector) throws Exception {
    Clock clock = Clock.systemUTC();
    List<Job> jobs = IntStream.rangeClosed(1, 10).mapToObj(i -> persistent(db, i)).toList();
    try (RootAllocator allocator = new RootAllocator();
        LakeDestination lake =
            new LakeDestination(Containers.folders(new LocalStorage(home)), Lake.OPTIONS, clock)) {
      EngineRooms rooms =
          new EngineRooms(
              new Connectors(Map.of(db.type, connector)),
              lake,
              entry -> {},
              LocalSplitExecutor::new,
              allocator,
              new LoadIds(clock),
              clock);
      List<JobReport> reports =
          new Engine(rooms, new SilentListener(), new StopSignal())
              .run(new RunRequest(jobs, List.of(), 4, RunRequest.Refresh.FROM_WATERMARK))
              .jobs();
      reports.forEach(report -> Said.add(report.result().reason()));
      return reports;
    }
  }

  private static Job persistent(Db db, int number) {
    Job job = db.jobs().table("t" + number).job();
    return new Job(
        "job" + number,
        job.place(),
        job.sourceName(),
        job.sourceType(),
        job.loadType(),
        job.extract(),
        job.target(),
        new Effort(100, 1, 3, Duration.ofMinutes(1)),
        List.of(),
        "");
  }
}
