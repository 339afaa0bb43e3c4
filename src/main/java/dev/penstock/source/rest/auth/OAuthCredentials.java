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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tokens of OAuth2 by client credentials, fetched when there is none, when one is about to run out,
 * and when one was refused. However many ask at once, one fetches. One for all jobs of a source.
 */
public final class OAuthCredentials implements Credentials {
  /** A token that has less left is not used: the request has a way to go. */
  private static final Duration SPARE = Duration.ofSeconds(60);

  private static final Duration USUAL_LIFE = Duration.ofHours(1);
  private static final int MOST_BYTES = 1 << 20;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Client client;
  private final Api api;
  private final Redactor redactor;
  private final Clock clock;
  private Optional<Token> current = Optional.empty();

  /**
   * Who asks for tokens.
   *
   * @param where the beginning of messages, such as {@code source crm}
   * @param url where they are given
   * @param scope what they are to be good for
   */
  public record Client(String where, URI url, String id, Secret secret, Optional<String> scope) {
    public Client {
      requireNonNull(where, "where");
      requireNonNull(url, "url");
      requireNonNull(id, "id");
      requireNonNull(secret, "secret");
      requireNonNull(scope, "scope");
    }
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
    Map<String, List<String>> form = new LinkedHashMap<>();
    form.put("grant_type", List.of("client_credentials"));
    form.put("client_id", List.of(client.id()));
    form.put("client_secret", List.of(client.secret().reveal()));
    client.scope().ifPresent(scope -> form.put("scope", List.of(scope)));
    Call call =
        new Call(
            "POST",
            client.url(),
            form,
            Map.of("Content-Type", "application/x-www-form-urlencoded"));
    String where = client.where() + ", oauth_url";
    try {
      return api.exchange(where, call, this::read);
    } catch (IngestException e) {
      boolean refused =
          e.code() == ErrorCode.SOURCE_REFUSED && e.getMessage().contains("answered 400");
      throw refused
          ? new IngestException(
              ErrorCode.LOGIN_REFUSED,
              e.getMessage().split("\n", 2)[0] + "\nCheck client_id, client_secret and scope.",
              e)
          : e;
    }
  }

  private Token read(Answer answer) throws IOException {
    String text = new String(answer.body().readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
    try {
      JsonNode node = JSON.readTree(text);
      String token = node.path("access_token").asText("");
      if (!token.isEmpty()) {
        redactor.register(token);
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
