package dev.penstock.source.rest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.evidence.BadInput;
import dev.penstock.evidence.Input;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.job.ApiSetting;
import dev.penstock.source.Source;
import dev.penstock.source.rest.ApiServer.Reply;
import dev.penstock.source.rest.Loaded.Run;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers that are not what they should be. */
final class BrokenAnswersTest {
  private static String where(String url) {
    return "sheet SourceConfig, row 7, source crm: GET %s/v1/a, page 1: ".formatted(url);
  }

  private static void fails(Reply reply, Endpoints endpoints, String message) {
    fails(reply, endpoints, ErrorCode.SOURCE_REFUSED, message);
  }

  private static void fails(Reply reply, Endpoints endpoints, ErrorCode code, String message) {
    try (ApiServer server = new ApiServer(asked -> reply)) {
      Loaded.from(server).fails(endpoints, code, where(server.url()) + message);
    }
  }

  private static Endpoints endpoint() {
    return Endpoints.at("/v1/a");
  }

  @Test
  @BadInput(
      value = Input.REST_LOGIN_PAGE,
      says =
          "answered with a web page ('Sign in') where JSON is due.\nThat is mostly a page to log in: check auth_type, the secrets of the source, and base_url.")
  void namesALoginPage() {
    fails(
        new Reply(
            200,
            "\n<!DOCTYPE html><html><title>Sign in</title></html>".getBytes(UTF_8),
            Map.of("Content-Type", "text/html")),
        endpoint(),
        "answered with a web page ('Sign in') where JSON is due.\nThat is mostly a page to log in: check auth_type, the secrets of the source, and base_url.");
  }

  @Test
  @BadInput(
      value = Input.REST_LOGIN_PAGE,
      says =
          "answered well, but with a fault inside (error.code: no such project).\nCheck params, auth_type and the secrets; if these are records all the same, name them in data_selector.")
  void namesAFaultInsideAGoodAnswer() {
    fails(
        Reply.json("{\"error\": {\"code\": 7, \"message\": \"no such project\"}}"),
        endpoint(),
        "answered well, but with a fault inside (error.code: no such project).\nCheck params, auth_type and the secrets; if these are records all the same, name them in data_selector.");
    fails(
        Reply.json("{\"error\": {\"code\": 7, \"message\": \"no such project\"}}"),
        endpoint().with(ApiSetting.DATA_SELECTOR, "data"),
        "there are no records at data in the answer: it holds error; the API says: no such project.\nCorrect data_selector; empty, it is found by itself.");
  }

  @Test
  @BadInput(
      value = Input.REST_EMPTY,
      says =
          "answered without a single byte.\nCheck api_endpoint; an API that has nothing to give answers with an empty list.",
      taken = "a 204 is an answer without records")
  void refusesAnEmptyBodyButTakesA204() {
    fails(
        Reply.json(""),
        endpoint(),
        "answered without a single byte.\nCheck api_endpoint; an API that has nothing to give answers with an empty list.");
    try (ApiServer server = new ApiServer(asked -> Reply.status(204, ""))) {
      assertThat(Loaded.from(server).run(endpoint()).rows()).isEmpty();
    }
  }

  @Test
  @BadInput(
      value = Input.REST_EMPTY,
      says =
          "answered null, where records are due.\nCheck api_endpoint; if null means that there are none, set data_selector to $.")
  void refusesNullUnlessItIsSaidToBeNoRecords() {
    fails(
        Reply.json("null"),
        endpoint(),
        "answered null, where records are due.\nCheck api_endpoint; if null means that there are none, set data_selector to $.");
    try (ApiServer server = new ApiServer(asked -> Reply.json("{\"data\": null}"))) {
      Endpoints selected = endpoint().with(ApiSetting.DATA_SELECTOR, "data");
      assertThat(Loaded.from(server).run(selected).rows()).isEmpty();
    }
  }

