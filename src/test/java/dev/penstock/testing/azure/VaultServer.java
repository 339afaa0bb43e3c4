package dev.penstock.testing.azure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Stands in for the secrets of one Key Vault, over https: asks for a token as the service does,
 * believes those of an {@link EntraServer}, and refuses in the words of the service. A client that
 * speaks to it as {@code localhost} needs {@code disableChallengeResourceVerification()}; one that
 * is led here by another name finds what the service promises once {@link #publicUrl} is set. Safe
 * for use by several threads.
 */
public final class VaultServer implements AutoCloseable {
  /** Of the public cloud, whatever the name of the stand-in. */
  private static final String AUDIENCE = "https://vault.azure.net";

  private static final int MOST_PER_PAGE = 25;
  private static final Pattern PATH = Pattern.compile("/(secrets|deletedsecrets)(/.*)?");
  private static final Pattern NAME = Pattern.compile("[0-9a-zA-Z-]{1,127}");

  private final EntraServer entra;
  private final String tenantId;
  private final StandInListener listener;
  private final Map<String, List<StoredSecret>> secrets = new TreeMap<>();
  private final Map<String, List<StoredSecret>> deleted = new TreeMap<>();
  private volatile Access access = Access.OPEN;
  private volatile String publicUrl;

  /** Whom the vault lets in, of those whose token is good. */
  public enum Access {
    OPEN,
    /** Nobody has a role. */
    NO_ROLE,
    /** Nobody has an access policy. */
    NO_POLICY,
    /** The caller's address is not listed. */
    FIREWALL,
    /** Only private endpoints get through. */
    PRIVATE_LINK_ONLY
  }

  private VaultServer(EntraServer entra, String tenantId) {
    this.entra = entra;
    this.tenantId = tenantId;
    this.listener = StandInListener.https(this::answer);
    this.publicUrl = url();
  }

  /** A vault of this tenant. */
  public static VaultServer start(EntraServer entra, String tenantId) {
    entra.addTenant(tenantId);
    return new VaultServer(entra, tenantId);
  }

  /** Where it listens, without a slash at the end: {@code https://localhost:<port>}. */
  public String url() {
    return "https://localhost:" + port();
  }

  public int port() {
    return listener.port();
  }

  /**
   * The address by which its clients know it: ids and the links to further pages begin with it.
   *
   * @param url without a slash at the end, such as {@code https://shop.vault.azure.net:<port>}
   */
  public VaultServer publicUrl(String url) {
    publicUrl = url;
    return this;
  }

  /** Adds a secret, or a new version of it. */
  public synchronized VaultServer put(String name, String value) {
    versions(name).add(StoredSecret.of(name, value));
    return this;
  }

  /** The newest version can no longer be read. */
  public synchronized VaultServer disable(String name) {
    List<StoredSecret> versions = versions(name);
    versions.add(last(versions).with(StoredSecret.State.DISABLED));
    return this;
  }

  /** Deleted, but kept for recovery: its name stays taken. */
  public synchronized VaultServer softDelete(String name) {
    StandInAnswer unused = delete(name);
    return this;
  }

  /** What the newest version says about its time; the service lets it be read all the same. */
  public synchronized VaultServer valid(
      String name, Optional<Instant> notBefore, Optional<Instant> expires) {
    List<StoredSecret> versions = versions(name);
    versions.add(last(versions).valid(notBefore, expires));
    return this;
  }

  /** The newest value; empty when there is none. */
  public synchronized Optional<String> value(String name) {
    List<StoredSecret> versions = secrets.getOrDefault(key(name), List.of());
    return versions.isEmpty() ? Optional.empty() : Optional.of(last(versions).value());
  }

  public VaultServer let(Access newAccess) {
    access = newAccess;
    return this;
  }

  public Faults faults() {
    return listener.faults();
  }

  /** What the service answers when it is asked too often. */
  public static StandInAnswer throttled(int retryAfterSeconds) {
    return VaultErrors.throttled(retryAfterSeconds);
  }

  /** All requests so far, those without a token too. */
  public List<StandInRequest> requests() {
    return listener.requests();
  }

  public void forgetRequests() {
    listener.forgetRequests();
  }

  @Override
  public void close() {
    listener.close();
  }

  StandInAnswer answer(StandInRequest request) {
    Optional<String> token = request.bearerToken();
    if (token.isEmpty()) {
      return challenge(VaultErrors.noToken());
    }
    Optional<IssuedToken> caller = entra.accepts(token.get());
    if (caller.isEmpty()) {
      return challenge(VaultErrors.badToken());
    }
    if (!caller.get().audience().equals(AUDIENCE)) {
      return challenge(VaultErrors.wrongAudience(caller.get().audience()));
    }
    if (!caller.get().tenantId().equals(tenantId)) {
      return challenge(VaultErrors.wrongIssuer(tenantId, caller.get().tenantId()));
    }
    return admitted(caller.get(), request);
  }

  private StandInAnswer challenge(StandInAnswer refusal) {
    return refusal.with(
        "WWW-Authenticate",
        "Bearer authorization=\"%s%s\", resource=\"%s\""
            .formatted(entra.authorityHost(), tenantId, AUDIENCE));
  }

  private StandInAnswer admitted(IssuedToken caller, StandInRequest request) {
    Matcher path = PATH.matcher(request.path());
    if (!path.matches()) {
      return StandInAnswer.status(404);
    }
    String rest = path.group(2) == null ? "" : path.group(2).substring(1);
    String[] parts = rest.split("/", -1);
    String name = parts[0];
    return switch (access) {
      case OPEN -> served(request, path.group(1), name, parts.length > 1 ? parts[1] : "");
      case NO_ROLE -> VaultErrors.byRole(caller, action(request.method()), name);
      case NO_POLICY ->
          VaultErrors.byPolicy(
              caller, name.isEmpty() ? "list" : request.method().toLowerCase(Locale.ROOT));
      case FIREWALL -> VaultErrors.byFirewall(caller);
      case PRIVATE_LINK_ONLY -> VaultErrors.byPrivateLink(caller);
    };
  }

  private static String action(String method) {
    return switch (method) {
      case "PUT" -> "setSecret/action";
      case "DELETE" -> "delete";
      default -> "getSecret/action";
    };
  }

  private synchronized StandInAnswer served(
      StandInRequest request, String folder, String name, String version) {
    if (folder.equals("deletedsecrets")) {
      return ofDeleted(request.method(), name, version);
    }
    if (name.isEmpty()) {
      return page(request);
    }
    if (!NAME.matcher(name).matches()) {
      return VaultErrors.badName(name);
    }
    return switch (request.method()) {
      case "GET" -> get(name, version);
      case "PUT" -> set(name, request.body());
      case "DELETE" -> delete(name);
      default -> StandInAnswer.status(405);
    };
  }

  private StandInAnswer get(String name, String version) {
    return secrets.getOrDefault(key(name), List.of()).stream()
        .filter(secret -> version.isEmpty() || secret.version().equals(version))
        .reduce((older, newer) -> newer)
        .map(
            secret ->
                secret.state() == StoredSecret.State.DISABLED
                    ? VaultErrors.disabled()
                    : StandInAnswer.json(200, secret.bundle(publicUrl)))
        .orElseGet(() -> VaultErrors.notFound(name));
  }

  private StandInAnswer set(String name, String body) {
    if (deleted.containsKey(key(name))) {
      return VaultErrors.deleted(name);
    }
    try {
      JsonNode json = new ObjectMapper().readTree(body);
      Map<String, String> tags = new HashMap<>();
      json.path("tags")
          .properties()
          .forEach(tag -> tags.put(tag.getKey(), tag.getValue().asText()));
      StoredSecret secret = StoredSecret.of(name, json.path("value").asText()).with(tags);
      versions(name).add(secret);
      return StandInAnswer.json(200, secret.bundle(publicUrl));
    } catch (JsonProcessingException e) {
      return StandInAnswer.status(400);
    }
  }

  private StandInAnswer delete(String name) {
    List<StoredSecret> versions = secrets.remove(key(name));
    if (versions == null) {
      return VaultErrors.notFound(name);
    }
    deleted.put(key(name), versions);
    return StandInAnswer.json(200, deletedBundle(last(versions)));
  }

  private StandInAnswer ofDeleted(String method, String name, String action) {
    List<StoredSecret> versions = deleted.get(key(name));
    if (versions == null) {
      return VaultErrors.notFound(name);
    }
    if (method.equals("POST") && action.equals("recover")) {
      deleted.remove(key(name));
      secrets.put(key(name), versions);
      return StandInAnswer.json(200, last(versions).item(publicUrl));
    }
    return StandInAnswer.json(200, deletedBundle(last(versions)));
  }

  private Map<String, Object> deletedBundle(StoredSecret secret) {
    Map<String, Object> bundle = secret.item(publicUrl);
    bundle.put("recoveryId", publicUrl + "/deletedsecrets/" + secret.name());
    bundle.put("deletedDate", Instant.now().getEpochSecond());
    return bundle;
  }

  private StandInAnswer page(StandInRequest request) {
    int size = Integer.parseInt(request.query().getOrDefault("maxresults", "" + MOST_PER_PAGE));
    int from = Integer.parseInt(request.query().getOrDefault("$skiptoken", "0"));
    List<StoredSecret> all = new ArrayList<>();
    secrets.values().forEach(versions -> all.add(last(versions)));
    int to = Math.min(all.size(), from + Math.min(size, MOST_PER_PAGE));
    Map<String, Object> body = new LinkedHashMap<>();
    body.put(
        "value", all.subList(from, to).stream().map(secret -> secret.item(publicUrl)).toList());
    body.put(
        "nextLink",
        to == all.size()
            ? null
            : "%s/secrets?api-version=%s&$skiptoken=%d&maxresults=%d"
                .formatted(publicUrl, request.query().get("api-version"), to, size));
    return StandInAnswer.json(200, body);
  }

  private List<StoredSecret> versions(String name) {
    return secrets.computeIfAbsent(key(name), unused -> new ArrayList<>());
  }

  private static StoredSecret last(List<StoredSecret> versions) {
    return versions.get(versions.size() - 1);
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
