package dev.penstock.source.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.BadInput;
import dev.penstock.evidence.Input;
import dev.penstock.evidence.Measure;
import dev.penstock.evidence.Secures;
import dev.penstock.failure.ErrorCode;
import dev.penstock.source.rest.ApiServer.Reply;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who asks, and who gets to see it. */
final class TrustTest {
  private static final Reply GOOD = Reply.json("[{\"id\": 1}]");
  private static final String SECRET = "canary-0123456789";

  private static String where(ApiServer server) {
    return "sheet SourceConfig, row 7, source crm: GET %s/v1/a, page 1: ".formatted(server.url());
  }

  private static ApiServer.Asked asked(Loaded loaded, ApiServer server) {
    loaded.run(Endpoints.at("/v1/a"));
    assertThat(loaded.redactor.redact("x " + SECRET)).isEqualTo("x ***");
    return server.asked().get(server.asked().size() - 1);
  }

  @Test
  void sendsATokenAndAKeyAndAPassword() {
    try (ApiServer server = new ApiServer(asked -> GOOD)) {
      assertThat(asked(Loaded.from(server).secret("token", SECRET), server).header("Authorization"))
          .isEqualTo("Bearer " + SECRET);
      Loaded key = Loaded.from(server).secret("api_key", SECRET).sheet("api_key_name", "X-Key");
      assertThat(asked(key, server).header("X-Key")).isEqualTo(SECRET);
      assertThat(asked(key.sheet("api_key_location", "query"), server).param("X-Key"))
          .isEqualTo(SECRET);
      assertThat(asked(key.sheet("api_key_location", "cookie"), server).header("Cookie"))
          .isEqualTo("X-Key=" + SECRET);
      Loaded basic = Loaded.from(server).sheet("username", "joë").secret("password", SECRET);
      String pair =
          Base64.getEncoder()
              .encodeToString(("joë:" + SECRET).getBytes(java.nio.charset.StandardCharsets.UTF_8));
      assertThat(asked(basic, server).header("Authorization")).isEqualTo("Basic " + pair);
      assertThat(basic.redactor.redact(pair)).isEqualTo("***");
    }
  }

  @Test
  void sendsNothingToAnApiThatAsksForNothing() {
    try (ApiServer server = new ApiServer(asked -> GOOD)) {
      Loaded loaded = Loaded.from(server).secret("token", SECRET).sheet("auth_type", "no_auth");
      loaded.run(Endpoints.at("/v1/a"));
      assertThat(server.asked().get(0).header("Authorization")).isEmpty();
    }
  }

  @Test
  void saysWhichSecretIsMissing() {
    try (ApiServer server = new ApiServer(asked -> GOOD)) {
      Loaded.from(server)
          .sheet("auth_type", "oauth2")
          .fails(
              Endpoints.at("/v1/a"),
              ErrorCode.SECRET,
              "source crm: no oauth_url, client_id, client_secret.\nLooked in sheet Sources (source_name crm, column oauth_url) and test (oauth_url).");
      assertThat(server.asked()).isEmpty();
    }
  }

  /** Gives tokens, each once valid until it is revoked. */
  private static final class TokenApi {
    private final AtomicInteger given = new AtomicInteger();
    private final AtomicReference<String> valid = new AtomicReference<>("");

    Reply answer(ApiServer.Asked asked) {
      if (asked.path().equals("/token")) {
        String token = "secret-token-" + given.incrementAndGet();
        valid.set(token);
        return Reply.json("{\"access_token\": \"%s\", \"expires_in\": 600}".formatted(token));
      }
      return asked.header("Authorization").equals("Bearer " + valid.get())
          ? GOOD
          : Reply.status(401, "expired");
    }
  }

  private static Loaded oauth(ApiServer server) {
    return Loaded.from(server)
        .sheet("oauth_url", server.url() + "/token")
        .sheet("client_id", "me")
        .sheet("scope", "read all")
        .secret("client_secret", SECRET);
  }

