package dev.penstock.source.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.job.ApiSetting;
import dev.penstock.source.rest.ApiServer.Asked;
import dev.penstock.source.rest.ApiServer.Reply;
import dev.penstock.source.rest.Loaded.Run;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The recipes of docs/sources/rest.md, against stand-ins of the shapes that the APIs document. */
final class RecipesTest {
  /** Issues of a repository: a list, pages by the header Link, changes by {@code since}. */
  private static Reply github(Asked asked) {
    if (!asked.header("Authorization").equals("Bearer ghp_x")) {
      return Reply.status(401, "{\"message\": \"Bad credentials\"}");
    }
    if (!asked.path().equals("/repos/octo/hello/issues") || !asked.param("state").equals("all")) {
      return Reply.status(404, "{\"message\": \"Not Found\"}");
    }
    int page = asked.number("page", 1);
    int size = asked.number("per_page", 30);
    String since = asked.param("since");
    String issues =
        IntStream.rangeClosed(1, 5)
            .filter(
                n -> since.isEmpty() || "2026-11-0%dT10:00:00Z".formatted(n).compareTo(since) >= 0)
            .skip((page - 1L) * size)
            .limit(size)
            .mapToObj(
                n ->
                    """
                    {"id": %d, "number": %d, "title": "t%d", "state": "open", "locked": false, "comments": 0,
                     "user": {"login": "octocat", "id": 1, "site_admin": false},
                     "labels": [{"id": 208045946, "name": "bug", "color": "f29513"}], "milestone": null,
                     "created_at": "2026-10-01T09:00:00Z", "updated_at": "2026-11-0%dT10:00:00Z", "closed_at": null}"""
                        .formatted(3_000_000_000L + n, n, n, n))
            .collect(Collectors.joining(",", "[", "]"));
    Reply reply = Reply.json(issues).with("X-RateLimit-Remaining", "4999");
    boolean more = since.isEmpty() && page * size < 5;
    String link =
        "<http://%s%s?state=all&per_page=%d&page=%d>; rel=\"next\", <http://%s%s?page=3>; rel=\"last\""
            .formatted(
                asked.header("Host"),
                asked.path(),
                size,
                page + 1,
                asked.header("Host"),
                asked.path());
    return more ? reply.with("Link", link) : reply;
  }

  @Test
  void readsIssuesOfGitHub() {
    try (ApiServer server = new ApiServer(RecipesTest::github)) {
      Loaded loaded =
          Loaded.from(server)
              .secret("token", "ghp_x")
              .sheet("headers", "{\"Accept\": \"application/vnd.github+json\"}");
      Endpoints issues =
          Endpoints.at("/repos/{owner}/{repo}/issues")
              .params("owner=octo&repo=hello&state=all&since={watermark}")
              .with(ApiSetting.PAGE_SIZE, "2")
              .cursor("updated_at")
              .key("id");
      Run first = loaded.run(issues);
      assertThat(first.column("number")).containsExactly(1L, 2L, 3L, 4L, 5L);
      assertThat(first.types())
          .contains(
              "id bigint",
              "title text",
              "locked boolean",
              "user__login text",
              "labels json",
              "updated_at timestamptz")
          .noneMatch(type -> type.startsWith("milestone"));
      assertThat(server.asked()).hasSize(3);
      assertThat(server.asked().get(0).header("Accept")).isEqualTo("application/vnd.github+json");
      Run second = loaded.run(issues, first.watermark());
      assertThat(server.asked().get(3).param("since")).isEqualTo("2026-11-05T10:00:00Z");
      assertThat(second.column("number")).containsExactly(5L);
    }
  }

