package dev.penstock.source.jdbc;

import static dev.penstock.evidence.Said.assertThatThrownBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.failure.ErrorCode;
import dev.penstock.job.Job;
import dev.penstock.job.Settings.SourceCount;
import dev.penstock.job.SourceSettings;
import dev.penstock.job.SourceType;
import dev.penstock.secret.Secret;
import dev.penstock.source.BatchReader;
import dev.penstock.source.Connector;
import dev.penstock.source.Consistency;
import dev.penstock.source.Earlier;
import dev.penstock.source.Reachable;
import dev.penstock.source.Resumable;
import dev.penstock.source.Resumed;
import dev.penstock.source.Sliced;
import dev.penstock.source.Source;
import dev.penstock.source.Split;
import dev.penstock.source.Survey;
import dev.penstock.source.Visit;
import dev.penstock.source.Watermark;
import dev.penstock.source.jdbc.dialect.oracle.OracleDialect;
import dev.penstock.testing.OracleOverH2;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.Test;

/** What is read of Oracle, from H2 in its place: see {@link OracleOverH2} for what that proves. */
final class OracleSourceTest extends SourceContract {
  private static final String DISABLE =
      "BEGIN EXECUTE IMMEDIATE 'BEGIN dbms_flashback.disable; END;'; EXCEPTION WHEN OTHERS THEN NULL; END;";
  private static final String NLS =
      "ALTER SESSION SET NLS_NUMERIC_CHARACTERS = '.,' NLS_DATE_FORMAT = 'SYYYY-MM-DD HH24:MI:SS' NLS_TIMESTAMP_FORMAT = 'SYYYY-MM-DD HH24:MI:SS.FF' NLS_CALENDAR = 'GREGORIAN' NLS_SORT = BINARY NLS_COMP = BINARY TIME_ZONE = '+00:00'";
  private static final String READ_ONLY = "SET TRANSACTION READ ONLY";
  private static final String TABLE =
      "SELECT owner, object_name FROM all_objects WHERE object_type IN ('TABLE', 'VIEW') AND UPPER(owner) = UPPER(NVL(?, SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA'))) AND UPPER(object_name) = UPPER(?) ORDER BY 1, 2";
  private static final String WHO =
      "SELECT SYS_CONTEXT('USERENV', 'SESSION_USER'), SYS_CONTEXT('USERENV', 'NETWORK_PROTOCOL') FROM dual";
  private static final String SIZE =
      "SELECT num_rows * avg_row_len FROM all_tables WHERE owner = ? AND table_name = ?";
  private static final String KEY =
      "SELECT k.column_name, c.data_type FROM all_constraints p JOIN all_cons_columns k ON k.owner = p.owner AND k.constraint_name = p.constraint_name JOIN all_tab_columns c ON c.owner = k.owner AND c.table_name = k.table_name AND c.column_name = k.column_name WHERE p.owner = ? AND p.table_name = ? AND p.constraint_type = 'P' AND p.status = 'ENABLED' ORDER BY k.position";
  private static final String PARTITIONS =
      "SELECT p.partition_name, o.object_id, NVL(o.data_object_id, 0), NVL(p.num_rows * p.avg_row_len, 0), t.row_movement FROM all_tab_partitions p JOIN all_tables t ON t.owner = p.table_owner AND t.table_name = p.table_name JOIN all_objects o ON o.owner = p.table_owner AND o.object_name = p.table_name AND o.subobject_name = p.partition_name AND o.object_type = 'TABLE PARTITION' WHERE p.table_owner = ? AND p.table_name = ? ORDER BY p.partition_position";
  private static final String EXTENTS =
      "SELECT o.data_object_id, e.relative_fno, e.block_id, e.blocks FROM dba_extents e JOIN all_objects o ON o.owner = e.owner AND o.object_name = e.segment_name AND NVL(o.subobject_name, ' ') = NVL(e.partition_name, ' ') WHERE e.owner = ? AND e.segment_name = ? AND e.segment_type LIKE 'TABLE%' AND o.object_type LIKE 'TABLE%' AND o.data_object_id IS NOT NULL ORDER BY 1, 2, 3";

  private OracleOverH2 oracle;

  @Override
  Connector connector() throws Exception {
    oracle = OracleOverH2.empty();
    return connector(64_000_000);
  }

