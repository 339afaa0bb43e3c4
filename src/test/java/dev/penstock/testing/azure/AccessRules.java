package dev.penstock.testing.azure;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Who may do what. Every signature is really computed. */
public final class AccessRules {
  /** What stands between a caller with good credentials and the account. */
  public enum Gate {
    OPEN,
    FIREWALL,
    ROLE_MISSING,
    READ_ONLY_ROLE,
    CLOCK_SKEW
  }

  private static final String BAD_SIGNATURE =
      "Server failed to authenticate the request. Make sure the value of Authorization header is"
          + " formed correctly including the signature.";

  private final String account;
  private final byte[] key;
  private final Set<Operation> denied = ConcurrentHashMap.newKeySet();
  private volatile Gate gate = Gate.OPEN;
  private volatile String sasSignature = "";
  private volatile Predicate<String> bearer = token -> false;

  AccessRules(String account, String key) {
    this.account = account;
    this.key = Base64.getDecoder().decode(key);
  }

  /** Puts this gate before the account. */
  public void gate(Gate next) {
    gate = next;
  }

  /** Refuses this operation for lack of permission. */
  public void deny(Operation operation) {
    denied.add(operation);
  }

  /** Accepts a SAS with this signature (the decoded value of {@code sig}). */
  public void acceptSas(String signature) {
    sasSignature = signature;
  }

  /** Accepts these bearer tokens; asked at each request, so that a token can expire. */
  public void acceptBearer(Predicate<String> tokens) {
    bearer = tokens;
  }

  void check(LakeRequest request) {
    if (gate == Gate.FIREWALL) {
      throw new LakeError(
          403, "AuthorizationFailure", "This request is not authorized to perform this operation.");
    }
    if (gate == Gate.CLOCK_SKEW) {
      throw new LakeError(403, "AuthenticationFailed", BAD_SIGNATURE);
    }
    authenticate(request);
    boolean readOnly = gate == Gate.READ_ONLY_ROLE && request.operation().writes();
    if (gate == Gate.ROLE_MISSING || readOnly || denied.contains(request.operation())) {
      throw permissionMismatch();
    }
  }

  private void authenticate(LakeRequest request) {
    String authorization = request.header("Authorization").orElse("");
    if (request.query("sig").isPresent()) {
      checkSas(request);
    } else if (authorization.startsWith("Bearer ")) {
      checkBearer(authorization.substring("Bearer ".length()));
    } else if (!MessageDigest.isEqual(
        authorization.getBytes(StandardCharsets.UTF_8),
        ("SharedKey " + account + ":" + signature(request)).getBytes(StandardCharsets.UTF_8))) {
      throw new LakeError(403, "AuthenticationFailed", BAD_SIGNATURE);
    }
  }

  private void checkSas(LakeRequest request) {
    if (sasSignature.isEmpty() || !request.query("sig").orElse("").equals(sasSignature)) {
      throw new LakeError(403, "AuthenticationFailed", BAD_SIGNATURE);
    }
    OffsetDateTime end = OffsetDateTime.parse(request.query("se").orElse("1970-01-01T00:00:00Z"));
    if (end.isBefore(OffsetDateTime.now(java.time.ZoneOffset.UTC))) {
      throw new LakeError(
          403, "AuthenticationFailed", "Signature not valid in the specified time frame");
    }
    String wanted = request.operation().writes() ? "wcdam" : "rle";
    String given = request.query("sp").orElse("");
    if (wanted.chars().noneMatch(letter -> given.indexOf(letter) >= 0)) {
      throw permissionMismatch();
    }
  }

  private void checkBearer(String token) {
    if (!bearer.test(token)) {
      throw new LakeError(
          401,
          "InvalidAuthenticationInfo",
          "Server failed to authenticate the request. Please refer to the information in the"
              + " www-authenticate header.",
          Map.of(
              "WWW-Authenticate",
              "Bearer authorization_uri=https://login.microsoftonline.com/common/oauth2/authorize"
                  + " resource_id=https://storage.azure.com"));
    }
  }

  private static LakeError permissionMismatch() {
    return new LakeError(
        403,
        "AuthorizationPermissionMismatch",
        "This request is not authorized to perform this operation using this permission.");
  }

  private String signature(LakeRequest request) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      byte[] text = stringToSign(request).getBytes(StandardCharsets.UTF_8);
      return Base64.getEncoder().encodeToString(mac.doFinal(text));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private String stringToSign(LakeRequest request) {
    List<String> lines = new ArrayList<>(List.of(request.method()));
    for (String name :
        List.of(
            "Content-Encoding",
            "Content-Language",
            "Content-Length",
            "Content-MD5",
            "Content-Type",
            "Date",
            "If-Modified-Since",
            "If-Match",
            "If-None-Match",
            "If-Unmodified-Since",
            "Range")) {
      String value = request.header(name).orElse("");
      boolean empty =
          (name.equals("Content-Length") && value.equals("0"))
              || (name.equals("Date") && request.header("x-ms-date").isPresent());
      lines.add(empty ? "" : value);
    }
    Map<String, String> named = new TreeMap<>();
    request
        .headers()
        .forEach((name, values) -> named.put(name.toLowerCase(Locale.ROOT), values.get(0)));
    named.forEach(
        (name, value) -> {
          if (name.startsWith("x-ms-")) {
            lines.add(name + ":" + value);
          }
        });
    lines.add("/" + account + request.rawPath());
    request
        .query()
        .forEach((name, value) -> lines.add(name.toLowerCase(Locale.ROOT) + ":" + value));
    return String.join("\n", lines);
  }
}
