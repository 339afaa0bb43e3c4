package dev.penstock.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** An authority of a test, and the certificates that it signs; made with the JDK's keytool. */
public final class TestAuthority {
  private static final String PASSWORD = "changeit";
  private static final String OWN = "authority";

  private final Path file;

  /**
   * @param folder of the test; the authority keeps its keys there
   */
  public TestAuthority(Path folder) throws IOException {
    file = folder.resolve("authority.p12");
    keytool(OWN, "CN=Test authority", "-validity", "400", "-ext", "bc:c=ca:true");
  }

  /** A certificate and its key as PEM. */
  public record Pem(String certificate, String key) {}

  /** What others trust. */
  public String certificate() throws IOException, GeneralSecurityException {
    return pem(OWN).certificate();
  }

  /** Signed by the authority for this common name alone, without alternative names. */
  public Pem signed(String name) throws IOException, GeneralSecurityException {
    keytool("a" + name.hashCode(), "CN=" + name, "-signer", OWN, "-validity", "30");
    return pem("a" + name.hashCode());
  }

  /** The same, but it ended five days ago. */
  public Pem expired(String name) throws IOException, GeneralSecurityException {
    keytool("old", "CN=" + name, "-signer", OWN, "-startdate", "-10d", "-validity", "5");
    return pem("old");
  }

  /** Signed by nobody else. */
  public Pem selfSigned(String name) throws IOException, GeneralSecurityException {
    keytool("s" + name.hashCode(), "CN=" + name, "-validity", "30");
    return pem("s" + name.hashCode());
  }

  private void keytool(String alias, String name, String... arguments) throws IOException {
    List<String> all = new ArrayList<>(List.of("-keyalg", "EC", "-dname", name));
    all.addAll(List.of(arguments));
    Keytool.generate(file, PASSWORD, alias, all.toArray(String[]::new));
  }

  private Pem pem(String alias) throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    return new Pem(
        pem("CERTIFICATE", keys.getCertificate(alias).getEncoded()),
        pem("PRIVATE KEY", keys.getKey(alias, PASSWORD.toCharArray()).getEncoded()));
  }

  private static String pem(String what, byte[] bytes) {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(what, text, what);
  }
}
