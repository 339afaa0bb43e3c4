package dev.penstock.source.jdbc;

import static dev.penstock.evidence.Said.assertThatThrownBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.job.SourceType;
import dev.penstock.source.Connector;
import dev.penstock.source.Reachable;
import dev.penstock.source.Source;
import dev.penstock.source.Visit;
import dev.penstock.testing.tds.Door;
import dev.penstock.testing.tds.Login;
import dev.penstock.testing.tds.Ntlm;
import dev.penstock.testing.tds.TdsServer;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Users of Windows who prove by NTLM who they are, against the stand-in, which checks the proof.
 */
final class SqlServerWindowsTest {
  private static final String PASSWORD = "Päss;wörd 1€";

  private static TdsServer server;
  private static Ntlm ntlm;

  @BeforeAll
  static void start() throws SQLException {
    server = TdsServer.start(Door.open());
    ntlm = new Ntlm("CORP", Map.of("PENSTOCK", PASSWORD, "STRANGER", PASSWORD));
    server.windows(ntlm);
    server.login("CORP\\penstock", "");
  }

  @AfterAll
  static void end() throws Exception {
    server.close();
  }

  private static Map<String, String> settings(String domain, String user) {
    Map<String, String> settings = new HashMap<>(SqlServerFixture.settings(server.port()));
    settings.put("username", user);
    settings.put("option_authenticationscheme", "ntlm");
    if (domain != null) {
      settings.put("option_domain", domain);
    }
    return settings;
  }

  private static Connector connector(Map<String, String> settings, String password) {
    return SqlServerFixture.connector(settings, password);
  }

  private static Jobs jobs() {
    return Jobs.of(SourceType.SQLSERVER);
  }

  /** Each way to say who it is. */
  @ParameterizedTest
  @CsvSource({"CORP, penstock", "corp, penstock", ", CORP\\penstock", "CORP, CORP\\penstock"})
  void signsInAsAUserOfADomain(String domain, String user) {
    try (Connector connector = connector(settings(domain, user), PASSWORD);
        Source source = connector.open(jobs().query("SELECT 1 AS id").job());
        Visit visit = ((Reachable) connector).visit(jobs().job())) {
      assertThat(source.schema().getFields()).hasSize(1);
      assertThat(visit.server().user()).contains("CORP\\penstock");
    }
    List<Login> logins = server.logins();
    Login login = logins.get(logins.size() - 1);
    assertThat(login.user() + login.password()).isEmpty();
    assertThat(ntlm.targets()).contains("MSSQLSvc/127.0.0.1:" + server.port());
  }

  /** The server says the same of a wrong password and of a domain that it does not know. */
  @ParameterizedTest
  @CsvSource({"CORP, penstock, wr0ng pass", "OTHER, penstock, 'Päss;wörd 1€'"})
  void knocksOnceOnlyWithWhatTheDomainDoesNotKnow(String domain, String user, String password) {
    int before = server.logins().size();
    try (Connector connector = connector(settings(domain, user), password)) {
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> connector.open(jobs().job()))
            .isInstanceOfSatisfying(
                IngestException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LOGIN_REFUSED))
            .hasMessageEndingWith(
                "opening t: the login was refused (Login failed. The login is from an untrusted"
                    + " domain and cannot be used with Integrated authentication).\n"
                    + "Mend domain, username and password of the user of Windows, and see to it"
                    + " that the server's machine trusts that domain; the login is tried once"
                    + " only, so that no account gets locked.")
            .hasMessageNotContaining(password);
      }
    }
    assertThat(server.logins()).hasSize(before + 1);
  }

  @Test
  void saysThatTheDatabaseHasNoLoginForTheUser() {
    try (Connector connector = connector(settings("CORP", "stranger"), PASSWORD)) {
      assertThatThrownBy(() -> connector.open(jobs().job()))
          .hasMessageEndingWith(
              "the login was refused (Login failed for user 'CORP\\stranger').\n"
                  + "Windows vouches for the user, but the server does not let it in: have the database"
                  + " administrator run CREATE LOGIN [CORP\\stranger] FROM WINDOWS, and CREATE USER"
                  + " for it in the database.");
    }
  }
}
