package dev.penstock.source.rest.auth;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.secret.Redactor;
import dev.penstock.secret.Secret;
import dev.penstock.source.rest.http.Answer;
import dev.penstock.source.rest.http.Api;
import dev.penstock.source.rest.http.Call;
import dev.penstock.source.rest.http.Credentials;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tokens of OAuth2 by client credentials or a refresh token, fetched when there is none, when one
 * is about to run out, and when one was refused. However many ask at once, one fetches. One for all
 * jobs of a source.
 */
public final class OAuthCredentials implements Credentials {
  /** A token that has less left is not used: the request has a way to go. */
  private static final Duration SPARE = Duration.ofSeconds(60);

  private static final Duration USUAL_LIFE = Duration.ofHours(1);
  private static final int MOST_BYTES = 1 << 20;
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Logger LOG = LoggerFactory.getLogger(OAuthCredentials.class);

  private final Client client;
  private final Api api;
  private final Redactor redactor;
  private final Clock clock;
  private Optional<Token> current = Optional.empty();
  private Optional<String> refresh;

  /**
   * Who asks for tokens.
   *
   * @param where the beginning of messages, such as {@code source crm}
   * @param url where they are given
   * @param refresh what they are fetched with, in the place of client credentials
   * @param more what is sent along, such as a scope or an audience
   */
  public record Client(
      String where,
      URI url,
      Login login,
      Optional<Secret> refresh,
      Map<String, List<String>> more) {
    public Client {
      requireNonNull(where, "where");
      requireNonNull(url, "url");
      requireNonNull(login, "login");
      requireNonNull(refresh, "refresh");
      more = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(more));
    }
  }

  /** What the app proves itself with. */
  public record Login(String id, Optional<Secret> secret, Place place) {
    public Login {
      requireNonNull(id, "id");
      requireNonNull(secret, "secret");
      requireNonNull(place, "place");
    }
  }

  /** Where it stands. */
  public enum Place {
    BODY,
    HEADER
  }

  private record Token(String header, Instant until) {}

  /**
   * @param api that may go to the place of tokens, and signs nothing
   */
  public OAuthCredentials(Client client, Api api, Redactor redactor, Clock clock) {
    this.client = client;
    this.api = api;
    this.redactor = redactor;
    this.clock = clock;
    this.refresh = client.refresh().map(Secret::reveal);
  }

  @Override
  public Call sign(Call call) {
    return call.header("Authorization", header());
  }

  private synchronized String header() {
    Instant soon = clock.instant().plus(SPARE);
    if (current.filter(token -> token.until().isAfter(soon)).isEmpty()) {
      current = Optional.of(fetch());
    }
    return current.get().header();
  }

  @Override
  public synchronized boolean renew(Call refused) {
    String used = refused.headers().getOrDefault("Authorization", "");
    // Somebody else may have fetched one since.
    if (current.filter(token -> token.header().equals(used)).isPresent()) {
      current = Optional.of(fetch());
    }
    return !current.map(Token::header).orElse("").equals(used);
  }

  private Token fetch() {
    String where = client.where() + ", oauth_url";
    try {
      return api.exchange(where, request(), this::read);
    } catch (IngestException e) {
      boolean refused =
          (e.code() == ErrorCode.LOGIN_REFUSED && e.getMessage().contains("answered 401"))
              || (e.code() == ErrorCode.SOURCE_REFUSED && e.getMessage().contains("answered 400"));
      throw refused
          ? new IngestException(
              ErrorCode.LOGIN_REFUSED, e.getMessage().split("\n", 2)[0] + "\n" + mend(), e)
          : e;
    }
  }

  private String mend() {
    return refresh.isPresent()
        ? "Check client_id and refresh_token; one that was used, or lay idle for long, is mostly no longer good: give the app leave again, and store the new one."
        : "Check client_id, client_secret and scope.";
  }

  private Call request() {
    Map<String, List<String>> form = new LinkedHashMap<>();
    form.put("grant_type", List.of(refresh.isPresent() ? "refresh_token" : "client_credentials"));
    refresh.ifPresent(token -> form.put("refresh_token", List.of(token)));
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/x-www-form-urlencoded");
    Login login = client.login();
    if (login.place() == Place.HEADER) {
      headers.put("Authorization", basic(login));
    } else {
      form.put("client_id", List.of(login.id()));
      login.secret().ifPresent(secret -> form.put("client_secret", List.of(secret.reveal())));
    }
    form.putAll(client.more());
    return new Call("POST", client.url(), form, headers);
  }

  /** Both parts are encoded as in a form first (RFC 6749, 2.3.1). */
  private String basic(Login login) {
    String secret = login.secret().map(Secret::reveal).orElse("");
    String pair = Call.encode(login.id()) + ":" + Call.encode(secret);
    String text = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    redactor.register(text);
    return "Basic " + text;
  }

  /** Some give another refresh token each time, and take the old one no longer. */
  private void keep(String rotated) {
    if (rotated.isEmpty() || refresh.filter(rotated::equals).isPresent()) {
      return;
    }
    redactor.register(rotated);
    if (refresh.isPresent()) {
      LOG.warn(
          "{}: a new refresh token was given. This run goes on with it, but the secret store still holds the old one, which may no longer be good for the next run; ask whoever runs the API for one that does not change",
          client.where());
      refresh = Optional.of(rotated);
    }
  }

  private Token read(Answer answer) throws IOException {
    String text = new String(answer.body().readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
    try {
      JsonNode node = JSON.readTree(text);
      String token = node.path("access_token").asText("");
      if (!token.isEmpty()) {
        redactor.register(token);
        keep(node.path("refresh_token").asText(""));
        long seconds = node.path("expires_in").asLong(USUAL_LIFE.toSeconds());
        Duration life = Duration.ofSeconds(Math.max(seconds, 0));
        // A token of a life shorter than the spare would be fetched for each request.
        Duration used = life.compareTo(SPARE.multipliedBy(2)) < 0 ? life.plus(SPARE) : life;
        return new Token("Bearer " + token, clock.instant().plus(used));
      }
    } catch (JsonProcessingException e) {
      // Said below, as for an answer without a token; the text may hold one and is not shown.
    }
    throw new IngestException(
        ErrorCode.LOGIN_REFUSED,
        "%s, oauth_url: the answer holds no access_token.\nCheck oauth_url; it is the address where tokens are given, not that of a login page."
            .formatted(client.where()));
  }
}
