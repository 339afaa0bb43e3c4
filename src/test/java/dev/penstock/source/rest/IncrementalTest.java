package dev.penstock.source.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.failure.ErrorCode;
import dev.penstock.job.ApiSetting;
import dev.penstock.job.Lookback;
import dev.penstock.source.CursorType;
import dev.penstock.source.LateRows;
import dev.penstock.source.Source;
import dev.penstock.source.Split;
import dev.penstock.source.Survey;
import dev.penstock.source.Watermark;
import dev.penstock.source.rest.ApiServer.Reply;
import dev.penstock.source.rest.Loaded.Run;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reading on from a watermark. */
final class IncrementalTest {
  private static final String TWO =
      "[{\"id\": 1, \"at\": \"2026-11-01T10:00:00Z\"}, {\"id\": 2, \"at\": \"2026-11-02T10:00:00+01:00\"}]";

  private static Optional<Watermark> instant(String text) {
    return Optional.of(new Watermark("at", CursorType.TIMESTAMP_TZ, text));
  }

  @Test
  void takesTheGreatestValueAsTheWatermarkAndNamesItToTheApi() {
    try (ApiServer server = new ApiServer(asked -> Reply.json(TWO))) {
      Endpoints endpoints =
          Endpoints.at("/v1/a").params("{\"since\": \"{watermark}\", \"all\": 1}").cursor("at");
      Run first = Loaded.from(server).run(endpoints);
      assertThat(first.watermark()).isEqualTo(instant("2026-11-02T10:00:00+01:00"));
      assertThat(first.column("id")).containsExactly(1L, 2L);
      assertThat(first.survey().rows()).isEqualTo(OptionalLong.of(2));
      assertThat(server.asked().get(0).query()).containsOnlyKeys("all");
      Loaded.from(server).run(endpoints, first.watermark());
      assertThat(server.asked().get(1).param("since")).isEqualTo("2026-11-02T10:00:00+01:00");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {watermark}               | 2026-11-02T10:00:00.5+01:00
          {watermark:iso}           | 2026-11-02T09:00:00.500Z
          {watermark:date}          | 2026-11-02
          {watermark:epoch_seconds} | 1793610000
          {watermark:epoch_millis}  | 1793610000500
          >{watermark:date}         | >2026-11-02
          """)
  void writesTheWatermarkInTheFormOfTheApi(String text, String sent) {
    try (ApiServer server = new ApiServer(asked -> Reply.json("[]"))) {
      Loaded.from(server)
          .run(
              Endpoints.at("/v1/a").params("since=" + text).cursor("at"),
              instant("2026-11-02T10:00:00.5+01:00"));
      assertThat(server.asked().get(0).param("since")).isEqualTo(sent);
    }
  }

  @Test
  void writesTheWatermarkIntoPathAndHeadersAndNumbersAsMoments() {
    try (ApiServer server = new ApiServer(asked -> Reply.json("[]"))) {
      Loaded.from(server)
          .sheet("headers", "If-Modified-Since={watermark}")
          .run(
              Endpoints.at("/v1/{shop}/since/{watermark:iso}").params("shop=a/b").cursor("at"),
              Optional.of(new Watermark("at", CursorType.INTEGER, "1793610000")));
      assertThat(server.asked().get(0).path())
          .isEqualTo("/v1/a%2Fb/since/2026-11-02T09%3A00%3A00Z");
      assertThat(server.asked().get(0).header("If-Modified-Since")).isEqualTo("1793610000");
      assertThat(server.asked().get(0).query()).isEmpty();
    }
  }

  @Test
  void beginsPastTheInitialValue() {
    try (ApiServer server = new ApiServer(asked -> Reply.json(TWO))) {
      Run run =
          Loaded.from(server)
              .run(
                  Endpoints.at("/v1/a")
                      .params("since={watermark}")
                      .cursor("at", "2026-11-01 10:00:00"));
      assertThat(server.asked().get(0).param("since")).isEqualTo("2026-11-01T10:00:00Z");
      assertThat(run.column("id")).containsExactly(2L);
      assertThat(run.survey().window().after()).isEqualTo(instant("2026-11-01T10:00:00Z"));
    }
  }

  @Test
  void leavesOutByItselfWhatAnApiGivesAgain() {
    String three =
        "[{\"id\": 1, \"n\": 5}, {\"id\": 2, \"n\": 6}, {\"id\": 3, \"n\": 7}, {\"id\": 4, \"n\": null}]";
    try (ApiServer server = new ApiServer(asked -> Reply.json(three))) {
      Run run =
          Loaded.from(server)
              .run(
                  Endpoints.at("/v1/a").cursor("n").key("id"),
                  Optional.of(new Watermark("n", CursorType.INTEGER, "6")));
      assertThat(run.splits())
          .extracting(Split::part)
          .containsExactly(Split.Part.NEW, Split.Part.AGAIN);
      assertThat(run.column("id")).containsExactly(3L, 2L);
      assertThat(run.watermark()).contains(new Watermark("n", CursorType.INTEGER, "7"));
      assertThat(run.survey().late().rule()).isEqualTo(LateRows.Rule.LOOKBACK);
      assertThat(run.survey().late().identity()).containsExactly("id");
      assertThat(run.survey().nullCursors()).isEqualTo(1);
      assertThat(run.survey().warnings())
          .containsExactly(
              "1 record has no usable n; an incremental load never reads it. Give every record a value, or set load_type to FULL");
    }
  }

  @Test
  void countsWhatLiesPastAWatermarkAlone() {
    try (ApiServer server = new ApiServer(asked -> Reply.json(TWO));
        RestConnector connector = Loaded.from(server).connector();
        Source source = connector.open(Endpoints.at("/v1/a").cursor("at").job())) {
      Survey past = source.survey(Optional.empty());
      Survey later = source.survey(past.window().upTo());
      assertThat(past.rows()).isEqualTo(OptionalLong.of(2));
      assertThat(later.rows()).isEqualTo(OptionalLong.of(0));
      assertThat(later.nothingNew()).isTrue();
    }
  }

  @Test
  void looksBackAsFarAsTheJobSays() {
    try (ApiServer server = new ApiServer(asked -> Reply.json(TWO))) {
      Run run =
          Loaded.from(server)
              .run(
                  Endpoints.at("/v1/a")
                      .params("since={watermark}")
                      .lookback("at", Lookback.of("2d", Duration.ofDays(2))),
                  instant("2026-11-03T00:00:00Z"));
      assertThat(server.asked().get(0).param("since")).isEqualTo("2026-11-01T00:00:00Z");
      assertThat(run.column("id")).containsExactly(1L, 2L);
      assertThat(run.splits()).extracting(Split::part).containsExactly(Split.Part.AGAIN);
      assertThat(run.watermark()).isEqualTo(instant("2026-11-03T00:00:00Z"));
    }
  }

  @Test
  void refusesALookbackOfAnotherKind() {
    try (ApiServer server = new ApiServer(asked -> Reply.json(TWO))) {
      Loaded.from(server)
          .fails(
              Endpoints.at("/v1/a").lookback("at", Lookback.of("5", BigDecimal.valueOf(5))),
              instant("2026-11-03T00:00:00Z"),
              ErrorCode.CONFIG,
              "sheet SourceConfig, row 7, column lookback: '5' is a number, but watermark_column at holds dates or timestamps.\nWrite a time such as 30m, 2h or 1d.");
    }
  }

  @Test
  void saysThatNothingIsNew() {
    try (ApiServer server = new ApiServer(asked -> Reply.json("[]"))) {
      Run run =
          Loaded.from(server)
              .run(Endpoints.at("/v1/a").cursor("at"), instant("2026-11-03T00:00:00Z"));
      assertThat(run.survey().nothingNew()).isTrue();
      assertThat(run.splits()).isEmpty();
      assertThat(run.watermark()).isEqualTo(instant("2026-11-03T00:00:00Z"));
      assertThat(Loaded.from(server).run(Endpoints.at("/v1/a").cursor("at")).watermark()).isEmpty();
    }
  }

  @Test
  void stopsEarlyWhereTheNewestComeFirst() {
    try (ApiServer server =
        new ApiServer(
            asked -> {
              int n = 100 - asked.number("offset", 0);
              return Reply.json(n > 0 ? "[{\"n\": %d}, {\"n\": %d}]".formatted(n, n - 1) : "[]");
            })) {
      Run run =
          Loaded.from(server)
              .run(
                  Endpoints.at("/v1/a")
                      .with(ApiSetting.PAGINATION_TYPE, "offset")
                      .with(ApiSetting.ROW_ORDER, "desc")
                      .cursor("n"),
                  Optional.of(new Watermark("n", CursorType.INTEGER, "96")));
      assertThat(run.column("n")).containsExactly(100L, 99L, 98L, 97L, 96L);
      assertThat(server.asked()).hasSize(3);
    }
  }

  @Test
  void keepsFractionsOfACursorExact() {
    try (ApiServer server =
        new ApiServer(asked -> Reply.json("[{\"v\": 0.1}, {\"v\": 2}, {\"v\": 1.25}]"))) {
      Run run = Loaded.from(server).run(Endpoints.at("/v1/a").cursor("v"));
      assertThat(run.types()).containsExactly("v decimal(38,9)");
      assertThat(run.watermark()).contains(new Watermark("v", CursorType.DECIMAL, "2"));
    }
  }

  @Test
  void refusesACursorOfTwoKinds() {
    try (ApiServer server =
        new ApiServer(asked -> Reply.json("[{\"v\": 1}, {\"v\": \"2026-01-01\"}]"))) {
      Loaded.from(server)
          .fails(
              Endpoints.at("/v1/a").cursor("v"),
              ErrorCode.VALUE,
              "sheet SourceConfig, row 7, source crm: GET %s/v1/a, page 1, field v: the value '2026-01-01' is a date, but values before are a number, and both cannot be compared.\nName a watermark_column whose values are of one kind, or set load_type to FULL."
                  .formatted(server.url()));
    }
  }

  @Test
  void saysThatTheCursorIsInNoRecord() {
    try (ApiServer server = new ApiServer(asked -> Reply.json(TWO))) {
      Loaded.from(server)
          .fails(
              Endpoints.at("/v1/a").cursor("updated"),
              ErrorCode.CONFIG,
              "sheet SourceConfig, row 7, column watermark_column: none of the 2 records has the field 'updated'.\nName a field that they have; those of nested objects are joined by __, such as id.");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /v1/{shop} | a=1 | column api_endpoint: {shop} stands for nothing. | Give it a value in params, such as shop=...
          /v1/a | s={watermark:unix} | column params: 'unix' is no form of a watermark. | Write {watermark}, or {watermark:iso}, :date, :epoch_seconds or :epoch_millis.
          /v1/[a | a=1 | column api_endpoint: '/v1/[a' makes no web address of the base_url. | Write the path below base_url, such as /v1/orders; percent-encode what is no letter or digit.
          """)
  void refusesRequestsThatCannotBeMade(String path, String params, String what, String mend) {
    try (ApiServer server = new ApiServer(asked -> Reply.json("[]"))) {
      Loaded.from(server)
          .fails(
              Endpoints.at(path).params(params),
              ErrorCode.CONFIG,
              "sheet SourceConfig, row 7, " + what + "\n" + mend);
      assertThat(server.asked()).isEmpty();
    }
  }
}
