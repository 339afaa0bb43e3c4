package dev.penstock.source.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.failure.Problem;
import dev.penstock.identity.AzureHttp;
import dev.penstock.identity.Identities;
import dev.penstock.identity.ServicePrincipal;
import dev.penstock.job.Job;
import dev.penstock.job.Settings.SourceCount;
import dev.penstock.job.SourceSettings;
import dev.penstock.job.SourceType;
import dev.penstock.secret.Secret;
import dev.penstock.source.Source;
import dev.penstock.source.Visit;
import dev.penstock.source.jdbc.dialect.EntraLogin;
import dev.penstock.testing.azure.EntraServer;
import dev.penstock.testing.azure.TestTls;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sources that sign in with a token of Entra ID: a server with TLS, and tokens made here. */
final class EntraLoginTest {
  private static final Job JOB = Jobs.of(SourceType.POSTGRESQL).job();
  private static final String SCOPE = "https://ossrdbms-aad.database.windows.net/.default";

  /** Real ones are about as long. */
  private static final String LONG = "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9." + "x".repeat(2000);

  private static TlsPg server;

  private final List<String> asked = new ArrayList<>();

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    server = TlsPg.start(folder);
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  private static Map<String, String> settings(String... more) {
    Map<String, String> settings = new HashMap<>();
    settings.put("host", "127.0.0.1");
    settings.put("port", Integer.toString(server.port()));
    settings.put("database", "postgres");
    settings.put("username", TlsPg.ROLE);
    settings.put("option_authentication", "ActiveDirectoryDefault");
    settings.put("option_sslrootcert", server.certificate().toString());
    for (int i = 0; i < more.length; i += 2) {
      settings.put(more[i], more[i + 1]);
    }
    return settings;
  }

  private JdbcConnector connector(Map<String, String> sheet, EntraTokens tokens) {
    return connector(SourceType.POSTGRESQL, sheet, Map.of(), tokens);
  }

  private static JdbcConnector connector(
      SourceType type, Map<String, String> sheet, Map<String, String> vault, EntraTokens tokens) {
    return new JdbcConnector(
        Map.of("shop", new SourceSettings("shop", Optional.of(type), sheet)),
        key -> Optional.ofNullable(vault.get(key.key())).map(value -> new Secret(value, "test")),
        SourceCount.AUTO,
        1,
        tokens);
  }

  /** As the server on Azure does, lets the last token in and no other. */
  private Secret newToken(String source, EntraLogin login, String scope) {
    asked.add(source + " " + login + " " + scope);
    String token = LONG + asked.size();
    server.expect(token);
    return new Secret(token, "test");
  }

  @Test
  void signsInAnewForEachConnectionAndOverTlsAlone() throws Exception {
    try (JdbcConnector connector = connector(settings(), this::newToken);
        Source first = connector.open(JOB);
        Source second = connector.open(JOB)) {
      assertThat(first.schema().getFields()).hasSize(1);
      assertThat(second.schema().getFields()).hasSize(1);
      assertThat(server.connections()).isEqualTo(2);
    }
    String one = "shop Machine[] " + SCOPE;
    assertThat(asked).containsExactly(one, one);
  }

  @Test
  void whoeverLooksAroundSignsInToo() throws Exception {
    try (JdbcConnector connector = connector(settings(), this::newToken)) {
      assertThat(connector.tables(JOB)).isNotNull();
      connector.explore(SourceType.POSTGRESQL, "shop", Optional.empty(), (name, display) -> false);
      try (Visit visit = connector.visit(JOB)) {
        visit.roundTrip();
      }
    }
    assertThat(asked).hasSize(3);
  }

