package dev.penstock.source.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.job.Job;
import dev.penstock.job.SourceType;
import dev.penstock.source.Connector;
import dev.penstock.source.Reachable;
import dev.penstock.source.Source;
import dev.penstock.source.Visit;
import dev.penstock.testing.EmbeddedMysql;
import dev.penstock.testing.MysqlServer;
import dev.penstock.testing.NeedsMysql;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * How a MySQL takes passwords ({@code caching_sha2_password}) and proves whose it is. A server that
 * has seen a password lately needs a hash alone; each test makes it forget.
 */
@NeedsMysql
final class RealMysqlLoginTest {
  private static final Job JOB = Jobs.of(SourceType.MYSQL).job();

  @BeforeEach
  void empty() throws SQLException {
    MysqlServer.MYSQL.emptyDatabase("shop");
    MysqlServer.MYSQL.execute("CREATE TABLE t (id int)", "FLUSH PRIVILEGES");
  }

  /** Such an address leads to the own machine and is not taken for it. */
  private static Connector remote(Map<String, String> options) {
    Map<String, String> values = new HashMap<>(MysqlServer.MYSQL.settings(MysqlServer.USER));
    values.put("host", "::ffff:127.0.0.1");
    values.putAll(options);
    return MysqlContract.connector(values, MysqlServer.PASSWORD);
  }

  private static void assertReads(Connector connector) {
    try (connector;
        Source source = connector.open(JOB)) {
      assertThat(source.survey(Optional.empty()).rows()).hasValue(0);
    }
  }

  private static void assertRefused(Connector connector, ErrorCode code, String message) {
    try (connector) {
      assertThatThrownBy(() -> connector.open(JOB))
          .isInstanceOfSatisfying(IngestException.class, e -> assertThat(e.code()).isEqualTo(code))
          .hasMessageContaining(message);
    }
  }

  @Test
  void onTheOwnMachineThePasswordGoesUnderTheKeyThatTheServerHands() {
    assertReads(
        MysqlContract.connector(
            MysqlServer.MYSQL.settings(MysqlServer.USER), MysqlServer.PASSWORD));
  }

  @Test
  void elsewhereWithoutTlsThePasswordGoesUnderAKeyFromAFileAlone() {
    assertRefused(
        remote(Map.of("option_sslmode", "disable")),
        ErrorCode.SOURCE_REFUSED,
        "the server takes the password over TLS, or under its public key, which is not known here.\nLeave option_sslmode at verify-full, or name a file with the server's public key in option_serverrsapublickeyfile.");
    assertReads(
        remote(
            Map.of(
                "option_sslmode",
                "disable",
                "option_serverrsapublickeyfile",
                EmbeddedMysql.file("public_key.pem").toString())));
  }

  @Test
  void overTlsWithTheAuthorityNamedThePasswordIsTaken() throws Exception {
    Map<String, String> options =
        Map.of(
            "option_sslmode",
            "verify-ca",
            "option_sslrootcert",
            EmbeddedMysql.file("ca.pem").toString());
    assertReads(remote(options));
    try (Connector connector = remote(options);
        Visit visit = ((Reachable) connector).visit(JOB)) {
      assertThat(visit.server().version()).isEqualTo("MySQL " + EmbeddedMysql.VERSION);
      assertThat(visit.server().encryption()).contains("TLSv1.2, certificate verified");
    }
  }

  @Test
  void theCertificateThatTheServerMakesItselfIsTakenOnlyWhereItsAuthorityIsNamed() {
    assertRefused(
        remote(Map.of()),
        ErrorCode.SOURCE_REFUSED,
        "the server's certificate is signed by nobody whom this Java trusts");
    assertRefused(
        remote(Map.of("option_sslrootcert", EmbeddedMysql.file("ca.pem").toString())),
        ErrorCode.SOURCE_REFUSED,
        "the server's certificate is for another name than this host");
  }

  @Test
  void aUserWithAnExpiredPasswordIsRefusedOnce() throws Exception {
    MysqlServer.MYSQL.user(
        "old", "IDENTIFIED BY 'o' PASSWORD EXPIRE", "GRANT SELECT ON shop.* TO old");
    assertRefused(
        MysqlContract.connector(MysqlServer.MYSQL.settings("old"), "o"),
        ErrorCode.LOGIN_REFUSED,
        "the login was refused");
  }

  @Test
  void aLockedAccountIsRefusedOnce() throws Exception {
    MysqlServer.MYSQL.user(
        "locked", "IDENTIFIED BY 'l' ACCOUNT LOCK", "GRANT SELECT ON shop.* TO locked");
    assertRefused(
        MysqlContract.connector(MysqlServer.MYSQL.settings("locked"), "l"),
        ErrorCode.LOGIN_REFUSED,
        "the login was refused");
  }

  /** Where no transaction may be numbered in a way that a replica could not follow. */
  @Test
  void readsFromAServerThatNumbersItsTransactions() throws Exception {
    try (Connector connector =
            MysqlContract.connector(
                MysqlServer.MYSQL.settings(MysqlServer.USER), MysqlServer.PASSWORD);
        Source source = connector.open(JOB)) {
      String before = executed();
      assertThat(source.survey(Optional.empty()).rows()).hasValue(0);
      assertThat(executed()).isNotEmpty().isEqualTo(before);
    }
  }

  private static String executed() throws SQLException {
    try (var connection = MysqlServer.MYSQL.connect();
        var statement = connection.createStatement();
        var result = statement.executeQuery("SELECT @@global.gtid_executed")) {
      result.next();
      return result.getString(1);
    }
  }
}
