package dev.penstock.testing.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.credential.TokenRequestContext;
import com.azure.core.http.HttpClient;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.identity.ClientSecretCredential;
import com.azure.identity.ClientSecretCredentialBuilder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The stand-in through the real library, and word for word where the library hides the words. */
final class EntraServerTest {
  private static final String TENANT = "11111111-1111-1111-1111-111111111111";
  private static final String APP = "22222222-2222-2222-2222-222222222222";
  private static final String VAULT = "https://vault.azure.net/.default";

  private final java.net.http.HttpClient jdk =
      java.net.http.HttpClient.newBuilder().sslContext(TestTls.clientContext()).build();

  private EntraServer entra;

  @BeforeEach
  void start() {
    entra = EntraServer.start().addApp(TENANT, APP, "good-secret");
  }

  @AfterEach
  void stop() {
    entra.close();
  }

  @Test
  void aServicePrincipalGetsATokenThatSaysWhoItIs() {
    String token = token(TENANT, APP, "good-secret", VAULT);
    assertThat(entra.accepts(token))
        .hasValueSatisfying(
            read -> {
              assertThat(read.audience()).isEqualTo("https://vault.azure.net");
              assertThat(read.tenantId()).isEqualTo(TENANT);
              assertThat(read.appId()).isEqualTo(APP);
              assertThat(read.objectId()).isEqualTo(EntraServer.objectId(APP));
            });
    assertThat(entra.loginRequests()).hasSize(1);
  }

  @Test
  void refusesInTheWordsOfTheService() {
    String other = "33333333-3333-3333-3333-333333333333";
    entra.addAppWithExpiredSecret(TENANT, other, "old-secret");
    assertThatThrownBy(() -> token(other, APP, "good-secret", VAULT))
        .hasStackTraceContaining("AADSTS90002: Tenant '" + other + "' not found. Check to make");
    assertThatThrownBy(() -> token(TENANT, "unknown", "good-secret", VAULT))
        .hasStackTraceContaining(
            "AADSTS700016: Application with identifier 'unknown' was not found in the directory");
    assertThatThrownBy(() -> token(TENANT, APP, "bad-secret", VAULT))
        .hasStackTraceContaining("AADSTS7000215: Invalid client secret provided.");
    assertThatThrownBy(() -> token(TENANT, other, "old-secret", VAULT))
        .hasStackTraceContaining(
            "AADSTS7000222: The provided client secret keys for app '" + other + "' are expired.");
    assertThatThrownBy(() -> token(TENANT, APP, "good-secret", "https://nowhere.example/.default"))
        .hasStackTraceContaining(
            "AADSTS500011: The resource principal named https://nowhere.example was not found");
  }

  @Test
  void aTokenRunsOut() {
    entra.setTokenLifetime(Duration.ofSeconds(-1));
    assertThat(entra.accepts(entra.appToken(TENANT, APP, "https://storage.azure.com"))).isEmpty();
    entra.setTokenLifetime(Duration.ofHours(1));
    String token = entra.appToken(TENANT, APP, "https://storage.azure.com");
    assertThat(entra.accepts(token)).isPresent();
    entra.expireAllTokens();
    assertThat(entra.accepts(token)).isEmpty();
    assertThat(entra.accepts(entra.appToken(TENANT, APP, "https://storage.azure.com"))).isPresent();
  }

  @Test
  void aTokenOfSomebodyElseIsNotAccepted() {
    String token = entra.appToken(TENANT, APP, "https://storage.azure.com");
    assertThat(entra.accepts(token.substring(0, token.length() - 8) + "AAAAAAAA")).isEmpty();
    assertThat(entra.accepts("not a token")).isEmpty();
  }

  @Test
  void theMetadataServiceWantsItsHeaderAndKnowsItsIdentities() throws Exception {
    String url = entra.machineHost() + "/metadata/identity/oauth2/token?api-version=2018-02-01";
    entra.addUserIdentity(TENANT, APP, "/subscriptions/s/identity/loader");
    assertThat(get(url + "&resource=https://vault.azure.net").body())
        .isEqualTo(
            "{\"error\":\"invalid_request\",\"error_description\":\"Required metadata header not"
                + " specified\"}");
    HttpResponse<String> none = get(url + "&resource=https://vault.azure.net", "Metadata", "true");
    assertThat(none.statusCode()).isEqualTo(400);
    assertThat(none.body())
        .isEqualTo("{\"error\":\"invalid_request\",\"error_description\":\"Identity not found\"}");
    HttpResponse<String> found =
        get(url + "&resource=https://vault.azure.net&client_id=" + APP, "Metadata", "true");
    assertThat(found.statusCode()).isEqualTo(200);
    assertThat(found.body()).contains("\"token_type\":\"Bearer\"", "\"expires_in\":\"3600\"");
  }

  @Test
  void appServiceWantsItsHeader() throws Exception {
    entra.setSystemIdentity(TENANT, APP, "/subscriptions/s/sites/loader");
    String url =
        entra.appService().get("IDENTITY_ENDPOINT")
            + "?api-version=2019-08-01&resource=https://vault.azure.net";
    assertThat(get(url, "X-IDENTITY-HEADER", "wrong").statusCode()).isEqualTo(401);
    assertThat(get(url, "X-IDENTITY-HEADER", EntraServer.IDENTITY_HEADER).statusCode())
        .isEqualTo(200);
  }

  @Test
  void failsByScript() throws Exception {
    entra
        .loginFaults()
        .answer(1, request -> true, StandInAnswer.status(429).with("Retry-After", "3"))
        .drop(1, request -> true);
    assertThat(post().headers().firstValue("Retry-After")).hasValue("3");
    assertThatThrownBy(this::post).isInstanceOf(IOException.class);
    assertThat(post().statusCode()).isEqualTo(400);
  }

  /** Unlike a GET, the JDK's client never sends a POST twice by itself. */
  private HttpResponse<String> post() throws Exception {
    URI url = URI.create(entra.authorityHost() + TENANT + "/oauth2/v2.0/token");
    return jdk.send(
        HttpRequest.newBuilder(url).POST(BodyPublishers.noBody()).build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> get(String url, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return jdk.send(request.build(), BodyHandlers.ofString());
  }

  private String token(String tenantId, String clientId, String secret, String scope) {
    HttpClient client =
        new JdkHttpClientBuilder(
                java.net.http.HttpClient.newBuilder().sslContext(TestTls.clientContext()))
            .build();
    ClientSecretCredential credential =
        new ClientSecretCredentialBuilder()
            .authorityHost(entra.authorityHost())
            .disableInstanceDiscovery()
            .httpClient(client)
            .tenantId(tenantId)
            .clientId(clientId)
            .clientSecret(secret)
            .build();
    return credential.getTokenSync(new TokenRequestContext().addScopes(scope)).getToken();
  }
}
