package dev.penstock.testing.azure;

import dev.penstock.testing.azure.Directory.App;
import dev.penstock.testing.azure.Directory.SecretState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What login.microsoftonline.com answers. */
final class LoginEndpoint {
  private static final Pattern TOKEN = Pattern.compile("/([^/]+)/oauth2/v2\\.0/token");
  private static final Pattern METADATA =
      Pattern.compile("/([^/]+)/v2\\.0/\\.well-known/openid-configuration");

  private final Directory directory;

  LoginEndpoint(Directory directory) {
    this.directory = directory;
  }

  StandInAnswer answer(StandInRequest request) {
    Matcher token = TOKEN.matcher(request.path());
    if (token.matches() && request.method().equals("POST")) {
      return token(token.group(1), request.form());
    }
    String base = "https://" + request.headers().get("Host") + "/";
    Matcher metadata = METADATA.matcher(request.path());
    if (metadata.matches()) {
      return metadata(base, metadata.group(1));
    }
    if (request.path().endsWith("/discovery/instance")) {
      return instanceDiscovery(base, request.query());
    }
    return StandInAnswer.status(404);
  }

  private StandInAnswer token(String tenantId, Map<String, String> form) {
    String clientId = form.getOrDefault("client_id", "");
    if (!directory.knowsTenant(tenantId)) {
      return EntraErrors.tenantNotFound(tenantId);
    }
    String grant = form.getOrDefault("grant_type", "");
    if (!grant.equals("client_credentials")) {
      return EntraErrors.unsupportedGrant(grant);
    }
    return directory
        .app(tenantId, clientId)
        .map(
            app ->
                form.containsKey("client_assertion") ? byAssertion(app, form) : bySecret(app, form))
        .orElseGet(() -> EntraErrors.appNotFound(clientId, tenantId));
  }

  private StandInAnswer bySecret(App app, Map<String, String> form) {
    SecretState state = app.secrets().get(form.getOrDefault("client_secret", ""));
    if (state == null) {
      return EntraErrors.wrongSecret(app.clientId());
    }
    return switch (state) {
      case GOOD -> issue(app, form);
      case EXPIRED -> EntraErrors.expiredSecret(app.clientId());
    };
  }

  private StandInAnswer byAssertion(App app, Map<String, String> form) {
    return app.assertions().contains(form.get("client_assertion"))
        ? issue(app, form)
        : EntraErrors.noFederation();
  }

  private StandInAnswer issue(App app, Map<String, String> form) {
    String resource = Directory.resource(form.getOrDefault("scope", ""));
    if (!Directory.knowsResource(resource)) {
      return EntraErrors.resourceNotFound(resource, app.tenantId());
    }
    long seconds = directory.lifetime().toSeconds();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("token_type", "Bearer");
    body.put("expires_in", seconds);
    body.put("ext_expires_in", seconds);
    body.put("access_token", directory.appToken(app.tenantId(), app.clientId(), resource));
    return StandInAnswer.json(200, body);
  }

  private StandInAnswer metadata(String base, String tenantId) {
    if (!directory.knowsTenant(tenantId)) {
      return EntraErrors.tenantNotFound(tenantId);
    }
    return StandInAnswer.json(
        200,
        Map.of(
            "token_endpoint", base + tenantId + "/oauth2/v2.0/token",
            "authorization_endpoint", base + tenantId + "/oauth2/v2.0/authorize",
            "issuer", base + tenantId + "/v2.0"));
  }

  private static StandInAnswer instanceDiscovery(String base, Map<String, String> query) {
    String host = base.substring("https://".length(), base.length() - 1);
    return StandInAnswer.json(
        200,
        Map.of(
            "tenant_discovery_endpoint",
            query
                .getOrDefault("authorization_endpoint", base)
                .replace("/oauth2/v2.0/authorize", "/v2.0/.well-known/openid-configuration"),
            "api-version",
            "1.1",
            "metadata",
            List.of(
                Map.of(
                    "preferred_network",
                    host,
                    "preferred_cache",
                    host,
                    "aliases",
                    List.of(host)))));
  }
}
