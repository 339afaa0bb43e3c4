package dev.penstock.source.jdbc;

import static dev.penstock.evidence.Said.assertThatThrownBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.Measure;
import dev.penstock.evidence.Secures;
import dev.penstock.job.Job;
import dev.penstock.job.Lookback;
import dev.penstock.job.Settings.SourceCount;
import dev.penstock.job.SourceSettings;
import dev.penstock.job.SourceType;
import dev.penstock.secret.Secret;
import dev.penstock.source.BatchReader;
import dev.penstock.source.Connector;
import dev.penstock.source.Consistency;
import dev.penstock.source.CursorType;
import dev.penstock.source.Earlier;
import dev.penstock.source.Reachable;
import dev.penstock.source.Resumable;
import dev.penstock.source.Resumed;
import dev.penstock.source.Server;
import dev.penstock.source.Source;
import dev.penstock.source.Split;
import dev.penstock.source.Survey;
import dev.penstock.source.Visit;
import dev.penstock.source.Watermark;
import dev.penstock.testing.EmbeddedMaria;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is sent to the server, word for word, and how long tables are cut. */
final class MysqlStatementsTest {
  @BeforeEach
  void empty() throws SQLException {
    EmbeddedMaria.execute("CREATE OR REPLACE DATABASE shop");
  }

  private static Connector connector(long sliceBytes) {
    return new JdbcConnector(
        Map.of(
            "shop",
            new SourceSettings(
                "shop",
                Optional.of(SourceType.MYSQL),
                MysqlSourceTest.settings(EmbeddedMaria.USER))),
        key ->
            key.key().equals("password")
                ? Optional.of(new Secret(EmbeddedMaria.PASSWORD, "test"))
                : Optional.empty(),
        new Reading(SourceCount.AUTO, sliceBytes),
        2,
        new NoTokens());
  }

  private static Jobs jobs() {
    return Jobs.of(SourceType.MYSQL);
  }

  /** What the server logged while a job ran. */
  private static List<String> said(Job job, Optional<Watermark> committed) throws SQLException {
    EmbeddedMaria.execute(
        "SET GLOBAL log_output = 'TABLE'",
        "TRUNCATE mysql.general_log",
        "SET GLOBAL general_log = ON");
    try (Connector connector = connector(64_000_000);
        Source source = connector.open(job)) {
      Survey survey =
          job.extract().cursor().isPresent()
              ? source.survey(committed, Optional.empty())
              : source.survey(committed);
      for (Split split : source.splits(survey)) {
        count(source, split);
      }
    } finally {
      EmbeddedMaria.execute("SET GLOBAL general_log = OFF");
    }
    return logged();
  }

  private static List<String> logged() throws SQLException {
    List<String> statements = new ArrayList<>();
    try (Connection connection = EmbeddedMaria.connect();
        Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT argument FROM mysql.general_log WHERE command_type IN ('Query', 'Prepare')")) {
      while (result.next()) {
        statements.add(result.getString(1).replaceAll("\\s+", " ").strip());
      }
    }
    // The fixture's own, and what driver and pool say by themselves.
    List<String> others = List.of("general_log", "max_recursive_iterations", "@@session.", "set ");
    statements.removeIf(s -> others.stream().anyMatch(s::contains));
    return statements;
  }

  private static long count(Source source, Split split) {
    long rows = 0;
    try (BufferAllocator allocator = new RootAllocator();
        VectorSchemaRoot batch = VectorSchemaRoot.create(source.schema(), allocator);
        BatchReader reader = source.open(split)) {
      for (int read = reader.read(batch); read > 0; read = reader.read(batch)) {
        rows += read;
      }
    }
    return rows;
  }

  /** How each transaction begins. */
  private static final List<String> BEGIN =
      List.of(
          "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY",
          "SET time_zone = '+00:00', lock_wait_timeout = 30, net_write_timeout = 86400, wait_timeout = 86400",
          "SET max_statement_time = 60.0",
          "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY");

  private static final List<String> FIND =
      List.of(
          "SELECT table_schema, table_name, engine FROM information_schema.tables WHERE table_type IN ('BASE TABLE', 'VIEW', 'SYSTEM VERSIONED', 'SYSTEM VIEW') AND table_schema = coalesce(null, database()) AND lower(table_name) = lower('t') AND (@@lower_case_table_names <> 0 OR BINARY table_schema = coalesce(null, database())) ORDER BY 1, 2",
          "SELECT * FROM `shop`.`t` WHERE 1 = 0",
          "ROLLBACK");

  private static List<String> all(List<List<String>> parts) {
    return parts.stream().flatMap(List::stream).toList();
  }

