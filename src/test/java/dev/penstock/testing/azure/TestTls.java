package dev.penstock.testing.azure;

import dev.penstock.testing.Keytool;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * One self-signed certificate for every https stand-in: for {@code localhost}, {@code 127.0.0.1},
 * {@code *.vault.localhost}, {@code *.dfs.localhost}, {@code *.blob.localhost} and the names of the
 * services themselves, to which a child JVM is led by {@code jdk.net.hosts.file}. Made with the
 * JDK's keytool at first use and kept below the build folder, so that all test JVMs share it.
 */
public final class TestTls {
  /** Of the trust store file; no secret, it guards nothing. */
  public static final String TRUST_STORE_PASSWORD = "changeit";

  private static final String ALIAS = "stand-in";
  private static final String NAMES =
      "san=dns:localhost,ip:127.0.0.1,dns:*.vault.localhost,dns:*.dfs.localhost,dns:*.blob.localhost"
          + ",dns:*.vault.azure.net,dns:*.dfs.core.windows.net,dns:*.blob.core.windows.net";

  /** A certificate made for other names must not be taken up. */
  private static final String FOLDER = "test-tls-" + Integer.toHexString(NAMES.hashCode());

  private static final TestTls INSTANCE = new TestTls(folder());

  private final Path trustStore;
  private final KeyStore keys;
  private final SSLContext server;
  private final SSLContext client;

  private TestTls(Path folder) {
    try {
      this.trustStore = folder.resolve("trust.p12");
      this.keys = load(folder.resolve("keys.p12"));
      this.server = context(keyManagers(keys), trustManagers(load(trustStore)));
      this.client = context(new KeyManager[0], trustManagers(load(trustStore)));
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(folder + " is broken; delete it", e);
    }
  }

  /** For {@code HttpsServer}. */
  public static SSLContext serverContext() {
    return INSTANCE.server;
  }

  /** For clients; it trusts the stand-ins and nobody else. */
  public static SSLContext clientContext() {
    return INSTANCE.client;
  }

  /** A PKCS12 file for {@code -Djavax.net.ssl.trustStore} of a child JVM. */
  public static Path trustStore() {
    return INSTANCE.trustStore;
  }

  /** What a child JVM is started with so that it trusts the stand-ins. */
  public static List<String> trustArguments() {
    return List.of(
        "-Djavax.net.ssl.trustStore=" + trustStore(),
        "-Djavax.net.ssl.trustStorePassword=" + TRUST_STORE_PASSWORD);
  }

  /** With which the token stand-in signs. */
  static PrivateKey signingKey() {
    try {
      return (PrivateKey) INSTANCE.keys.getKey(ALIAS, TRUST_STORE_PASSWORD.toCharArray());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static Certificate certificate() {
    try {
      return INSTANCE.keys.getCertificate(ALIAS);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Path folder() {
    try {
      Path classes =
          Path.of(TestTls.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      Path folder = classes.resolveSibling(FOLDER);
      if (!Files.isDirectory(folder)) {
        make(folder);
      }
      return folder;
    } catch (URISyntaxException | IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void make(Path folder) throws IOException, GeneralSecurityException {
    Path draft = Files.createTempDirectory(folder.getParent(), "test-tls-");
    keytool(draft.resolve("keys.p12"));
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry(ALIAS, load(draft.resolve("keys.p12")).getCertificate(ALIAS));
    try (OutputStream out = Files.newOutputStream(draft.resolve("trust.p12"))) {
      trusted.store(out, TRUST_STORE_PASSWORD.toCharArray());
    }
    try {
      Files.move(draft, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException anotherJvmWasFirst) {
      Files.delete(draft.resolve("keys.p12"));
      Files.delete(draft.resolve("trust.p12"));
      Files.delete(draft);
    }
  }

  private static void keytool(Path store) throws IOException {
    Keytool.generate(
        store,
        TRUST_STORE_PASSWORD,
        ALIAS,
        "-keyalg",
        "RSA",
        "-keysize",
        "2048",
        "-validity",
        "3650",
        "-dname",
        "CN=Penstock stand-in",
        "-ext",
        NAMES,
        "-ext",
        "bc:c=ca:true");
  }

  private static KeyStore load(Path file) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, TRUST_STORE_PASSWORD.toCharArray());
    }
    return store;
  }

  private static KeyManager[] keyManagers(KeyStore store) throws GeneralSecurityException {
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, TRUST_STORE_PASSWORD.toCharArray());
    return factory.getKeyManagers();
  }

  private static TrustManager[] trustManagers(KeyStore store) throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static SSLContext context(KeyManager[] keys, TrustManager[] trust)
      throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys, trust, null);
    return context;
  }
}
