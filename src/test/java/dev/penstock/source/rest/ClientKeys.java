package dev.penstock.source.rest;

import dev.penstock.testing.TestAuthority;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** A key in the forms in which people keep it. */
final class ClientKeys {
  static final String PASSWORD = "open sesame";

  private ClientKeys() {}

  private static byte[] key(TestAuthority.Pem pem) {
    return Base64.getMimeDecoder().decode(pem.key().replaceAll("-----[A-Z ]+-----", ""));
  }

  /** As {@code openssl pkcs8 -topk8 -v2 aes-256-cbc} writes it. */
  static String encrypted(TestAuthority.Pem pem) throws GeneralSecurityException, IOException {
    String scheme = "PBEWithHmacSHA256AndAES_256";
    SecretKey secret =
        SecretKeyFactory.getInstance(scheme).generateSecret(new PBEKeySpec(PASSWORD.toCharArray()));
    Cipher cipher = Cipher.getInstance(scheme);
    cipher.init(Cipher.ENCRYPT_MODE, secret);
    byte[] packed = cipher.doFinal(key(pem));
    byte[] pbes2 = der(0x06, HexFormat.of().parseHex("2a864886f70d01050d"));
    byte[] how = der(0x30, pbes2, cipher.getParameters().getEncoded());
    byte[] bytes = der(0x30, how, der(0x04, packed));
    return "-----BEGIN ENCRYPTED PRIVATE KEY-----\n%s\n-----END ENCRYPTED PRIVATE KEY-----\n"
        .formatted(Base64.getMimeEncoder().encodeToString(bytes));
  }

  private static byte[] der(int tag, byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
    out.write(tag);
    if (length < 128) {
      out.write(length);
    } else {
      out.write(0x82);
      out.write(length >> 8);
      out.write(length);
    }
    Arrays.stream(parts).forEach(out::writeBytes);
    return out.toByteArray();
  }

  static Path packed(TestAuthority.Pem pem, Path folder)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    Certificate certificate =
        CertificateFactory.getInstance("X.509")
            .generateCertificate(
                new ByteArrayInputStream(pem.certificate().getBytes(StandardCharsets.US_ASCII)));
    store.setKeyEntry(
        "me",
        KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(key(pem))),
        PASSWORD.toCharArray(),
        new Certificate[] {certificate});
    Path file = folder.resolve("client.p12");
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, PASSWORD.toCharArray());
    }
    return file;
  }
}
