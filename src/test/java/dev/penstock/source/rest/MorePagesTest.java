package dev.penstock.source.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.failure.ErrorCode;
import dev.penstock.job.ApiSetting;
import dev.penstock.source.rest.ApiServer.Asked;
import dev.penstock.source.rest.ApiServer.Reply;
import dev.penstock.source.rest.Loaded.Run;
import dev.penstock.source.rest.page.GreatestSize;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages that are asked for by bodies and headers, and their sizes. */
final class MorePagesTest {
  private static final String QUERY =
      "query($first: Int, $after: String) { issues(first: $first, after: $after) { nodes { id } } }";

  private static String ids(int from, int to) {
    return IntStream.rangeClosed(from, to)
        .mapToObj(id -> "{\"id\": %d}".formatted(id))
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private static String where(ApiServer server, String method) {
    return "sheet SourceConfig, row 7, source crm: %s %s/v1/a, page 1: "
        .formatted(method, server.url());
  }

  private static JsonNode json(Asked asked) {
    try {
      return new ObjectMapper().readTree(asked.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Reply graph(Asked asked) {
    JsonNode variables = json(asked).path("variables");
    int from = variables.path("after").asInt(0);
    int to = from + variables.path("first").asInt();
    return Reply.json(
        "{\"data\": {\"issues\": {\"nodes\": %s, \"pageInfo\": {\"endCursor\": \"%d\", \"hasNextPage\": %s}}}}"
            .formatted(ids(from + 1, Math.min(to, 5)), to, to < 5));
  }

  private static Endpoints graphQl() {
    return Endpoints.at("/v1/a")
        .post()
        .params(
            "{\"query\": \"%s\", \"variables\": {\"first\": 2, \"after\": null}}".formatted(QUERY));
  }

  @Test
  void readsByACursorInTheBodyOfAGraphQlQuery() {
    try (ApiServer server = new ApiServer(MorePagesTest::graph)) {
      Run run =
          Loaded.from(server)
              .run(
                  graphQl()
                      .with(ApiSetting.PAGINATION_TYPE, "cursor")
                      .with(ApiSetting.CURSOR_PARAM, "variables.after")
                      .with(ApiSetting.CURSOR_PATH, "data.issues.pageInfo.endCursor")
                      .with(ApiSetting.HAS_MORE_PATH, "data.issues.pageInfo.hasNextPage")
                      .with(ApiSetting.DATA_SELECTOR, "data.issues.nodes"));
      assertThat(run.column("id")).containsExactly(1L, 2L, 3L, 4L, 5L);
      assertThat(json(server.asked().get(0)).path("query").asText()).isEqualTo(QUERY);
      assertThat(server.asked().get(1).body()).contains("\"variables\":{\"first\":2,\"after\":2}");
    }
  }

  @Test
  void assumesNothingOfAGraphQlQueryThatHasMorePages() {
    try (ApiServer server = new ApiServer(MorePagesTest::graph)) {
      Loaded.from(server)
          .fails(
              graphQl(),
              ErrorCode.SOURCE_REFUSED,
              where(server, "POST")
                  + "data.issues.pageInfo.hasNextPage says that there is more, but not where.\nSet pagination_type to cursor, cursor_path to data.issues.pageInfo.endCursor, has_more_path to data.issues.pageInfo.hasNextPage, and cursor_param to the variable of the query that takes it, such as variables.after.");
    }
  }

  @Test
  void refusesHalfOfAGraphQlAnswer() {
    try (ApiServer server =
        new ApiServer(
            asked ->
                Reply.json(
                    "{\"data\": {\"issues\": {\"nodes\": [{\"id\": 1}]}}, \"errors\": [{\"message\": \"no right to see email\"}]}"))) {
      Loaded.from(server)
          .fails(
              graphQl().with(ApiSetting.DATA_SELECTOR, "data.issues.nodes"),
              ErrorCode.SOURCE_REFUSED,
              where(server, "POST")
                  + "the answer is not whole; the API says: no right to see email.\nCorrect the query in params, or give whoever the secrets belong to the right to read all of it.");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"header", "query"})
  void sendsTheTokenWhereTheApiWantsIt(String location) {
    try (ApiServer server =
        new ApiServer(
            asked -> {
              String token =
                  location.equals("header") ? asked.header("X-Next") : asked.param("X-Next");
              return Reply.json(
                  token.isEmpty()
                      ? "{\"data\": [{\"id\": 1}], \"next_cursor\": \"ab\"}"
                      : "{\"data\": [{\"id\": 2}], \"next_cursor\": null}");
            })) {
      Run run =
          Loaded.from(server)
              .run(
                  Endpoints.at("/v1/a")
                      .post()
                      .params("b=1")
                      .with(ApiSetting.PAGINATION_TYPE, "cursor")
                      .with(ApiSetting.CURSOR_LOCATION, location)
                      .with(ApiSetting.CURSOR_PARAM, "X-Next"));
      assertThat(run.column("id")).containsExactly(1L, 2L);
      assertThat(server.asked().get(1).body()).isEqualTo("{\"b\":1}");
      assertThat(run.splits().get(0).query()).contains("cursor (X-Next in the " + location);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"offset", "page_number"})
  void endsAtAShortPageWhereThatIsTheRule(String type) {
    try (ApiServer server =
        new ApiServer(
            asked -> {
              int from = asked.number("offset", asked.number("page", 0) * 2);
              return Reply.json(ids(from + 1, Math.min(from + 2, 5)));
            })) {
      Run run =
          Loaded.from(server)
              .run(
                  Endpoints.at("/v1/a")
                      .with(ApiSetting.PAGINATION_TYPE, type)
                      .with(ApiSetting.PAGE_SIZE, "2")
                      .with(ApiSetting.STOP_AFTER_SHORT_PAGE, "Y"));
      assertThat(run.column("id")).hasSize(5);
      assertThat(server.asked()).hasSize(3);
      assertThat(run.splits().get(0).query()).contains("to a page of fewer than 2");
    }
  }

  @Test
  void refusesToCallAPageShortThatHasNoSize() {
    Loaded.from("https://api.example.com")
        .fails(
            Endpoints.at("/v1/a")
                .with(ApiSetting.PAGINATION_TYPE, "page_number")
                .with(ApiSetting.STOP_AFTER_SHORT_PAGE, "Y"),
            ErrorCode.CONFIG,
            "sheet SourceConfig, row 7: stop_after_short_page is on, but nothing says how many records a page has.\nGive page_size.");
  }

  @Test
  void asksForSmallerPagesWhereTheApiSaysHowLargeTheyMayBe() {
    try (ApiServer server =
            new ApiServer(
                asked -> {
                  int size = asked.number("limit", 1);
                  int from = asked.number("offset", 0);
                  return size > 3
                      ? Reply.status(
                          422, "{\"message\": \"limit must be less than or equal to 3\"}")
                      : Reply.json(ids(from + 1, Math.min(from + size, 5)));
                });
        Logged logged = new Logged()) {
      Run run =
          Loaded.from(server)
              .run(
                  Endpoints.at("/v1/a")
                      .with(ApiSetting.PAGINATION_TYPE, "offset")
                      .with(ApiSetting.PAGE_SIZE, "500"));
      assertThat(run.column("id")).containsExactly(1L, 2L, 3L, 4L, 5L);
      assertThat(logged.warnings())
          .containsExactly(
              "sheet SourceConfig, row 7, source crm: GET %s/v1/a: the API refuses page_size 500 and says that 3 is the most, which is asked for now"
                  .formatted(server.url()));
    }
  }

  @Test
  void asksNoMoreThanTwiceForSmallerPages() {
    try (ApiServer server =
        new ApiServer(
            asked ->
                Reply.status(400, "limit exceeds maximum of " + (asked.number("limit", 0) - 1)))) {
      Loaded.from(server)
          .fails(
              Endpoints.at("/v1/a")
                  .with(ApiSetting.PAGINATION_TYPE, "offset")
                  .with(ApiSetting.PAGE_SIZE, "9"),
              ErrorCode.SOURCE_REFUSED,
              where(server, "GET")
                  + "answered 400 (limit exceeds maximum of 6).\nCheck params, page_size and what the API says.");
      assertThat(server.asked()).hasSize(3);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "per_page must be less than or equal to 100 | 100",
        "page size must be between 1 and 250 | 250",
        "limit must be less than 101 | 100",
        "Maximum page size is 1,000 | 1000",
        "limit: should be at most 50 records | 50",
        "The value 5000 exceeds the limit of 200. | 200",
        "'limit' must be <= 20 | 20",
        "created must be after 2020 | -1",
        "maximum is 9000 | -1"
      })
  void findsTheGreatestSizeInWords(String said, long most) {
    assertThat(GreatestSize.in(said, 5000))
        .isEqualTo(most < 0 ? OptionalLong.empty() : OptionalLong.of(most));
  }
}