  @Test
  void readsATableWithTheseStatements() throws SQLException {
    EmbeddedMaria.execute("CREATE TABLE t (id int PRIMARY KEY, name text, ts timestamp NULL)");
    List<String> reading =
        List.of(
            "SELECT s.column_name, c.data_type FROM information_schema.tables t JOIN information_schema.statistics s ON s.table_schema = t.table_schema AND s.table_name = t.table_name AND s.index_name = 'PRIMARY' AND s.sub_part IS NULL JOIN information_schema.columns c ON c.table_schema = t.table_schema AND c.table_name = t.table_name AND c.column_name = s.column_name WHERE t.table_schema = 'shop' AND t.table_name = 't' AND t.engine = 'InnoDB' ORDER BY s.seq_in_index",
            "SELECT table_rows, data_length FROM information_schema.tables WHERE table_schema = 'shop' AND table_name = 't' AND data_length > 0",
            "SELECT count(*) FROM `shop`.`t`",
            "SET max_statement_time = 0.0",
            "SELECT CAST(`id` AS CHAR), `name`, CONCAT(CAST(`ts` AS CHAR), '+00') FROM `shop`.`t`",
            "ROLLBACK");
    assertThat(said(jobs().job(), Optional.empty()))
        .containsExactlyElementsOf(all(List.of(BEGIN, FIND, BEGIN, reading)));
  }

  @Test
  void readsAWindowWithTheseStatements() throws SQLException {
    EmbeddedMaria.execute(
        "CREATE TABLE t (id int PRIMARY KEY, ts timestamp(6) NULL)",
        "INSERT INTO t VALUES (1, '2026-01-02 00:00:00')");
    Job job = jobs().lookback("ts", Lookback.of("1h", Duration.ofHours(1))).filter("id > 0").job();
    Watermark committed =
        new Watermark("ts", CursorType.TIMESTAMP_TZ, "2026-01-01 00:00:00.000000+00");
    String from = "FROM `shop`.`t` WHERE ( id > 0 ) AND ";
    String usable = "`ts` >= '1970-01-01 00:00:01'";
    String read = "SELECT CAST(`id` AS CHAR), CONCAT(CAST(`ts` AS CHAR), '+00') ";
    String fresh = from + usable + " AND `ts` > " + instant("2026-01-01 00:00:00.000000");
    String upTo = " AND `ts` <= " + instant("2026-01-02 00:00:00.000000");
    String again =
        from
            + usable
            + " AND `ts` >= "
            + instant("2025-12-31 23:00:00.000000")
            + " AND `ts` <= "
            + instant("2026-01-01 00:00:00.000000");
    List<String> reading =
        List.of(
            "SELECT CONCAT(CAST(max(`ts`) AS CHAR), '+00') " + fresh,
            "SELECT count(*) " + fresh + upTo,
            "SELECT count(*) " + from + "(`ts` IS NULL OR NOT (" + usable + "))",
            "SELECT count(*) " + again,
            "SET max_statement_time = 0.0",
            read + fresh + upTo,
            "SET max_statement_time = 0.0",
            read + again,
            "ROLLBACK");
    assertThat(said(job, Optional.of(committed)))
        .containsExactlyElementsOf(
            all(List.of(BEGIN, FIND, BEGIN, List.of("ROLLBACK"), BEGIN, reading)));
  }

  private static String instant(String text) {
    return "CAST(substring_index('" + text + "+00', '+', 1) AS DATETIME(6))";
  }

  private static void longTable() throws SQLException {
    EmbeddedMaria.execute(
        "CREATE TABLE t (id bigint unsigned PRIMARY KEY, text varchar(200))",
        "INSERT INTO t SELECT seq, repeat('x', 150) FROM seq_1_to_2000",
        "INSERT INTO t VALUES (18446744073709551615, 'far away')",
        "ANALYZE TABLE t");
  }

  @Test
  void cutsALongTableByItsKeyHoweverFarApartTheKeysLie() throws SQLException {
    longTable();
    try (Connector connector = connector(8_000);
        Source source = connector.open(jobs().parallelism(2).job())) {
      Survey survey = source.survey(Optional.empty());
      List<Split> splits = source.splits(survey);

      assertThat(splits).hasSizeBetween(10, 60);
      assertThat(splits.get(1).query()).contains("`id` >= ").contains(" AND `id` < ");
      assertThat(splits.stream().mapToLong(split -> count(source, split)).sum()).isEqualTo(2001);
      assertThat(survey.consistency()).isEqualTo(Consistency.SNAPSHOT);
      assertThat(survey.warnings())
          .containsExactly(
              "the database lets no second connection see the same moment, so one connection reads"
                  + " everything, whatever parallelism says");
    }
  }

  @Test
  void leavesTablesWithoutSuchAKeyWhole() throws SQLException {
    EmbeddedMaria.execute(
        "CREATE TABLE t (id varchar(20), text varchar(200))",
        "INSERT INTO t SELECT seq, repeat('x', 150) FROM seq_1_to_2000",
        "ANALYZE TABLE t");
    try (Connector connector = connector(8_000);
        Source source = connector.open(jobs().job())) {
      assertThat(source.splits(source.survey(Optional.empty()))).hasSize(1);
      assertThat(((Resumable) source).bookmark()).isEmpty();
    }
  }

