package dev.penstock.source.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.Measure;
import dev.penstock.evidence.Secures;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.secret.Secret;
import dev.penstock.source.rest.ApiServer.Asked;
import dev.penstock.source.rest.ApiServer.Reply;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ways of signing in beyond a fixed key. */
final class SignInTest {
  private static final Reply GOOD = Reply.json("[{\"id\": 1}]");
  private static final String SECRET = "canary-0123456789";

  /** Takes each refresh token once and gives another with each access token. */
  private static final class Rotating {
    private final AtomicReference<String> refresh = new AtomicReference<>("refresh-canary-0");
    private final AtomicReference<String> access = new AtomicReference<>("");
    private final AtomicInteger given = new AtomicInteger();

    synchronized Reply answer(Asked asked) {
      if (!asked.path().equals("/token")) {
        return asked.header("Authorization").equals("Bearer " + access.get())
            ? GOOD
            : Reply.status(401, "expired");
      }
      if (!asked.body().contains("refresh_token=" + refresh.get())) {
        return Reply.status(400, "{\"error\": \"invalid_grant\"}");
      }
      int number = given.incrementAndGet();
      access.set("access-canary-" + number);
      refresh.set("refresh-canary-" + number);
      return Reply.json(
          "{\"access_token\": \"%s\", \"refresh_token\": \"%s\", \"expires_in\": 600}"
              .formatted(access.get(), refresh.get()));
    }
  }

  private static Loaded refreshing(ApiServer server) {
    return Loaded.from(server)
        .sheet("oauth_url", server.url() + "/token")
        .sheet("client_id", "me")
        .secret("refresh_token", "refresh-canary-0");
  }

  @Test
  void goesOnWithARefreshTokenThatChangesWhenTheTokenEndsOrIsRefused() {
    Rotating api = new Rotating();
    AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-29T00:00:00Z"));
    try (ApiServer server = new ApiServer(api::answer);
        Logged logged = new Logged()) {
      Clock clock =
          new Clock() {
            @Override
            public java.time.ZoneId getZone() {
              return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
              return this;
            }

            @Override
            public Instant instant() {
              return now.get();
            }
          };
      Loaded loaded = refreshing(server).clock(clock);
      try (RestConnector connector = loaded.connector()) {
        loaded.run(connector, Endpoints.at("/v1/a").job(), Optional.empty());
        loaded.run(connector, Endpoints.at("/v1/a").job(), Optional.empty());
        assertThat(api.given).hasValue(1);
        now.set(now.get().plusSeconds(550));
        loaded.run(connector, Endpoints.at("/v1/a").job(), Optional.empty());
        assertThat(api.given).hasValue(2);
        api.access.set("revoked");
        loaded.run(connector, Endpoints.at("/v1/a").job(), Optional.empty());
        assertThat(api.given).hasValue(3);
      }
      assertThat(server.asked().get(0).body())
          .isEqualTo("grant_type=refresh_token&refresh_token=refresh-canary-0&client_id=me");
      assertThat(logged.warnings().get(0))
          .isEqualTo(
              "source crm: a new refresh token was given. This run goes on with it, but the secret store still holds the old one, which may no longer be good for the next run; ask whoever runs the API for one that does not change");
      assertThat(logged.all()).doesNotContain("canary");
      assertThat(loaded.redactor.redact("x refresh-canary-2 access-canary-3"))
          .isEqualTo("x *** ***");
    }
  }

