package dev.penstock.app;

import com.azure.core.credential.TokenCredential;
import com.azure.core.http.HttpClient;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.identity.ClientSecretCredentialBuilder;
import com.azure.identity.DefaultAzureCredentialBuilder;
import dev.penstock.identity.Identity;
import dev.penstock.secret.Secret;
import dev.penstock.storage.Containers;
import dev.penstock.storage.adls.AdlsAccess;
import dev.penstock.storage.adls.AdlsAddress;
import dev.penstock.storage.adls.AdlsContainers;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.time.Duration;

/** The libraries of Azure behind {@link Azure}. */
final class AzureWiring implements Azure {
  private static final Duration CONNECT = Duration.ofSeconds(10);

  @Override
  public Containers lake(AdlsAddress address, AdlsAccess access) {
    return new AdlsContainers(address, access, http());
  }

  @Override
  public Identity servicePrincipal(String tenantId, String clientId, Secret clientSecret) {
    return new Named(
        new ClientSecretCredentialBuilder()
            .tenantId(tenantId)
            .clientId(clientId)
            .clientSecret(clientSecret.reveal())
            .httpClient(http())
            .build(),
        "service principal " + clientId);
  }

  @Override
  public Identity ofThisMachine() {
    return new Named(
        new DefaultAzureCredentialBuilder().httpClient(http()).build(), "default credential");
  }

  private static HttpClient http() {
    return new JdkHttpClientBuilder(
            // A redirect could take a token to somebody else.
            java.net.http.HttpClient.newBuilder()
                .version(Version.HTTP_1_1)
                .followRedirects(Redirect.NEVER))
        .connectionTimeout(CONNECT)
        .build();
  }

  private record Named(TokenCredential credential, String words) implements Identity {}
}