  private Connector connector(long sliceBytes) {
    return connector(new Reading(SourceCount.AUTO, sliceBytes));
  }

  private Connector connector(Reading reading) {
    Map<String, String> values =
        Map.of(
            "host", "db.example.com",
            "service_name", "SALES",
            "username", "penstock");
    return new JdbcConnector(
        Map.of("shop", new SourceSettings("shop", Optional.of(SourceType.ORACLE), values)),
        key -> Optional.of(new Secret("secret", "test")).filter(s -> key.key().equals("password")),
        reading,
        2,
        new NoTokens(),
        Map.of(),
        Map.of(SourceType.ORACLE, new OracleDialect(oracle::open)));
  }

  @Override
  Jobs jobs() {
    return Jobs.of(SourceType.ORACLE);
  }

  /** A text of any length is no column by which Oracle compares. */
  @Override
  void execute(String... statements) throws Exception {
    try (Connection connection = oracle.plain();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql.replaceAll(" text\\b", " varchar2(100)"));
      }
    }
  }

  @Override
  String address() {
    return "source shop (Oracle at db.example.com:1521)";
  }

  @Override
  String prefix() {
    return "public.";
  }

  private static final String PLAIN_TCP =
      "source shop: the connection is not one of TLS; unless the server encrypts by itself"
          + " (SQLNET.ENCRYPTION_SERVER), whoever is on the way can read the rows";

  /** The weakness of the connection that all tests of this class share is left out. */
  @Override
  Run run(Job job, Optional<Watermark> committed) {
    Run run = super.run(job, committed);
    assertThat(run.survey().warnings()).contains(PLAIN_TCP);
    Survey survey = run.survey();
    List<String> others = survey.warnings().stream().filter(w -> !w.equals(PLAIN_TCP)).toList();
    return new Run(
        run.schema(),
        new Survey(
            survey.window(),
            survey.nothingNew(),
            survey.rows(),
            survey.nullCursors(),
            survey.consistency(),
            others),
        run.splits(),
        run.rows());
  }

  /** To Oracle the empty text is NULL. */
  @Override
  @Test
  void readsEveryRowWithNullAndEmptyKeptApart() throws Exception {
    execute(
        "CREATE TABLE t (id integer, name text)",
        "INSERT INTO t VALUES (1, 'a '), (2, ''), (3, NULL)");
    Run run = run(jobs().job());
    assertThat(run.column(1)).containsExactly("a ", null, null);
    assertThat(run.survey().consistency()).isEqualTo(Consistency.SNAPSHOT);
  }

  @Override
  @Test
  void boundsBatchesByRows() throws Exception {
    execute(
        "CREATE TABLE t (id integer, name text)",
        "INSERT INTO t VALUES (1, 'a'), (2, 'b'), (3, NULL)");
    try (Source source = connector.open(jobs().batchRows(2).job())) {
      Split split = source.splits(source.survey(Optional.empty())).get(0);
      try (VectorSchemaRoot batch = VectorSchemaRoot.create(source.schema(), allocator);
          BatchReader reader = source.open(split)) {
        assertThat(reader.read(batch)).isEqualTo(2);
        assertThat(batch.getVector(1).isNull(1)).isFalse();
        assertThat(reader.read(batch)).isEqualTo(1);
        assertThat(batch.getVector(1).isNull(0)).isTrue();
        assertThat(reader.read(batch)).isZero();
      }
    }
  }

  @Override
  @Test
  void wrapsTheFilter() throws Exception {
    execute("CREATE TABLE t (id integer)", "INSERT INTO t VALUES (1), (2), (3)");
    Run run = run(jobs().filter("id = 1 OR id = 2 -- the first ones").cursor("id", "1").job());
    assertThat(run.column(0)).containsExactly(2L);
  }

  /** Names of Oracle hold no double quote. */
  @Override
  @Test
  void quotesNamesOfAnyCharacters() throws Exception {
    String table = "x'; DROP TABLE y;--";
    String column = "a]`'%s\n?é😀 :b";
    execute(
        "CREATE TABLE y (id integer)",
        "CREATE TABLE \"%s\" (\"%s\" integer)".formatted(table, column),
        "INSERT INTO \"%s\" VALUES (7)".formatted(table));
    assertThat(run(jobs().table(table).columns(column).cursor(column).job()).rows()).hasSize(1);
    assertThat(run(jobs().table("y").job()).rows()).isEmpty();
    assertFails(
        jobs().table("x\"y").job(),
        ErrorCode.SOURCE_REFUSED,
        "sheet SourceConfig, row 7, column table_name: 'x\"y' is a name that no database of this"
            + " kind can have.\nCorrect the name; it is empty, too long, or holds a NUL character.");
  }

  @Test
  void takesNamesInUpperCaseAsTheDatabaseDoesWithoutQuotes() throws Exception {
    execute(
        "CREATE SCHEMA \"SHOP\"",
        "CREATE TABLE \"SHOP\".\"ORDERS\" (\"ID\" integer, \"Id\" integer)",
        "CREATE TABLE \"SHOP\".\"Orders\" (x integer)",
        "INSERT INTO \"SHOP\".\"ORDERS\" VALUES (1, 2)");
    Run run = run(jobs().schema("shop").table("orders").columns("id").cursor("id").job());
    assertThat(run.column(0)).containsExactly(1L);
    assertThat(run.survey().warnings()).isEmpty();
    assertThat(run.splits().get(0).query())
        .isEqualTo("SELECT \"ID\" FROM \"SHOP\".\"ORDERS\" WHERE \"ID\" <= CAST(? AS NUMBER)");
  }

  @Test
  void readsEachTypeThatH2HasToo() throws Exception {
    execute(
        "CREATE TABLE t (a number(10,2), b number, c binary_float, d binary_double, e date, f timestamp(6), g timestamp(6) with time zone, h char(3), i clob, j raw(2), k blob, l number(38,0), m boolean)",
        "INSERT INTO t VALUES (-0.05, 1.25, 0.1, 'NaN', '2026-03-29 02:30:00', '9999-12-31 23:59:59.999999', '2026-10-25 02:30:00.000001+02', 'a', 'Zürich 😀', x'00ff', x'27', 99999999999999999999999999999999999999, true)",
        "INSERT INTO t (a) VALUES (NULL)");
    Run run = run(jobs().job());
    assertThat(run.schema().getFields())
        .extracting(field -> field.getType().toString())
        .containsExactly(
            "Decimal(10, 2, 128)",
            "Decimal(38, 10, 128)",
            "FloatingPoint(SINGLE)",
            "FloatingPoint(DOUBLE)",
            "Timestamp(MICROSECOND, null)",
            "Timestamp(MICROSECOND, null)",
            "Timestamp(MICROSECOND, UTC)",
            "Utf8",
            "Utf8",
            "Binary",
            "Binary",
            "Decimal(38, 0, 128)",
            "Bool");
    assertThat(run.rows().get(0))
        .containsExactly(
            new BigDecimal("-0.05"),
            new BigDecimal("1.2500000000"),
            0.1f,
            Double.NaN,
            LocalDateTime.parse("2026-03-29T02:30"),
            LocalDateTime.parse("9999-12-31T23:59:59.999999"),
            1792888200000001L,
            "a  ",
            "Zürich 😀",
            new byte[] {0, -1},
            new byte[] {39},
            new BigDecimal("9".repeat(38)),
            true);
    assertThat(run.rows().get(1)).containsOnlyNulls();
    assertThat(run.survey().warnings())
        .containsExactly(
            "table t: column b is a number without precision and lands as decimal(38,10); one with"
                + " more than 10 decimals or 28 whole digits fails the job, use column_types text or"
                + " another decimal then");
  }

  @Test
  void failsAtTheFirstNumberThatDoesNotFit() throws Exception {
    execute("CREATE TABLE t (v number)", "INSERT INTO t VALUES (1), (1e30), (1)");
    assertFails(
        jobs().job(),
        ErrorCode.VALUE,
        "sheet SourceConfig, row 7: table public.t, column v (number), row 2 as read: the value"
            + " '1000000000000000000000000000000' has more than 28 digits before the point, so"
            + " decimal(38,10) cannot hold it.\nSet column_types to v=text, or leave such rows out"
            + " with query_filter.");
    assertThat(run(jobs().types(Map.of("v", "text")).job()).column(0))
        .containsExactly("1", "1" + "0".repeat(30), "1");
  }

  @Test
  void refusesWhatNoColumnHolds() throws Exception {
    execute("CREATE TABLE t (id integer, home row(street varchar2(9)))");
    assertFails(
        jobs().job(),
        ErrorCode.SOURCE_REFUSED,
        "sheet SourceConfig, row 7, column columns: home is of type SHOP.ADDRESS, an object, a"
            + " collection or a reference, of which no column of a file holds the parts.\nName the"
            + " other columns in this cell, or select what you need of it in a query.");
    assertThat(run(jobs().columns("id").job()).rows()).isEmpty();
  }

  @Test
  void readsWithTimestampOfAZoneAsCursor() throws Exception {
    readsOnFrom(
        "timestamp(6) with time zone",
        "2026-10-25 02:30:00+00:00",
        "2026-10-25 04:30:00.000001+02:00",
        "2026-10-25 02:30:00.000002+00:00");
  }

  /** All that one job sends, and to what it puts its name. */
  @Test
  void sendsTheseStatements() throws Exception {
    execute(
        "CREATE TABLE t (id integer, d date, ts timestamp(6), tz timestamp(6) with time zone)",
        "INSERT INTO t VALUES (1, '2026-01-01 00:00:00', '2026-01-01 00:00:00.5', '2026-01-01 00:00:00+00')");
    run(jobs().cursor("d", "2025-01-01").job());
    String after = "\"d\" > TO_DATE(SUBSTR(?, 1, 19), 'YYYY-MM-DD HH24:MI:SS')";
    String upTo = "\"d\" <= TO_DATE(SUBSTR(?, 1, 19), 'YYYY-MM-DD HH24:MI:SS')";
    assertThat(oracle.sent())
        .containsExactly(
            DISABLE,
            NLS,
            READ_ONLY,
            TABLE,
            "SELECT * FROM \"public\".\"t\" WHERE 1 = 0",
            WHO,
            DISABLE,
            NLS,
            READ_ONLY,
            SIZE,
            "SELECT max(\"d\") FROM \"public\".\"t\" WHERE " + after,
            "SELECT count(*) FROM \"public\".\"t\" WHERE " + after + " AND " + upTo,
            "SELECT count(*) FROM \"public\".\"t\" WHERE \"d\" IS NULL",
            "SELECT \"id\", \"d\", \"ts\", SYS_EXTRACT_UTC(\"tz\") FROM \"public\".\"t\" WHERE "
                + after
                + " AND "
                + upTo);
    assertThat(oracle.clientInfo())
        .containsEntry("OCSID.MODULE", "penstock")
        .containsEntry("OCSID.CLIENTID", "penstock/job1");
  }

  @Test
  void comparesEachTypeOfCursorInItsOwnType() throws Exception {
    execute(
        "CREATE TABLE t (ts timestamp(6), tz timestamp(6) with time zone, c varchar2(9), n number)",
        "INSERT INTO t VALUES ('2026-01-01 00:00:00.5', '2026-01-01 00:00:00+00', 'a', 1.5)");
    assertCursor(
        "ts",
        "max(\"ts\")",
        "\"ts\" <= TO_TIMESTAMP(?, 'YYYY-MM-DD HH24:MI:SS.FF')",
        "2026-01-01 00:00:00.5");
    assertCursor(
        "tz",
        "SYS_EXTRACT_UTC(max(\"tz\"))",
        "\"tz\" <= FROM_TZ(TO_TIMESTAMP(REGEXP_SUBSTR(?, '[^+]+'), 'YYYY-MM-DD HH24:MI:SS.FF'), 'UTC')",
        "2026-01-01 00:00:00+00");
    assertCursor("c", "max(\"c\")", "\"c\" <= ?", "a");
    assertCursor("n", "max(\"n\")", "\"n\" <= CAST(? AS NUMBER)", "1.5");
  }

  private void assertCursor(String column, String greatest, String window, String watermark) {
    Run run = run(jobs().cursor(column).columns(column).job());
    assertThat(run.watermark().orElseThrow().value()).isEqualTo(watermark);
    assertThat(run.splits().get(0).query()).endsWith(" FROM \"public\".\"t\" WHERE " + window);
    assertThat(oracle.sent()).contains("SELECT " + greatest + " FROM \"public\".\"t\"");
  }

  private void longTable(String key) throws Exception {
    execute(
        "CREATE TABLE t (id %s PRIMARY KEY)".formatted(key),
        "INSERT INTO t WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100) SELECT i * 1000 FROM n",
        "INSERT INTO all_tables VALUES ('public', 't', 100, 1000, 'DISABLED')");
  }

  @Test
  void cutsByAKeyOfNumbersAndReadsAllSlicesAtOneMoment() throws Exception {
    longTable("integer");
    try (Connector slicing = connector(25_000);
        Source source = slicing.open(jobs().parallelism(2).job())) {
      oracle.sent().clear();
      Survey survey = source.survey(Optional.empty());
      List<Split> splits = source.splits(survey);
      assertThat(splits)
          .extracting(Split::query)
          .containsExactly(
              "SELECT \"id\" FROM \"public\".\"t\" WHERE \"id\" < 25750",
              "SELECT \"id\" FROM \"public\".\"t\" WHERE \"id\" >= 25750 AND \"id\" < 50500",
              "SELECT \"id\" FROM \"public\".\"t\" WHERE \"id\" >= 50500 AND \"id\" < 75250",
              "SELECT \"id\" FROM \"public\".\"t\" WHERE \"id\" >= 75250");
      assertThat(splits).extracting(Split::snapshot).containsOnly(Optional.of("4711"));
      assertThat(survey.consistency()).isEqualTo(Consistency.SNAPSHOT);
      assertThat(survey.warnings()).containsExactly(PLAIN_TCP);
      String moment = "SELECT TO_CHAR(dbms_flashback.get_system_change_number) FROM dual";
      String goTo = "BEGIN dbms_flashback.enable_at_system_change_number(TO_NUMBER(?)); END;";
      assertThat(oracle.sent())
          .containsExactly(
              DISABLE,
              NLS,
              READ_ONLY,
              SIZE,
              PARTITIONS,
              KEY,
              "SELECT min(\"id\"), max(\"id\") FROM \"public\".\"t\"",
              moment,
              goTo,
              "SELECT count(*) FROM \"public\".\"t\"");
      oracle.sent().clear();
      assertThat(splits.stream().mapToInt(split -> read(source, split).size()).sum())
          .isEqualTo(100);
      assertThat(oracle.sent()).containsSubsequence(splits.stream().map(Split::query).toList());
    }
  }

  @Test
  void aSecondLaneGoesToTheMomentOfTheFirst() throws Exception {
    longTable("integer");
    try (Connector slicing = connector(25_000);
        Source source = slicing.open(jobs().parallelism(2).job())) {
      List<Split> splits = source.splits(source.survey(Optional.empty()));
      try (BatchReader held = source.open(splits.get(0))) {
        oracle.sent().clear();
        assertThat(read(source, splits.get(1))).hasSize(25);
        assertThat(oracle.sent())
            .containsExactly(
                DISABLE,
                NLS,
                "BEGIN dbms_flashback.enable_at_system_change_number(TO_NUMBER(?)); END;",
                splits.get(1).query());
      }
    }
  }

  @Test
  void saysWhenNoSecondConnectionMayGoToTheMoment() throws Exception {
    longTable("integer");
    oracle.denyFlashback();
    try (Connector slicing = connector(25_000);
        Source source = slicing.open(jobs().parallelism(2).job())) {
      Survey survey = source.survey(Optional.empty());
      assertThat(survey.warnings())
          .containsExactly(
              PLAIN_TCP,
              "the database lets no second connection see the same moment, so one connection reads"
                  + " everything, whatever parallelism says");
      assertThat(oracle.sent()).contains(READ_ONLY);
      assertThat(source.splits(survey).stream().mapToInt(s -> read(source, s).size()).sum())
          .isEqualTo(100);
    }
  }

  /** Rows 1000 to 100000, in partitions of 30, 15, 15 and 40. */
  private void inPartitions() throws Exception {
    longTable("integer");
    oracle.partition("t", "P1", "id <= 30000", 30);
    oracle.partition("t", "P2", "id > 30000 AND id <= 45000", 15);
    oracle.partition("t", "P3", "id > 45000 AND id <= 60000", 15);
    oracle.partition("t", "P4", "id > 60000", 40);
  }

  @Test
  void readsATableInPartitionsByThese() throws Exception {
    inPartitions();
    try (Connector slicing = connector(25_000);
        Source source = slicing.open(jobs().filter("t.id > 1000").parallelism(2).job())) {
      List<Split> splits = source.splits(source.survey(Optional.empty()));
      assertThat(splits)
          .extracting(Split::query)
          .containsExactly(
              "SELECT \"id\" FROM \"public\".\"t\" PARTITION (\"P1\") \"t\" WHERE (\nt.id > 1000\n)",
              "SELECT \"id\" FROM (SELECT * FROM \"public\".\"t\" PARTITION (\"P2\") UNION ALL SELECT * FROM \"public\".\"t\" PARTITION (\"P3\")) \"t\" WHERE (\nt.id > 1000\n)",
              "SELECT \"id\" FROM \"public\".\"t\" PARTITION (\"P4\") \"t\" WHERE (\nt.id > 1000\n)");
      assertThat(splits).extracting(Split::snapshot).containsOnly(Optional.of("4711"));
      assertThat(splits.stream().map(split -> read(source, split).size()))
          .containsExactly(29, 30, 40);
      assertThat(((Sliced) source).cutting())
          .isEqualTo("by its 4 partitions, short ones together (100,000 bytes)");
    }
  }

  /** Of rows that come with a partition of their own before the moment of the job. */
  private int rowsRead(OracleOverH2.Change meanwhile, String cutting) throws Exception {
    longTable("integer");
    oracle.partition("t", "P1", "id <= 30000", 30);
    oracle.partition("t", "P2", "id > 30000 AND id <= 60000", 30);
    oracle.partition("t", "P3", "id > 60000 AND id <= 100000", 40);
    oracle.beforeEachMoment(meanwhile);
    try (Connector slicing = connector(new Reading(SourceCount.NEVER, 25_000));
        Source source = slicing.open(jobs().parallelism(2).job())) {
      Survey survey = source.survey(Optional.empty());
      assertThat(survey.rows()).isEmpty();
      assertThat(((Sliced) source).cutting()).isEqualTo(cutting);
      return source.splits(survey).stream().mapToInt(split -> read(source, split).size()).sum();
    }
  }

  private void add(int partition) throws SQLException {
    int id = 100_000 + partition * 1000;
    try (Connection connection = oracle.plain();
        Statement statement = connection.createStatement()) {
      statement.execute("INSERT INTO t VALUES (%d)".formatted(id));
    }
    oracle.partition("t", "P" + partition, "id = " + id, 1);
  }

  @Test
  void readsAPartitionThatCameBeforeTheMomentOfTheJob() throws Exception {
    AtomicInteger last = new AtomicInteger(3);
    int rows =
        rowsRead(
            () -> {
              if (last.get() == 3) {
                add(last.incrementAndGet());
              }
            },
            "by its 4 partitions, short ones together (101,000 bytes)");
    assertThat(rows).isEqualTo(101);
  }

  @Test
  void readsOneThatCameToWhereNoSecondConnectionMayGoToTheMoment() throws Exception {
    AtomicInteger last = new AtomicInteger(3);
    int rows =
        rowsRead(
            () -> {
              oracle.denyFlashback();
              if (last.get() == 3) {
                add(last.incrementAndGet());
              }
            },
            "by its 4 partitions, short ones together (101,000 bytes)");
    assertThat(rows).isEqualTo(101);
  }

  @Test
  void readsATableAsAWholeWherePartitionsCannotBeLookedAtAsOfAMoment() throws Exception {
    int rows =
        rowsRead(
            () -> {
              try (Connection connection = oracle.plain();
                  Statement statement = connection.createStatement()) {
                statement.execute(
                    "ALTER TABLE all_tab_partitions ALTER COLUMN num_rows VARCHAR(9)");
                statement.execute("UPDATE all_tab_partitions SET num_rows = 'many'");
              }
            },
            "its partitions cannot be looked at as of the moment of the job");
    assertThat(rows).isEqualTo(100);
  }

  @Test
  void readsATableAsAWholeWhosePartitionsKeepComing() throws Exception {
    AtomicInteger last = new AtomicInteger(3);
    int rows =
        rowsRead(
            () -> add(last.incrementAndGet()),
            "its partitions changed each time that they were looked at");
    assertThat(rows).isEqualTo(103);
  }

  @Test
  void goesOnWithPartitionsThatAreStillThere() throws Exception {
    inPartitions();
    Job job = jobs().parallelism(2).job();
    Earlier earlier;
    try (Connector slicing = connector(25_000);
        Source source = slicing.open(job)) {
      Survey survey = source.survey(Optional.empty());
      String bookmark = ((Resumable) source).bookmark().orElseThrow();
      assertThat(bookmark).isEqualTo("partitions 101/201 102/202+103/203 104/204");
      earlier = new Earlier(survey, bookmark, Map.of(0, 30L, 2, 40L));
    }
    assertThat(resumed(job, earlier))
        .isInstanceOfSatisfying(
            Resumed.Possible.class,
            possible ->
                assertThat(possible.splits())
                    .singleElement()
                    .satisfies(split -> assertThat(split.query()).contains("\"P2\"", "\"P3\"")));
    execute("UPDATE all_tab_partitions SET data_object_id = 300 WHERE partition_name = 'P4'");
    assertThat(resumed(job, earlier))
        .isEqualTo(new Resumed.Impossible("partitions have come, gone or been written anew since"));
    execute("UPDATE all_tables SET row_movement = 'ENABLED'");
    assertThat(resumed(job, earlier))
        .isEqualTo(new Resumed.Impossible("rows may go from one partition to another now"));
  }

  private Resumed resumed(Job job, Earlier earlier) {
    try (Connector slicing = connector(25_000);
        Source source = slicing.open(job)) {
      return ((Resumable) source).resume(earlier);
    }
  }

  @Test
  void cutsByTheKeyWhereOnePartitionHoldsNearlyAll() throws Exception {
    longTable("integer");
    oracle.partition("t", "P1", "id <= 1000", 1);
    oracle.partition("t", "P2", "id > 1000", 99);
    try (Connector slicing = connector(25_000);
        Source source = slicing.open(jobs().parallelism(3).job())) {
      assertThat(source.splits(source.survey(Optional.empty())).get(0).query())
          .isEqualTo("SELECT \"id\" FROM \"public\".\"t\" WHERE \"id\" < 25750");
    }
  }

  @Test
  void cutsByAHashOfAnotherKeyWhereTheExtentsAreNotToBeSeen() throws Exception {
    longTable("varchar2(9)");
    try (Connector slicing = connector(25_000);
        Source source = slicing.open(jobs().parallelism(2).job())) {
      assertThat(source.splits(source.survey(Optional.empty())))
          .extracting(Split::query)
          .containsExactly(
              "SELECT \"id\" FROM \"public\".\"t\" WHERE ORA_HASH(\"id\", 1) = 0",
              "SELECT \"id\" FROM \"public\".\"t\" WHERE ORA_HASH(\"id\", 1) = 1");
      assertThat(oracle.sent()).contains(EXTENTS);
    }
  }

  @Test
  void aQueryIsReadAsItStands() throws Exception {
    execute("CREATE TABLE t (id integer)", "INSERT INTO t VALUES (1)");
    Run run = run(jobs().query("SELECT id FROM t").job());
    assertThat(run.splits().get(0).query())
        .isEqualTo("SELECT \"id\" FROM (\nSELECT id FROM t\n) q");
  }

  @Test
  void saysWhyLateRowsAreNotLookedFor() throws Exception {
    execute("CREATE TABLE t (id integer)", "INSERT INTO t VALUES (1)");
    try (Source source = connector.open(jobs().cursor("id").job())) {
      assertThat(source.survey(Optional.empty(), Optional.empty()).late().words())
          .isEqualTo(
              "not looked for, because Oracle does not tell of a transaction before its first"
                  + " change; set a lookback");
    }
  }

  @Test
  void tellsOfTheServer() throws Exception {
    execute("CREATE TABLE t (id integer)");
    try (Visit visit = ((Reachable) connector).visit(jobs().job())) {
      assertThat(visit.server().place()).isEqualTo("Oracle at db.example.com:1521");
      assertThat(visit.server().version()).isEqualTo("Oracle Database 19c Enterprise Edition");
      assertThat(visit.server().user()).contains("PENSTOCK");
      assertThat(visit.server().problems()).hasSize(1);
      visit.tryReading(jobs().job());
    }
  }

  @Test
  void saysThatATableIsNotToBeSeen() {
    assertThatThrownBy(() -> run(jobs().query("SELECT * FROM nothing").job()))
        .hasMessageStartingWith(
            "sheet SourceConfig, row 7: " + address() + ", opening t: ORA-00942: Table \"nothing\"")
        .hasMessageEndingWith(
            "\nCheck the names in this row, and have the database administrator GRANT SELECT on it"
                + " to the source's user; Oracle says of a table without grant that it does not"
                + " exist.");
  }
}
