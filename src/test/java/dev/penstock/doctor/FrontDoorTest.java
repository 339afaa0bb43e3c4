package dev.penstock.doctor;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.doctor.Examination.Verdict;
import dev.penstock.failure.Problem;
import dev.penstock.identity.AzureHttp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FrontDoorTest {
  private static final String NETWORK =
      "Check the address, and the network, proxy and firewall of this machine.";
  private static final String LOCALHOST = "san=dns:localhost,ip:127.0.0.1";

  @TempDir Path folder;
  private Clock clock = Clock.systemUTC();
  private final Chart chart = new Chart();

  private boolean knock(URI uri, HttpClient client) {
    return new FrontDoor(() -> client, clock).knock(uri, chart);
  }

  private Examination found() {
    return chart.of("lake");
  }

  private Finding finding() {
    assertThat(found().findings()).hasSize(1);
    return found().findings().get(0);
  }

  @Test
  void saysHowTheServiceIsReached() throws Exception {
    try (TlsServer server = TlsServer.with(folder, "-validity", "400", "-ext", LOCALHOST)) {
      assertThat(knock(server.uri("localhost"), server.client())).isTrue();
    }
    assertThat(found().verdict()).isEqualTo(Verdict.OK);
    assertThat(found().facts())
        .extracting(Fact::label)
        .containsExactly("address", "encryption", "clock");
    assertThat(found().facts().get(0).value()).isEqualTo("127.0.0.1");
    assertThat(found().facts().get(1).value())
        .matches("TLSv1\\.3, certificate verified \\(until \\d{4}-\\d\\d-\\d\\d\\)");
    assertThat(found().facts().get(2).value()).isEqualTo("agrees with ours");
  }

  @Test
  void saysThatNothingIsEncrypted() throws Exception {
    try (TlsServer server = TlsServer.plain()) {
      assertThat(knock(server.uri("127.0.0.1"), server.client())).isTrue();
    }
    assertThat(found().facts()).contains(new Fact("encryption", "none"));
  }

  @Test
  void warnsOfACertificateThatEndsSoon() throws Exception {
    try (TlsServer server = TlsServer.with(folder, "-validity", "3", "-ext", LOCALHOST)) {
      assertThat(knock(server.uri("localhost"), server.client())).isTrue();
    }
    assertThat(finding().severity()).isEqualTo(Problem.Severity.WARNING);
    assertThat(finding().what())
        .matches("the server's certificate is good until \\d{4}-\\d\\d-\\d\\d only\\.");
  }

  @Test
  void warnsOfAClockThatIsOff() throws Exception {
    clock = Clock.offset(clock, Duration.ofHours(-1));
    try (TlsServer server = TlsServer.plain()) {
      assertThat(knock(server.uri("127.0.0.1"), server.client())).isTrue();
    }
    assertThat(finding().what()).matches("its clock is 3,(599|600) s ahead of ours\\.");
  }

  @Test
  void anUnknownAuthorityIsTold() throws Exception {
    try (TlsServer server = TlsServer.with(folder, "-validity", "400", "-ext", LOCALHOST)) {
      assertThat(knock(server.uri("localhost"), HttpClient.newHttpClient())).isFalse();
    }
    assertThat(finding().cause().orElseThrow())
        .startsWith("the certificate is signed by an authority that this Java does not know");
    assertThat(finding().mend()).isEqualTo(NETWORK);
  }

  @Test
  void aCertificateForAnotherNameIsTold() throws Exception {
    try (TlsServer server =
        TlsServer.with(folder, "-validity", "400", "-ext", "san=dns:other.example.com")) {
      assertThat(knock(server.uri("localhost"), server.client())).isFalse();
    }
    assertThat(finding().cause().orElseThrow()).startsWith("the certificate is for another name");
  }

  @Test
  void aNameThatDoesNotResolveIsTold() {
    assertThat(knock(URI.create("https://acct.dfs.core.invalid"), HttpClient.newHttpClient()))
        .isFalse();
    assertThat(finding())
        .isEqualTo(
            new Finding(
                Problem.Severity.ERROR,
                "the name acct.dfs.core.invalid does not resolve.",
                Optional.of(
                    "a typo, or a private endpoint, whose name resolves only inside its network, and there only with its private DNS zone linked."),
                NETWORK));
  }

  @Test
  void aClosedPortIsTold() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    assertThat(knock(URI.create("https://127.0.0.1:" + port), HttpClient.newHttpClient()))
        .isFalse();
    assertThat(finding().what()).startsWith("127.0.0.1:" + port + " cannot be reached (");
    assertThat(finding().cause().orElseThrow())
        .startsWith("the machine answers, but nothing listens there");
  }

  @Test
  void anExpiredCertificateIsTold() throws Exception {
    try (TlsServer server = TlsServer.expired(folder)) {
      assertThat(knock(server.uri("localhost"), server.client())).isFalse();
    }
    assertThat(finding().cause())
        .contains(
            "the certificate is expired, or not valid yet: have the server's certificate renewed; if others can connect, this machine's clock is wrong.");
  }

  @Test
  void aPortThatSpeaksNoTlsIsTold() throws Exception {
    try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread server = new Thread(() -> refuseInPlainText(plain));
      server.start();
      URI uri = URI.create("https://127.0.0.1:" + plain.getLocalPort());
      assertThat(knock(uri, HttpClient.newHttpClient())).isFalse();
      server.join();
    }
    assertThat(finding().cause())
        .contains(
            "the two sides cannot agree on TLS: the port speaks another protocol, or the server offers old versions alone.");
  }

  private static void refuseInPlainText(ServerSocket plain) {
    try (Socket socket = plain.accept()) {
      // All of it, as a connection that is closed with bytes unread is reset.
      byte[] head = socket.getInputStream().readNBytes(5);
      socket.getInputStream().readNBytes(((head[3] & 0xff) << 8) | (head[4] & 0xff));
      socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void goesThroughTheProxyOfTheEnvironment() throws Exception {
    for (String variable : List.of("HTTPS_PROXY", "https_proxy", "HTTP_PROXY")) {
      Chart seen = new Chart();
      try (TlsServer proxy = TlsServer.plain()) {
        String url = "http://ann:c4n4ry@127.0.0.1:" + proxy.uri("127.0.0.1").getPort();
        HttpClient client = AzureHttp.plain(Map.of(variable, url));
        FrontDoor door = new FrontDoor(() -> client, clock);
        assertThat(door.knock(URI.create("http://acct.dfs.core.invalid"), seen)).isTrue();
        assertThat(seen.of("lake").facts())
            .contains(new Fact("proxy", url.replace("http://ann:c4n4ry@", "")));
      }
      assertThat(seen.of("lake").toString()).doesNotContain("c4n4ry");
    }
  }

  @Test
  void goesPastTheProxyWhereTheEnvironmentSaysSo() throws Exception {
    try (TlsServer proxy = TlsServer.plain()) {
      Map<String, String> environment =
          Map.of("https_proxy", proxy.uri("127.0.0.1").toString(), "no_proxy", ".core.invalid");
      assertThat(knock(URI.create("http://acct.dfs.core.invalid"), AzureHttp.plain(environment)))
          .isFalse();
    }
    assertThat(finding().what()).isEqualTo("the name acct.dfs.core.invalid does not resolve.");
  }
}
