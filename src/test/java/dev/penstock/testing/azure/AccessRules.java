package dev.penstock.testing.azure;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Who may do what. Every signature is really computed. */
public final class AccessRules {
  /** What stands between a caller with good credentials and the account. */
  public enum Gate {
    OPEN,
    FIREWALL,
    ROLE_MISSING,
    READ_ONLY_ROLE
  }

  private static final Duration SKEW = Duration.ofMinutes(15);
  private static final String STORAGE = "https://storage.azure.com";

  private static final String BAD_SIGNATURE =
      "Server failed to authenticate the request. Make sure the value of Authorization header is"
          + " formed correctly including the signature.";

  private final String account;
  private final byte[] key;
  private final Set<Operation> denied = ConcurrentHashMap.newKeySet();
  private volatile Gate gate = Gate.OPEN;
  private volatile String sasSignature = "";
  private volatile Optional<Tenant> tenant = Optional.empty();
  private volatile Duration ahead = Duration.ZERO;

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

  /**
   * Accepts tokens that were issued for this tenant, over https alone, for as long as they hold.
   */
  public void acceptTokensOf(EntraServer entra, String tenantId) {
    tenant = Optional.of(new Tenant(entra, tenantId));
  }

  /** The clock of the account from now on, against that of this machine. */
  public void clockAhead(Duration time) {
    ahead = time;
  }

  private record Tenant(EntraServer entra, String id) {}

  void check(LakeRequest request) {
    if (gate == Gate.FIREWALL) {
      throw new LakeError(
          403, "AuthorizationFailure", "This request is not authorized to perform this operation.");
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
      checkBearer(request, authorization.substring("Bearer ".length()));
    } else {
      checkDate(request);
      checkKey(request, authorization);
    }
  }

  private void checkKey(LakeRequest request, String authorization) {
    String wanted = "SharedKey " + account + ":" + signature(request);
    if (!MessageDigest.isEqual(
        authorization.getBytes(StandardCharsets.UTF_8), wanted.getBytes(StandardCharsets.UTF_8))) {
      throw notKnown("The MAC signature found in the HTTP request is not the same as any computed");
    }
  }

  private void checkDate(LakeRequest request) {
    String sent = request.header("x-ms-date").or(() -> request.header("Date")).orElse("");
    if (sent.isEmpty()) {
      throw notKnown("Missing mandatory header 'Date'");
    }
    Instant date = ZonedDateTime.parse(sent, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    if (Duration.between(date, now()).abs().compareTo(SKEW) > 0) {
      throw notKnown("Request date header too old: '" + sent + "'");
    }
  }

  Instant now() {
    return Instant.now().plus(ahead);
  }

  private void checkSas(LakeRequest request) {
    if (sasSignature.isEmpty() || !request.query("sig").orElse("").equals(sasSignature)) {
      throw notKnown("Signature did not match.");
    }
    Instant start = time(request, "st").orElse(Instant.EPOCH);
    Optional<Instant> end = time(request, "se");
    if (end.isPresent() && (end.get().isBefore(now()) || start.isAfter(now()))) {
      throw notKnown(
          "Signature not valid in the specified time frame: Start [%s] - Expiry [%s] - Current [%s]"
              .formatted(text(start), text(end.get()), text(now())));
    }
    String wanted = request.operation().writes() ? "wcdam" : "rle";
    String given = request.query("sp").orElse("");
    if (wanted.chars().noneMatch(letter -> given.indexOf(letter) >= 0)) {
      throw permissionMismatch();
    }
  }

  private static Optional<Instant> time(LakeRequest request, String term) {
    return request.query(term).map(text -> OffsetDateTime.parse(text).toInstant());
  }

  private static String text(Instant time) {
    return ListingPage.RFC1123.format(time);
  }

  private static LakeError notKnown(String detail) {
    return new LakeError(403, "AuthenticationFailed", BAD_SIGNATURE, Map.of(), detail);
  }

  private void checkBearer(LakeRequest request, String token) {
    if (!request.encrypted()) {
      throw notKnown("Authentication scheme Bearer is not supported over HTTP.");
    }
    Tenant known = tenant.orElseThrow(() -> invalidToken("Issuer validation failed."));
    Optional<IssuedToken> issued = IssuedToken.read(token);
    if (issued.isEmpty()) {
      throw invalidToken("Signature validation failed. Signature verification failed.");
    }
    if (!issued.get().tenantId().equals(known.id())) {
      throw invalidToken("Issuer validation failed. Issuer did not match.");
    }
    if (!LakeRequest.trim(issued.get().audience()).equals(STORAGE)) {
      throw invalidToken("Audience validation failed. Audience did not match.");
    }
    if (known.entra().accepts(token).isEmpty() || issued.get().expiresAt().isBefore(now())) {
      throw invalidToken("Lifetime validation failed. The token is expired.");
    }
  }

  private static LakeError invalidToken(String detail) {
    return new LakeError(
        401,
        "InvalidAuthenticationInfo",
        "Server failed to authenticate the request. Please refer to the information in the"
            + " www-authenticate header.",
        Map.of(
            "WWW-Authenticate",
            "Bearer authorization_uri=https://login.microsoftonline.com/common/oauth2/authorize"
                + " resource_id=https://storage.azure.com"),
        detail);
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
