package dev.penstock.source.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import dev.penstock.evidence.Measure;
import dev.penstock.evidence.Secures;
import dev.penstock.failure.ErrorCode;
import dev.penstock.secret.Secret;
import dev.penstock.source.rest.ApiServer.Reply;
import dev.penstock.source.rest.auth.TlsFiles;
import dev.penstock.testing.TestAuthority;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** APIs behind TLS, on real sockets. */
final class TlsTest {
  private static final Reply GOOD = Reply.json("[{\"id\": 1}]");

  @TempDir static Path folder;
  private static Path root;
  private static TestAuthority.Pem localhost;
  private static TestAuthority.Pem client;
  private static TestAuthority.Pem expired;

  @BeforeAll
  static void makeCertificates() throws Exception {
    TestAuthority authority = new TestAuthority(folder);
    root = write("root.pem", authority.certificate());
    localhost = authority.signed("localhost");
    client = authority.signed("reader");
    expired = authority.expired("localhost");
  }

  private static Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static SSLContext context(TestAuthority.Pem pem) throws IOException {
    Path file = write("server.pem", pem.certificate() + pem.key());
    return new TlsFiles(
            "test",
            Optional.of(file.toString()),
            Optional.empty(),
            Optional.empty(),
            Optional.of(root.toString()))
        .context()
        .orElseThrow();
  }

  /** Whether a server asks who is there. */
  private enum Asks {
    NOBODY,
    EVERYBODY
  }

