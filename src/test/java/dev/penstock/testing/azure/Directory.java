package dev.penstock.testing.azure;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Whom the token stand-in knows, and the tokens it makes for them. Used by several threads. */
final class Directory {
  private static final Set<String> RESOURCES =
      Set.of(
          "https://vault.azure.net",
          "https://storage.azure.com",
          "https://database.windows.net",
          "https://ossrdbms-aad.database.windows.net",
          "https://management.azure.com",
          "https://graph.microsoft.com");

  private final Set<String> tenants = ConcurrentHashMap.newKeySet();
  private final Map<String, App> apps = new ConcurrentHashMap<>();
  private final Map<String, ManagedIdentity> managed = new ConcurrentHashMap<>();
  private volatile Optional<ManagedIdentity> systemIdentity = Optional.empty();
  private volatile Duration lifetime = Duration.ofMinutes(60);
  private volatile Instant honoured = Instant.EPOCH;

  /** How a secret is doing. */
  enum SecretState {
    GOOD,
    EXPIRED
  }

  /** An application of a tenant, with what proves that somebody is it. */
  record App(
      String tenantId, String clientId, Map<String, SecretState> secrets, Set<String> assertions) {}

  /** An identity of a machine. */
  record ManagedIdentity(String tenantId, String clientId, String resourceId) {}

  void addTenant(String tenantId) {
    tenants.add(tenantId);
  }

  boolean knowsTenant(String tenantId) {
    return tenants.contains(tenantId);
  }

  Optional<App> app(String tenantId, String clientId) {
    return Optional.ofNullable(apps.get(clientId)).filter(app -> app.tenantId().equals(tenantId));
  }

  App appFor(String tenantId, String clientId) {
    addTenant(tenantId);
    return apps.computeIfAbsent(
        clientId,
        id -> new App(tenantId, id, new ConcurrentHashMap<>(), ConcurrentHashMap.newKeySet()));
  }

  void setSystemIdentity(ManagedIdentity identity) {
    addTenant(identity.tenantId());
    systemIdentity = Optional.of(identity);
  }

  void addManagedIdentity(ManagedIdentity identity) {
    addTenant(identity.tenantId());
    managed.put(identity.clientId(), identity);
  }

  /** The identity that a machine's request names, or the system's own when it names none. */
  Optional<ManagedIdentity> managedIdentity(Map<String, String> query) {
    Optional<String> resourceId =
        Optional.ofNullable(query.getOrDefault("msi_res_id", query.get("mi_res_id")));
    if (query.containsKey("client_id")) {
      return Optional.ofNullable(managed.get(query.get("client_id")));
    }
    return resourceId.isEmpty()
        ? systemIdentity
        : managed.values().stream()
            .filter(identity -> identity.resourceId().equals(resourceId.get()))
            .findFirst();
  }

  static boolean knowsResource(String resource) {
    return RESOURCES.contains(withoutSlash(resource));
  }

  /** The resource of a scope such as {@code https://vault.azure.net/.default}. */
  static String resource(String scope) {
    return Arrays.stream(scope.split(" ", -1))
        .filter(part -> part.endsWith("/.default"))
        .map(part -> part.substring(0, part.length() - "/.default".length()))
        .findFirst()
        .orElse(scope);
  }

  void setLifetime(Duration duration) {
    lifetime = duration;
  }

  Duration lifetime() {
    return lifetime;
  }

  String appToken(String tenantId, String clientId, String resource) {
    ObjectNode claims = claims(tenantId, clientId, clientId, resource);
    claims.put("appidacr", "1").put("idtyp", "app");
    return IssuedToken.sign(claims);
  }

  String managedToken(ManagedIdentity identity, String resource) {
    ObjectNode claims =
        claims(identity.tenantId(), identity.clientId(), identity.clientId(), resource);
    claims.put("appidacr", "2").put("idtyp", "app").put("xms_mirid", identity.resourceId());
    return IssuedToken.sign(claims);
  }

  String userToken(String tenantId, String userName, String resource) {
    String azureCli = "04b07795-8ddb-461a-bbee-02f9e1bf7b46";
    ObjectNode claims = claims(tenantId, azureCli, userName, resource);
    claims.put("idtyp", "user").put("upn", userName).put("unique_name", userName);
    claims.put("name", userName).put("scp", "user_impersonation");
    return IssuedToken.sign(claims);
  }

  /** What the token says, if it is ours and still good. */
  Optional<IssuedToken> good(String token) {
    return IssuedToken.read(token)
        .filter(read -> read.expiresAt().isAfter(Instant.now()))
        .filter(read -> !read.issuedAt().isBefore(honoured));
  }

  /** No token issued so far is good any longer. */
  void revokeAll() {
    // Tokens carry whole milliseconds.
    honoured = Instant.ofEpochMilli(Instant.now().toEpochMilli() + 1);
    while (Instant.now().isBefore(honoured)) {
      Thread.onSpinWait();
    }
  }

  private ObjectNode claims(String tenantId, String clientId, String subject, String resource) {
    Instant now = Instant.now();
    String objectId = objectId(subject);
    ObjectNode claims = new ObjectMapper().createObjectNode();
    claims.put("aud", withoutSlash(resource));
    claims.put("iss", "https://sts.windows.net/" + tenantId + "/");
    claims.put("iat", now.getEpochSecond()).put("nbf", now.getEpochSecond());
    // Seconds are too coarse to tell tokens issued before a revocation from those issued after it.
    claims.put("iat_ms", now.toEpochMilli());
    claims.put("exp", now.plus(lifetime).getEpochSecond());
    claims.put("appid", clientId).put("oid", objectId).put("sub", objectId).put("tid", tenantId);
    claims.put("idp", "https://sts.windows.net/" + tenantId + "/");
    claims.put("uti", UUID.randomUUID().toString()).put("ver", "1.0");
    return claims;
  }

  static String objectId(String subject) {
    return UUID.nameUUIDFromBytes(("object " + subject).getBytes(StandardCharsets.UTF_8))
        .toString();
  }

  private static String withoutSlash(String resource) {
    return resource.endsWith("/") ? resource.substring(0, resource.length() - 1) : resource;
  }
}