  /** Charges: {@code has_more}, and the id of the last one starts the next page. */
  private static Reply stripe(Asked asked) {
    boolean unknown =
        asked.query().keySet().stream()
            .anyMatch(name -> !name.matches("limit|starting_after|created\\[gte\\]"));
    if (!asked.header("Authorization").startsWith("Basic ") || unknown) {
      return Reply.status(400, "{\"error\": {\"type\": \"invalid_request_error\"}}");
    }
    int after =
        asked.param("starting_after").isEmpty()
            ? 0
            : Integer.parseInt(asked.param("starting_after").substring(3));
    int size = asked.number("limit", 10);
    String charges =
        IntStream.rangeClosed(after + 1, Math.min(after + size, 7))
            .mapToObj(
                n ->
                    """
                    {"id": "ch_%d", "object": "charge", "amount": %d, "currency": "usd", "created": %d, "paid": true,
                     "billing_details": {"address": {"city": null, "country": "DE"}, "email": null},
                     "metadata": {}, "refunds": {"object": "list", "data": []}}"""
                        .formatted(n, 1000 + n, 1_793_610_000 - n))
            .collect(Collectors.joining(","));
    return Reply.json(
        "{\"object\": \"list\", \"url\": \"/v1/charges\", \"has_more\": %s, \"data\": [%s]}"
            .formatted(after + size < 7, charges));
  }

  @Test
  void readsChargesOfStripe() {
    try (ApiServer server = new ApiServer(RecipesTest::stripe)) {
      Loaded loaded =
          Loaded.from(server)
              .secret("username", "sk_test_x")
              .sheet("pagination_type", "cursor")
              .sheet("cursor_path", "data[-1].id")
              .sheet("cursor_param", "starting_after")
              .sheet("has_more_path", "has_more")
              .sheet("per_page_param", "limit")
              .sheet("data_selector", "data");
      Endpoints charges =
          Endpoints.at("/v1/charges")
              .params("{\"created[gte]\": \"{watermark}\"}")
              .with(ApiSetting.PAGE_SIZE, "3")
              .cursor("created")
              .key("id");
      Run run = loaded.run(charges);
      assertThat(run.column("amount")).hasSize(7);
      assertThat(run.column("billing_details__address__country")).containsOnly("DE");
      assertThat(run.watermark().orElseThrow().value()).isEqualTo("1793609999");
      assertThat(server.asked()).hasSize(3);
      loaded.run(charges, run.watermark());
      assertThat(server.asked().get(3).param("created[gte]")).isEqualTo("1793609999");
    }
  }

  @Test
  void readsPricesAndMarketsOfCoinGecko() {
    try (ApiServer server =
        new ApiServer(
            asked -> {
              if (asked.path().endsWith("/simple/price")) {
                return Reply.json(
                    "{\"bitcoin\": {\"usd\": 67187.3358936566, \"last_updated_at\": 1711356300}, \"ethereum\": {\"usd\": 3500, \"last_updated_at\": 1711356301}}");
              }
              int page = asked.number("page", 1);
              return Reply.json(
                  page > 2
                      ? "[]"
                      : "[{\"id\": \"coin%d\", \"current_price\": 0.%d, \"roi\": null, \"last_updated\": \"2026-11-29T01:02:03.456Z\"}]"
                          .formatted(page, page));
            })) {
      Loaded loaded =
          Loaded.from(server)
              .secret("api_key", "CG-x")
              .sheet("api_key_name", "x-cg-demo-api-key")
              .sheet("base_page", "1");
      Run prices =
          loaded.run(
              Endpoints.at("/api/v3/simple/price")
                  .params("ids=bitcoin,ethereum&vs_currencies=usd&include_last_updated_at=true"));
      assertThat(prices.column("_key")).containsExactly("bitcoin", "ethereum");
      assertThat(prices.column("usd")).containsExactly(67187.3358936566, 3500.0);
      assertThat(server.asked().get(0).param("ids")).isEqualTo("bitcoin,ethereum");
      assertThat(server.asked().get(0).header("x-cg-demo-api-key")).isEqualTo("CG-x");
      Run markets =
          loaded.run(
              Endpoints.at("/api/v3/coins/markets")
                  .params("vs_currency=usd")
                  .with(ApiSetting.PAGINATION_TYPE, "page_number"));
      assertThat(markets.column("id")).containsExactly("coin1", "coin2");
    }
  }
}
