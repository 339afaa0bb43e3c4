package dev.penstock.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.Context;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class AzureHttpTest {
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          asked.add(exchange.getRequestURI() + " " + exchange.getProtocol());
          exchange.getResponseHeaders().set("Location", "http://elsewhere.example/");
          exchange.sendResponseHeaders(302, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void speaksHttp11AndFollowsNoRedirect() {
    assertThat(status(AzureHttp.client(Map.of()), address() + "/x")).isEqualTo(302);
    assertThat(asked).containsExactly("/x HTTP/1.1");
  }

  @Test
  void goesThroughTheProxyOfTheEnvironment() {
    HttpClient http = AzureHttp.client(Map.of("HTTPS_PROXY", address(), "HTTP_PROXY", address()));
    assertThat(status(http, "http://lake.example/x")).isEqualTo(302);
    assertThat(asked).containsExactly("http://lake.example/x HTTP/1.1");
  }

  @Test
  void goesPastTheProxyWhereNoProxySaysSo() {
    HttpClient http =
        AzureHttp.client(Map.of("HTTPS_PROXY", "http://127.0.0.1:1", "NO_PROXY", "localhost"));
    assertThat(status(http, address().replace("127.0.0.1", "localhost") + "/x")).isEqualTo(302);
  }

  private String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private static int status(HttpClient http, String url) {
    try (HttpResponse response =
        http.sendSync(new HttpRequest(HttpMethod.GET, url), Context.NONE)) {
      return response.getStatusCode();
    }
  }
}