  @Test
  void usesARefreshTokenOnceHoweverManyAskAtTheSameTime() throws Exception {
    Rotating api = new Rotating();
    int many = 8;
    ExecutorService threads = Executors.newFixedThreadPool(many);
    try (ApiServer server = new ApiServer(api::answer)) {
      Loaded loaded = refreshing(server);
      try (RestConnector connector = loaded.connector()) {
        CountDownLatch together = new CountDownLatch(many);
        List<Future<Loaded.Run>> runs =
            IntStream.range(0, many)
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
      }
      assertThat(api.given).hasValue(1);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void saysThatARefreshTokenIsNoLongerGood() {
    Rotating api = new Rotating();
    api.refresh.set("another");
    try (ApiServer server = new ApiServer(api::answer)) {
      refreshing(server)
          .fails(
              Endpoints.at("/v1/a"),
              ErrorCode.LOGIN_REFUSED,
              "source crm, oauth_url: answered 400 ({\"error\": \"invalid_grant\"}).\nCheck client_id and refresh_token; one that was used, or lay idle for long, is mostly no longer good: give the app leave again, and store the new one.");
    }
  }

  @Test
  void asksForATokenByHeaderAndWithMoreParameters() {
    try (ApiServer server =
        new ApiServer(
            asked ->
                asked.path().equals("/token")
                    ? Reply.json("{\"access_token\": \"abc-canary\"}")
                    : GOOD)) {
      Loaded loaded =
          Loaded.from(server)
              .sheet("oauth_url", server.url() + "/token")
              .sheet("client_id", "me:1")
              .sheet("oauth_credentials", "header")
              .sheet("oauth_params", "audience=https://api.example.com&resource=r 1")
              .sheet("scope", "a b")
              .secret("client_secret", SECRET);
      loaded.run(Endpoints.at("/v1/a"));
      Asked asked = server.asked().get(0);
      String pair =
          java.util.Base64.getEncoder()
              .encodeToString(
                  ("me%3A1:" + SECRET).getBytes(java.nio.charset.StandardCharsets.UTF_8));
      assertThat(asked.header("Authorization")).isEqualTo("Basic " + pair);
      assertThat(asked.body())
          .isEqualTo(
              "grant_type=client_credentials&scope=a%20b&audience=https%3A%2F%2Fapi.example.com&resource=r%201");
      assertThat(loaded.redactor.redact(pair)).isEqualTo("***");
    }
  }

  @Test
  void asksEntraForATokenOfTheScopeOfTheSource() {
    List<String> calls = new CopyOnWriteArrayList<>();
    try (ApiServer server = new ApiServer(asked -> GOOD)) {
      Loaded loaded =
          Loaded.from(server)
              .sheet("auth_type", "entra")
              .sheet("scope", "https://graph.microsoft.com/.default")
              .sheet("azure_tenant_id", "t1")
              .sheet("azure_client_id", "c1")
              .secret("azure_client_secret", SECRET)
              .entra(
                  (source, login, scope) -> {
                    calls.add(
                        source
                            + login.tenantId()
                            + login.clientId()
                            + login.secret().map(Secret::reveal)
                            + scope);
                    return new Secret("entra-token", "test");
                  });
      loaded.run(Endpoints.at("/v1/a"));
      assertThat(server.asked().get(0).header("Authorization")).isEqualTo("Bearer entra-token");
      assertThat(calls)
          .containsExactly(
              "crmOptional[t1]Optional[c1]Optional[%s]https://graph.microsoft.com/.default"
                  .formatted(SECRET));
    }
  }

  @Test
  void saysWhoseSignInEntraRefused() {
    try (ApiServer server = new ApiServer(asked -> GOOD)) {
      Loaded.from(server)
          .sheet("auth_type", "entra")
          .sheet("scope", "s")
          .entra(
              (source, login, scope) -> {
                throw new IngestException(ErrorCode.LOGIN_REFUSED, "no such app.\nName it.");
              })
          .fails(
              Endpoints.at("/v1/a"),
              ErrorCode.LOGIN_REFUSED,
              "source crm, auth_type entra: no such app.\nName it.");
      assertThat(server.asked()).isEmpty();
    }
  }

  @Test
  void saysWhatEntraNeeds() {
    Loaded.from("https://api.example.com")
        .sheet("auth_type", "entra")
        .secret("azure_client_secret", SECRET)
        .fails(
            Endpoints.at("/v1/a"),
            ErrorCode.SECRET,
            "source crm: no scope, azure_tenant_id, azure_client_id.\nLooked in sheet Sources (source_name crm, column scope) and test (scope).");
  }

  @ParameterizedTest
  @CsvSource({
    "sha256, hex, 53062f5d9c74d9ef7c1926a95d220a05dcd328bdb4990a24e1ae2887e25ef633",
    "sha256, base64, X",
    "sha1, hex, X",
    "sha512, base64, X"
  })
  void signsWhatIsAskedByATemplate(String algorithm, String encoding, String signature)
      throws Exception {
    Clock clock = Clock.fixed(Instant.parse("2026-11-29T00:00:00Z"), ZoneOffset.UTC);
    try (ApiServer server = new ApiServer(asked -> GOOD)) {
      Loaded.from(server)
          .clock(clock)
          .secret("signature_secret", SECRET)
          .secret("api_key", "key-1")
          .sheet("signature_algorithm", algorithm)
          .sheet("signature_encoding", encoding)
          .sheet("signature_text", "{method}\\n{path}\\n{query}\\n{timestamp_iso}\\n{body}")
          .sheet(
              "signature_headers",
              "{\"X-Time\": \"{timestamp_iso}\", \"X-Auth\": \"HMAC {key}:{signature}\"}")
          .run(Endpoints.at("/v1/a").params("b=ä"));
      String text = "GET\n/v1/a\nb=%C3%A4\n2026-11-29T00:00:00Z\n";
      byte[] mac = mac("Hmac" + algorithm, text);
      String expected =
          encoding.equals("hex")
              ? java.util.HexFormat.of().formatHex(mac)
              : java.util.Base64.getEncoder().encodeToString(mac);
      Asked asked = server.asked().get(0);
      assertThat(asked.header("X-Auth")).isEqualTo("HMAC key-1:" + expected);
      assertThat(asked.header("X-Time")).isEqualTo("2026-11-29T00:00:00Z");
      assertThat(signature).isIn("X", expected);
    }
  }

  private static byte[] mac(String name, String text) throws Exception {
    javax.crypto.Mac mac = javax.crypto.Mac.getInstance(name);
    mac.init(
        new javax.crypto.spec.SecretKeySpec(
            SECRET.getBytes(java.nio.charset.StandardCharsets.UTF_8), name));
    return mac.doFinal(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  @Test
  void signsABodyByItsHashAndEachTryWithANonceOfItsOwn() {
    AtomicInteger tries = new AtomicInteger();
    try (ApiServer server =
        new ApiServer(a -> tries.incrementAndGet() == 1 ? Reply.status(503, "") : GOOD)) {
      Loaded.from(server)
          .secret("signature_secret", "base64:AAEC")
          .sheet("signature_text", "{nonce}{body_hash}")
          .sheet("signature_headers", "X-Nonce={nonce}&X-Hash={body_hash}&X-Sig={signature}")
          .run(Endpoints.at("/v1/a").post().params("b=1"));
      Asked first = server.asked().get(0);
      assertThat(first.body()).isEqualTo("{\"b\":1}");
      // printf '{"b":1}' | sha256sum
      assertThat(first.header("X-Hash"))
          .isEqualTo("eb8ed3ccb5023093b56f490a46501e88d09736687e609fdbc1c71b3df8b9ccd3");
      assertThat(server.asked().get(1).header("X-Nonce"))
          .hasSize(32)
          .isNotEqualTo(first.header("X-Nonce"));
    }
  }

  @Test
  void refusesATemplateThatNamesWhatDoesNotExist() {
    Loaded.from("https://api.example.com")
        .secret("signature_secret", SECRET)
        .sheet("signature_text", "{verb}")
        .fails(
            Endpoints.at("/v1/a"),
            ErrorCode.CONFIG,
            "source crm, signature_text: '{verb}' names {verb}, which does not exist.\nThe places are {method}, {path}, {query}, {host}, {timestamp}, {timestamp_millis}, {timestamp_iso}, {nonce}, {body}, {body_hash}, {key}, {signature}.");
  }

  @ParameterizedTest
  @CsvSource({"entra", "hmac"})
  @Secures(Measure.SSRF)
  void showsNothingToAHostThatIsAllowed(String type) {
    try (ApiServer other = new ApiServer(asked -> Reply.json("{\"data\": [{\"id\": 2}]}"));
        ApiServer server =
            new ApiServer(
                asked ->
                    Reply.json(
                        "{\"next\": \"%s/v1/b\", \"data\": [{\"id\": 1}]}"
                            .formatted(other.url())))) {
      Loaded loaded =
          Loaded.from(server)
              .sheet("auth_type", type)
              .sheet("scope", "s")
              .sheet("allowed_hosts", "127.0.0.1")
              .secret("api_key", "key-canary")
              .secret("signature_secret", SECRET)
              .sheet("signature_headers", "X-Sign={key} {signature}")
              .entra((source, login, scope) -> new Secret("key-canary", "test"));
      assertThat(loaded.run(Endpoints.at("/v1/a")).column("id")).containsExactly(1L, 2L);
      assertThat(server.asked().get(0).headers().values().toString()).contains("key-canary");
      assertThat(other.asked().get(0).headers().toString())
          .doesNotContain("canary")
          .doesNotContain("X-sign")
          .doesNotContain("Authorization");
    }
  }

  @Test
  void hidesAUserNameWithoutAPasswordAsItIsTheKey() {
    try (ApiServer server = new ApiServer(asked -> Reply.json("[{\"id\": 1}]"))) {
      Loaded stripe =
          Loaded.from(server).sheet("auth_type", "basic").secret("username", "key-canary-9");
      stripe.run(Endpoints.at("/v1/a"));
      assertThat(stripe.redactor.redact("no such key: key-canary-9")).isEqualTo("no such key: ***");
      Loaded usual =
          Loaded.from(server)
              .sheet("auth_type", "basic")
              .secret("username", "ann")
              .secret("password", "password-canary-9");
      usual.run(Endpoints.at("/v1/a"));
      assertThat(usual.redactor.redact("who is ann?")).isEqualTo("who is ann?");
    }
  }
}