  @Test
  void goesOnWithTheSlicesThatAreMissingAsTheyAreNow() throws SQLException {
    longTable();
    try (Connector connector = connector(8_000)) {
      Survey survey;
      String bookmark;
      Map<Integer, Long> read = new HashMap<>();
      try (Source source = connector.open(jobs().job())) {
        survey = source.survey(Optional.empty());
        List<Split> splits = source.splits(survey);
        bookmark = ((Resumable) source).bookmark().orElseThrow();
        splits.forEach(split -> read.put(split.index(), count(source, split)));
        // The greatest key there is has a slice of its own.
        read.remove(splits.size() - 1);
        read.remove(splits.size() - 2);
      }
      EmbeddedMaria.execute("INSERT INTO t VALUES (18446744073709551614, 'late')");
      try (Source later = connector.open(jobs().job())) {
        Resumed resumed = ((Resumable) later).resume(new Earlier(survey, bookmark, read));
        assertThat(resumed)
            .isInstanceOfSatisfying(
                Resumed.Possible.class,
                possible -> {
                  assertThat(possible.splits())
                      .extracting(Split::index)
                      .containsExactly(read.size(), read.size() + 1);
                  assertThat(possible.survey().rows()).hasValue(2002);
                  assertThat(possible.survey().consistency()).isEqualTo(Consistency.PER_SPLIT);
                });
        assertThat(((Resumable) later).resume(new Earlier(survey, "keys from 1,2 OR 1=1", read)))
            .isEqualTo(new Resumed.Impossible("the table has another key now"));
      }
    }
  }

  /** Such an address leads to the own machine and is not taken for it. */
  private static Connector remote(String mode) {
    Map<String, String> values = new HashMap<>(MysqlSourceTest.settings(EmbeddedMaria.USER));
    values.put("host", "::ffff:127.0.0.1");
    if (!mode.isEmpty()) {
      values.put("option_sslmode", mode);
    }
    return MysqlSourceTest.connector(values, EmbeddedMaria.PASSWORD);
  }

  /** The certificate is the server's own; that the password is right proves whose it is. */
  @ParameterizedTest
  @Secures(Measure.TLS)
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | TLSv1.3, certificate verified | ''",
        "VERIFY_IDENTITY | TLSv1.3, certificate verified | ''",
        "verify-ca | TLSv1.3, certificate verified | the name in the server's certificate is not verified; whoever has a certificate of the same authority could answer in its place",
        "require | TLSv1.3, certificate not verified | the server's certificate is not verified; somebody in between could answer in its place",
        "disable | none | the connection is not encrypted; whoever is on the way can read the rows and the password's proof"
      })
  void tellsWhatASourceHasOptedOutOf(String mode, String encryption, String weakness)
      throws SQLException {
    EmbeddedMaria.execute("CREATE TABLE t (id int)");
    Job job = jobs().job();
    List<String> warnings;
    try (Connector connector = remote(mode);
        Source source = connector.open(job);
        Visit visit = ((Reachable) connector).visit(job)) {
      warnings = source.survey(Optional.empty()).warnings();
      Server server = visit.server();
      assertThat(server.version()).isEqualTo("MariaDB 11.4.5");
      assertThat(server.encryption()).contains(encryption);
      assertThat(server.user()).contains("tester@%");
      assertThat(server.access()).isEqualTo(Server.Access.READ_ONLY);
      assertThat(server.problems()).hasSize(weakness.isEmpty() ? 0 : 1);
      assertThat(Duration.between(visit.clock().orElseThrow(), Instant.now()).abs())
          .isLessThan(Duration.ofSeconds(5));
      visit.roundTrip();
      visit.tryReading(job);
    }
    if (weakness.isEmpty()) {
      assertThat(warnings).isEmpty();
    } else {
      assertThat(warnings).singleElement().asString().startsWith("source shop: " + weakness);
    }
  }

  /** Nothing but a password could prove whose certificate it is. */
  @Test
  @Secures(Measure.TLS)
  void trustsNoCertificateThatNobodyVouchesFor() throws SQLException {
    EmbeddedMaria.execute("CREATE OR REPLACE USER open", "GRANT SELECT ON shop.* TO open");
    Map<String, String> values = new HashMap<>(MysqlSourceTest.settings("open"));
    values.put("host", "::ffff:127.0.0.1");
    try (Connector connector = MysqlSourceTest.connector(values, "")) {
      assertThatThrownBy(() -> connector.open(jobs().job()))
          .hasMessageEndingWith(
              "the server's certificate is signed by nobody whom this Java trusts.\nName the file"
                  + " with the certificate of the authority that signed it in option_sslrootcert."
                  + " How much is checked stands in option_sslmode of the source: verify-full unless"
                  + " it is set.");
    }
  }

  @Test
  void refusesAnUnknownMode() {
    try (Connector connector = remote("preferred")) {
      assertThatThrownBy(() -> connector.open(jobs().job()))
          .hasMessage(
              "sheet Sources, source shop, column option_sslmode: 'preferred' is not known.\nWrite"
                  + " verify-full, verify-ca, require or disable, or leave it empty, so that"
                  + " verify-full counts.");
    }
  }
}
