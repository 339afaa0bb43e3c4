package dev.penstock.source.jdbc;

import static dev.penstock.evidence.Said.assertThatThrownBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.BadInput;
import dev.penstock.evidence.Input;
import dev.penstock.evidence.Measure;
import dev.penstock.evidence.Said;
import dev.penstock.evidence.Secures;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.job.Job;
import dev.penstock.job.Settings.SourceCount;
import dev.penstock.job.SourceSettings;
import dev.penstock.job.SourceType;
import dev.penstock.secret.Secret;
import dev.penstock.secret.SecretStore;
import dev.penstock.source.BatchReader;
import dev.penstock.source.Catalogued;
import dev.penstock.source.Catalogued.Facts;
import dev.penstock.source.Connector;
import dev.penstock.source.Consistency;
import dev.penstock.source.Explorable;
import dev.penstock.source.FoundTable;
import dev.penstock.source.Source;
import dev.penstock.source.Split;
import dev.penstock.source.Survey;
import dev.penstock.testing.EmbeddedPg;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.ServerSocket;
import java.net.Socket;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PostgresSourceTest extends SourceContract {
  private static final SecretStore NO_SECRETS = key -> Optional.empty();

  private static Map<String, String> settings(String user) {
    return EmbeddedPg.settings(user);
  }

  private static Connector connector(Map<String, String> values, SecretStore secrets) {
    return new JdbcConnector(
        Map.of("shop", new SourceSettings("shop", Optional.of(SourceType.POSTGRESQL), values)),
        secrets,
        SourceCount.AUTO,
        2,
        new NoTokens());
  }

  @Override
  Connector connector() throws Exception {
    EmbeddedPg.execute(
        "DROP SCHEMA public CASCADE",
        "CREATE SCHEMA public",
        "GRANT USAGE ON SCHEMA public TO public");
    return connector(settings(EmbeddedPg.USER), NO_SECRETS);
  }

  @Override
  Jobs jobs() {
    return Jobs.of(SourceType.POSTGRESQL);
  }

  @Override
  void execute(String... statements) throws Exception {
    EmbeddedPg.execute(statements);
  }

  @Override
  String address() {
    return "source shop (PostgreSQL at 127.0.0.1:" + EmbeddedPg.port() + ")";
  }

  @Override
  String prefix() {
    return "public.";
  }

  @Test
  void readsEachTypeExactly() throws Exception {
    execute("CREATE TYPE mood AS ENUM ('sad', 'glücklich')", "CREATE DOMAIN cents AS integer");
    String[][] table = {
      {"int2", "-32768", "Int(16, true)", "-32768"},
      {"int4", "2147483647", "Int(32, true)", "2147483647"},
      {"serial", "1", "Int(32, true)", "1"},
      {"int8", "-9223372036854775808", "Int(64, true)", "-9223372036854775808"},
      {"oid", "4294967295", "Int(64, true)", "4294967295"},
      {"cents", "5", "Int(32, true)", "5"},
      {"numeric(10,2)", "-0.05", "Decimal(10, 2, 128)", "-0.05"},
      {"numeric(18,0)", "-999999999999999999", "Decimal(18, 0, 128)", "-999999999999999999"},
      {"numeric(19,4)", "999999999999999.9999", "Decimal(19, 4, 128)", "999999999999999.9999"},
      {
        "numeric(38,38)",
        "'-0.99999999999999999999999999999999999999'",
        "Decimal(38, 38, 128)",
        "-0.99999999999999999999999999999999999999"
      },
      {
        "numeric(38,0)",
        "99999999999999999999999999999999999999",
        "Decimal(38, 0, 128)",
        "99999999999999999999999999999999999999"
      },
      {"numeric(3,-2)", "12345", "Decimal(5, 0, 128)", "12300"},
      {"numeric(2,4)", "0.0012", "Decimal(4, 4, 128)", "0.0012"},
      {"numeric", "1.10", "Utf8", "1.10"},
      {"numeric(39,1)", "'1e37'", "Utf8", "10000000000000000000000000000000000000.0"},
      {"float4", "0.1", "FloatingPoint(SINGLE)", "0.1"},
      {"float4", "'NaN'", "FloatingPoint(SINGLE)", "NaN"},
      {"float8", "0.1", "FloatingPoint(DOUBLE)", "0.1"},
      {"float8", "'-0'", "FloatingPoint(DOUBLE)", "-0.0"},
      {"float8", "'5e-324'", "FloatingPoint(DOUBLE)", "4.9E-324"},
      {"float8", "'1.7976931348623157e308'", "FloatingPoint(DOUBLE)", "1.7976931348623157E308"},
      {"float8", "'-Infinity'", "FloatingPoint(DOUBLE)", "-Infinity"},
      {"float8", "123456.789012345678", "FloatingPoint(DOUBLE)", "123456.78901234567"},
      {"bool", "true", "Bool", "true"},
      {"text", "'Zürich 😀\t'", "Utf8", "Zürich 😀\t"},
      {"varchar(3)", "'a  '", "Utf8", "a  "},
      {"char(4)", "'a'", "Utf8", "a   "},
      {"name", "'n'", "Utf8", "n"},
      {"mood", "'glücklich'", "Utf8", "glücklich"},
      {"date", "'0001-01-01'", "Date(DAY)", "-719162"},
      {"date", "'9999-12-31'", "Date(DAY)", "2932896"},
      {"date", "'2024-02-29'", "Date(DAY)", "19782"},
      {"date", "'0001-12-31 BC'", "Date(DAY)", "-719163"},
      {
        "timestamp",
        "'2024-02-29 23:59:59.999999'",
        "Timestamp(MICROSECOND, null)",
        "2024-02-29T23:59:59.999999"
      },
      {
        "timestamp",
        "'1969-12-31 23:59:59.5'",
        "Timestamp(MICROSECOND, null)",
        "1969-12-31T23:59:59.500"
      },
      {
        "timestamp",
        "'2024-01-01 00:00:00.0000015'",
        "Timestamp(MICROSECOND, null)",
        "2024-01-01T00:00:00.000002"
      },
      {
        "timestamptz", "'2024-07-01 02:00:00+02'", "Timestamp(MICROSECOND, UTC)", "1719792000000000"
      },
      {
        "timestamptz",
        "'0001-01-01 00:00:00+00'",
        "Timestamp(MICROSECOND, UTC)",
        "-62135596800000000"
      },
      {"time", "'23:59:59.999999'", "Time(MICROSECOND, 64)", "86399999999"},
      {"timetz", "'12:00:00+02'", "Utf8", "12:00:00+02"},
      {"interval", "'1 year 2 mons 3 days 04:05:06.7'", "Utf8", "P1Y2M3DT4H5M6.7S"},
      {
        "uuid",
        "'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'",
        "Utf8",
        "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"
      },
      {"jsonb", "'{\"b\":1,\"a\":[1.10]}'", "Utf8", "{\"a\": [1.10], \"b\": 1}"},
      {"json", "'{ \"b\":1}'", "Utf8", "{ \"b\":1}"},
      {"int4[]", "'{1,NULL,{}}'".replace(",{}", ",3"), "List", "[1,null,3]"},
      {"text[]", "'{\"a,b\",\"\"}'", "List", "[\"a,b\",\"\"]"},
      {"bit(3)", "B'101'", "Utf8", "101"},
      {"varbit", "B'1'", "Utf8", "1"},
      {"money", "'-92233720368547758.08'", "Decimal(19, 2, 128)", "-92233720368547758.08"},
      {"xml", "'<a/>'", "Utf8", "<a/>"},
      {"inet", "'::1'", "Utf8", "::1"},
      {"cidr", "'10.0.0.0/8'", "Utf8", "10.0.0.0/8"},
      {"macaddr", "'08:00:2b:01:02:03'", "Utf8", "08:00:2b:01:02:03"},
      {"int4range", "'[1,5)'", "Utf8", "[1,5)"},
      {"point", "'(1,2)'", "Utf8", "(1,2)"},
      {"tsvector", "'a'", "Utf8", "'a'"},
    };
    StringBuilder columns = new StringBuilder();
    StringBuilder values = new StringBuilder();
    StringBuilder nulls = new StringBuilder();
    for (int i = 0; i < table.length; i++) {
      String comma = i == 0 ? "" : ", ";
      columns.append(comma).append("c").append(i).append(" ").append(table[i][0]);
      values.append(comma).append(table[i][1]);
      nulls.append(comma).append(table[i][0].equals("serial") ? "0" : "NULL");
    }
    execute(
        "CREATE TABLE t (" + columns + ")",
        "INSERT INTO t VALUES (" + values + ")",
        "INSERT INTO t VALUES (" + nulls + ")");
    Run run = run(jobs().job());
    List<String> found = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < table.length; i++) {
      expected.add(String.join(" | ", table[i][0], table[i][2], table[i][3]));
      Object value = run.rows().get(0).get(i);
      found.add(
          table[i][0]
              + " | "
              + run.schema().getFields().get(i).getType()
              + " | "
              + (value instanceof BigDecimal d ? d.toPlainString() : value));
      if (!table[i][0].equals("serial")) {
        assertThat(run.rows().get(1).get(i)).as(table[i][0]).isNull();
      }
    }
    assertThat(found).containsExactlyElementsOf(expected);
    assertThat(run.schema().findField("c6").getMetadata())
        .containsEntry("source_type", "numeric(10,2)");
    assertThat(run.schema().findField("c42").getMetadata()).containsEntry("logical", "json");
    assertThat(run.survey().warnings()).hasSize(2);
    assertThat(run.survey().warnings().get(0))
        .isEqualTo(
            "table t: column c13 is numeric without precision, which no Parquet decimal holds, and"
                + " lands as text; to have a number, set column_types to c13=decimal(38,9) or the"
                + " like");
  }

  @Test
  void refusesAQueryWithTwoColumnsOfOneName() {
    assertFails(
        jobs().query("SELECT 1 AS a, 2 AS a").job(),
        ErrorCode.SOURCE_REFUSED,
        "sheet SourceConfig, row 7, column query: the query gives two columns named a.\nRename one"
            + " of them with AS.");
  }

  @Test
  void readsBytes() throws Exception {
    execute("CREATE TABLE t (b bytea)", "INSERT INTO t VALUES ('\\x00ff'), ('')");
    assertThat(run(jobs().job()).column(0)).containsExactly(new byte[] {0, -1}, new byte[0]);
    assertThat(run(jobs().types(Map.of("b", "text")).job()).column(0))
        .containsExactly("\\x00ff", "\\x");
  }

  private void assertUnfit(String type, String value, String reason, String lands)
      throws Exception {
    execute("DROP TABLE IF EXISTS t", "CREATE TABLE t (v " + type + ")");
    execute("INSERT INTO t VALUES ('" + value + "')");
    assertFails(
        jobs().job(),
        ErrorCode.VALUE,
        "sheet SourceConfig, row 7: table public.t, column v (%s), row 1 as read: the value '%s' %s, so %s cannot hold it.\nSet column_types to v=text, or leave such rows out with query_filter."
            .formatted(type, value, reason, lands));
    assertThat(run(jobs().types(Map.of("v", "text")).job()).column(0)).containsExactly(value);
  }

  @Test
  @BadInput(
      value = Input.NOT_A_NUMBER,
      says =
          "column v (numeric(10,2)), row 1 as read: the value 'NaN' is not a decimal number, so decimal(10,2) cannot hold it.\nSet column_types to v=text, or leave such rows out with query_filter.")
  @BadInput(
      value = Input.FAR_DATES,
      says = "the value 'infinity' is not a date, so date cannot hold it.")
  @BadInput(
      value = Input.FINE_TIMES,
      says =
          "the value '24:00:00' is the end of the day, which a time of day cannot be, so time cannot hold it.")
  void refusesValuesThatTheTypeCannotHold() throws Exception {
    assertUnfit("numeric(10,2)", "NaN", "is not a decimal number", "decimal(10,2)");
    assertUnfit("date", "infinity", "is not a date", "date");
    assertUnfit("timestamp", "-infinity", "is not a timestamp without zone", "timestamp");
    assertUnfit("timestamptz", "infinity", "is not a timestamp with zone", "timestamptz");
    assertUnfit("time", "24:00:00", "is the end of the day, which a time of day cannot be", "time");
    assertUnfit("timestamp", "294276-12-31 00:00:00", "is beyond the year 294246", "timestamp");
  }

  @Test
  void refusesArraysThatAListCannotHold() throws Exception {
    execute(
        "CREATE TABLE t (v integer[], w numeric(4,1)[])",
        "INSERT INTO t VALUES ('{1}', NULL), ('{{1,2},{3,4}}', '{12.5,NaN}')");
    assertFails(
        jobs().columns("v").job(),
        ErrorCode.VALUE,
        "sheet SourceConfig, row 7: table public.t, column v (_int4), row 2 as read: the value '{{1,2},{3,4}}' has more than one dimension, so list(integer) cannot hold it.\nSet column_types to v=json, or leave such rows out with query_filter.");
    assertFails(
        jobs().columns("w").job(),
        ErrorCode.VALUE,
        "sheet SourceConfig, row 7: table public.t, column w (_numeric), row 2 as read: the value 'NaN' is not a decimal number, so list(decimal(4,1)) cannot hold it.\nSet column_types to w=text, or leave such rows out with query_filter.");
    execute("UPDATE t SET v = '[0:1]={1,2}'");
    assertFails(
        jobs().columns("v").job(),
        ErrorCode.VALUE,
        "sheet SourceConfig, row 7: table public.t, column v (_int4), row 1 as read: the value '[0:1]={1,2}' counts its elements from another number than 1, so list(integer) cannot hold it.\nSet column_types to v=json, or leave such rows out with query_filter.");
  }

  @Test
  void refusesATypeThatCouldHoldNoValueOfTheColumn() throws Exception {
    execute("CREATE TABLE t (v boolean, a integer[])");
    assertFails(
        jobs().types(Map.of("v", "date")).job(),
        ErrorCode.SOURCE_REFUSED,
        "sheet SourceConfig, row 7, column column_types: v=date, but column v of table t is of the type bool, of which date could hold no value.\nChoose one of boolean, text, or leave it out for boolean.");
    assertFails(
        jobs().types(Map.of("a", "bigint")).job(),
        ErrorCode.SOURCE_REFUSED,
        "sheet SourceConfig, row 7, column column_types: a=bigint, but column a of table t is of the type _int4, of which bigint could hold no value.\nChoose one of text, json, list(type), or leave it out for list(integer).");
  }

  @Test
  @BadInput(value = Input.NOT_A_NUMBER, taken = "-0.0 stays -0.0")
  @BadInput(
      value = Input.WIDE_DECIMALS,
      taken = "10^39 in a numeric without scale lands as text, all digits kept")
  @BadInput(value = Input.FAR_DATES, taken = "a date BC lands as that day")
  void keepsValuesAtTheEdge() throws Exception {
    execute(
        "CREATE TABLE t (d double precision, n numeric, w numeric(50,0), day date)",
        "INSERT INTO t VALUES ('-0', 1e39, 1e39, '0044-03-15 BC')");
    String large = "1" + "0".repeat(39);
    assertThat(run(jobs().job()).rows().get(0))
        .containsExactly(-0.0, large, large, (int) LocalDate.of(-43, 3, 15).toEpochDay());
  }

  @Test
  void leavesInfiniteCursorsOutOfTheWindow() throws Exception {
    execute(
        "CREATE TABLE t (ts timestamptz)",
        "INSERT INTO t VALUES ('infinity'), ('-infinity'), (NULL), ('2024-01-01 00:00:00.000001+00')");
    Run run = run(jobs().cursor("ts").job());
    assertThat(run.rows()).hasSize(1);
    assertThat(run.watermark().orElseThrow().value()).isEqualTo("2024-01-01 00:00:00.000001+00");
    assertThat(run.survey().nullCursors()).isEqualTo(3);
    execute("CREATE TABLE n (v numeric)", "INSERT INTO n VALUES ('NaN'), ('Infinity'), (1e40)");
    Run numbers = run(jobs().table("n").cursor("v").job());
    assertThat(numbers.rows()).hasSize(1);
    assertThat(numbers.survey().nullCursors()).isEqualTo(2);
  }

  @Test
  void keepsQuestionMarksOfOperators() throws Exception {
    execute("CREATE TABLE t (j jsonb)", "INSERT INTO t VALUES ('{\"a\":1}'), ('{\"b\":1}')");
    assertThat(run(jobs().filter("j ? 'a' AND '?' <> '' -- ?").job()).rows()).hasSize(1);
  }

  @Test
  @BadInput(
      value = Input.CASE_TWINS,
      says =
          "column table_name: … has no table orders that its user may see.\nDid you mean public.ORDERS or public.Orders?")
  void takesATableThatDiffersInCaseOnlyAndSaysSo() throws Exception {
    execute("CREATE TABLE \"Orders\" (id integer)");
    assertThat(run(jobs().table("orders").job()).survey().warnings())
        .containsExactly(
            "there is no table orders; public.Orders, which differs in letter case only, is read");
    execute("CREATE TABLE \"ORDERS\" (id integer)");
    assertFails(
        jobs().table("orders").job(),
        ErrorCode.SOURCE_REFUSED,
        "sheet SourceConfig, row 7, column table_name: "
            + address()
            + " has no table orders that its user may see.\nDid you mean public.ORDERS or"
            + " public.Orders?");
  }

  @Test
  void readsTablesOfOtherSchemas() throws Exception {
    execute(
        "DROP SCHEMA IF EXISTS \"My Schema\" CASCADE",
        "CREATE SCHEMA \"My Schema\"",
        "CREATE TABLE \"My Schema\".t AS SELECT 1 AS id");
    assertThat(run(jobs().schema("My Schema").job()).rows()).hasSize(1);
  }

  @Test
  @BadInput(value = Input.MANY_COLUMNS, taken = "are read")
  void reads1600Columns() throws Exception {
    String columns =
        String.join(", ", IntStream.range(0, 1600).mapToObj(i -> "c" + i + " bool").toList());
    execute("CREATE TABLE t (" + columns + ")", "INSERT INTO t (c1599) VALUES (true)");
    Run run = run(jobs().job());
    assertThat(run.rows().get(0)).hasSize(1600).endsWith(true);
  }

  @Test
  @BadInput(
      value = Input.NO_COLUMNS,
      says = "column table_name: table t has no columns.\nName a table that has some.")
  void refusesATableWithoutColumns() throws Exception {
    execute("CREATE TABLE t ()");
    assertFails(
        jobs().job(),
        ErrorCode.SOURCE_REFUSED,
        "sheet SourceConfig, row 7, column table_name: table t has no columns.\nName a table that"
            + " has some.");
  }

  private void bigTable() throws Exception {
    execute(
        "CREATE TABLE t AS SELECT i AS id, repeat('x', 100) AS pad FROM generate_series(1, 40000) i");
  }

  @Test
  void splitsHoldEachRowOnceWhileAWriterWrites() throws Exception {
    bigTable();
    try (Source source = connector.open(jobs().parallelism(3).cursor("id").job())) {
      Survey survey = source.survey(Optional.empty());
      execute(
          "UPDATE t SET pad = 'y'",
          "INSERT INTO t VALUES (0, 'z'), (40001, 'z')",
          "DELETE FROM t WHERE id < 100");
      List<Split> splits = source.splits(survey);
      assertThat(splits).hasSize(3);
      assertThat(survey.consistency()).isEqualTo(Consistency.SNAPSHOT);
      assertThat(survey.rows()).isEqualTo(OptionalLong.of(40000));
      List<CompletableFuture<List<List<Object>>>> lanes =
          splits.stream()
              .map(split -> CompletableFuture.supplyAsync(() -> read(source, split)))
              .toList();
      List<Object> ids = new ArrayList<>();
      lanes.forEach(lane -> lane.join().forEach(row -> ids.add(row.get(0))));
      assertThat(ids).hasSize(40000).doesNotHaveDuplicates();
    }
  }

  @Test
  void seesOneMomentOnOneLane() throws Exception {
    bigTable();
    try (Source source = connector.open(jobs().job())) {
      Survey survey = source.survey(Optional.empty());
      execute("DELETE FROM t");
      assertThat(read(source, source.splits(survey).get(0))).hasSize(40000);
    }
  }

  @Test
  void readsPartitionsByPagesAndViewsWhole() throws Exception {
    bigTable();
    execute(
        "CREATE TABLE p (id integer, pad text) PARTITION BY RANGE (id)",
        "CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (100000)",
        "INSERT INTO p SELECT * FROM t",
        "CREATE VIEW v AS SELECT * FROM t");
    for (String table : List.of("p", "v")) {
      Run run = run(jobs().table(table).parallelism(2).job());
      assertThat(run.splits()).hasSize(table.equals("p") ? 2 : 1);
      assertThat(run.rows()).hasSize(40000);
    }
  }

  @Test
  void readsOnOneConnectionWhereNoSnapshotCanBeShared() throws Exception {
    bigTable();
    execute(
        "DROP ROLE IF EXISTS lonely",
        "CREATE ROLE lonely LOGIN",
        "GRANT SELECT ON t TO lonely",
        "REVOKE EXECUTE ON FUNCTION pg_export_snapshot() FROM public");
    try (Connector lonely = connector(settings("lonely"), NO_SECRETS);
        Source source = lonely.open(jobs().parallelism(2).job())) {
      Survey survey = source.survey(Optional.empty());
      assertThat(survey.warnings())
          .containsExactly(
              "the database lets no second connection see the same moment, so one connection reads"
                  + " everything, whatever parallelism says");
      int rows = 0;
      for (Split split : source.splits(survey)) {
        assertThat(split.snapshot()).isEmpty();
        rows += read(source, split).size();
      }
      assertThat(rows).isEqualTo(40000);
    } finally {
      execute("GRANT EXECUTE ON FUNCTION pg_export_snapshot() TO public");
    }
  }

  @Test
  void saysWhichIndexWouldSpareTheSource() throws Exception {
    execute(
        "CREATE TABLE busy (id integer PRIMARY KEY, \"Updated At\" timestamp)",
        "INSERT INTO busy SELECT n, now() FROM generate_series(1, 20000) n",
        "CREATE VIEW busy_view AS SELECT * FROM busy",
        "ANALYZE busy");

    assertThat(facts(jobs().table("busy").cursor("updated at").job()))
        .isEqualTo(
            new Facts(
                OptionalLong.of(20_000),
                List.of(
                    "no index of public.busy begins with Updated At, so finding new rows reads all of it each time. Ask its owner for: CREATE INDEX ON \"public\".\"busy\" (\"Updated At\")")));
    assertThat(facts(jobs().table("busy").cursor("id").job()).advice()).isEmpty();
    assertThat(facts(jobs().table("busy").job()).advice()).isEmpty();
    assertThat(facts(jobs().table("busy_view").cursor("updated at").job()).advice()).isEmpty();
    assertThat(facts(jobs().query("SELECT * FROM busy").job())).isEqualTo(Facts.NONE);
    execute("CREATE INDEX ON busy (\"Updated At\")");
    assertThat(facts(jobs().table("busy").cursor("updated at").job()).advice()).isEmpty();
  }

  private Facts facts(Job job) {
    try (Source source = connector.open(job)) {
      return ((Catalogued) source).facts();
    }
  }

  @Test
  void thePartitionsOfATableAreNotNamedBesideIt() throws Exception {
    execute(
        "CREATE TABLE parted (id integer) PARTITION BY RANGE (id)",
        "CREATE TABLE parted_1 PARTITION OF parted FOR VALUES FROM (0) TO (10)");

    assertThat(connector.tables(jobs().job())).contains("parted").doesNotContain("parted_1");
  }

  @Test
  void withoutASchemaTheTablesOfTheFirstSchemaOfThePathAreNamed() throws Exception {
    execute("CREATE SCHEMA other", "CREATE TABLE other.elsewhere (id integer)");
    execute("CREATE TABLE here (id integer)");

    assertThat(connector.tables(jobs().job())).contains("here").doesNotContain("elsewhere");
    assertThat(connector.tables(jobs().schema("other").job())).containsExactly("elsewhere");
  }

  @Test
  void listsTheOthersWhereTheUserMayNotLookIntoASchema() throws Exception {
    execute(
        "CREATE TABLE t (id integer)",
        "DROP SCHEMA IF EXISTS closed CASCADE",
        "CREATE SCHEMA closed",
        "CREATE TABLE closed.a (id integer)",
        "DROP ROLE IF EXISTS stranger",
        "CREATE ROLE stranger LOGIN");
    try (Connector stranger = connector(settings("stranger"), NO_SECRETS)) {
      List<FoundTable> found =
          ((Explorable) stranger)
              .explore(SourceType.POSTGRESQL, "shop", Optional.empty(), (name, display) -> true);
      assertThat(found)
          .extracting(table -> table.display() + " " + table.columns().size())
          .contains("closed.a 0", "public.t 1");
    } finally {
      execute("DROP SCHEMA closed CASCADE");
    }
  }

  @Test
  void saysWhichGrantIsMissing() throws Exception {
    execute("CREATE TABLE t (id integer)", "DROP ROLE IF EXISTS poor", "CREATE ROLE poor LOGIN");
    try (Connector poor = connector(settings("poor"), NO_SECRETS);
        Source source = poor.open(jobs().job())) {
      assertThatThrownBy(() -> source.survey(Optional.empty()))
          .hasMessage(
              "sheet SourceConfig, row 7: "
                  + address()
                  + ", looking at table public.t: permission denied for table t.\nHave the database"
                  + " administrator GRANT SELECT on it (and USAGE on its schema) to the source's"
                  + " user.");
    }
  }

  @Test
  void namesTheTimeout() {
    assertFails(
        jobs().query("SELECT 1 AS a FROM pg_sleep(20)").timeout(Duration.ofMillis(100)).job(),
        ErrorCode.SOURCE_REFUSED,
        "sheet SourceConfig, row 7: "
            + address()
            + ", reading the query: canceling statement due to statement timeout.\nRaise"
            + " timeout_seconds, or make the query cheaper, for example with an index on"
            + " watermark_column.");
  }

  @Test
  @Secures(Measure.READ_ONLY)
  void cannotWrite() throws Exception {
    execute(
        "CREATE TABLE t (id integer)",
        "CREATE FUNCTION sneak() RETURNS integer LANGUAGE sql AS 'INSERT INTO t VALUES (1) RETURNING id'");
    assertFails(
        jobs().query("SELECT sneak() AS id").job(),
        ErrorCode.SOURCE_REFUSED,
        "sheet SourceConfig, row 7: "
            + address()
            + ", reading the query: cannot execute INSERT in a read-only transaction.\nPenstock only"
            + " reads; take what writes out of query and query_filter.");
  }

  /** What one scanner takes for quoted another does not; the canary lives whatever they think. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "'a' <> $$'$$ /* /* */ ` */); COMMIT; DROP TABLE canary; SELECT (1 -- ' `",
        "'a' <> '\\' AND 'b' <> '); COMMIT; DROP TABLE canary; SELECT (1 -- '",
        "'a' <> E'\\'' ); COMMIT; DROP TABLE canary; SELECT (1 -- '",
        "'a' <> $x$'$x$); COMMIT; DROP TABLE canary; SELECT (1 -- '"
      })
  @Secures({Measure.SQL_TEXT, Measure.READ_ONLY})
  @BadInput(
      value = Input.SEVERAL_STATEMENTS,
      says =
          "column query_filter: … holds a semicolon outside quotes, and only one statement can be sent.\nCorrect the SQL in this cell.")
  void noFilterHidesASecondStatement(String filter) throws Exception {
    execute(
        "CREATE TABLE t AS SELECT 1 AS id",
        "CREATE TABLE canary AS SELECT 1 AS id",
        "DROP ROLE IF EXISTS careless",
        "CREATE ROLE careless LOGIN SUPERUSER",
        "ALTER ROLE careless SET standard_conforming_strings = off");
    try (Connector careless = connector(settings("careless"), NO_SECRETS)) {
      try (Source source = careless.open(jobs().filter(filter).job())) {
        source.survey(Optional.empty());
      } catch (IngestException refused) {
        assertThat(refused.code()).isEqualTo(ErrorCode.SOURCE_REFUSED);
        Said.add(refused.getMessage());
      }
    }
    assertThat(run(jobs().table("canary").job()).rows()).hasSize(1);
  }

  @Test
  @Secures(Measure.URL_INJECTION)
  @BadInput(
      value = Input.HOST_WITH_MORE,
      says =
          "/postgres?sslmode=disable&x=' is no name of a server.\nWrite its name or address alone, such as db.example.com; port and database have settings of their own.")
  void aHostIsANameAndNothingElse() {
    assertCannotOpen(
        Map.of("host", "127.0.0.1:%d/postgres?sslmode=disable&x=".formatted(EmbeddedPg.port())),
        NO_SECRETS,
        ErrorCode.CONFIG,
        "source shop, host: '127.0.0.1:%d/postgres?sslmode=disable&x=' is no name of a server.\nWrite its name or address alone, such as db.example.com; port and database have settings of their own."
            .formatted(EmbeddedPg.port()));
  }

  @Test
  @BadInput(
      value = Input.CONNECTION_KILLED,
      taken = "is tried again as often as retry_count says; each row lands once")
  void aKilledConnectionMayBeTriedAgain() throws Exception {
    bigTable();
    // However much the network holds, the server does not come to its end before it is killed.
    execute(
        """
        CREATE FUNCTION passes() RETURNS boolean LANGUAGE plpgsql AS $$
        BEGIN
          PERFORM pg_advisory_lock_shared(5);
          RETURN pg_advisory_unlock_shared(5);
        END $$
        """,
        "CREATE VIEW v AS SELECT * FROM t WHERE id <= 20000 OR passes()");
    Job job = jobs().table("v").batchRows(100).job();
    try (Source source = connector.open(job);
        Connection barrier = EmbeddedPg.connect();
        Statement statement = barrier.createStatement()) {
      Split split = source.splits(source.survey(Optional.empty())).get(0);
      statement.execute("SELECT pg_advisory_lock(5)");
      try (VectorSchemaRoot batch = VectorSchemaRoot.create(source.schema(), allocator);
          BatchReader reader = source.open(split)) {
        assertThat(reader.read(batch)).isEqualTo(100);
        statement.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = 'penstock/job1'");
        assertThatThrownBy(
                () -> {
                  while (reader.read(batch) > 0) {}
                })
            .isInstanceOfSatisfying(
                IngestException.class,
                e -> assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_UNREACHABLE));
      }
    }
    assertThat(run(job).rows()).hasSize(40000);
  }

  @Test
  @BadInput(
      value = Input.DEADLOCK,
      says = "deadlock detected.\nRun the job again; retry_count does so by itself.")
  void aDeadlockVictimMayBeTriedAgain() throws Exception {
    execute(
        """
        CREATE FUNCTION embrace() RETURNS integer LANGUAGE plpgsql AS $$
        BEGIN
          PERFORM pg_advisory_xact_lock(1);
          WHILE NOT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted) LOOP
            PERFORM pg_sleep(0.01);
          END LOOP;
          PERFORM pg_advisory_xact_lock(2);
          RETURN 1;
        END $$
        """);
    try (Connection other = EmbeddedPg.connect();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("SET LOCAL deadlock_timeout = '100s'");
      statement.execute("SELECT pg_advisory_xact_lock(2)");
      CompletableFuture<Boolean> waiting =
          CompletableFuture.supplyAsync(() -> lockWhenHeld(statement));
      assertFails(
          jobs().query("SELECT embrace() AS a").job(),
          ErrorCode.SOURCE_BUSY,
          "sheet SourceConfig, row 7: "
              + address()
              + ", reading the query: deadlock detected.\nRun the job again; retry_count does so by"
              + " itself.");
      assertThat(waiting.join()).isTrue();
    }
  }

  private static boolean lockWhenHeld(Statement statement) {
    try {
      boolean held = false;
      while (!held) {
        try (ResultSet result =
            statement.executeQuery(
                "SELECT count(*) > 0 FROM pg_locks WHERE locktype = 'advisory' AND objid = 1 AND granted")) {
          result.next();
          held = result.getBoolean(1);
        }
      }
      return statement.execute("SELECT pg_advisory_xact_lock(1)");
    } catch (java.sql.SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void closingFromAnotherThreadStopsARead() throws Exception {
    try (Source source =
        connector.open(
            jobs()
                .query(
                    "SELECT i, pg_sleep(CASE WHEN i > 64 THEN 30 ELSE 0 END)::text AS s FROM generate_series(1, 1000) i")
                .job())) {
      Split split = source.splits(source.survey(Optional.empty())).get(0);
      try (VectorSchemaRoot batch = VectorSchemaRoot.create(source.schema(), allocator);
          BatchReader reader = source.open(split)) {
        CompletableFuture<Integer> read = CompletableFuture.supplyAsync(() -> reader.read(batch));
        awaitSleep();
        reader.close();
        assertThatThrownBy(read::join)
            .cause()
            .isInstanceOfSatisfying(
                IngestException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERRUPTED));
      }
    }
  }

  @Test
  void closingFromAnotherThreadStopsAReadThatWaitsForItsFirstRow() throws Exception {
    try (Source source =
        connector.open(jobs().query("SELECT pg_sleep(60)::text AS s, 1 AS i").job())) {
      Split split = source.splits(source.survey(Optional.empty())).get(0);
      try (VectorSchemaRoot batch = VectorSchemaRoot.create(source.schema(), allocator);
          BatchReader reader = source.open(split)) {
        CompletableFuture<Integer> read = CompletableFuture.supplyAsync(() -> reader.read(batch));
        awaitSleep();
        reader.close();
        assertThatThrownBy(read::join)
            .cause()
            .hasMessage(
                "sheet SourceConfig, row 7: reading the query was stopped.\nRun the job again; nothing"
                    + " of this load is visible.");
      }
    }
  }

  @Test
  void closingFromAnotherThreadStopsASurvey() throws Exception {
    execute(
        "CREATE VIEW slow AS SELECT i AS id FROM generate_series(1, 600) i WHERE pg_sleep(0.1)"
            + " IS NOT NULL");
    try (Source source = connector.open(jobs().table("slow").cursor("id").job())) {
      CompletableFuture<Survey> survey =
          CompletableFuture.supplyAsync(() -> source.survey(Optional.empty()));
      awaitSleep();
      source.close();
      assertThatThrownBy(survey::join)
          .cause()
          .isInstanceOfSatisfying(
              IngestException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERRUPTED));
      assertThatThrownBy(() -> source.survey(Optional.empty()))
          .hasMessage(
              "sheet SourceConfig, row 7: looking at table public.slow was stopped.\nRun the job"
                  + " again; nothing of this load is visible.");
    }
  }

  private static void awaitSleep() throws SQLException {
    try (Connection watcher = EmbeddedPg.connect();
        Statement statement = watcher.createStatement()) {
      boolean sleeping = false;
      while (!sleeping) {
        try (ResultSet result =
            statement.executeQuery(
                "SELECT count(*) > 0 FROM pg_stat_activity WHERE wait_event = 'PgSleep'")) {
          result.next();
          sleeping = result.getBoolean(1);
        }
      }
    }
  }

  private void assertCannotOpen(
      Map<String, String> changes, SecretStore secrets, ErrorCode code, String message) {
    Map<String, String> values = new HashMap<>(settings("postgres"));
    values.putAll(changes);
    try (Connector broken = connector(values, secrets)) {
      assertThatThrownBy(() -> broken.open(jobs().job()))
          .isInstanceOfSatisfying(IngestException.class, e -> assertThat(e.code()).isEqualTo(code))
          .hasMessage(message);
    }
  }

  @Test
  void saysThatTheDatabaseIsAbsent() {
    assertCannotOpen(
        Map.of("database", "nope"),
        NO_SECRETS,
        ErrorCode.SOURCE_REFUSED,
        "sheet SourceConfig, row 7: "
            + address()
            + ", opening t: database \"nope\" does not exist.\nMend the setting database of the"
            + " source.");
  }

  @Test
  void saysThatTheHostCannotBeReached() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    assertCannotOpen(
        Map.of("port", Integer.toString(port)),
        NO_SECRETS,
        ErrorCode.SOURCE_UNREACHABLE,
        "sheet SourceConfig, row 7: source shop (PostgreSQL at 127.0.0.1:"
            + port
            + "), opening t: Connection to 127.0.0.1:"
            + port
            + " refused. Check that the hostname and port are correct and that the postmaster is"
            + " accepting TCP/IP connections.\nCheck host and port, that the server runs, and that a"
            + " firewall lets this machine through.");
  }

  @Test
  void jobsThatWaitTogetherForASilentServerWaitOnce() throws Exception {
    AtomicInteger knocks = new AtomicInteger();
    List<Socket> silent = new CopyOnWriteArrayList<>();
    try (ServerSocket server = new ServerSocket(0)) {
      Thread doorman =
          new Thread(
              () -> {
                try {
                  while (true) {
                    silent.add(server.accept());
                    knocks.incrementAndGet();
                  }
                } catch (IOException e) {
                  // The test is over.
                  return;
                }
              });
      doorman.start();
      Map<String, String> values = new HashMap<>(settings("postgres"));
      values.put("port", Integer.toString(server.getLocalPort()));
      values.put("option_logintimeout", "2");
      try (Connector waiting = connector(values, NO_SECRETS)) {
        List<CompletableFuture<Void>> jobs = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          jobs.add(
              CompletableFuture.runAsync(
                  () ->
                      assertThatThrownBy(() -> waiting.open(jobs().job()))
                          .isInstanceOfSatisfying(
                              IngestException.class,
                              e -> assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_UNREACHABLE)),
                  task -> new Thread(task).start()));
        }
        CompletableFuture.allOf(jobs.toArray(CompletableFuture<?>[]::new)).join();
      }
      assertThat(knocks).hasValue(1);
    } finally {
      for (Socket socket : silent) {
        socket.close();
      }
    }
  }

  @Test
  void saysThatTlsIsNotSpoken() {
    assertCannotOpen(
        Map.of("option_sslmode", "verify-full"),
        NO_SECRETS,
        ErrorCode.SOURCE_REFUSED,
        "sheet SourceConfig, row 7: "
            + address()
            + ", opening t: the server does not speak TLS, without which nothing is sent to"
            + " it.\nHave TLS switched on at the server. How much is checked stands in"
            + " option_sslmode of the source: verify-full unless it is set.");
  }

  @Test
  @Secures(Measure.URL_INJECTION)
  void refusesOptionsThatLoadClasses() {
    assertCannotOpen(
        Map.of("option_socketfactory", "x.Y"),
        NO_SECRETS,
        ErrorCode.CONFIG,
        "sheet Sources, source shop, column option_socketfactory: not an option that may be set for"
            + " PostgreSQL.\nRemove it; option_sslmode is the one most often meant.");
  }

  @Test
  @BadInput(value = Input.PASSWORD_CHARACTERS, taken = "logs in")
  void logsInWithPasswordsOfAnyCharacters() throws Exception {
    EmbeddedPg.createGuardedRole();
    String password = "a;@%}'\"\n😀+ &?";
    EmbeddedPg.execute("ALTER ROLE guarded PASSWORD '" + password.replace("'", "''") + "'");
    execute("CREATE TABLE t AS SELECT 1 AS id");
    SecretStore store = key -> secret(key.key(), password);
    try (Connector guarded = connector(settings("guarded"), store)) {
      assertThat(guarded.open(jobs().job()).schema().getFields()).hasSize(1);
    }
  }

  @Test
  void knocksOnceOnlyWithAWrongPassword() throws Exception {
    EmbeddedPg.createGuardedRole();
    EmbeddedPg.execute("ALTER ROLE guarded PASSWORD 'right'");
    execute("CREATE TABLE t AS SELECT 1 AS id");
    SecretStore store = key -> secret(key.key(), "wr0ng");
    try (Connector guarded = connector(settings("guarded"), store)) {
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> guarded.open(jobs().parallelism(2).job()))
            .isInstanceOfSatisfying(
                IngestException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LOGIN_REFUSED))
            .hasMessage(
                "sheet SourceConfig, row 7: "
                    + address()
                    + ", opening t: the login was refused (password authentication failed for user"
                    + " \"guarded\").\nMend username and password of the source; the login is tried"
                    + " once only, so that no account gets locked.");
        // A second knock would be let in.
        EmbeddedPg.execute("ALTER ROLE guarded PASSWORD 'wr0ng'");
      }
    }
  }

  private static Optional<Secret> secret(String key, String password) {
    return key.equals("password") ? Optional.of(new Secret(password, "test")) : Optional.empty();
  }

  @Test
  void readsWithCursorOfInstantsInOtherZones() throws Exception {
    readsOnFrom(
        "timestamptz",
        "2026-10-25 02:30:00+02",
        "2026-10-25 02:30:00+01",
        "2026-10-25 02:30:00.000001+01");
  }
}
