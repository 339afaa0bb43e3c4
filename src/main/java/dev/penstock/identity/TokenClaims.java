package dev.penstock.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * Whom an access token is for. Read without checking the signature: for people, never to decide
 * what somebody may do.
 *
 * @param objectId to whom roles are given
 * @param userName empty for applications and managed identities
 * @param managedIdentity its resource id; empty for users and applications
 */
public record TokenClaims(
    String tenantId,
    String appId,
    String objectId,
    Optional<String> userName,
    Optional<String> managedIdentity,
    Optional<Instant> expiresAt) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Empty when the token is not one whose claims can be read. */
  public static Optional<TokenClaims> of(String token) {
    String[] parts = token.split("\\.", -1);
    if (parts.length != 3) {
      return Optional.empty();
    }
    try {
      JsonNode claims = JSON.readTree(Base64.getUrlDecoder().decode(parts[1]));
      return claims == null || !claims.isObject() ? Optional.empty() : Optional.of(read(claims));
    } catch (IOException | IllegalArgumentException notReadable) {
      return Optional.empty();
    }
  }

  private static TokenClaims read(JsonNode claims) {
    return new TokenClaims(
        claims.path("tid").asText(),
        text(claims, "appid").or(() -> text(claims, "azp")).orElse(""),
        claims.path("oid").asText(),
        text(claims, "upn").or(() -> text(claims, "preferred_username")),
        text(claims, "xms_mirid"),
        Optional.of(claims.path("exp").asLong()).filter(s -> s > 0).map(Instant::ofEpochSecond));
  }

  private static Optional<String> text(JsonNode claims, String name) {
    return Optional.of(claims.path(name).asText()).filter(text -> !text.isEmpty());
  }

  /** Such as {@code user ann@example.com of tenant 1111}. */
  public String words() {
    String who =
        userName
            .map(name -> "user " + name)
            .or(() -> managedIdentity.map(id -> "managed identity " + id))
            .orElse("application " + appId);
    return who + " of tenant " + tenantId;
  }
}
