package dev.penstock.doctor;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.penstock.testing.Keytool;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A service that answers 400 to everything, with a certificate as the test wants it. */
final class TlsServer implements AutoCloseable {
  private static final char[] PASSWORD = "changeit".toCharArray();

  private final HttpServer server;
  private final SSLContext trust;
  private final String scheme;

  private TlsServer(HttpServer server, SSLContext trust, String scheme) {
    this.server = server;
    this.trust = trust;
    this.scheme = scheme;
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(400, -1);
          exchange.close();
        });
    server.start();
  }

  static TlsServer plain() throws Exception {
    return new TlsServer(HttpServer.create(anyPort(), 0), SSLContext.getDefault(), "http");
  }

  /**
   * @param arguments of keytool
   */
  static TlsServer with(Path folder, String... arguments) throws Exception {
    Path file = folder.resolve("keys.p12");
    keytool(file, "server", arguments);
    return https(file);
  }

  /** Its authority, whom the client trusts, gave it a certificate that has ended since. */
  static TlsServer expired(Path folder) throws Exception {
    Path file = folder.resolve("keys.p12");
    keytool(file, "authority", "-validity", "400", "-ext", "bc:c=ca:true");
    // A certificate that is trusted by itself is never asked for its end.
    keytool(
        file,
        "server",
        "-signer",
        "authority",
        "-startdate",
        "-10d",
        "-validity",
        "5",
        "-ext",
        "san=dns:localhost");
    return https(file);
  }

  private static TlsServer https(Path file) throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      keys.load(in, PASSWORD);
    }
    if (keys.containsAlias("authority")) {
      // Its key could be chosen to serve with.
      keys.deleteEntry("authority");
    }
    KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(keys, PASSWORD);
    SSLContext serving = SSLContext.getInstance("TLS");
    serving.init(own.getKeyManagers(), null, null);
    HttpsServer server = HttpsServer.create(anyPort(), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(serving));
    return new TlsServer(server, trusting(keys), "https");
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  private static SSLContext trusting(KeyStore keys) throws GeneralSecurityException, IOException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    Certificate[] chain = keys.getCertificateChain("server");
    trusted.setCertificateEntry("authority", chain[chain.length - 1]);
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, factory.getTrustManagers(), null);
    return context;
  }

  private static void keytool(Path file, String alias, String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of("-keyalg", "EC", "-dname", "CN=Test " + alias));
    all.addAll(List.of(arguments));
    Keytool.generate(file, new String(PASSWORD), alias, all.toArray(String[]::new));
  }

  URI uri(String host) {
    return URI.create(scheme + "://" + host + ":" + server.getAddress().getPort());
  }

  /** Trusts this server's certificate and no other. */
  HttpClient client() {
    return HttpClient.newBuilder().sslContext(trust).build();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
