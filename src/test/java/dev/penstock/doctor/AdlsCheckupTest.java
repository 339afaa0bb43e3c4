package dev.penstock.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.sun.net.httpserver.HttpServer;
import dev.penstock.failure.Problem;
import dev.penstock.secret.Secret;
import dev.penstock.storage.Containers;
import dev.penstock.storage.StoragePath;
import dev.penstock.storage.adls.AdlsAccess;
import dev.penstock.storage.adls.AdlsAddress;
import dev.penstock.storage.adls.AdlsContainers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A storage account that refuses everything for one reason. */
final class AdlsCheckupTest {
  private static final String KEY = "Y2FuYXJ5LWtleS1vZi1hbi1hY2NvdW50";

  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private Examination examineWhenRefused(int status, String code) {
    byte[] body =
        "{\"error\":{\"code\":\"%s\",\"message\":\"no\"}}".formatted(code).getBytes(UTF_8);
    server.createContext(
        "/",
        exchange -> {
          boolean head = exchange.getRequestMethod().equals("HEAD");
          exchange.getRequestBody().readAllBytes();
          exchange.getResponseHeaders().set("x-ms-error-code", code);
          exchange.sendResponseHeaders(status, head ? -1 : body.length);
          if (!head) {
            exchange.getResponseBody().write(body);
          }
          exchange.close();
        });
    return examine(URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/acct"));
  }

  private static Examination examine(URI endpoint) {
    AdlsAddress address = new AdlsAddress(endpoint, "acct", "raw", StoragePath.ROOT);
    Lake lake =
        new Lake() {
          @Override
          public List<Problem> problems() {
            return List.of();
          }

          @Override
          public Containers open() {
            return new AdlsContainers(
                address,
                new AdlsAccess.AccountKey("acct", new Secret(KEY, "test")),
                new JdkHttpClientBuilder().build());
          }
        };
    FrontDoor door = new FrontDoor(HttpClient::newHttpClient, Clock.systemUTC());
    Checkup checkup = new LakeCheckup(lake, Optional.of("raw"), door, Clock.systemUTC());
    Examination found = new Doctor(1, Duration.ofMinutes(1)).examine(List.of(checkup)).get(0);
    assertThat(found.toString()).doesNotContain(KEY);
    return found;
  }

  private static Finding only(Examination found) {
    assertThat(found.findings()).hasSize(1);
    return found.findings().get(0);
  }

  @Test
  void aFirewallIsTold() {
    Examination found = examineWhenRefused(403, "AuthorizationFailure");
    assertThat(only(found).what())
        .endsWith(": the network rules of storage account 'acct' do not let this machine in.");
    assertThat(only(found).mend()).startsWith("Allow its address in the portal");
    assertThat(found.facts()).extracting(Fact::label).contains("address", "encryption", "clock");
  }

  @Test
  void aMissingRoleIsTold() {
    assertThat(only(examineWhenRefused(403, "AuthorizationPermissionMismatch")).mend())
        .startsWith(
            "Give it the role Storage Blob Data Contributor on container 'raw' or account 'acct'");
  }

  @Test
  void aContainerThatDoesNotExistIsTold() {
    assertThat(only(examineWhenRefused(404, "FilesystemNotFound")).what())
        .endsWith(": storage account 'acct' has no container 'raw'.");
  }

  @Test
  void aFlatAccountIsTold() {
    assertThat(only(examineWhenRefused(400, "HierarchicalNamespaceNotEnabled")).what())
        .contains("storage account 'acct' has no hierarchical namespace");
  }

  @Test
  void anAccountThatDoesNotExistIsToldAtOnce() {
    assertThat(only(examine(URI.create("https://acct.dfs.core.invalid"))).what())
        .isEqualTo("the name acct.dfs.core.invalid does not resolve.");
  }
}
