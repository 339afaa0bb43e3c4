package dev.penstock.source.jdbc;

import static dev.penstock.evidence.Said.assertThatThrownBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.job.Job;
import dev.penstock.job.Settings.SourceCount;
import dev.penstock.job.SourceSettings;
import dev.penstock.job.SourceType;
import dev.penstock.secret.Secret;
import dev.penstock.source.Source;
import dev.penstock.source.Survey;
import dev.penstock.source.Watermark;
import dev.penstock.testing.EmbeddedPg;
import dev.penstock.testing.MysqlServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a source wants said to each new connection. */
final class SessionSqlTest {
  private static JdbcConnector connector(
      SourceType type, Map<String, String> values, String sessionSql) {
    Map<String, String> all = new HashMap<>(values);
    all.put("session_sql", sessionSql);
    return new JdbcConnector(
        Map.of("shop", new SourceSettings("shop", Optional.of(type), all)),
        key -> key.key().equals("password") ? password(type) : Optional.empty(),
        SourceCount.AUTO,
        2,
        new NoTokens());
  }

  private static Optional<Secret> password(SourceType type) {
    return type == SourceType.MYSQL
        ? Optional.of(new Secret(MysqlServer.PASSWORD, "test"))
        : Optional.empty();
  }

  private static JdbcConnector postgres(String sessionSql) {
    return connector(SourceType.POSTGRESQL, EmbeddedPg.settings(), sessionSql);
  }

  private static JdbcConnector maria(String sessionSql) {
    return connector(SourceType.MYSQL, MysqlServer.MARIADB.settings(MysqlServer.USER), sessionSql);
  }

  /** How many rows the job finds, over a connection that has been set up. */
  private static OptionalLong rows(JdbcConnector connector, Job job) {
    try (connector;
        Source source = connector.open(job)) {
      return source.survey(Optional.empty()).rows();
    }
  }

  private static void assertRefused(JdbcConnector connector, ErrorCode code, String message) {
    try (connector) {
      assertThatThrownBy(() -> connector.open(Jobs.of(SourceType.POSTGRESQL).job()))
          .isInstanceOfSatisfying(IngestException.class, e -> assertThat(e.code()).isEqualTo(code))
          .hasMessageContaining(message);
    }
  }

  @Test
  void onPostgresqlTheSearchPathAndRoleAreThoseOfTheSession() throws Exception {
    EmbeddedPg.execute(
        "DROP SCHEMA IF EXISTS apart CASCADE",
        "CREATE SCHEMA apart",
        "CREATE TABLE apart.only_here AS SELECT 1 AS id",
        "DO $$ BEGIN CREATE ROLE looker; EXCEPTION WHEN duplicate_object THEN NULL; END $$",
        "GRANT USAGE ON SCHEMA apart TO looker",
        "GRANT SELECT ON apart.only_here TO looker");
    Job job =
        Jobs.of(SourceType.POSTGRESQL)
            .table("only_here")
            .filter("current_user = 'looker' AND current_setting('app.tenant') = '7;8'")
            .job();
    assertThat(
            rows(
                postgres(
                    "SET search_path = apart; SET ROLE looker; SELECT set_config('app.tenant', '7;8', false);"),
                job))
        .hasValue(1);
  }

  @Test
  void onMariaDbVariablesAreThoseOfTheSession() throws Exception {
    MysqlServer.MARIADB.emptyDatabase(MysqlServer.DATABASE);
    MysqlServer.MARIADB.execute("CREATE TABLE t (a int)", "INSERT INTO t VALUES (1)");
    Job job = Jobs.of(SourceType.MYSQL).filter("@tenant = 'a;b' AND \"a\" = 1").job();
    assertThat(rows(maria("SET @tenant = 'a;b'; SET sql_mode = 'ANSI_QUOTES'"), job)).hasValue(1);
  }

