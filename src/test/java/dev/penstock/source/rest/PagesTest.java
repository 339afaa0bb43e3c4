package dev.penstock.source.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.BadInput;
import dev.penstock.evidence.Input;
import dev.penstock.failure.ErrorCode;
import dev.penstock.job.ApiSetting;
import dev.penstock.source.Burden;
import dev.penstock.source.Paged;
import dev.penstock.source.Source;
import dev.penstock.source.Survey;
import dev.penstock.source.rest.ApiServer.Asked;
import dev.penstock.source.rest.ApiServer.Reply;
import dev.penstock.source.rest.Loaded.Run;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How pages follow one another, and when they end. */
final class PagesTest {
  private static final int ALL = 25;

  /** Records from {@code from} on, of 25. */
  private static String records(int from, int count) {
    return LongStream.range(from, Math.max(Math.min(from + count, ALL), from))
        .mapToObj(id -> "{\"id\": " + id + "}")
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private static String where(ApiServer server, int page) {
    return "sheet SourceConfig, row 7, source crm: GET %s/v1/a, page %d: "
        .formatted(server.url(), page);
  }

  private static void readsAll(
      Function<Asked, Reply> api, Map<ApiSetting, String> settings, int requests, String words) {
    try (ApiServer server = new ApiServer(api)) {
      Endpoints endpoints = Endpoints.at("/v1/a");
      settings.forEach(endpoints::with);
      Run run = Loaded.from(server).run(endpoints);
      assertThat(run.column("id"))
          .containsExactlyElementsOf(
              LongStream.range(0, ALL).boxed().map(id -> (Object) id).toList());
      assertThat(server.asked()).hasSize(requests);
      assertThat(run.splits().get(0).query()).contains(words);
    }
  }

  @Test
  void readsBySinglePage() {
    readsAll(
        asked -> Reply.json(records(0, ALL)),
        Map.of(ApiSetting.PAGINATION_TYPE, "single_page"),
        1,
        "single_page, records");
  }

  @Test
  void readsByOffsetToAnEmptyPage() {
    readsAll(
        asked -> Reply.json(records(asked.number("offset", 0), asked.number("limit", 0))),
        Map.of(ApiSetting.PAGINATION_TYPE, "offset", ApiSetting.PAGE_SIZE, "10"),
        4,
        "offset (offset, limit=10), to an empty page");
  }

  @Test
  void losesNoRecordWhenTheApiGivesFewerThanItWasAskedFor() {
    readsAll(
        asked -> Reply.json(records(asked.number("start", 0), Math.min(asked.number("n", 0), 7))),
        Map.of(
            ApiSetting.PAGINATION_TYPE, "offset",
            ApiSetting.PAGE_SIZE, "20",
            ApiSetting.OFFSET_PARAM, "start",
            ApiSetting.LIMIT_PARAM, "n"),
        5,
        "offset (start, n=20)");
  }

  @Test
  void previewsTheFirstPageAloneAndSaysWhatIsAskedNext() {
    try (ApiServer server =
            new ApiServer(
                asked -> Reply.json(records(asked.number("offset", 0), asked.number("limit", 0))));
        RestConnector connector = Loaded.from(server).connector();
        Source source =
            connector.open(
                Endpoints.at("/v1/items")
                    .with(ApiSetting.PAGINATION_TYPE, "offset")
                    .with(ApiSetting.PAGE_SIZE, "10")
                    .job())) {
      Survey survey = ((Paged) source).firstPage(Optional.empty());

      assertThat(source.splits(survey)).hasSize(1);
      assertThat(survey.rows()).hasValue(10);
      assertThat(((Paged) source).secondPage())
          .contains("GET " + server.url() + "/v1/items?offset=10&limit=10");
      assertThat(server.asked()).hasSize(1);
      Burden asked = source.burden();
      assertThat(asked.sessions()).isEqualTo(1);
      assertThat(asked.rows()).isEqualTo(10);
      assertThat(asked.bytes()).isEqualTo(records(0, 10).length());
    }
  }

  @Test
  void endsAtTheTotal() {
    readsAll(
        asked ->
            Reply.json(
                "{\"meta\": {\"total\": 25}, \"data\": %s}"
                    .formatted(records(asked.number("offset", 0), 10))),
        Map.of(
            ApiSetting.PAGINATION_TYPE, "offset",
            ApiSetting.PAGE_SIZE, "10",
            ApiSetting.TOTAL_PATH, "meta.total"),
        3,
        "to the total at meta.total");
  }

  @Test
  void endsAtAMaximum() {
    try (ApiServer server =
        new ApiServer(asked -> Reply.json(records(asked.number("offset", 0), 5)))) {
      Run run =
          Loaded.from(server)
              .run(
                  Endpoints.at("/v1/a")
                      .with(ApiSetting.PAGINATION_TYPE, "offset")
                      .with(ApiSetting.MAXIMUM_OFFSET, "10"));
      assertThat(run.rows()).hasSize(10);
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 4", "1, 4"})
  void readsByPageNumber(int base, int requests) {
    readsAll(
        asked ->
            Reply.json(records((asked.number("page", -1) - base) * 10, asked.number("size", 0))),
        Map.of(
            ApiSetting.PAGINATION_TYPE, "page_number",
            ApiSetting.BASE_PAGE, Integer.toString(base),
            ApiSetting.PER_PAGE_PARAM, "size",
            ApiSetting.PAGE_SIZE, "10"),
        requests,
        "page_number (page from %d), size=10, to an empty page".formatted(base));
  }

  @Test
  void readsByPageNumberToTheTotalOrWhileThereIsMore() {
    Function<Asked, Reply> api =
        asked -> {
          int page = asked.number("page", 0);
          return Reply.json(
              "{\"pages\": 3, \"more\": %s, \"data\": %s}"
                  .formatted(page < 2, records(page * 10, 10)));
        };
    readsAll(
        api,
        Map.of(ApiSetting.PAGINATION_TYPE, "page_number", ApiSetting.TOTAL_PATH, "pages"),
        3,
        "to the total at pages");
    readsAll(
        api,
        Map.of(ApiSetting.PAGINATION_TYPE, "page_number", ApiSetting.HAS_MORE_PATH, "more"),
        3,
        "while more");
  }

  @Test
  void readsByATokenInTheAnswer() {
    readsAll(
        asked -> {
          int from = asked.number("after", 0);
          String next = from + 10 < ALL ? "\"" + (from + 10) + "\"" : "null";
          return Reply.json(
              "{\"paging\": {\"next\": %s}, \"data\": %s}".formatted(next, records(from, 10)));
        },
        Map.of(
            ApiSetting.PAGINATION_TYPE, "cursor",
            ApiSetting.CURSOR_PATH, "paging.next",
            ApiSetting.CURSOR_PARAM, "after"),
        3,
        "cursor (after from paging.next)");
  }

  @Test
  void readsByATokenOfTheLastRecord() {
    readsAll(
        asked -> {
          int from = asked.number("starting_after", -1) + 1;
          return Reply.json(
              "{\"has_more\": %s, \"data\": %s}".formatted(from + 10 < ALL, records(from, 10)));
        },
        Map.of(
            ApiSetting.PAGINATION_TYPE, "cursor",
            ApiSetting.CURSOR_PATH, "data[-1].id",
            ApiSetting.CURSOR_PARAM, "starting_after",
            ApiSetting.HAS_MORE_PATH, "has_more"),
        3,
        "cursor (starting_after from data[-1].id), while has_more");
  }

  @Test
  void readsByATokenInABody() {
    try (ApiServer server =
        new ApiServer(
            asked ->
                Reply.json(
                    asked.body().contains("\"cursor\":\"b\"")
                        ? "{\"data\": [{\"id\": 2}]}"
                        : "{\"next_cursor\": \"b\", \"data\": [{\"id\": 1}]}"))) {
      Run run =
          Loaded.from(server)
              .run(
                  Endpoints.at("/v1/search")
                      .post()
                      .params("{\"status\": \"open\", \"size\": 5, \"tags\": [\"x\", \"y\"]}")
                      .with(ApiSetting.PAGINATION_TYPE, "cursor"));
      assertThat(run.column("id")).containsExactly(1L, 2L);
      assertThat(server.asked().get(0).body())
          .isEqualTo("{\"status\":\"open\",\"size\":5,\"tags\":[\"x\",\"y\"]}");
    }
  }

  @Test
  void readsByATokenInAHeader() {
    readsAll(
        asked -> {
          int from = asked.number("cursor", 0);
          Reply reply = Reply.json(records(from, 10));
          return from + 10 < ALL ? reply.with("X-Next", "" + (from + 10)) : reply;
        },
        Map.of(ApiSetting.PAGINATION_TYPE, "header_cursor", ApiSetting.CURSOR_PATH, "X-Next"),
        3,
        "header_cursor (cursor from X-Next)");
  }

  private static Reply linked(Asked asked) {
    int from = asked.number("from", 0);
    Reply reply = Reply.json(records(from, 10));
    String links =
        "</v1/a?from=0&q=a,b>; rel=\"first\", </v1/a?from=%d&q=a,b>; title=\"a, b\"; rel=\"next prefetch\""
            .formatted(from + 10);
    return from + 10 < ALL ? reply.with("Link", links) : reply;
  }

  @Test
  void readsByTheHeaderLink() {
    readsAll(
        PagesTest::linked, Map.of(ApiSetting.PAGINATION_TYPE, "header_link"), 3, "header_link,");
  }

  private static Reply jsonLink(Asked asked) {
    int from = asked.number("from", 0);
    String next = from + 10 < ALL ? "/v1/a?from=" + (from + 10) : "";
    return Reply.json(
        "{\"@odata.nextLink\": \"%s\", \"value\": %s}".formatted(next, records(from, 10)));
  }

  @Test
  void readsByALinkInTheAnswer() {
    readsAll(
        PagesTest::jsonLink,
        Map.of(
            ApiSetting.PAGINATION_TYPE, "json_link",
            ApiSetting.NEXT_URL_PATH, "['@odata.nextLink']"),
        3,
        "json_link (['@odata.nextLink'])");
  }

  @Test
  void findsOutByItselfHowPagesFollow() {
    readsAll(PagesTest::linked, Map.of(), 3, "header_link (found)");
    readsAll(PagesTest::jsonLink, Map.of(), 3, "json_link (['@odata.nextLink']) (found)");
    readsAll(
        asked -> {
          int from = asked.number("pageToken", 0);
          String next = from + 10 < ALL ? ", \"nextPageToken\": \"" + (from + 10) + "\"" : "";
          return Reply.json("{\"items\": %s%s}".formatted(records(from, 10), next));
        },
        Map.of(),
        3,
        "cursor (pageToken from nextPageToken) (found)");
    readsAll(
        asked -> {
          int page = asked.number("page", 1);
          return Reply.json(
              "{\"page\": %d, \"total_pages\": 3, \"data\": %s}"
                  .formatted(page, records((page - 1) * 10, 10)));
        },
        Map.of(),
        3,
        "page_number (page from 1), to the total at total_pages, to an empty page (found)");
    readsAll(asked -> Reply.json(records(0, ALL)), Map.of(), 1, "single_page (found)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"has_more": true, "data": [{"id": 1}]} | has_more says that there is more, but not where | Say how to get it: set pagination_type, and what it needs (docs/sources/rest.md).
          {"total": 7, "data": [{"id": 1}]} | total says 7, but the page holds 1 records, and nothing says where the others are | Say how to get it: set pagination_type, and what it needs (docs/sources/rest.md).
          {"total_pages": 7, "data": [{"id": 1}]} | total_pages says 7 pages, but nothing says whether they begin with 0 or 1 | Set pagination_type to page_number, base_page to 0 or 1, and total_path to total_pages.
          """)
  void assumesNothingWhereThereIsMore(String json, String what, String mend) {
    try (ApiServer server = new ApiServer(asked -> Reply.json(json))) {
      Loaded.from(server)
          .fails(
              Endpoints.at("/v1/a"),
              ErrorCode.SOURCE_REFUSED,
              where(server, 1) + what + ".\n" + mend);
    }
  }

  @Test
  void refusesPagesThatNothingEnds() {
    try (ApiServer server = new ApiServer(asked -> Reply.json("{\"id\": 1}"))) {
      Loaded.from(server)
          .fails(
              Endpoints.at("/v1/a").with(ApiSetting.PAGINATION_TYPE, "page_number"),
              ErrorCode.SOURCE_REFUSED,
              where(server, 1)
                  + "nothing says which page is the last.\nGive total_path, has_more_path or a maximum, or set pagination_type to single_page.");
      Loaded.from(server)
          .fails(
              Endpoints.at("/v1/a")
                  .with(ApiSetting.PAGINATION_TYPE, "offset")
                  .with(ApiSetting.STOP_AFTER_EMPTY_PAGE, "N"),
              ErrorCode.CONFIG,
              "sheet SourceConfig, row 7: pagination_type offset has nothing to stop at: stop_after_empty_page is N, and there is no total_path, has_more_path or maximum_offset.\nGive one of them.");
    }
  }

  @Test
  void refusesAnApiThatGivesTheSamePageAgain() {
    try (ApiServer server = new ApiServer(asked -> Reply.json(records(0, 10)))) {
      Loaded.from(server)
          .fails(
              Endpoints.at("/v1/a").with(ApiSetting.PAGINATION_TYPE, "page_number"),
              ErrorCode.SOURCE_REFUSED,
              where(server, 2)
                  + "it holds the same 10 records as the page before.\nThe API does not heed the parameter that asks for the next page: check page_param and base_page, offset_param or cursor_param, or set pagination_type to single_page.");
    }
  }

  @Test
  @BadInput(
      value = Input.REST_NEXT_LINK,
      says =
          "page 2: the API leads back to a page that was read already, so that the pages never end.\nCheck pagination_type, cursor_path and next_url_path.")
  void refusesALinkToItself() {
    try (ApiServer server =
        new ApiServer(asked -> Reply.json("{\"next\": \"/v1/a\", \"data\": [{\"id\": 1}]}"))) {
      Loaded.from(server)
          .fails(
              Endpoints.at("/v1/a"),
              ErrorCode.SOURCE_REFUSED,
              where(server, 2)
                  + "the API leads back to a page that was read already, so that the pages never end.\nCheck pagination_type, cursor_path and next_url_path.");
    }
  }

  @Test
  void saysWhereATokenIsMissing() {
    try (ApiServer server =
        new ApiServer(asked -> Reply.json("{\"has_more\": true, \"data\": [{\"id\": 1}]}"))) {
      Loaded.from(server)
          .fails(
              Endpoints.at("/v1/a")
                  .with(ApiSetting.PAGINATION_TYPE, "cursor")
                  .with(ApiSetting.HAS_MORE_PATH, "has_more"),
              ErrorCode.SOURCE_REFUSED,
              where(server, 1)
                  + "has_more says that there is more, but next_cursor holds no token.\nCorrect cursor_path.");
    }
  }
}
