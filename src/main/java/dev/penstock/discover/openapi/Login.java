package dev.penstock.discover.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.job.ApiSetting;
import dev.penstock.job.AuthType;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What one security scheme of a description means here.
 *
 * @param rank the lower, the better it suits what runs without people
 * @param settings of the source
 * @param secrets that it needs
 * @param notes for people
 */
record Login(
    int rank, Map<ApiSetting, String> settings, List<ApiSetting> secrets, List<String> notes) {
  private static final List<ApiSetting> CLIENT =
      List.of(ApiSetting.CLIENT_ID, ApiSetting.CLIENT_SECRET);

  /**
   * @param scopes that endpoints ask for
   */
  static Login of(String name, JsonNode scheme, Servers servers, Set<String> scopes) {
    return new Reading(name, scheme, servers, scopes).login();
  }

  private record Reading(String name, JsonNode scheme, Servers servers, Set<String> scopes) {
    Login login() {
      return switch (scheme.path("type").asText("")) {
        case "apiKey" -> key();
        case "basic" -> basic();
        case "http" -> http();
        case "oauth2" -> oauth();
        case "openIdConnect" -> openId();
        case "mutualTLS" ->
            new Login(
                1, Map.of(), List.of(), List.of("it wants a certificate: see client_certificate"));
        default -> unknown(scheme.path("type").asText("nothing"));
      };
    }

    private Login unknown(String what) {
      return new Login(
          9,
          Map.of(),
          List.of(),
          List.of("its login %s is of the kind %s, which is not known here".formatted(name, what)));
    }

    private Login key() {
      String header = scheme.path("name").asText("");
      Map<ApiSetting, String> settings = type(AuthType.API_KEY);
      settings.put(ApiSetting.API_KEY_NAME, header);
      settings.put(ApiSetting.API_KEY_LOCATION, scheme.path("in").asText("header"));
      boolean plain = !header.equalsIgnoreCase("Authorization");
      return new Login(
          1,
          settings,
          List.of(ApiSetting.API_KEY),
          plain
              ? List.of()
              : List.of(
                  "api_key is all that stands in the header Authorization, with a word such as Bearer in front where the API wants one"));
    }

    private static Map<ApiSetting, String> type(AuthType type) {
      Map<ApiSetting, String> settings = new EnumMap<>(ApiSetting.class);
      settings.put(ApiSetting.AUTH_TYPE, type.word());
      return settings;
    }

    private static Login basic() {
      return new Login(
          3, type(AuthType.BASIC), List.of(ApiSetting.USERNAME, ApiSetting.PASSWORD), List.of());
    }

    private Login http() {
      String word = scheme.path("scheme").asText("").toLowerCase(Locale.ROOT);
      return switch (word) {
        case "bearer" -> bearer(2, List.of());
        case "basic" -> basic();
        default -> unknown("http " + word);
      };
    }

    private static Login bearer(int rank, List<String> notes) {
      return new Login(rank, type(AuthType.BEARER), List.of(ApiSetting.TOKEN), notes);
    }

    private Login oauth() {
      String all = scheme.toString();
      if (all.contains("//login.microsoftonline.com/") || all.contains("//login.windows.net/")) {
        return entra();
      }
      Optional<JsonNode> client = flow("clientCredentials", "application");
      if (client.isPresent()) {
        return oauth(0, client.get(), CLIENT, List.of());
      }
      Optional<JsonNode> code = flow("authorizationCode", "accessCode");
      if (code.isPresent()) {
        return oauth(
            4,
            code.get(),
            List.of(ApiSetting.CLIENT_ID, ApiSetting.CLIENT_SECRET, ApiSetting.REFRESH_TOKEN),
            List.of("somebody has to sign in once elsewhere, and its refresh_token is used here"));
      }
      return bearer(
          7, List.of("its login %s needs a person; token is what it gives".formatted(name)));
    }

    private Optional<JsonNode> flow(String three, String two) {
      JsonNode flow = scheme.path("flows").path(three);
      boolean old = scheme.path("flow").asText("").equals(two);
      return old ? Optional.of(scheme) : Optional.of(flow).filter(JsonNode::isObject);
    }

    private Login oauth(int rank, JsonNode flow, List<ApiSetting> secrets, List<String> notes) {
      Map<ApiSetting, String> settings = type(AuthType.OAUTH2);
      servers
          .place(flow.path("tokenUrl").asText(""))
          .ifPresent(url -> settings.put(ApiSetting.OAUTH_URL, url));
      if (!scopes.isEmpty()) {
        settings.put(ApiSetting.SCOPE, String.join(" ", scopes));
      }
      return new Login(rank, settings, secrets, notes);
    }

    private Login entra() {
      Map<ApiSetting, String> settings = type(AuthType.ENTRA);
      Optional<String> resource =
          scopes.stream()
              .filter(scope -> scope.matches("(https|api)://.+/[^/]+"))
              .map(scope -> scope.substring(0, scope.lastIndexOf('/')))
              .findFirst();
      resource.ifPresent(text -> settings.put(ApiSetting.SCOPE, text + "/.default"));
      return new Login(
          0,
          settings,
          List.of(
              ApiSetting.AZURE_TENANT_ID,
              ApiSetting.AZURE_CLIENT_ID,
              ApiSetting.AZURE_CLIENT_SECRET),
          resource.isPresent()
              ? List.of()
              : List.of("scope is the address of the API in Entra ID with /.default behind it"));
    }

    private Login openId() {
      return new Login(
          6,
          type(AuthType.OAUTH2),
          CLIENT,
          List.of(
              "oauth_url is the token_endpoint that %s names"
                  .formatted(
                      DescriptionTree.line(
                          scheme.path("openIdConnectUrl").asText("its address")))));
    }
  }
}
