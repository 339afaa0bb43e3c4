package dev.penstock.doctor;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
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
    KeyStore keys = keys(folder.resolve("keys.p12"), arguments);
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
    trusted.setCertificateEntry("server", keys.getCertificate("server"));
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, factory.getTrustManagers(), null);
    return context;
  }

  private static KeyStore keys(Path file, String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
    command.addAll(
        List.of("-genkeypair", "-alias", "server", "-keyalg", "EC", "-dname", "CN=Test"));
    command.addAll(List.of("-storetype", "PKCS12", "-keystore", file.toString()));
    command.addAll(List.of("-storepass", new String(PASSWORD)));
    command.addAll(List.of(arguments));
    int ended = new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
    if (ended != 0) {
      throw new IllegalStateException("keytool ended with " + ended);
    }
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD);
    }
    return store;
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
