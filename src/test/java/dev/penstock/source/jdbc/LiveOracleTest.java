package dev.penstock.source.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.job.Settings.SourceCount;
import dev.penstock.job.SourceSettings;
import dev.penstock.job.SourceType;
import dev.penstock.secret.Secret;
import dev.penstock.source.Consistency;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/**
 * A real Oracle, in a schema whose user may create tables and has EXECUTE on dbms_flashback. No
 * build has run this: nobody had an Oracle.
 */
@Tag("live")
@EnabledIf(
    value = "isConfigured",
    disabledReason =
        "set PENSTOCK_LIVE_ORACLE_URL to a URL such as jdbc:oracle:thin:user/password@//host:1521/service to test a real Oracle")
final class LiveOracleTest {
  private static final String URL = "PENSTOCK_LIVE_ORACLE_URL";
  private static final String TABLE = "PENSTOCK_LIVE_TEST";

  private RootAllocator allocator;

  static boolean isConfigured() {
    return variable().isPresent();
  }

  private static Optional<String> variable() {
    return Optional.ofNullable(System.getenv(URL)).filter(url -> !url.isBlank());
  }

  private static void execute(String... statements) throws SQLException {
    try (Connection connection = DriverManager.getConnection(variable().orElseThrow());
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  @BeforeEach
  void start() throws SQLException {
    allocator = new RootAllocator();
    execute(
        "CREATE TABLE "
            + TABLE
            + " (id NUMBER(10) PRIMARY KEY, n NUMBER, f FLOAT(24), b BINARY_DOUBLE, d DATE, ts TIMESTAMP(6), tz TIMESTAMP(6) WITH TIME ZONE, lz TIMESTAMP(6) WITH LOCAL TIME ZONE, ym INTERVAL YEAR TO MONTH, ds INTERVAL DAY TO SECOND, c CHAR(3), v NVARCHAR2(9), l CLOB, r RAW(2), x XMLTYPE)");
  }

  @AfterEach
  void end() throws SQLException {
    allocator.close();
    execute("DROP TABLE " + TABLE + " PURGE");
  }

  /** The suite's own reading, with a connector to this database. */
  private SourceContract.Run run(Jobs jobs) {
    SourceContract suite =
        new SourceContract() {
          @Override
          JdbcConnector connector() {
            return LiveOracleTest.connector();
          }

          @Override
          Jobs jobs() {
            return jobs;
          }

          @Override
          void execute(String... statements) throws SQLException {
            LiveOracleTest.execute(statements);
          }

          @Override
          String address() {
            return "";
          }

          @Override
          String prefix() {
            return "";
          }
        };
    suite.allocator = allocator;
    try (JdbcConnector connector = connector()) {
      suite.connector = connector;
      return suite.run(jobs.job());
    }
  }

  private static JdbcConnector connector() {
    return new JdbcConnector(
        Map.of("shop", new SourceSettings("shop", Optional.of(SourceType.ORACLE), Map.of())),
        key ->
            key.key().equals("url")
                ? Optional.of(new Secret(variable().orElseThrow(), "environment"))
                : Optional.empty(),
        new Reading(SourceCount.AUTO, 1_000),
        1,
        new NoTokens());
  }

  @Test
  void readsEachTypeExactly() throws SQLException {
    execute(
        "INSERT INTO "
            + TABLE
            + " VALUES (1, 1.25, 0.1, BINARY_DOUBLE_NAN, DATE '0001-01-01', TIMESTAMP '9999-12-31 23:59:59.999999', TIMESTAMP '2026-10-25 02:30:00.000001 +02:00', TIMESTAMP '2026-10-25 02:30:00.000001 +02:00', INTERVAL '1-2' YEAR TO MONTH, INTERVAL '-1 02:03:04.5' DAY TO SECOND, 'a', N'Zürich', TO_CLOB('long'), HEXTORAW('00FF'), XMLTYPE('<a>1</a>'))");
    SourceContract.Run run = run(Jobs.of(SourceType.ORACLE).table(TABLE.toLowerCase(Locale.ROOT)));
    assertThat(run.rows().get(0))
        .startsWith(
            1L,
            new BigDecimal("1.2500000000"),
            0.1,
            Double.NaN,
            LocalDateTime.parse("0001-01-01T00:00"),
            LocalDateTime.parse("9999-12-31T23:59:59.999999"),
            1792888200000001L,
            1792888200000001L,
            "P1Y2M",
            "-P1DT2H3M4.5S",
            "a  ",
            "Zürich",
            "long",
            new byte[] {0, -1});
    assertThat(run.rows().get(0).get(14).toString()).contains("<a>1</a>");
  }

  @Test
  void readsSlicesAtOneMomentAndByEachCursor() throws SQLException {
    execute(
        "INSERT INTO "
            + TABLE
            + " (id, n, d, ts, tz, lz, c) SELECT level, level, DATE '2026-01-01' + level, TIMESTAMP '2026-01-01 00:00:00' + NUMTODSINTERVAL(level, 'SECOND'), SYSTIMESTAMP, SYSTIMESTAMP, 'a' FROM dual CONNECT BY level <= 1000",
        "BEGIN DBMS_STATS.GATHER_TABLE_STATS(USER, '" + TABLE + "'); END;");
    SourceContract.Run whole = run(Jobs.of(SourceType.ORACLE).table(TABLE).parallelism(2));
    assertThat(whole.rows()).hasSize(1000);
    assertThat(whole.splits().size()).isGreaterThan(1);
    assertThat(whole.survey().consistency()).isEqualTo(Consistency.SNAPSHOT);
    for (String cursor : new String[] {"ID", "N", "D", "TS", "TZ", "LZ", "C"}) {
      assertThat(run(Jobs.of(SourceType.ORACLE).table(TABLE).cursor(cursor)).rows())
          .as(cursor)
          .hasSize(1000);
    }
  }
}