  private static ApiServer server(TestAuthority.Pem pem, Asks asks) throws IOException {
    return ApiServer.secure(
        asked -> GOOD,
        new HttpsConfigurator(context(pem)) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters wanted = getSSLContext().getDefaultSSLParameters();
            wanted.setNeedClientAuth(asks == Asks.EVERYBODY);
            parameters.setSSLParameters(wanted);
          }
        });
  }

  private static String where(ApiServer server) {
    return "sheet SourceConfig, row 7, source crm: GET %s/v1/a, page 1: ".formatted(server.url());
  }

  private static Loaded trusting(ApiServer server) {
    return Loaded.from(server).sheet("root_certificate", root.toString());
  }

  @Test
  void readsFromAServerThatANamedAuthorityVouchesFor() throws IOException {
    try (ApiServer server = server(localhost, Asks.NOBODY)) {
      assertThat(trusting(server).run(Endpoints.at("/v1/a")).rows()).hasSize(1);
    }
  }

  @Test
  @Secures(Measure.TLS)
  void refusesACertificateThatNobodyVouchesFor() throws IOException {
    try (ApiServer server = server(localhost, Asks.NOBODY)) {
      Loaded.from(server)
          .fails(
              Endpoints.at("/v1/a"),
              ErrorCode.SOURCE_REFUSED,
              where(server)
                  + "the server's certificate is signed by nobody whom this Java trusts.\nIf you know who signed it, name the file with the authority's certificate in root_certificate; behind a company's proxy that is the proxy's.");
      assertThat(server.asked()).isEmpty();
    }
  }

  @Test
  @Secures(Measure.TLS)
  void refusesACertificateForAnotherName() throws IOException {
    try (ApiServer server = server(client, Asks.NOBODY)) {
      trusting(server)
          .fails(
              Endpoints.at("/v1/a"),
              ErrorCode.SOURCE_REFUSED,
              where(server)
                  + "the server's certificate is for another name (No name matching localhost found).\nWrite base_url with the name that the certificate has.");
    }
  }

  @Test
  @Secures(Measure.TLS)
  void refusesACertificateThatHasRunOut() throws IOException {
    try (ApiServer server = server(expired, Asks.NOBODY)) {
      org.assertj.core.api.Assertions.assertThatThrownBy(
              () -> trusting(server).run(Endpoints.at("/v1/a")))
          .message()
          .startsWith(where(server) + "the server's certificate has run out (NotAfter: ")
          .endsWith(
              ").\nHave whoever runs the API renew it; if it has not, check the clock of this machine.");
    }
  }

  @Test
  @Secures(Measure.TLS)
  void saysThatTheServerWantsACertificate() throws IOException {
    try (StrictDoor door = new StrictDoor(context(localhost))) {
      org.assertj.core.api.Assertions.assertThatThrownBy(
              () ->
                  Loaded.from(door.url())
                      .sheet("root_certificate", root.toString())
                      .run(Endpoints.at("/v1/a")))
          .hasMessage(
              "sheet SourceConfig, row 7, source crm: GET %s/v1/a, page 1: the server refuses this side's certificate, or wants one (bad_certificate).\nName one that it knows in client_certificate, with its key in client_key."
                  .formatted(door.url()));
    }
  }

  /**
   * Lets in nobody without a certificate, and says so as TLS does, which the JDK's server does not.
   */
  private static final class StrictDoor implements AutoCloseable {
    private final ServerSocket server;
    private final SSLContext context;

    StrictDoor(SSLContext context) throws IOException {
      this.context = context;
      this.server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
      Thread thread = new Thread(this::serve, "strict door");
      thread.setDaemon(true);
      thread.start();
    }

    private void serve() {
      while (!server.isClosed()) {
        try (Socket raw = server.accept()) {
          refuse(raw);
        } catch (IOException e) {
          // The door was closed, or the visitor went.
        }
      }
    }

    private void refuse(Socket raw) throws IOException {
      SSLSocket visitor =
          (SSLSocket) context.getSocketFactory().createSocket(raw, "localhost", 0, false);
      visitor.setUseClientMode(false);
      visitor.setNeedClientAuth(true);
      try {
        visitor.startHandshake();
      } catch (IOException e) {
        // Closed with something unread, the socket would take back what it said.
        raw.shutdownOutput();
        raw.getInputStream().readAllBytes();
      }
    }

    String url() {
      return "https://localhost:" + server.getLocalPort();
    }

    @Override
    public void close() throws IOException {
      server.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"one file", "two files", "an encrypted key", "p12"})
  void provesWhoAsksWithACertificate(String form) throws Exception {
    try (ApiServer server = server(localhost, Asks.EVERYBODY)) {
      Loaded loaded = trusting(server);
      switch (form) {
        case "one file" ->
            loaded.sheet(
                "client_certificate",
                write("both.pem", client.key() + client.certificate()).toString());
        case "two files" ->
            loaded
                .sheet("client_certificate", write("c.pem", client.certificate()).toString())
                .sheet("client_key", write("k.pem", client.key()).toString());
        case "an encrypted key" ->
            loaded
                .sheet("client_certificate", write("c.pem", client.certificate()).toString())
                .sheet("client_key", write("e.pem", ClientKeys.encrypted(client)).toString())
                .secret("client_key_password", "open sesame");
        default ->
            loaded
                .sheet("client_certificate", ClientKeys.packed(client, folder).toString())
                .secret("client_key_password", "open sesame");
      }
      assertThat(loaded.run(Endpoints.at("/v1/a")).rows()).hasSize(1);
    }
  }

  @Test
  @Secures(Measure.TLS)
  void showsTheCertificateToNoOtherHost() throws IOException {
    try (ApiServer other = server(localhost, Asks.EVERYBODY);
        ApiServer server =
            ApiServer.secure(
                asked ->
                    Reply.json(
                        "{\"next\": \"%s/v1/b\", \"data\": [{\"id\": 1}]}".formatted(other.url())),
                new HttpsConfigurator(context(localhost)))) {
      Loaded loaded =
          trusting(server)
              .sheet("allowed_hosts", "localhost")
              .sheet(
                  "client_certificate",
                  write("both.pem", client.key() + client.certificate()).toString());
      org.assertj.core.api.Assertions.assertThatThrownBy(() -> loaded.run(Endpoints.at("/v1/a")))
          .message()
          .contains("page 2");
      assertThat(other.asked()).isEmpty();
    }
  }

  @Test
  void saysWhatIsWrongWithTheFiles() throws Exception {
    Path packed = ClientKeys.packed(client, folder);
    Path lone = write("lone.pem", client.certificate());
    Path nothing = write("nothing.pem", "nothing");
    Path old =
        write("old.pem", "-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----");
    fails(
        "client_certificate", folder.resolve("no.pem"), "there is no file %s.\nCorrect the path.");
    fails(
        "client_certificate",
        packed,
        "%s cannot be opened (keystore password was incorrect).\nCheck client_key_password, and that the file is PKCS12.");
    fails(
        "client_certificate",
        lone,
        "%s holds no key in PEM.\nName the file with the key in client_key.");
    fails(
        "root_certificate",
        nothing,
        "%s holds no certificate in PEM.\nName a file with -----BEGIN CERTIFICATE----- in it.");
    Loaded.from("https://api.example.com")
        .sheet("client_certificate", lone.toString())
        .sheet("client_key", old.toString())
        .fails(
            Endpoints.at("/v1/a"),
            ErrorCode.CONFIG,
            "source crm, client_key: the key in %s cannot be read (the key is of an old form; openssl pkcs8 -topk8 makes a new one of it).\nCheck client_key_password, and that the key is PKCS8."
                .formatted(old));
  }

  private static void fails(String setting, Path file, String message) {
    Loaded.from("https://api.example.com")
        .sheet(setting, file.toString())
        .fails(
            Endpoints.at("/v1/a"),
            ErrorCode.CONFIG,
            "source crm, %s: ".formatted(setting) + message.formatted(file));
  }

  /** A password is asked for by whoever reads the file alone. */
  @Test
  void keepsThePasswordOutOfWords() {
    TlsFiles files =
        new TlsFiles(
            "source crm",
            Optional.of("a.p12"),
            Optional.empty(),
            Optional.of(new Secret("canary", "test")),
            Optional.empty());
    assertThat(files.toString()).doesNotContain("canary");
  }

  @Test
  void speaksHttp2WithAServerThatDoes() throws IOException {
    try (Http2Server server = new Http2Server(context(localhost), "[{\"id\": 1}]")) {
      Loaded loaded = Loaded.from(server.url()).sheet("root_certificate", root.toString());
      assertThat(loaded.run(Endpoints.at("/v1/a")).column("id")).containsExactly(1L);
      assertThat(server.preface()).startsWith("PRI * HTTP/2.0");
    }
  }
}
