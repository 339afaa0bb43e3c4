package dev.penstock.source.rest;

import dev.penstock.job.ApiOptions;
import dev.penstock.job.ApiSetting;
import dev.penstock.job.AuthType;
import dev.penstock.job.NamedValues;
import dev.penstock.secret.Redactor;
import dev.penstock.secret.Secret;
import dev.penstock.source.rest.auth.EntraCredentials;
import dev.penstock.source.rest.auth.EntraTokens;
import dev.penstock.source.rest.auth.HmacCredentials;
import dev.penstock.source.rest.auth.KeyCredentials;
import dev.penstock.source.rest.auth.KeyCredentials.Place;
import dev.penstock.source.rest.auth.OAuthCredentials;
import dev.penstock.source.rest.http.Api;
import dev.penstock.source.rest.http.Credentials;
import dev.penstock.source.rest.http.Origin;
import dev.penstock.source.rest.http.Site;
import dev.penstock.source.rest.http.Stop;
import java.net.URI;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes what requests to one source are signed with. */
record Signatures(
    String source,
    ApiOptions options,
    Api.Terms terms,
    Redactor redactor,
    Clock clock,
    EntraTokens entra) {
  Credentials of(AuthType type) {
    return switch (type) {
      case NONE -> Credentials.NONE;
      case API_KEY -> key();
      case BEARER -> KeyCredentials.bearer(secret(ApiSetting.TOKEN));
      case BASIC -> basic();
      case OAUTH2 -> oauth();
      case ENTRA -> byEntra();
      case HMAC -> hmac();
    };
  }

  private Secret secret(ApiSetting setting) {
    String value = options.text(setting, "");
    redactor.register(value);
    return new Secret(value, "settings of " + source);
  }

  private Credentials key() {
    Place place =
        switch (options.word(ApiSetting.API_KEY_LOCATION, "header")) {
          case "query", "param" -> Place.QUERY;
          case "cookie" -> Place.COOKIE;
          default -> Place.HEADER;
        };
    String usual = place == Place.HEADER ? "Authorization" : "api_key";
    String name = options.text(ApiSetting.API_KEY_NAME, usual);
    return new KeyCredentials(place, name, secret(ApiSetting.API_KEY));
  }

  private Credentials basic() {
    String username = options.text(ApiSetting.USERNAME, "");
    if (options.text(ApiSetting.PASSWORD).isEmpty()) {
      // APIs that ask for no password take their key as the name.
      redactor.register(username);
    }
    KeyCredentials basic = KeyCredentials.basic(username, secret(ApiSetting.PASSWORD));
    redactor.register(basic.value().reveal().substring("Basic ".length()));
    return basic;
  }

  private Credentials oauth() {
    URI url = URI.create(options.text(ApiSetting.OAUTH_URL, ""));
    Site site = new Site(Origin.of(url), Set.of(), plain(options));
    Map<String, List<String>> more = new LinkedHashMap<>();
    options.text(ApiSetting.SCOPE).ifPresent(scope -> more.put("scope", List.of(scope)));
    more.putAll(options.pairs(ApiSetting.OAUTH_PARAMS).values());
    boolean header = options.word(ApiSetting.OAUTH_CREDENTIALS, "body").equals("header");
    OAuthCredentials.Login login =
        new OAuthCredentials.Login(
            options.text(ApiSetting.CLIENT_ID, ""),
            given(ApiSetting.CLIENT_SECRET),
            header ? OAuthCredentials.Place.HEADER : OAuthCredentials.Place.BODY);
    OAuthCredentials.Client client =
        new OAuthCredentials.Client(
            "source " + source, url, login, given(ApiSetting.REFRESH_TOKEN), more);
    Api api = new Api(terms, site, Credentials.NONE, new Stop());
    return new OAuthCredentials(client, api, redactor, clock);
  }

  private Optional<Secret> given(ApiSetting setting) {
    return options.text(setting).map(text -> secret(setting));
  }

  private Credentials byEntra() {
    EntraTokens.Login login =
        new EntraTokens.Login(
            options.text(ApiSetting.AZURE_TENANT_ID),
            options.text(ApiSetting.AZURE_CLIENT_ID),
            given(ApiSetting.AZURE_CLIENT_SECRET));
    return new EntraCredentials(source, entra, login, options.text(ApiSetting.SCOPE, ""));
  }

  private Credentials hmac() {
    boolean hex = options.word(ApiSetting.SIGNATURE_ENCODING, "hex").equals("hex");
    Map<String, String> headers = new LinkedHashMap<>();
    NamedValues.parse(
            options.text(ApiSetting.SIGNATURE_HEADERS, ApiSetting.SIGNATURE_HEADERS.defaultText()))
        .orElse(NamedValues.NONE)
        .values()
        .forEach((name, values) -> headers.put(name, String.join(", ", values)));
    HmacCredentials.Form form =
        new HmacCredentials.Form(
            options.word(ApiSetting.SIGNATURE_ALGORITHM, "sha256"),
            hex ? HmacCredentials.Encoding.HEX : HmacCredentials.Encoding.BASE64,
            options.text(ApiSetting.SIGNATURE_TEXT, ApiSetting.SIGNATURE_TEXT.defaultText()),
            headers);
    return new HmacCredentials(
        form, options.text(ApiSetting.API_KEY, ""), secret(ApiSetting.SIGNATURE_SECRET), clock);
  }

  static Site.Plain plain(ApiOptions options) {
    return options.isOn(ApiSetting.ALLOW_HTTP, "N") ? Site.Plain.ALLOWED : Site.Plain.REFUSED;
  }
}
