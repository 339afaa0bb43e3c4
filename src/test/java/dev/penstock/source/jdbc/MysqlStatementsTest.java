package dev.penstock.source.jdbc;

import static dev.penstock.evidence.Said.assertThatThrownBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.Measure;
import dev.penstock.evidence.Secures;
import dev.penstock.job.Job;
import dev.penstock.source.Connector;
import dev.penstock.source.Reachable;
import dev.penstock.source.Server;
import dev.penstock.source.Source;
import dev.penstock.source.Visit;
import dev.penstock.testing.MysqlServer;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The statements as a MariaDB gets them, and its TLS, for which it makes a certificate itself. */
final class MysqlStatementsTest extends MysqlStatementsContract {
  MysqlStatementsTest() {
    super(MysqlServer.MARIADB);
  }

  @Override
  String timeout(int seconds) {
    return "SET max_statement_time = " + (double) seconds;
  }

  @Override
  String alsoSet() {
    return "";
  }

  /** Such an address leads to the own machine and is not taken for it. */
  private Connector remote(String mode) {
    Map<String, String> values = new HashMap<>(MysqlServer.MARIADB.settings(MysqlServer.USER));
    values.put("host", "::ffff:127.0.0.1");
    if (!mode.isEmpty()) {
      values.put("option_sslmode", mode);
    }
    return MysqlContract.connector(values, MysqlServer.PASSWORD);
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
    MysqlServer.MARIADB.execute("CREATE TABLE t (id int)");
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
    MysqlServer.MARIADB.execute("CREATE OR REPLACE USER open", "GRANT SELECT ON shop.* TO open");
    Map<String, String> values = new HashMap<>(MysqlServer.MARIADB.settings("open"));
    values.put("host", "::ffff:127.0.0.1");
    try (Connector connector = MysqlContract.connector(values, "")) {
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
