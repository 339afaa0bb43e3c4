package dev.penstock.source.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.penstock.testing.ClassArchive;
import dev.penstock.testing.OwnJar;
import dev.penstock.testing.azure.TestTls;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The driver of SQL Server signs in by itself, through the Azure libraries of the packaged jar.
 * They are chosen for other users of them, so this tells whether the driver finds all it calls.
 */
final class SqlServerSignInIT {
  private static final String TOKEN = "token-of-the-machine";

  @ParameterizedTest
  @ValueSource(strings = {"ActiveDirectoryDefault", "ActiveDirectoryManagedIdentity"})
  void sendsTheTokenOfTheMachinesIdentity(String authentication) throws Exception {
    HttpServer identity = identity();
    try (FedAuthServer server = FedAuthServer.start("https://login.windows.net/tenant")) {
      String endpoint = "http://127.0.0.1:%d/token".formatted(identity.getAddress().getPort());
      String printed =
          run(
              List.of("IDENTITY_ENDPOINT=" + endpoint, "IDENTITY_HEADER=hush"),
              Integer.toString(server.port()),
              authentication);

      assertThat(server.token()).as(printed + server.problem()).isCompletedWithValue(TOKEN);
    } finally {
      identity.stop(0);
    }
  }

  @Test
  void aServicePrincipalGetsAsFarAsTheNetwork() throws Exception {
    int closed = closedPort();
    String authority = "https://127.0.0.1:%d/tenant".formatted(closed);
    try (FedAuthServer server = FedAuthServer.start(authority)) {
      String printed =
          run(
              List.of(),
              Integer.toString(server.port()),
              "ActiveDirectoryServicePrincipal",
              "client",
              "secret");

      assertThat(printed)
          .contains("java.net.ConnectException: Connection refused")
          .doesNotContain("NoClassDefFoundError", "ClassNotFoundException");
    }
  }

  /** As App Service has it. */
  private static HttpServer identity() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    byte[] answer =
        "{\"access_token\":\"%s\",\"expires_on\":\"%d\",\"resource\":\"r\",\"token_type\":\"Bearer\"}"
            .formatted(TOKEN, Instant.now().plusSeconds(3600).getEpochSecond())
            .getBytes(StandardCharsets.UTF_8);
    server.createContext(
        "/token",
        exchange -> {
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, answer.length);
          try (OutputStream out = exchange.getResponseBody()) {
            out.write(answer);
          }
        });
    server.start();
    return server;
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** In a process of its own, as the libraries read variables; nothing gets out to the internet. */
  private static String run(List<String> variables, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xlog:disable"));
    command.add(ClassArchive.flag());
    command.addAll(TestTls.trustArguments());
    command.addAll(
        List.of(
            "-Dhttps.proxyHost=127.0.0.1",
            "-Dhttps.proxyPort=" + closedPort(),
            "-Dhttp.nonProxyHosts=localhost|127.0.0.1"));
    command.addAll(List.of("-cp", classPath()));
    command.add(SqlServerSignIn.class.getName());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.startsWith("AZURE_") || name.startsWith("IDENTITY_"));
    for (String variable : variables) {
      int equals = variable.indexOf('=');
      builder.environment().put(variable.substring(0, equals), variable.substring(equals + 1));
    }
    Process process = builder.start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(printed).isTrue();
    return printed;
  }

  private static String classPath() throws IOException {
    try (OwnJar own = OwnJar.begin()) {
      own.add(SqlServerSignIn.class, SqlServerSignIn.class.getSimpleName() + ".");
      return own.classPath();
    }
  }
}