  @Test
  void theTokenThatEntraIssuesLetsEachConnectionIn() throws Exception {
    try (EntraServer entra = EntraServer.start().addApp("tenant", "app", "hush")) {
      // A token that is about to run out is not handed out a second time.
      entra.setTokenLifetime(Duration.ofMinutes(2));
      Map<String, String> environment = Map.of("AZURE_AUTHORITY_HOST", entra.authorityHost());
      TokenCredential credential =
          new Identities(environment, AzureHttp.client(environment, TestTls.clientContext()))
              .servicePrincipal(new ServicePrincipal("tenant", "app", new Secret("hush", "test")))
              .credential();
      List<String> issued = new ArrayList<>();
      EntraTokens tokens =
          (source, login, scope) -> {
            TokenRequestContext request = new TokenRequestContext().addScopes(scope);
            issued.add(credential.getTokenSync(request).getToken());
            server.expect(issued.get(issued.size() - 1));
            return new Secret(issued.get(issued.size() - 1), "test");
          };
      try (JdbcConnector connector = connector(settings(), tokens);
          Source first = connector.open(JOB);
          Source second = connector.open(JOB)) {
        assertThat(first.schema()).isEqualTo(second.schema());
      }
      assertThat(issued).hasSize(2).doesNotHaveDuplicates();
      assertThat(entra.accepts(issued.get(1)).orElseThrow().toString())
          .contains("https://ossrdbms-aad.database.windows.net");
    }
  }

  @Test
  void checksTheCertificateEvenOnTheOwnMachine() {
    Map<String, String> settings = settings();
    settings.remove("option_sslrootcert");
    assertCannotOpen(
        settings,
        this::newToken,
        ErrorCode.SOURCE_REFUSED,
        address()
            + "the server's certificate is signed by nobody whom this Java trusts.\nA token travels over TLS alone, to a server whose certificate is checked: have the server offer TLS, and name the file of the authority that signed its certificate in option_sslrootcert if this Java does not know it.");
  }

  @Test
  void sendsNoTokenWhereItCouldBeReadUnderway() {
    for (String mode : List.of("disable", "allow", "prefer")) {
      assertCannotOpen(
          settings("option_sslmode", mode),
          this::newToken,
          ErrorCode.CONFIG,
          "sheet Sources, source shop, column option_sslmode: '"
              + mode
              + "' lets the access token of Entra ID travel in plain text.\nRemove it, so that"
              + " verify-full counts, or write verify-ca or require.");
    }
  }

  @Test
  void saysWhatToDoWhenTheServerRefusesTheTokenAndKnocksOnce() {
    server.expect("another");
    assertCannotOpen(
        settings(),
        (source, login, scope) -> {
          asked.add(scope);
          return new Secret(LONG, "test");
        },
        ErrorCode.LOGIN_REFUSED,
        address()
            + "the login was refused (password authentication failed for user \"reader\").\nEntra ID"
            + " gave a token, but the server does not take it for this user. Check that Microsoft"
            + " Entra authentication is on for the server, and that username is the name of the"
            + " identity that signed in; its Entra administrator makes the role with SELECT * FROM"
            + " pgaadauth_create_principal('reader', false, false) in the database postgres.");
    assertThat(asked).hasSize(1);
  }

  @Test
  void saysWhySigningInFailed() {
    assertCannotOpen(
        settings(),
        (source, login, scope) -> {
          throw new IngestException(
              ErrorCode.SECRET, "no identity answers. Tried:\n- Azure CLI\nRun az login.");
        },
        ErrorCode.SECRET,
        address() + "no identity answers. Tried:\n- Azure CLI.\nRun az login.");
  }

  @Test
  void takesTheIdentityFromEachPlaceInAnyLetterCase() throws Exception {
    Map<String, String> sheet = settings("option_authentication", "");
    Map<String, String> principal =
        Map.of(
            "query.authentication",
            "activedirectoryserviceprincipal",
            "azure_tenant_id",
            "tenant",
            "azure_client_id",
            "client",
            "azure_client_secret",
            "hush");
    open(sheet, principal);
    open(sheet, Map.of("authentication", " ActiveDirectoryMSI "));
    open(
        settings(
            "option_azure_client_id", "mine", "authentication", "ActiveDirectoryManagedIdentity"),
        Map.of());
    open(
        Map.of(
            "url",
            "postgresql://reader@127.0.0.1:%d/postgres?sslrootcert=%s&authentication=ActiveDirectoryDefault"
                .formatted(server.port(), server.certificate())),
        Map.of());

    assertThat(asked)
        .containsExactly(
            "shop ServicePrincipal[tenantId=tenant, clientId=client, clientSecret=***] " + SCOPE,
            "shop ManagedIdentity[clientId=Optional.empty] " + SCOPE,
            "shop ManagedIdentity[clientId=Optional[mine]] " + SCOPE,
            "shop Machine[] " + SCOPE);
  }

