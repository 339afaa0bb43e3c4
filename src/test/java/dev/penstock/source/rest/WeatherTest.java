package dev.penstock.source.rest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.BadInput;
import dev.penstock.evidence.Input;
import dev.penstock.failure.ErrorCode;
import dev.penstock.job.ApiSetting;
import dev.penstock.source.rest.ApiServer.Reply;
import dev.penstock.source.rest.Loaded.Run;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is tried again, after which waits, and what ends a run. */
final class WeatherTest {
  private static final Reply GOOD = Reply.json("[{\"id\": 1}]");

  private static String where(String url) {
    return "sheet SourceConfig, row 7, source crm: GET %s/v1/a, page 1: ".formatted(url);
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 429, 500, 502, 503, 504})
  void triesAgainWhatMayPass(int status) {
    AtomicInteger tries = new AtomicInteger();
    try (ApiServer server =
        new ApiServer(a -> tries.incrementAndGet() < 3 ? Reply.status(status, "") : GOOD)) {
      Loaded loaded = Loaded.from(server);
      assertThat(loaded.run(Endpoints.at("/v1/a")).column("id")).containsExactly(1L);
      assertThat(loaded.waits()).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
    }
  }

  @Test
  void triesAPageAloneAndDeliversItOnce() {
    AtomicInteger tries = new AtomicInteger();
    try (ApiServer server =
        new ApiServer(
            asked -> {
              if (asked.param("cursor").isEmpty()) {
                return Reply.json("{\"next_cursor\": \"b\", \"data\": [{\"id\": 1}]}");
              }
              return tries.incrementAndGet() < 3
                  ? Reply.json("{\"data\": [{\"id\": 2}, {\"id\": \"never\", \"x\": 1}, {\"id\"")
                  : Reply.json("{\"data\": [{\"id\": 2}, {\"id\": 3}]}");
            })) {
      Run run = Loaded.from(server).run(Endpoints.at("/v1/a"));
      assertThat(run.types()).containsExactly("id bigint");
      assertThat(run.column("id")).containsExactly(1L, 2L, 3L);
      assertThat(server.asked()).hasSize(4);
    }
  }

  @Test
  @BadInput(
      value = Input.REST_RETRY_AFTER,
      says =
          "answered 429 (slow down).\nWait, or set rate_limit for the source so that it is asked less often.",
      taken =
          "seconds or a date are waited for, at most retry_after_cap; without one our own waits")
  void heedsRetryAfterUpToItsCap() {
    Instant now = Instant.now();
    String inAMinute =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(now.plusSeconds(60).atOffset(ZoneOffset.UTC));
    String[] wishes = {"7", inAMinute, "99999999999999999999"};
    AtomicInteger tries = new AtomicInteger();
    try (ApiServer server =
        new ApiServer(
            asked -> {
              int number = tries.getAndIncrement();
              Reply busy = Reply.status(429, "slow down");
              return number < wishes.length ? busy.with("Retry-After", wishes[number]) : busy;
            })) {
      Loaded loaded = Loaded.from(server);
      loaded.fails(
          Endpoints.at("/v1/a"),
          ErrorCode.SOURCE_BUSY,
          where(server.url())
              + "answered 429 (slow down).\nWait, or set rate_limit for the source so that it is asked less often.");
      assertThat(loaded.waits().get(0)).isEqualTo(Duration.ofSeconds(7));
      assertThat(loaded.waits().get(1)).isBetween(Duration.ofSeconds(50), Duration.ofSeconds(61));
      assertThat(loaded.waits().get(2)).isEqualTo(Duration.ofMinutes(5));
      assertThat(loaded.waits()).hasSize(3);
    }
  }

  @Test
  void waitsWhileTheApiSaysThatNoRequestIsLeft() {
    Instant now = Instant.parse("2026-11-29T00:00:00Z");
    AtomicInteger tries = new AtomicInteger();
    try (ApiServer server =
        new ApiServer(
            asked ->
                tries.getAndIncrement() == 0
                    ? Reply.status(403, "rate limit exceeded")
                        .with("X-RateLimit-Remaining", "0")
                        .with("X-RateLimit-Reset", Long.toString(now.getEpochSecond() + 90))
                    : GOOD)) {
      Loaded loaded = Loaded.from(server).clock(Clock.fixed(now, ZoneOffset.UTC));
      assertThat(loaded.run(Endpoints.at("/v1/a")).rows()).hasSize(1);
      assertThat(loaded.waits()).contains(Duration.ofSeconds(90));
    }
  }

  @Test
  void keepsToTheRateLimit() {
    try (ApiServer server =
        new ApiServer(
            asked -> {
              int from = asked.number("offset", 0);
              return Reply.json(from < 5 ? "[{\"id\": " + from + "}]" : "[]");
            })) {
      Loaded loaded = Loaded.from(server).sheet("rate_limit", "2/minute");
      loaded.run(Endpoints.at("/v1/a").with(ApiSetting.PAGINATION_TYPE, "offset"));
      assertThat(server.asked()).hasSize(6);
      assertThat(loaded.waits().stream().mapToLong(Duration::toSeconds).sum())
          .isBetween(118L, 121L);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          400 | SOURCE_REFUSED | answered 400 (no such field) | Check params, page_size and what the API says.
          401 | LOGIN_REFUSED | answered 401 (no such field) | Check auth_type and the secrets of the source: what is there is wrong, or has run out.
          403 | SOURCE_REFUSED | answered 403 (no such field) | Give whoever the secrets belong to the right to read this endpoint.
          404 | SOURCE_REFUSED | answered 404 (no such field) | Check api_endpoint and base_url.
          """)
  void neverRepeatsWhatWouldBeRefusedAgain(int status, ErrorCode code, String what, String mend) {
    try (ApiServer server = new ApiServer(asked -> Reply.status(status, "no such\n  field"))) {
      Loaded loaded = Loaded.from(server);
      loaded.fails(Endpoints.at("/v1/a"), code, where(server.url()) + what + ".\n" + mend);
      assertThat(server.asked()).hasSize(1);
    }
  }

  @Test
  void namesTheWebPageThatAServerErrorIsShownOn() {
    try (ApiServer server =
        new ApiServer(a -> Reply.status(502, "<html><title>Bad Gateway</title></html>"))) {
      Loaded.from(server)
          .fails(
              Endpoints.at("/v1/a"),
              ErrorCode.SOURCE_BUSY,
              where(server.url())
                  + "answered 502 (a web page: Bad Gateway).\nLook at the API's own status page, then run the job again.");
    }
  }

  @Test
  void saysThatNobodyIsThere() {
    String url;
    try (ApiServer server = new ApiServer(asked -> GOOD)) {
      url = server.url();
    }
    Loaded loaded = Loaded.from(url);
    loaded.fails(
        Endpoints.at("/v1/a"),
        ErrorCode.SOURCE_UNREACHABLE,
        where(url)
            + "connection refused.\nCheck base_url, the network and the API's own status page, then run the job again.");
    assertThat(loaded.waits()).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate", "raw"})
  void unpacksAnswers(String encoding) throws IOException {
    byte[] packed = packed(encoding, "[{\"id\": 1}]");
    String word = encoding.equals("raw") ? "deflate" : encoding;
    try (ApiServer server =
        new ApiServer(a -> new Reply(200, packed, Map.of("Content-Encoding", word)))) {
      assertThat(Loaded.from(server).run(Endpoints.at("/v1/a")).column("id")).containsExactly(1L);
      assertThat(server.asked().get(0).header("Accept-Encoding")).isEqualTo("gzip, deflate");
    }
  }

  private static byte[] packed(String encoding, String text) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (var packing =
        switch (encoding) {
          case "gzip" -> new GZIPOutputStream(out);
          case "raw" -> new DeflaterOutputStream(out, new Deflater(9, true));
          default -> new DeflaterOutputStream(out);
        }) {
      packing.write(text.getBytes(UTF_8));
    }
    return out.toByteArray();
  }

  @Test
  void stopsAnAnswerThatUnpacksWithoutEnd() throws IOException {
    byte[] bomb = bomb();
    try (ApiServer server =
        new ApiServer(a -> new Reply(200, bomb, Map.of("Content-Encoding", "gzip")))) {
      Loaded.from(server)
          .fails(
              Endpoints.at("/v1/a"),
              ErrorCode.SOURCE_REFUSED,
              where(server.url())
                  + "the answer unpacks to more than 500 times its size.\nAsk for smaller pages (page_size), or for less (params).");
      assertThat(server.asked()).hasSize(1);
    }
  }

  /** Blanks between records, of which no page has 80 MB. */
  private static byte[] bomb() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      byte[] blanks = new byte[1 << 20];
      java.util.Arrays.fill(blanks, (byte) ' ');
      gzip.write('[');
      for (int i = 0; i < 80; i++) {
        gzip.write(blanks);
      }
      gzip.write(']');
    }
    return out.toByteArray();
  }

  @Test
  void goesThroughAProxyThatTheEnvironmentNames() {
    try (ApiServer proxy = new ApiServer(asked -> Reply.json("[{\"id\": 1}]"))) {
      Loaded loaded =
          Loaded.from("http://api.example.test")
              .sheet("allow_http", "Y")
              .through(
                  dev.penstock.identity.AzureHttp.plain(
                      java.util.Map.of("HTTP_PROXY", proxy.url())));
      assertThat(loaded.run(Endpoints.at("/v1/a")).rows()).hasSize(1);
      assertThat(proxy.asked().get(0).header("Host")).isEqualTo("api.example.test");
    }
  }

  @Test
  void endsAtTheDeadlineOfAllPages() {
    try (ApiServer server =
        new ApiServer(
            asked ->
                Reply.json(
                    "{\"data\": [{\"id\": %d}], \"next\": \"/v1/a?page=%d\"}"
                        .formatted(asked.number("page", 0), asked.number("page", 0) + 1)))) {
      Loaded.from(server)
          .sheet("rate_limit", "6/minute")
          .sheet("deadline", "30")
          .fails(
              Endpoints.at("/v1/a"),
              ErrorCode.SOURCE_BUSY,
              "sheet SourceConfig, row 7, source crm: GET %s/v1/a, page 8: the pages before it took longer than the deadline of 30 s.\nRaise deadline, or have the API give less: larger pages (page_size), or less of them (params)."
                  .formatted(server.url()));
      assertThat(server.asked()).hasSize(7);
    }
  }

  @Test
  void asksForNoPackingThatItCannotRead() {
    try (ApiServer server =
        new ApiServer(asked -> Reply.json("[]").with("Content-Encoding", "br"))) {
      Loaded.from(server)
          .fails(
              Endpoints.at("/v1/a"),
              ErrorCode.SOURCE_UNREACHABLE,
              "sheet SourceConfig, row 7, source crm: GET %s/v1/a, page 1: the connection broke (it is packed as 'br', which was not asked for).\nCheck base_url, the network and the API's own status page, then run the job again."
                  .formatted(server.url()));
      assertThat(server.asked().get(0).header("Accept-Encoding")).isEqualTo("gzip, deflate");
    }
  }
}
