package dev.penstock.source.jdbc.dialect.sqlserver;

import dev.penstock.source.jdbc.dialect.ConnectionSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import java.util.Properties;

/**
 * The authorities that a source trusts, in the only form that the driver reads: a store of keys in
 * a file, which lives as long as a connection is made.
 */
record TrustFile(Optional<Path> store) implements AutoCloseable {
  /** Guards nothing: what is in there is public. */
  private static final String PASSWORD = "public";

  private static final String OPTION = "sslrootcert";

  /** None but those whom Java trusts. */
  static final TrustFile NONE = new TrustFile(Optional.empty());

  /** Made from the file that the source names, which holds certificates as PEM. */
  static TrustFile of(ConnectionSettings settings) {
    String file = settings.options().getOrDefault(OPTION, "").strip();
    if (file.isEmpty()) {
      return NONE;
    }
    try (InputStream in = Files.newInputStream(Path.of(file))) {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(null, null);
      for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        keys.setCertificateEntry("authority " + keys.size(), each);
      }
      Path store = Files.createTempFile("penstock-trust-", ".p12");
      try (OutputStream out = Files.newOutputStream(store)) {
        keys.store(out, PASSWORD.toCharArray());
      }
      return new TrustFile(Optional.of(store));
    } catch (IOException | GeneralSecurityException e) {
      throw SqlServerOptions.refused(
          settings,
          OPTION,
          "the file '%s' cannot be read as certificates (%s)".formatted(file, e.getMessage()),
          "Name a PEM file with the certificate of the authority that signed the server's.");
    }
  }

  void set(Properties properties) {
    store.ifPresent(
        file -> {
          properties.setProperty("trustStore", file.toString());
          properties.setProperty("trustStoreType", "PKCS12");
          properties.setProperty("trustStorePassword", PASSWORD);
        });
  }

  @Override
  public void close() {
    store.ifPresent(file -> file.toFile().delete());
  }
}