  private void open(Map<String, String> sheet, Map<String, String> vault) throws Exception {
    try (JdbcConnector connector = connector(SourceType.POSTGRESQL, sheet, vault, this::newToken);
        Source source = connector.open(JOB)) {
      assertThat(source.schema().getFields()).hasSize(1);
    }
  }

  @Test
  void asksForNoPasswordAndWarnsOfOne() {
    assertThat(problems(Map.of())).isEmpty();
    assertThat(problems(Map.of("password", "p")))
        .containsExactly(
            "WARNING source shop: authentication and a password.\nThe password is not used; remove"
                + " it.");
    assertThat(problems(Map.of("authentication", "SqlPassword", "password", "p"))).isEmpty();
  }

  @Test
  void tellsWhatIsWrongWithTheIdentity() {
    assertThat(problems(Map.of("authentication", "ActiveDirectoryDefualt")))
        .containsExactly(
            "ERROR source shop, authentication: 'ActiveDirectoryDefualt' is not known.\nDid you mean"
                + " ActiveDirectoryDefault?");
    assertThat(problems(Map.of("authentication", "kerberos")))
        .containsExactly(
            "ERROR source shop, authentication: 'kerberos' is not known.\nThere are:"
                + " ActiveDirectoryDefault, ActiveDirectoryServicePrincipal,"
                + " ActiveDirectoryManagedIdentity.");
    assertThat(
            problems(
                Map.of(
                    "authentication", "ActiveDirectoryServicePrincipal", "azure_client_id", "c")))
        .singleElement()
        .asString()
        .startsWith(
            "ERROR source shop, authentication: ActiveDirectoryServicePrincipal needs"
                + " azure_tenant_id, azure_client_secret.\nLooked in sheet Sources (source_name shop,"
                + " column azure_tenant_id), ");
    assertThat(problems(Map.of("azure_client_secret", "hush")))
        .containsExactly(
            "ERROR source shop, authentication: ActiveDirectoryDefault does not use"
                + " azure_client_secret.\nRemove what is not meant; ActiveDirectoryServicePrincipal"
                + " takes azure_tenant_id, azure_client_id, azure_client_secret, and"
                + " ActiveDirectoryManagedIdentity azure_client_id.");
  }

  @Test
  void databasesThatTakeNoTokenSaySo() {
    Job job = Jobs.of(SourceType.SQLITE).job();
    Map<String, String> sheet =
        Map.of("path", "shop.db", "option_authentication", "ActiveDirectoryDefault");
    String message =
        "source shop, authentication: 'ActiveDirectoryDefault', but this kind of database takes no"
            + " token of Entra ID.\nRemove it.";
    try (JdbcConnector connector = connector(SourceType.SQLITE, sheet, Map.of(), this::newToken)) {
      assertThat(connector.offlineProblems(List.of(job)))
          .extracting(Problem::message)
          .containsExactly(message);
      assertThatThrownBy(() -> connector.open(job)).hasMessage(message);
    }
  }

  private List<String> problems(Map<String, String> vault) {
    try (JdbcConnector connector =
        connector(SourceType.POSTGRESQL, settings(), vault, this::newToken)) {
      return connector.offlineProblems(List.of(JOB)).stream()
          .map(problem -> problem.severity() + " " + problem.message())
          .toList();
    }
  }

  private static String address() {
    return "sheet SourceConfig, row 7: source shop (PostgreSQL at 127.0.0.1:"
        + server.port()
        + "), opening t: ";
  }

  private void assertCannotOpen(
      Map<String, String> settings, EntraTokens tokens, ErrorCode code, String message) {
    try (JdbcConnector connector = connector(settings, tokens)) {
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> connector.open(JOB))
            .isInstanceOfSatisfying(
                IngestException.class, e -> assertThat(e.code()).isEqualTo(code))
            .hasMessageStartingWith(message)
            .hasMessageNotContaining("eyJ");
      }
    }
  }
}