  @Test
  @BadInput(
      value = Input.REST_EMPTY,
      says =
          "there are no records at data.items in the answer: it holds result, count.\nCorrect data_selector; empty, it is found by itself.")
  void saysWhatIsThereInThePlaceOfTheRecords() {
    fails(
        Reply.json("{\"result\": [], \"count\": 0}"),
        endpoint().with(ApiSetting.DATA_SELECTOR, "data.items"),
        "there are no records at data.items in the answer: it holds result, count.\nCorrect data_selector; empty, it is found by itself.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"data": [{"id": 1}, {"id" | the JSON ends in the middle, at byte 26 | Run the job again; if it stays, ask for smaller pages (page_size).
          {"data": [{"id": 1},,]}    | the answer is no JSON, at byte 20 | Check api_endpoint and params, and what the API sends there.
          [{"id": NaN}]              | the answer is no JSON, at byte 11 | Check api_endpoint and params, and what the API sends there.
          {"id": 1}{"id": 2}         | the answer holds more than one JSON document | If it is JSON Lines, set response_format to jsonl; else ask for a JSON list, often by headers or params.
          <feed><a/></feed>          | answered with XML where JSON is due | Ask for JSON, often by headers (Accept=application/json) or by params (format=json); to read XML, set response_format to xml.
          7                          | answered a single value, where records are due | Check api_endpoint; if null means that there are none, set data_selector to $.
          """)
  @BadInput(
      value = Input.REST_BROKEN,
      says =
          "the JSON ends in the middle, at byte 26.\nRun the job again; if it stays, ask for smaller pages (page_size).",
      taken = "after the page was tried again")
  void namesThePlaceWhereJsonIsBroken(String json, String what, String mend) {
    fails(Reply.json(json), endpoint(), what + ".\n" + mend);
  }

  @Test
  @BadInput(
      value = Input.REST_BROKEN,
      says =
          "the answer is damaged or cut off (Not in GZIP format).\nCheck base_url, the network and the API's own status page, then run the job again.")
  void namesABadGzip() {
    fails(
        Reply.json("[{\"id\": 1}]").with("Content-Encoding", "gzip"),
        endpoint(),
        ErrorCode.SOURCE_UNREACHABLE,
        "the answer is damaged or cut off (Not in GZIP format).\nCheck base_url, the network and the API's own status page, then run the job again.");
  }

  @Test
  @BadInput(
      value = Input.REST_BROKEN,
      says =
          "the answer is not encoded as it says (UTF-8, as JSON is).\nAsk whoever runs the API to name the charset in Content-Type, or to send UTF-8.",
      taken = "a charset that the answer names is heeded")
  void namesAWrongCharset() {
    byte[] latin = "[{\"name\": \"Zoë\"}]".getBytes(ISO_8859_1);
    fails(
        new Reply(200, latin, Map.of("Content-Type", "application/json")),
        endpoint(),
        "the answer is not encoded as it says (UTF-8, as JSON is).\nAsk whoever runs the API to name the charset in Content-Type, or to send UTF-8.");
    Map<String, String> stated = Map.of("Content-Type", "application/json; charset=iso-8859-1");
    try (ApiServer server = new ApiServer(asked -> new Reply(200, latin, stated))) {
      assertThat(Loaded.from(server).run(endpoint()).column("name")).containsExactly("Zoë");
    }
  }

  @Test
  @BadInput(
      value = Input.REST_TYPES,
      taken = "becomes text for all of them, or columns of their own (mixed = variant)")
  void widensAFieldThatChangesItsTypeBetweenPages() {
    String[] pages = {"[{\"v\": 1}]", "[{\"v\": \"x\"}]", "[{\"v\": {\"w\": 2}}]", "[]"};
    try (ApiServer server = new ApiServer(asked -> Reply.json(pages[asked.number("offset", 0)]))) {
      Run run = Loaded.from(server).run(endpoint().with(ApiSetting.PAGINATION_TYPE, "offset"));
      assertThat(run.types()).containsExactly("v text", "v__w bigint");
      assertThat(run.column("v")).containsExactly("1", "x", null);
    }
  }

  @Test
  @BadInput(
      value = Input.REST_HUGE,
      says =
          "the answer is no page of records: it is nested deeper than 500.\nLeave the field out by what the API offers for that (often params fields=...), or ask whoever runs it.")
  void refusesNestingWithoutEnd() {
    fails(
        Reply.json("[{\"a\": " + "[".repeat(10_000) + "]".repeat(10_000) + "}]"),
        endpoint(),
        "the answer is no page of records: it is nested deeper than 500.\nLeave the field out by what the API offers for that (often params fields=...), or ask whoever runs it.");
  }

  @Test
  @BadInput(
      value = Input.REST_HUGE,
      says =
          "the answer is no page of records: a single text in it has more than 67,108,864 characters.\nLeave the field out by what the API offers for that (often params fields=...), or ask whoever runs it.")
  void refusesATextWithoutEnd() {
    try (RawServer server = new RawServer((socket, number) -> endlessText(socket))) {
      Loaded.from(server.url())
          .fails(
              endpoint()
                  .with(ApiSetting.DATA_SELECTOR, "$")
                  .with(ApiSetting.PAGINATION_TYPE, "single_page"),
              ErrorCode.SOURCE_REFUSED,
              where(server.url())
                  + "the answer is no page of records: a single text in it has more than 67,108,864 characters.\nLeave the field out by what the API offers for that (often params fields=...), or ask whoever runs it.");
    }
  }

  private static void endlessText(Socket socket) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write("HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\n[\"".getBytes(UTF_8));
    byte[] text = "x".repeat(1 << 20).getBytes(UTF_8);
    for (int i = 0; i < 1023; i++) {
      out.write(text);
    }
  }

  @Test
  @BadInput(
      value = Input.REST_KEYS,
      says = "records of the API name a field twice (1 times); the later value counts",
      taken = "an empty name is _empty; a name with dots is kept")
  void takesStrangeKeys() {
    try (ApiServer server =
        new ApiServer(asked -> Reply.json("[{\"a\": 1, \"a\": 2, \"\": 3, \"x.y\": 4}]"))) {
      Run run = Loaded.from(server).run(endpoint());
      assertThat(run.names()).containsExactly("a", "_empty", "x.y");
      assertThat(run.rows().get(0)).containsExactly(2L, 3L, 4L);
      assertThat(run.survey().warnings())
          .containsExactly(
              "records of the API name a field twice (1 times); the later value counts");
    }
  }

  @Test
  void refusesRecordsWhoseNamesAreData() {
    StringBuilder json = new StringBuilder("[{\"a\": {");
    for (int i = 0; i < 5001; i++) {
      json.append(i == 0 ? "" : ",").append("\"k").append(i).append("\": 1");
    }
    fails(
        Reply.json(json.append("}}]").toString()),
        endpoint(),
        "the records have more than 5,000 different fields.\nIf names are data, select their values (data_selector ending in .*), or set max_nesting to 0.");
  }

  @Test
  void triesAgainWhenTheConnectionBreaksInTheMiddle() {
    byte[] whole = "[{\"id\": 1}, {\"id\": 2}]".getBytes(UTF_8);
    try (RawServer server =
        new RawServer(
            (socket, number) -> {
              OutputStream out = socket.getOutputStream();
              out.write(
                  "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n"
                      .formatted(whole.length)
                      .getBytes(UTF_8));
              out.write(whole, 0, number == 0 ? whole.length - 5 : whole.length);
              out.flush();
              if (number == 1) {
                socket.setSoLinger(true, 0);
              }
            })) {
      Run run = Loaded.from(server.url()).run(endpoint());
      assertThat(run.column("id")).containsExactly(1L, 2L);
      assertThat(server.asked()).isGreaterThan(1);
    }
  }

  @Test
  void leavesAServerThatKeepsSilentInTheMiddleAndAsksAgain() {
    byte[] whole = "[{\"id\": 1}]".getBytes(UTF_8);
    try (RawServer server =
        new RawServer(
            (socket, number) -> {
              OutputStream out = socket.getOutputStream();
              out.write(
                  "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n"
                      .formatted(whole.length)
                      .getBytes(UTF_8));
              out.write(whole, 0, number == 0 ? 1 : whole.length);
              out.flush();
              awaitEnd(socket);
            })) {
      Loaded loaded = Loaded.from(server.url()).sheet("timeout", "1");
      assertThat(loaded.run(endpoint()).column("id")).containsExactly(1L);
      assertThat(server.asked()).isEqualTo(2);
      assertThat(loaded.waits()).containsExactly(Duration.ofSeconds(1));
    }
  }

  private static void awaitEnd(Socket socket) throws IOException {
    socket.getInputStream().read();
  }

  @Test
  void stopsAtOnceWhenItIsClosedWhileItReads() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    try (RawServer server =
            new RawServer(
                (socket, number) -> {
                  asked.countDown();
                  awaitEnd(socket);
                });
        Source source = Loaded.from(server.url()).connector().open(endpoint().job())) {
      CompletableFuture<Void> reading =
          CompletableFuture.runAsync(() -> source.survey(Optional.empty()));
      assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
      source.close();
      assertThatThrownBy(() -> reading.get(10, TimeUnit.SECONDS))
          .hasCauseInstanceOf(IngestException.class)
          .cause()
          .hasMessage("stopped while an API was read.\nNothing was committed; run the job again.");
    }
  }
}
