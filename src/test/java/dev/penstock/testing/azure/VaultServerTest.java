package dev.penstock.testing.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.credential.TokenCredential;
import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.Context;
import com.azure.security.keyvault.secrets.SecretClient;
import com.azure.security.keyvault.secrets.SecretClientBuilder;
import com.azure.security.keyvault.secrets.models.KeyVaultSecret;
import dev.penstock.identity.AzureHttp;
import dev.penstock.identity.Identities;
import dev.penstock.identity.ServicePrincipal;
import dev.penstock.secret.Secret;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** The contract, and the refusals that only a stand-in gives on demand. */
final class VaultServerTest extends VaultContract {
  private static final String TENANT = "11111111-1111-1111-1111-111111111111";
  private static final String APP = "22222222-2222-2222-2222-222222222222";

  private EntraServer entra;
  private VaultServer vault;

  @BeforeEach
  void start() {
    entra = EntraServer.start().addApp(TENANT, APP, "app-secret");
    vault = VaultServer.start(entra, TENANT);
  }

  @AfterEach
  void stop() {
    vault.close();
    entra.close();
  }

  @Override
  SecretClient client() {
    return client(TENANT);
  }

  private SecretClient client(String tenantId) {
    HttpClient http = AzureHttp.client(environment(), TestTls.clientContext());
    return new SecretClientBuilder()
        .vaultUrl(vault.url())
        .httpClient(http)
        .credential(credential(tenantId, http))
        .disableChallengeResourceVerification()
        .buildClient();
  }

  private Map<String, String> environment() {
    return Map.of("AZURE_AUTHORITY_HOST", entra.authorityHost());
  }

  private TokenCredential credential(String tenantId, HttpClient http) {
    return new Identities(environment(), http)
        .servicePrincipal(new ServicePrincipal(tenantId, APP, new Secret("app-secret", "test")))
        .credential();
  }

  @Test
  void firstAsksForATokenAndSaysWhere() {
    vault.put("db-password", "value");
    assertThat(client().getSecret("db-password").getValue()).isEqualTo("value");
    assertThat(vault.requests()).hasSize(2);
    assertThat(vault.requests().get(0).bearerToken()).isEmpty();
    assertThat(vault.requests().get(1).bearerToken()).isPresent();
  }

  @Test
  void listsInPages() {
    for (int i = 0; i < 60; i++) {
      vault.put("secret-" + i, "value");
    }
    assertThat(client().listPropertiesOfSecrets().stream()).hasSize(60);
    assertThat(vault.requests()).filteredOn(r -> r.bearerToken().isPresent()).hasSize(3);
  }

  @Test
  void pagesAndIdsCarryTheNameByWhichItIsKnown() {
    for (int i = 0; i < 30; i++) {
      vault.put("secret-" + i, "value");
    }
    vault.publicUrl("https://shop.vault.azure.net:" + vault.port());
    HttpClient http = AzureHttp.client(environment(), TestTls.clientContext());
    SecretClient client =
        new SecretClientBuilder()
            .vaultUrl("https://shop.vault.azure.net:" + vault.port())
            .httpClient(new LedHere(http, vault.url()))
            .credential(credential(TENANT, http))
            .buildClient();
    assertThat(client.listPropertiesOfSecrets().stream()).hasSize(30);
    assertThat(client.getSecret("secret-1").getId())
        .startsWith("https://shop.vault.azure.net:" + vault.port() + "/secrets/secret-1/");
  }

  /** What a name server does: the library speaks to the name, the bytes go to the stand-in. */
  private record LedHere(HttpClient http, String url) implements HttpClient {
    @Override
    public Mono<HttpResponse> send(HttpRequest request) {
      return http.send(led(request));
    }

    @Override
    public HttpResponse sendSync(HttpRequest request, Context context) {
      return http.sendSync(led(request), context);
    }

    private HttpRequest led(HttpRequest request) {
      return request.getUrl().getHost().equals("localhost")
          ? request
          : request.copy().setUrl(url + request.getUrl().getFile());
    }
  }

  @Test
  void saysWhyItForbids() {
    SecretClient client = client();
    vault.put("one", "value").disable("one");
    assertForbidden(client, "SecretDisabled", "Operation get is not allowed on a disabled secret.");
    vault.let(VaultServer.Access.NO_ROLE);
    assertForbidden(
        client,
        "ForbiddenByRbac",
        "Caller is not authorized to perform action on resource.\\r\\nIf role assignments");
    vault.let(VaultServer.Access.NO_POLICY);
    assertForbidden(client, "ForbiddenByPolicy", "does not have secrets get permission on key");
    vault.let(VaultServer.Access.FIREWALL);
    assertForbidden(client, "ForbiddenByFirewall", "Client address is not authorized and caller");
    vault.let(VaultServer.Access.PRIVATE_LINK_ONLY);
    assertForbidden(client, "ForbiddenByConnection", "Public network access is disabled");
  }

  private static void assertForbidden(SecretClient client, String code, String text) {
    assertThatThrownBy(() -> client.getSecret("one"))
        .isInstanceOfSatisfying(
            HttpResponseException.class,
            e -> assertThat(e.getResponse().getStatusCode()).isEqualTo(403))
        .hasMessageContaining(code)
        .hasMessageContaining(text);
  }

  @Test
  void givesAnExpiredSecretWithItsDate() {
    Instant expired = Instant.now().minusSeconds(60).truncatedTo(ChronoUnit.SECONDS);
    vault.put("old", "value").valid("old", Optional.empty(), Optional.of(expired));
    KeyVaultSecret secret = client().getSecret("old");
    assertThat(secret.getValue()).isEqualTo("value");
    assertThat(secret.getProperties().getExpiresOn().toInstant()).isEqualTo(expired);
  }

  @Test
  void refusesATokenOfAnotherTenant() {
    String other = "33333333-3333-3333-3333-333333333333";
    StandInRequest request =
        new StandInRequest(
            "GET",
            "/secrets",
            Map.of(),
            Map.of(
                "Authorization", "Bearer " + entra.appToken(other, APP, "https://vault.azure.net")),
            "");
    assertThat(vault.answer(request).body())
        .isEqualTo(
            "{\"error\":{\"code\":\"Unauthorized\",\"message\":\"AKV10032: Invalid issuer. Expected"
                + " one of https://sts.windows.net/"
                + TENANT
                + "/, found https://sts.windows.net/"
                + other
                + "/.\"}}");
  }

  @Test
  void theLibraryWaitsAsToldWhenThrottledAndAsksAgain() {
    SecretClient client = client();
    vault.put("one", "value");
    vault.faults().answer(1, r -> r.bearerToken().isPresent(), VaultServer.throttled(1));
    assertThat(client.getSecret("one").getValue()).isEqualTo("value");
  }

  @Test
  void refusesToReuseTheNameOfADeletedSecret() {
    SecretClient client = client();
    client.setSecret("gone", "value");
    client.beginDeleteSecret("gone").waitForCompletion();
    assertThatThrownBy(() -> client.setSecret("gone", "again"))
        .hasMessageContaining("ObjectIsDeletedButRecoverable");
  }
}
