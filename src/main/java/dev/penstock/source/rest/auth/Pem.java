package dev.penstock.source.rest.auth;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Certificates and keys as text, between lines that say what they are. */
record Pem(String text) {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]+)-----END \\1-----");

  List<Certificate> certificates() throws GeneralSecurityException {
    List<Certificate> all = new ArrayList<>();
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    Matcher block = BLOCK.matcher(text);
    while (block.find()) {
      if (block.group(1).equals("CERTIFICATE")) {
        all.add(factory.generateCertificate(new ByteArrayInputStream(bytes(block))));
      }
    }
    return all;
  }

  private static byte[] bytes(Matcher block) throws GeneralSecurityException {
    try {
      return Base64.getMimeDecoder().decode(block.group(2).getBytes(ISO_8859_1));
    } catch (IllegalArgumentException e) {
      throw new GeneralSecurityException("it is no Base64", e);
    }
  }

  /** The first key; empty without one. */
  Optional<PrivateKey> key(char[] password) throws GeneralSecurityException, IOException {
    Matcher block = BLOCK.matcher(text);
    while (block.find()) {
      switch (block.group(1)) {
        case "PRIVATE KEY" -> {
          return Optional.of(key(new PKCS8EncodedKeySpec(bytes(block))));
        }
        case "ENCRYPTED PRIVATE KEY" -> {
          return Optional.of(decrypted(bytes(block), password));
        }
        case "RSA PRIVATE KEY", "EC PRIVATE KEY" ->
            throw new GeneralSecurityException(
                "the key is of an old form; openssl pkcs8 -topk8 makes a new one of it");
        default -> {
          // A certificate, or what else somebody keeps beside the key.
        }
      }
    }
    return Optional.empty();
  }

  private static PrivateKey decrypted(byte[] bytes, char[] password)
      throws GeneralSecurityException, IOException {
    EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(bytes);
    // The parameters name the scheme, such as PBEWithHmacSHA256AndAES_256.
    String scheme = info.getAlgParameters().toString();
    Key secret = SecretKeyFactory.getInstance(scheme).generateSecret(new PBEKeySpec(password));
    Cipher cipher = Cipher.getInstance(scheme);
    cipher.init(Cipher.DECRYPT_MODE, secret, info.getAlgParameters());
    return key(info.getKeySpec(cipher));
  }

  private static PrivateKey key(PKCS8EncodedKeySpec spec) throws GeneralSecurityException {
    for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(spec);
      } catch (InvalidKeySpecException e) {
        // A key of another algorithm.
      }
    }
    throw new GeneralSecurityException("the key is neither of RSA nor of an elliptic curve");
  }
}