  @Test
  void onSqlitePragmasAreThoseOfTheConnection(@TempDir Path home) throws Exception {
    Path file = home.resolve("a.db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE t (a text)");
      statement.execute("INSERT INTO t VALUES ('x'), ('X')");
    }
    Map<String, String> values = Map.of("path", file.toString());
    Job job = Jobs.of(SourceType.SQLITE).filter("a LIKE 'x'").job();
    assertThat(rows(connector(SourceType.SQLITE, values, "PRAGMA case_sensitive_like = ON"), job))
        .hasValue(1);
  }

  /** The engine's own zone comes after, so that a watermark means the same whoever reads. */
  @Test
  void theWatermarkIsTheSameWhateverTheZoneOfTheSession() throws Exception {
    EmbeddedPg.execute(
        "DROP TABLE IF EXISTS zoned",
        "CREATE TABLE zoned AS SELECT timestamptz '2026-10-25 02:30:00.5+01' AS ts");
    Job job = Jobs.of(SourceType.POSTGRESQL).table("zoned").cursor("ts").job();
    for (String zone : new String[] {"Asia/Kathmandu", "America/New_York"}) {
      try (JdbcConnector connector = postgres("SET TimeZone = '" + zone + "'");
          Source source = connector.open(job)) {
        Survey survey = source.survey(Optional.empty());
        assertThat(survey.window().upTo())
            .map(Watermark::value)
            .contains("2026-10-25 01:30:00.5+00");
        assertThat(source.survey(survey.window().upTo()).nothingNew()).isTrue();
      }
    }
  }

  @Test
  void anErrorNamesTheSourceAndTheStatementButNoValueInQuotes() {
    assertRefused(
        postgres("SET app.key = 'not to be seen'; SET ROLE nobody_at_all"),
        ErrorCode.SOURCE_REFUSED,
        ", opening t: session_sql, statement 2 (SET ROLE nobody_at_all): role \"nobody_at_all\" does"
            + " not exist.\nCorrect session_sql of source shop (sheet Sources, or its place in the"
            + " secret store), or have what it needs granted.");
    assertRefused(
        postgres("SET nonsense 'not to be seen'"),
        ErrorCode.SOURCE_REFUSED,
        "session_sql, statement 1 (SET nonsense '...'): syntax error");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DELETE FROM t",
        "SET a = 1; DROP TABLE t",
        "SET GLOBAL max_connections = 1",
        "SET a = 1, GLOBAL b = 2",
        "SET @@global.max_connections = 1",
        "SET PERSIST max_connections = 1",
        "SET PASSWORD = 'x'",
        "SELECT pg_sleep(1)",
        "SET a = 'open",
        "EXEC sp_configure 'x', 1",
        "SETTLE x"
      })
  void whatSetsMoreThanTheSessionIsRefusedBeforeAnyConnection(String sql) {
    try (JdbcConnector connector =
        connector(
            SourceType.POSTGRESQL,
            Map.of("host", "127.0.0.1", "port", "1", "database", "d", "username", "u"),
            sql)) {
      assertThatThrownBy(() -> connector.open(Jobs.of(SourceType.POSTGRESQL).job()))
          .isInstanceOfSatisfying(
              IngestException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIG))
          .hasMessageStartingWith("source shop, session_sql, statement ")
          .hasMessageContaining(".\nWrite SET, ALTER SESSION, PRAGMA, USE, ");
    }
  }

  /** A function that writes may stand in what looks like setting something. */
  @Test
  void whatItSaysCannotWrite() throws Exception {
    EmbeddedPg.execute("DROP TABLE IF EXISTS untouched", "CREATE TABLE untouched (id int)");
    EmbeddedPg.execute(
        "CREATE OR REPLACE FUNCTION sneak_in() RETURNS text LANGUAGE sql AS 'INSERT INTO untouched VALUES (1) RETURNING id::text'");
    assertRefused(
        postgres("SELECT set_config('app.x', sneak_in(), false)"),
        ErrorCode.SOURCE_REFUSED,
        "cannot execute INSERT in a read-only transaction");
  }
}
