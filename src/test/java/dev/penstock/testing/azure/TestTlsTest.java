package dev.penstock.testing.azure;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TestTlsTest {
  /** Asks a URL with nothing but the trust that the JVM was started with. */
  static final class Child {
    private Child() {}

    public static void main(String[] arguments) throws Exception {
      HttpRequest request = HttpRequest.newBuilder(URI.create(arguments[0])).build();
      System.exit(
          HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).statusCode() - 200);
    }
  }

  @Test
  void clientTrustsTheServerByNameAndByAddress() throws Exception {
    try (StandInListener server =
        StandInListener.https(request -> StandInAnswer.text(200, "text/plain", request.path()))) {
      HttpClient client = HttpClient.newBuilder().sslContext(TestTls.clientContext()).build();
      for (String host : List.of("localhost", "127.0.0.1")) {
        URI url = URI.create("https://" + host + ":" + server.port() + "/path");
        assertThat(client.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString()).body())
            .isEqualTo("/path");
      }
    }
  }

  @Test
  void childJvmTrustsTheServerThroughItsSystemProperties() throws Exception {
    try (StandInListener server =
        StandInListener.https(request -> StandInAnswer.text(200, "text/plain", "hello"))) {
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(TestTls.trustArguments());
      command.addAll(List.of("-cp", System.getProperty("java.class.path"), Child.class.getName()));
      command.add("https://localhost:" + server.port() + "/");
      Process child = new ProcessBuilder(command).inheritIO().start();
      assertThat(child.waitFor()).isZero();
    }
  }
}
