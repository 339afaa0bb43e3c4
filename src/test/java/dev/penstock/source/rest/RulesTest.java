package dev.penstock.source.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.Measure;
import dev.penstock.evidence.Secures;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.Problem;
import dev.penstock.job.ApiSetting;
import dev.penstock.source.rest.ApiServer.Reply;
import dev.penstock.source.rest.Loaded.Run;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is made of answers and of records before anything is written. */
final class RulesTest {
  private static final String PEOPLE =
      """
      [{"id": 1, "email": "ann@example.com", "user": {"login": "ann", "note": "n1"}, "tags": ["x"], "age": 30},
       {"id": 2, "email": "bob@example.com", "user": {"login": "bob", "note": "n2"}, "tags": [], "age": 7},
       {"id": 3, "email": null, "user": {"login": "cy", "note": "n3"}, "tags": [], "age": null}]""";

  private static ApiServer people() {
    return new ApiServer(asked -> Reply.json(PEOPLE));
  }

  private static String where(ApiServer server) {
    return "sheet SourceConfig, row 7, source crm: GET %s/v1/a, page 1: ".formatted(server.url());
  }

  @Test
  void takesAnAnswerForNoRecordsWhereARuleSaysSo() {
    try (ApiServer server = new ApiServer(asked -> Reply.status(404, "nobody here"))) {
      Run run = Loaded.from(server).run(with("404=empty"));
      assertThat(run.rows()).isEmpty();
      assertThat(run.survey().warnings()).isEmpty();
    }
  }

  private static Endpoints with(String rules) {
    return Endpoints.at("/v1/a").with(ApiSetting.RESPONSE_ACTIONS, rules);
  }

  @Test
  void endsReadingAndWarnsWhereAnAnswerIsIgnored() {
    try (ApiServer server =
        new ApiServer(
            asked ->
                asked.number("page", 0) < 2
                    ? Reply.json("[{\"id\": %d}]".formatted(asked.number("page", 0)))
                    : Reply.status(400, "{\"message\": \"Page OUT of range\"}"))) {
      Endpoints paged =
          with("400 body:\"page out of range\"=ignore")
              .with(ApiSetting.PAGINATION_TYPE, "page_number");
      Run run = Loaded.from(server).run(paged);
      assertThat(run.column("id")).containsExactly(0L, 1L);
      assertThat(run.survey().warnings())
          .containsExactly(
              "sheet SourceConfig, row 7, source crm: GET %s/v1/a, page 3: answered 400, which response_actions ignore"
                  .formatted(server.url()));
    }
  }

  @Test
  void repeatsWhatARuleSaysMayPass() {
    AtomicInteger tries = new AtomicInteger();
    try (ApiServer server =
        new ApiServer(
            asked ->
                switch (tries.incrementAndGet()) {
                  case 1 -> Reply.status(409, "busy").with("Retry-After", "7");
                  case 2 -> Reply.json("{\"error\": \"Rate limit reached\"}");
                  default -> Reply.json("[{\"id\": 1}]");
                })) {
      Loaded loaded = Loaded.from(server);
      assertThat(loaded.run(with("409=retry, body:\"rate limit\"=retry")).rows()).hasSize(1);
      assertThat(loaded.waits().get(0)).hasSeconds(7);
    }
    try (ApiServer server = new ApiServer(asked -> Reply.status(409, "busy"))) {
      Loaded.from(server)
          .fails(
              with("409=retry"),
              ErrorCode.SOURCE_BUSY,
              where(server)
                  + "answered 409 (busy).\nLook at the API's own status page, then run the job again.");
      assertThat(server.asked()).hasSizeGreaterThan(2);
    }
  }

  @Test
  void failsAtOnceWhereARuleSaysSo() {
    try (ApiServer server = new ApiServer(asked -> Reply.status(503, "closed for good"))) {
      Loaded.from(server)
          .fails(
              with("5xx=fail"),
              ErrorCode.SOURCE_REFUSED,
              where(server)
                  + "answered 503 (closed for good), which response_actions call a failure.\nCheck what the API says, or the rule.");
      assertThat(server.asked()).hasSize(1);
    }
  }

  @Test
  void treatsOtherAnswersAsUsual() {
    try (ApiServer server = people()) {
      assertThat(Loaded.from(server).run(with("body:\"carol\"=fail, 404=empty")).rows()).hasSize(3);
    }
    try (ApiServer server = new ApiServer(asked -> Reply.status(404, "no"))) {
      Loaded.from(server)
          .fails(
              with("404 body:\"yes\"=empty"),
              ErrorCode.SOURCE_REFUSED,
              where(server) + "answered 404 (no).\nCheck api_endpoint and base_url.");
    }
  }

  @Test
  void writesColumnsUnderNewNames() {
    try (ApiServer server = people()) {
      Run run =
          Loaded.from(server)
              .sheet("rename_columns", "user__login=author, ID=person")
              .run(
                  Endpoints.at("/v1/a").columns("person", "author").key("person").cursor("person"));
      assertThat(run.types()).containsExactly("person bigint", "author text");
      assertThat(run.rows().get(1)).containsExactly(2L, "bob");
      assertThat(run.watermark().orElseThrow().column()).isEqualTo("person");
    }
  }

  @Test
  @Secures(Measure.SECRETS_IN_OUTPUT)
  void writesNothingOfColumnsThatAreLeftOut() {
    try (ApiServer server = people();
        Logged logged = new Logged()) {
      Run run =
          Loaded.from(server)
              .sheet("exclude_columns", "user, email")
              .earlier(java.util.Map.of("email", "text"))
              .run(Endpoints.at("/v1/a"));
      assertThat(run.names()).containsExactly("id", "tags", "age");
      assertThat(run.rows().toString() + logged.all()).doesNotContain("ann", "bob");
    }
  }