  @Test
  void fetchesATokenOnceAndAgainWhenItRunsOutOrIsRefused() {
    TokenApi api = new TokenApi();
    AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-29T00:00:00Z"));
    try (ApiServer server = new ApiServer(api::answer);
        RestConnector connector = oauth(server).clock(clock(now)).connector()) {
      Loaded loaded = oauth(server);
      loaded.run(connector, Endpoints.at("/v1/a").job(), Optional.empty());
      loaded.run(connector, Endpoints.at("/v1/a").job(), Optional.empty());
      assertThat(api.given).hasValue(1);
      assertThat(server.asked().get(0).body())
          .isEqualTo(
              "grant_type=client_credentials&client_id=me&client_secret=%s&scope=read%%20all"
                  .formatted(SECRET));
      now.set(now.get().plusSeconds(545));
      loaded.run(connector, Endpoints.at("/v1/a").job(), Optional.empty());
      assertThat(api.given).hasValue(2);
      api.valid.set("revoked");
      loaded.run(connector, Endpoints.at("/v1/a").job(), Optional.empty());
      assertThat(api.given).hasValue(3);
    }
  }

  private static Clock clock(AtomicReference<Instant> now) {
    return new Clock() {
      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }

      @Override
      public Instant instant() {
        return now.get();
      }
    };
  }

  @Test
  void fetchesOneTokenHoweverManyJobsNeedIt() throws Exception {
    TokenApi api = new TokenApi();
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try (ApiServer server = new ApiServer(api::answer);
        RestConnector connector = oauth(server).connector()) {
      Loaded loaded = oauth(server);
      CountDownLatch together = new CountDownLatch(8);
      List<Future<Loaded.Run>> runs =
          java.util.stream.IntStream.range(0, 8)
              .mapToObj(
                  i ->
                      threads.submit(
                          () -> {
                            together.countDown();
                            together.await();
                            return loaded.run(
                                connector, Endpoints.at("/v1/a").job(), Optional.empty());
                          }))
              .toList();
      for (Future<Loaded.Run> run : runs) {
        assertThat(run.get(20, TimeUnit.SECONDS).rows()).hasSize(1);
      }
      assertThat(api.given).hasValue(1);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void saysWhenTokensAreRefusedAndNeverShowsOne() {
    try (ApiServer server =
        new ApiServer(asked -> Reply.status(400, "{\"error\": \"invalid_client\"}"))) {
      oauth(server)
          .fails(
              Endpoints.at("/v1/a"),
              ErrorCode.LOGIN_REFUSED,
              "source crm, oauth_url: answered 400 ({\"error\": \"invalid_client\"}).\nCheck client_id, client_secret and scope.");
    }
    try (ApiServer server = new ApiServer(asked -> Reply.json("{\"token\": \"abc\"}"))) {
      oauth(server)
          .fails(
              Endpoints.at("/v1/a"),
              ErrorCode.LOGIN_REFUSED,
              "source crm, oauth_url: the answer holds no access_token.\nCheck oauth_url; it is the address where tokens are given, not that of a login page.");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  @BadInput(
      value = Input.REST_REDIRECT,
      says =
          "leads to …, but the API is at …; credentials and data stay there.\nIf that host belongs to the API, name it in allowed_hosts (it will see no credentials), or correct base_url.")
  @Secures(Measure.SSRF)
  void refusesARedirectToAnotherOrigin(int status) {
    try (ApiServer other = new ApiServer(asked -> GOOD);
        ApiServer server =
            new ApiServer(
                asked -> Reply.status(status, "").with("Location", other.url() + "/v1/a"))) {
      Loaded.from(server)
          .secret("token", SECRET)
          .fails(
              Endpoints.at("/v1/a"),
              ErrorCode.SOURCE_REFUSED,
              where(server)
                  + "a redirect (status %d) leads to %s, but the API is at %s; credentials and data stay there.\nIf that host belongs to the API, name it in allowed_hosts (it will see no credentials), or correct base_url."
                      .formatted(status, other.url(), server.url()));
      assertThat(other.asked()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void followsARedirectWithinTheOrigin(int status) {
    try (ApiServer server =
        new ApiServer(
            asked ->
                asked.path().equals("/v1/a")
                    ? Reply.status(status, "").with("Location", "/v2/a?x=1")
                    : GOOD)) {
      assertThat(asked(Loaded.from(server).secret("token", SECRET), server).header("Authorization"))
          .isEqualTo("Bearer " + SECRET);
    }
  }

  @Test
  @BadInput(
      value = Input.REST_NEXT_LINK,
      says =
          "the link to the next page leads to …, but the API is at …; credentials and data stay there.\nIf that host belongs to the API, name it in allowed_hosts (it will see no credentials), or correct base_url.")
  @Secures(Measure.SSRF)
  void refusesANextLinkToAnotherHost() {
    try (ApiServer other = new ApiServer(asked -> GOOD);
        ApiServer server =
            new ApiServer(
                asked ->
                    Reply.json(
                        "{\"next\": \"%s/v1/a\", \"data\": [{\"id\": 1}]}"
                            .formatted(other.url())))) {
      String refusal =
          where(server)
              + "the link to the next page leads to %s, but the API is at %s; credentials and data stay there.\nIf that host belongs to the API, name it in allowed_hosts (it will see no credentials), or correct base_url."
                  .formatted(other.url(), server.url());
      Loaded.from(server)
          .secret("token", SECRET)
          .fails(Endpoints.at("/v1/a"), ErrorCode.SOURCE_REFUSED, refusal);
      assertThat(other.asked()).isEmpty();
    }
  }

  @Test
  @Secures(Measure.SSRF)
  void showsNoCredentialsToAHostThatIsAllowed() {
    try (ApiServer other = new ApiServer(asked -> Reply.json("{\"data\": [{\"id\": 2}]}"));
        ApiServer server =
            new ApiServer(
                asked ->
                    Reply.json(
                        "{\"next\": \"%s/v1/b\", \"data\": [{\"id\": 1}]}"
                            .formatted(other.url())))) {
      Loaded loaded =
          Loaded.from(server)
              .secret("token", SECRET)
              .sheet("headers", "X-Extra=" + SECRET)
              .sheet("allowed_hosts", "127.0.0.1");
      assertThat(loaded.run(Endpoints.at("/v1/a")).column("id")).containsExactly(1L, 2L);
      assertThat(other.asked().get(0).headers().toString()).doesNotContain(SECRET);
      assertThat(server.asked().get(0).header("X-Extra")).isEqualTo(SECRET);
    }
  }

  @Test
  @BadInput(
      value = Input.REST_NEXT_LINK,
      says =
          "http://127.0.0.2:1 is not encrypted, so that anybody on the way could read credentials and data.\nWrite base_url with https://, or set allow_http to Y for a network that you trust.")
  @Secures(Measure.SSRF)
  void refusesToAskInClear() {
    Loaded.from("http://127.0.0.2:1")
        .fails(
            Endpoints.at("/v1/a"),
            ErrorCode.CONFIG,
            "sheet SourceConfig, row 7, source crm: GET http://127.0.0.2:1/v1/a, page 1: http://127.0.0.2:1 is not encrypted, so that anybody on the way could read credentials and data.\nWrite base_url with https://, or set allow_http to Y for a network that you trust.");
  }

  @Test
  @Secures(Measure.SSRF)
  void refusesTheAddressOfAMachinesOwnCredentials() {
    Loaded.from("http://169.254.169.254")
        .sheet("allow_http", "Y")
        .fails(
            Endpoints.at("/latest/meta-data"),
            ErrorCode.SOURCE_REFUSED,
            "sheet SourceConfig, row 7, source crm: GET http://169.254.169.254/latest/meta-data, page 1: 169.254.169.254 is 169.254.169.254, an address that machines keep for themselves and their credentials.\nCorrect base_url.");
  }

  @Test
  @Secures(Measure.SSRF)
  void keepsAnEndpointWithinItsSource() {
    try (ApiServer server = new ApiServer(asked -> GOOD)) {
      Loaded.from(server)
          .fails(
              Endpoints.at("https://elsewhere.example/v1"),
              ErrorCode.SOURCE_REFUSED,
              "sheet SourceConfig, row 7, column api_endpoint: it leads to https://elsewhere.example, but the API is at %s; credentials and data stay there.\nIf that host belongs to the API, name it in allowed_hosts (it will see no credentials), or correct base_url."
                  .formatted(server.url()));
    }
  }
}
