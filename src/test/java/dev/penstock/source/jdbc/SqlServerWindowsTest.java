package dev.penstock.source.jdbc;

import static dev.penstock.evidence.Said.assertThatThrownBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.failure.Problem;
import dev.penstock.job.Settings.SourceCount;
import dev.penstock.job.SourceSettings;
import dev.penstock.job.SourceType;
import dev.penstock.source.Connector;
import dev.penstock.source.Reachable;
import dev.penstock.source.Source;
import dev.penstock.source.Visit;
import dev.penstock.testing.azure.TestTls;
import dev.penstock.testing.tds.Door;
import dev.penstock.testing.tds.Login;
import dev.penstock.testing.tds.Ntlm;
import dev.penstock.testing.tds.TdsServer;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

  @Test
  void signsInOverTls() throws Exception {
    try (TdsServer secure = TdsServer.start(Door.inside(TestTls.serverContext()))) {
      secure.windows(ntlm);
      secure.login("CORP\\penstock", "");
      Map<String, String> settings = settings("CORP", "penstock");
      settings.put("port", Integer.toString(secure.port()));
      settings.put("option_encrypt", "yes");
      settings.put("option_trustservercertificate", "yes");
      try (Connector connector = connector(settings, PASSWORD);
          Source source = connector.open(jobs().query("SELECT 1 AS id").job())) {
        assertThat(source.schema().getFields()).hasSize(1);
      }
    }
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

  /** Told by validate, and where a connection is tried. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "authenticationscheme=NativeAuthentication | authenticationscheme: 'nativeauthentication' is not supported. Write JavaKerberos or NTLM",
        "trusted_connection=maybe | trusted_connection: 'maybe' is not known. Write yes or no.",
        "trusted_connection=yes domain=CORP | domain: is for NTLM alone. Write the user as name@REALM",
        "integratedsecurity=SSPI username=CORP\\penstock | realm: username is 'CORP\\penstock', which is no name of Kerberos. Write it as name@REALM",
        "authenticationscheme=JavaKerberos keytab=k | keytab: there is no username. Write whose keys they are in username",
        "authenticationscheme=JavaKerberos keytab=k username=u password=p | keytab: there is a password too. Remove one of the two.",
        "authenticationscheme=JavaKerberos keytab=k username=u ticketcache=c | keytab: there is a ticket cache too. Remove one of the two.",
        "authenticationscheme=JavaKerberos ticketcache=c username=u password=p | ticketcache: there is a password too. Remove one of the two.",
        "authenticationscheme=JavaKerberos jaasconfigurationname=x | jaasconfigurationname: files of JAAS are not read. Name the file",
        "authenticationscheme=NTLM username=u password=p realm=R | realm: is for Kerberos alone. Set option_authenticationscheme to JavaKerberos",
        "authenticationscheme=NTLM username=u password=p failoverpartner=h | failoverpartner: a user of Windows signs in once, at one server. Name the listener",
        "authenticationscheme=JavaKerberos authentication=ActiveDirectoryDefault | authenticationscheme: the source signs in with Entra ID (authentication) already. Remove one",
        "trusted_connection=yes logintimeout=soon | logintimeout: 'soon' is no whole number of seconds. Write one from 1 to 65535",
        "username=u password=p mars=yes | mars: not an option that may be set for SQL Server. Remove it"
      })
  void refusesWhatCannotBeMeant(String given, String message) {
    assertThat(problems(given))
        .singleElement()
        .satisfies(
            problem ->
                assertThat(problem.message().replace("\n", " "))
                    .startsWith("sheet Sources, source shop, column option_" + message));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "trusted_connection=yes",
        "integratedsecurity=true usedefaultjaasconfig=true",
        "authenticationscheme=JavaKerberos username=u@R password=p realm=R serverspn=s",
        "authenticationscheme=JavaKerberos username=u keytab=k",
        "authenticationscheme=NTLM username=u password=p domain=d",
        "trusted_connection=no username=u password=p"
      })
  void hasAllItNeeds(String given) {
    assertThat(problems(given)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "authenticationscheme=NTLM, 'username, password'",
    "authenticationscheme=NTLM username=u, password",
    "trusted_connection=yes password=p, username",
    "trusted_connection=no, username"
  })
  void saysWhatIsMissing(String given, String keys) {
    assertThat(problems(given))
        .filteredOn(problem -> problem.severity() == Problem.Severity.ERROR)
        .singleElement()
        .satisfies(
            problem ->
                assertThat(problem.message()).startsWith("source shop: no %s.".formatted(keys)));
  }

  private static List<Problem> problems(String given) {
    Map<String, String> values = new HashMap<>(Map.of("host", "h", "database", "d"));
    for (String each : given.split(" ", -1)) {
      String[] named = each.split("=", 2);
      boolean plain = List.of("username", "password").contains(named[0]);
      values.put(plain ? named[0] : "option_" + named[0], named[1]);
    }
    SourceSettings sheet = new SourceSettings("shop", Optional.of(SourceType.SQLSERVER), values);
    try (JdbcConnector connector =
        new JdbcConnector(
            Map.of("shop", sheet), any -> Optional.empty(), SourceCount.AUTO, 1, new NoTokens())) {
      return connector.offlineProblems(List.of(jobs().job()));
    }
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