  @Test
  @Secures(Measure.SECRETS_IN_OUTPUT)
  void writesAKeyedHashOfColumnsThatAreMasked() throws Exception {
    try (ApiServer server = people()) {
      Loaded loaded =
          Loaded.from(server)
              .sheet("mask_columns", "Email:sha256, user, tags")
              .secret("mask_salt", "salt-canary");
      Run run = loaded.run(Endpoints.at("/v1/a").key("email"));
      assertThat(run.types())
          .containsExactly(
              "id bigint",
              "email text",
              "user__login text",
              "user__note text",
              "tags text",
              "age bigint");
      javax.crypto.Mac mac = javax.crypto.Mac.getInstance("HmacSHA256");
      mac.init(
          new javax.crypto.spec.SecretKeySpec(
              "salt-canary".getBytes(java.nio.charset.StandardCharsets.UTF_8), "HmacSHA256"));
      String expected =
          java.util.HexFormat.of()
              .formatHex(
                  mac.doFinal("ann@example.com".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
      assertThat(run.column("email").get(0)).isEqualTo(expected);
      assertThat(run.column("email").get(2)).isNull();
      assertThat(run.rows().toString()).doesNotContain("ann", "n1", "[x]");
      assertThat(loaded.redactor.redact("x salt-canary")).isEqualTo("x ***");
      assertThat(loaded.run(Endpoints.at("/v1/a")).column("email")).isEqualTo(run.column("email"));
    }
  }

  @Test
  void refusesToMaskWithoutAKey() {
    try (ApiServer server = people()) {
      Loaded loaded = Loaded.from(server);
      Endpoints masked = Endpoints.at("/v1/a").with(ApiSetting.MASK_COLUMNS, "email");
      String message =
          "source crm: no mask_salt, which mask_columns needs.\nLooked in sheet Sources (source_name crm, column mask_salt) and test (mask_salt).";
      loaded.fails(masked, ErrorCode.SECRET, message);
      assertThat(server.asked()).isEmpty();
      try (RestConnector connector = loaded.connector()) {
        assertThat(connector.offlineProblems(List.of(masked.job())))
            .extracting(Problem::message)
            .containsExactly(message);
      }
    }
  }

  @Test
  void refusesToHideWhatTheJobNeeds() {
    Loaded loaded = Loaded.from("https://api.example.com").secret("mask_salt", "s");
    String place = "sheet SourceConfig, row 7, column ";
    loaded.fails(
        Endpoints.at("/v1/a").with(ApiSetting.EXCLUDE_COLUMNS, "meta").cursor("meta__at"),
        ErrorCode.CONFIG,
        place
            + "watermark_column: it names 'meta__at', but exclude_columns leaves it out.\nTake it out of one of the two.");
    loaded.fails(
        Endpoints.at("/v1/a").with(ApiSetting.MASK_COLUMNS, "at").cursor("AT"),
        ErrorCode.CONFIG,
        place
            + "watermark_column: it names 'AT', but mask_columns hides its values, which have no order then.\nTake it out of one of the two.");
    loaded.fails(
        Endpoints.at("/v1/a").with(ApiSetting.EXCLUDE_COLUMNS, "id").key("id"),
        ErrorCode.CONFIG,
        place
            + "primary_key: it names 'id', but exclude_columns leaves it out.\nTake it out of one of the two.");
  }

  @Test
  void warnsOfAColumnToMaskThatNoRecordHas() {
    try (ApiServer server = people()) {
      Run run =
          Loaded.from(server)
              .secret("mask_salt", "s")
              .sheet("mask_columns", "e_mail")
              .run(Endpoints.at("/v1/a").filter("nick is null"));
      assertThat(run.survey().warnings())
          .containsExactly(
              "query_filter asks for nick, which no record has",
              "e_mail is to be masked or left out, but no record has it; check its spelling");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "age >= 10 | 1",
        "age < 30.5 | 1 2",
        "age != 7 | 1",
        "not age = 7 | 1",
        "age is null | 3",
        "age is not null and email = 'bob@example.com' | 2",
        "user.login = 'cy' or \"user__login\" in ('ann', 'x') | 1 3",
        "(id = 1 or id = 2) and not (age in (7, 8)) | 1",
        "email <> 'it''s' and id > -1 | 1 2",
        "user.login > 'b' | 2 3",
        "ID not in (1, 2) | 3"
      })
  void keepsTheRecordsThatMeetTheFilter(String condition, String ids) {
    try (ApiServer server = people()) {
      Run run = Loaded.from(server).run(Endpoints.at("/v1/a").filter(condition));
      assertThat(run.column("id"))
          .containsExactlyElementsOf(
              java.util.Arrays.stream(ids.split(" "))
                  .map(id -> (Object) Long.valueOf(id))
                  .toList());
      assertThat(run.splits().get(0).toString())
          .contains("left out by query_filter " + (3 - run.rows().size()));
    }
  }

  @Test
  void movesTheWatermarkByTheRecordsThatMeetTheFilterAlone() {
    try (ApiServer server = people()) {
      Run run =
          Loaded.from(server).run(Endpoints.at("/v1/a").cursor("id").filter("age is not null"));
      assertThat(run.watermark().orElseThrow().value()).isEqualTo("2");
    }
  }

  @Test
  void filtersByAColumnThatIsMasked() {
    try (ApiServer server = people()) {
      Run run =
          Loaded.from(server)
              .secret("mask_salt", "s")
              .run(
                  Endpoints.at("/v1/a")
                      .with(ApiSetting.MASK_COLUMNS, "email")
                      .filter("email = 'ann@example.com'"));
      assertThat(run.column("id")).containsExactly(1L);
    }
  }
}
