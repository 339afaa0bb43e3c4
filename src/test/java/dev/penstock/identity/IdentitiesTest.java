package dev.penstock.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.azure.core.credential.TokenRequestContext;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.secret.Secret;
import dev.penstock.testing.azure.EntraServer;
import dev.penstock.testing.azure.StandInAnswer;
import dev.penstock.testing.azure.TestTls;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

final class IdentitiesTest {
  private static final String TENANT = "11111111-1111-1111-1111-111111111111";
  private static final String APP = "22222222-2222-2222-2222-222222222222";
  private static final String OTHER = "33333333-3333-3333-3333-333333333333";
  private static final String CANARY = "canary~secret~8Q";
  private static final String VAULT = "https://vault.azure.net/.default";

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private Level before;
  private EntraServer entra;

  @TempDir private Path folder;

  @BeforeEach
  void start() {
    entra = EntraServer.start().addApp(TENANT, APP, CANARY);
    before = root.getLevel();
    root.setLevel(Level.INFO);
    log.start();
    root.addAppender(log);
  }

  @AfterEach
  void stop() {
    root.detachAppender(log);
    root.setLevel(before);
    entra.close();
  }

  @Test
  void aServicePrincipalSignsInAndTheLogSaysSoOnce() {
    Identity identity = principal(TENANT, APP);
    assertThat(identity.words()).isEqualTo("service principal " + APP + " of tenant " + TENANT);
    String token = token(identity);
    token(identity);
    assertThat(entra.accepts(token)).isPresent();
    assertThat(TokenClaims.of(token).map(TokenClaims::words))
        .hasValue("application " + APP + " of tenant " + TENANT);
    assertThat(ours())
        .containsExactly(
            "Signed in to Azure with service principal %s of tenant %s: application %s of tenant %s"
                .formatted(APP, TENANT, APP, TENANT));
    assertThat(allLines()).noneMatch(line -> line.contains(CANARY) || line.contains(token));
  }

  @Test
  void theEnvironmentComesFirst() {
    Identity identity =
        identities(
                Map.of(
                    "AZURE_TENANT_ID", TENANT,
                    "AZURE_CLIENT_ID", APP,
                    "AZURE_CLIENT_SECRET", CANARY,
                    "AZURE_FEDERATED_TOKEN_FILE", "nowhere"))
            .defaultIdentity();
    assertThat(identity.words()).isEqualTo("default credential");
    assertThat(entra.accepts(token(identity))).isPresent();
    assertThat(identity.words()).isEqualTo("default credential (environment)");
    assertThat(ours())
        .containsExactly(
            "Signed in to Azure with default credential (environment): application %s of tenant %s"
                .formatted(APP, TENANT));
  }

  @Test
  void aClusterSignsInWithItsTokenFile() throws Exception {
    entra.addFederatedApp(TENANT, OTHER, "assertion-of-the-cluster");
    Path file = Files.writeString(folder.resolve("token"), "assertion-of-the-cluster");
    Identity identity = workload(file);
    assertThat(entra.accepts(token(identity))).isPresent();
    assertThat(identity.words()).isEqualTo("default credential (workload identity)");
  }

  @Test
  void aClusterThatNobodyTrustsIsRefused() throws Exception {
    entra.addFederatedApp(TENANT, OTHER, "another");
    Identity identity = workload(Files.writeString(folder.resolve("token"), CANARY));
    assertRefused(
        () -> token(identity),
        "default credential (workload identity): the application trusts no workload identity like"
            + " this one (AADSTS700213).\n"
            + "Add a federated credential to the application whose issuer, subject and audience are"
            + " those of the token file.");
  }

  @Test
  void eachRefusalHasItsMend() {
    entra.addAppWithExpiredSecret(TENANT, OTHER, CANARY);
    assertRefused(
        () -> token(principal(OTHER, APP)),
        "service principal "
            + APP
            + " of tenant "
            + OTHER
            + ": there is no such tenant (AADSTS90002).\n"
            + "Correct the tenant id: the Azure portal shows it under Microsoft Entra ID, Overview."
            + " For a national cloud also set AZURE_AUTHORITY_HOST.");
    assertRefused(
        () -> token(principal(TENANT, "unknown")),
        "service principal unknown of tenant "
            + TENANT
            + ": the tenant has no application with this client id (AADSTS700016).\n"
            + "Correct the client id (App registrations, Application (client) ID) or the tenant id:"
            + " they do not belong together.");
    assertRefused(
        () -> token(principal(TENANT, OTHER)),
        "service principal "
            + OTHER
            + " of tenant "
            + TENANT
            + ": the client secret has expired (AADSTS7000222).\n"
            + "Make a new client secret (Azure portal, App registrations, Certificates and secrets)"
            + " and put its value in place of the old one.");
  }

