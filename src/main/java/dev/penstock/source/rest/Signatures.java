package dev.penstock.source.rest;

import dev.penstock.job.ApiOptions;
import dev.penstock.job.ApiSetting;
import dev.penstock.job.AuthType;
import dev.penstock.secret.Redactor;
import dev.penstock.secret.Secret;
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
import java.util.Set;

/** Makes what requests to one source are signed with. */
record Signatures(
    String source, ApiOptions options, Api.Terms terms, Redactor redactor, Clock clock) {
  Credentials of(AuthType type) {
    return switch (type) {
      case NONE -> Credentials.NONE;
      case API_KEY -> key();
      case BEARER -> KeyCredentials.bearer(secret(ApiSetting.TOKEN));
      case BASIC -> basic();
      case OAUTH2 -> oauth();
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
    KeyCredentials basic =
        KeyCredentials.basic(options.text(ApiSetting.USERNAME, ""), secret(ApiSetting.PASSWORD));
    redactor.register(basic.value().reveal().substring("Basic ".length()));
    return basic;
  }

  private Credentials oauth() {
    URI url = URI.create(options.text(ApiSetting.OAUTH_URL, ""));
    Site site = new Site(Origin.of(url), Set.of(), plain(options));
    OAuthCredentials.Client client =
        new OAuthCredentials.Client(
            "source " + source,
            url,
            options.text(ApiSetting.CLIENT_ID, ""),
            secret(ApiSetting.CLIENT_SECRET),
            options.text(ApiSetting.SCOPE));
    Api api = new Api(terms, site, Credentials.NONE, new Stop());
    return new OAuthCredentials(client, api, redactor, clock);
  }

  static Site.Plain plain(ApiOptions options) {
    return options.isOn(ApiSetting.ALLOW_HTTP, "N") ? Site.Plain.ALLOWED : Site.Plain.REFUSED;
  }
}
