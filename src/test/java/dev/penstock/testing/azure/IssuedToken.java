package dev.penstock.testing.azure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * What stands in a token that the stand-in issued.
 *
 * @param audience the resource it opens, such as {@code https://vault.azure.net}
 * @param tenantId of the directory that issued it
 * @param appId of the application or managed identity, or the client a user signed in with
 * @param objectId to whom roles are given
 */
public record IssuedToken(
    String audience,
    String tenantId,
    String appId,
    String objectId,
    Instant issuedAt,
    Instant expiresAt) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  /** Signs claims as a JWT. */
  static String sign(ObjectNode claims) {
    ObjectNode header = JSON.createObjectNode();
    header.put("typ", "JWT").put("alg", "RS256").put("x5t", "stand-in").put("kid", "stand-in");
    String content = encode(bytes(header.toString())) + "." + encode(bytes(claims.toString()));
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(TestTls.signingKey());
      signature.update(bytes(content));
      return content + "." + encode(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What the token says; empty when no stand-in of this build signed it. */
  static Optional<IssuedToken> read(String token) {
    String[] parts = token.split("\\.", -1);
    try {
      if (parts.length != 3 || !signed(parts)) {
        return Optional.empty();
      }
      JsonNode claims = JSON.readTree(Base64.getUrlDecoder().decode(parts[1]));
      return Optional.of(
          new IssuedToken(
              claims.path("aud").asText(),
              claims.path("tid").asText(),
              claims.path("appid").asText(),
              claims.path("oid").asText(),
              Instant.ofEpochMilli(claims.path("iat_ms").asLong()),
              Instant.ofEpochSecond(claims.path("exp").asLong())));
    } catch (IOException | GeneralSecurityException | IllegalArgumentException notOurs) {
      return Optional.empty();
    }
  }

  private static boolean signed(String[] parts) throws GeneralSecurityException {
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initVerify(TestTls.certificate());
    signature.update(bytes(parts[0] + "." + parts[1]));
    return signature.verify(Base64.getUrlDecoder().decode(parts[2]));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String encode(byte[] bytes) {
    return ENCODER.encodeToString(bytes);
  }
}