  @Test
  void aWrongSecretIsNeverShown() {
    Identities identities = identities(Map.of());
    Identity identity =
        identities.servicePrincipal(
            new ServicePrincipal(TENANT, APP, new Secret("wrong-" + CANARY, "test")));
    assertRefused(
        () -> token(identity),
        "service principal "
            + APP
            + " of tenant "
            + TENANT
            + ": the client secret is wrong (AADSTS7000215).\n"
            + "Give the value of the secret, not its id: Azure portal, App registrations,"
            + " Certificates and secrets. A value that nobody kept must be made anew.");
  }

  @Test
  void anotherRefusalIsGivenInTheWordsOfAzure() {
    entra
        .loginFaults()
        .answer(
            9,
            request -> true,
            StandInAnswer.json(
                400,
                Map.of(
                    "error",
                    "invalid_request",
                    "error_description",
                    "AADSTS123456: Something new. Trace ID: 1 Correlation ID: 2")));
    assertThatThrownBy(() -> token(principal(TENANT, APP)))
        .isInstanceOfSatisfying(
            IngestException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LOGIN_REFUSED))
        .hasMessageContaining("AADSTS123456: Something new")
        .hasMessageNotContaining("Trace ID")
        .hasMessageEndingWith("\nLook AADSTS123456 up at https://login.microsoftonline.com/error.");
  }

  /** A service that turns a token down names its tenant, and the library asks for a token of it. */
  @Test
  void aServiceOfAnotherTenantIsNamedAsSuch() {
    assertRefused(
        () ->
            principal(TENANT, APP)
                .credential()
                .getTokenSync(new TokenRequestContext().addScopes(VAULT).setTenantId(OTHER)),
        "service principal "
            + APP
            + " of tenant "
            + TENANT
            + ": the service belongs to another tenant, "
            + OTHER
            + ".\n"
            + "Sign in with an identity of that tenant: correct the tenant id, or"
            + " AZURE_TENANT_ID.");
  }

  @Test
  void anUntrustedLoginHostIsNamed() {
    Map<String, String> environment = Map.of("AZURE_AUTHORITY_HOST", entra.authorityHost());
    Identity identity =
        new Identities(environment, AzureHttp.client(environment))
            .servicePrincipal(new ServicePrincipal(TENANT, APP, new Secret(CANARY, "test")));
    assertThatThrownBy(() -> token(identity))
        .isInstanceOfSatisfying(
            IngestException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_UNREACHABLE))
        .hasMessage(
            "service principal "
                + APP
                + " of tenant "
                + TENANT
                + ": "
                + entra.authorityHost()
                + " has a certificate that this JVM does not trust.\n"
                + "If a proxy opens TLS, give its certificate with -Djavax.net.ssl.trustStore.");
  }

  @Test
  void whereNobodyAnswersEachWayIsListed() {
    assertThatThrownBy(
            () ->
                token(
                    identities(Map.of("AZURE_POD_IDENTITY_AUTHORITY_HOST", "http://127.0.0.1:1"))
                        .defaultIdentity()))
        .isInstanceOfSatisfying(
            IngestException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SECRET))
        .hasMessage(
            """
            default credential: nothing here says who this process is to Azure. Tried:
            - environment: AZURE_TENANT_ID is not set
            - workload identity: AZURE_FEDERATED_TOKEN_FILE is not set
            - managed identity: this machine has no metadata service at http://127.0.0.1:1
            - Azure CLI: az is not installed
            - Azure PowerShell: pwsh is not installed
            - Azure Developer CLI: azd is not installed
            Set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET, give the machine a \
            managed identity, or run az login.\
            """);
  }

  private Identity workload(Path file) {
    return identities(
            Map.of(
                "AZURE_TENANT_ID", TENANT,
                "AZURE_CLIENT_ID", OTHER,
                "AZURE_FEDERATED_TOKEN_FILE", file.toString()))
        .defaultIdentity();
  }

  private Identity principal(String tenantId, String clientId) {
    return identities(Map.of())
        .servicePrincipal(new ServicePrincipal(tenantId, clientId, new Secret(CANARY, "test")));
  }

  private Identities identities(Map<String, String> variables) {
    Map<String, String> environment = new HashMap<>(variables);
    environment.put("AZURE_AUTHORITY_HOST", entra.authorityHost());
    return new Identities(environment, AzureHttp.client(environment, TestTls.clientContext()));
  }

  private static String token(Identity identity) {
    return identity
        .credential()
        .getTokenSync(new TokenRequestContext().addScopes(VAULT))
        .getToken();
  }

  private void assertRefused(ThrowingCallable signIn, String message) {
    assertThatThrownBy(signIn)
        .isInstanceOfSatisfying(
            IngestException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.LOGIN_REFUSED);
              assertThat(stack(e)).doesNotContain(CANARY);
            })
        .hasMessage(message);
    assertThat(allLines()).noneMatch(line -> line.contains(CANARY));
  }

  private static String stack(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  private List<String> ours() {
    return log.list.stream()
        .filter(event -> event.getLoggerName().startsWith("dev.penstock"))
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  private List<String> allLines() {
    List<String> lines = new ArrayList<>();
    log.list.forEach(event -> lines.add(event.getFormattedMessage()));
    return lines;
  }
}
