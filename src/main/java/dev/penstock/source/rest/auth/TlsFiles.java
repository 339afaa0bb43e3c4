package dev.penstock.source.rest.auth;

import static java.util.Objects.requireNonNull;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.secret.Secret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * The files that TLS needs: what proves who asks, and whose signatures count.
 *
 * @param where the beginning of messages, such as {@code source crm}
 * @param certificate PKCS12, or PEM
 * @param key PEM; empty when it is in the file of the certificate
 * @param roots PEM
 */
public record TlsFiles(
    String where,
    Optional<String> certificate,
    Optional<String> key,
    Optional<Secret> password,
    Optional<String> roots) {
  private static final long MOST_BYTES = 1 << 20;

  public TlsFiles {
    requireNonNull(where, "where");
    requireNonNull(certificate, "certificate");
    requireNonNull(key, "key");
    requireNonNull(password, "password");
    requireNonNull(roots, "roots");
  }

  /** Empty when Java's own way is enough. */
  public Optional<SSLContext> context() {
    if (certificate.isEmpty() && roots.isEmpty()) {
      return Optional.empty();
    }
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      KeyManager[] keys = certificate.isPresent() ? keys(certificate.get()) : null;
      TrustManager[] trust = roots.isPresent() ? trust(roots.get()) : null;
      context.init(keys, trust, null);
      return Optional.of(context);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has TLS", e);
    }
  }

  private KeyManager[] keys(String file) throws GeneralSecurityException {
    char[] secret = password.map(Secret::reveal).orElse("").toCharArray();
    KeyStore store =
        file.toLowerCase(Locale.ROOT).matches(".*\\.(p12|pfx)")
            ? packed(file, secret)
            : loose(file, secret);
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, secret);
    return factory.getKeyManagers();
  }

  private KeyStore packed(String file, char[] secret) {
    byte[] bytes = bytes("client_certificate", file);
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(new ByteArrayInputStream(bytes), secret);
      return store;
    } catch (IOException | GeneralSecurityException e) {
      throw wrong(
          "client_certificate",
          "%s cannot be opened (%s)".formatted(file, reason(e)),
          "Check client_key_password, and that the file is PKCS12.",
          e);
    }
  }

  private KeyStore loose(String file, char[] secret) {
    String keyFile = key.orElse(file);
    String setting = key.isPresent() ? "client_key" : "client_certificate";
    List<Certificate> chain = certificates("client_certificate", file);
    try {
      PrivateKey found =
          pem(setting, keyFile)
              .key(secret)
              .orElseThrow(
                  () ->
                      wrong(
                          setting,
                          keyFile + " holds no key in PEM",
                          "Name the file with the key in client_key.",
                          null));
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("client", found, secret, chain.toArray(Certificate[]::new));
      return store;
    } catch (IOException | GeneralSecurityException e) {
      throw wrong(
          setting,
          "the key in %s cannot be read (%s)".formatted(keyFile, reason(e)),
          "Check client_key_password, and that the key is PKCS8.",
          e);
    }
  }

  private TrustManager[] trust(String file) throws GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try {
      store.load(null, null);
    } catch (IOException e) {
      throw new IllegalStateException("nothing was read", e);
    }
    for (Certificate root : certificates("root_certificate", file)) {
      store.setCertificateEntry("root" + store.size(), root);
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private List<Certificate> certificates(String setting, String file) {
    String mend = "Name a file with -----BEGIN CERTIFICATE----- in it.";
    try {
      List<Certificate> all = pem(setting, file).certificates();
      if (all.isEmpty()) {
        throw wrong(setting, file + " holds no certificate in PEM", mend, null);
      }
      return all;
    } catch (GeneralSecurityException e) {
      throw wrong(setting, "%s cannot be read (%s)".formatted(file, reason(e)), mend, e);
    }
  }

  private Pem pem(String setting, String file) {
    return new Pem(new String(bytes(setting, file), StandardCharsets.ISO_8859_1));
  }

  private byte[] bytes(String setting, String file) {
    try {
      Path path = Path.of(file);
      if (Files.size(path) > MOST_BYTES) {
        throw wrong(setting, file + " is larger than any certificate", "Correct the path.", null);
      }
      return Files.readAllBytes(path);
    } catch (NoSuchFileException e) {
      throw wrong(setting, "there is no file " + file, "Correct the path.", e);
    } catch (IOException | InvalidPathException e) {
      throw wrong(
          setting, "%s cannot be read (%s)".formatted(file, reason(e)), "Correct the path.", e);
    }
  }

  private static String reason(Exception e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private IngestException wrong(String setting, String what, String mend, Exception cause) {
    return new IngestException(
        ErrorCode.CONFIG, "%s, %s: %s.\n%s".formatted(where, setting, what, mend), cause);
  }
}
