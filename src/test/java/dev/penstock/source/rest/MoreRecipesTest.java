package dev.penstock.source.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.job.ApiSetting;
import dev.penstock.source.rest.ApiServer.Asked;
import dev.penstock.source.rest.ApiServer.Reply;
import dev.penstock.source.rest.Loaded.Run;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Further recipes of docs/sources/rest.md, against stand-ins of the shapes that the APIs document.
 */
final class MoreRecipesTest {
  private static final Reply UNAUTHORIZED = Reply.status(401, "{\"message\": \"Unauthorized\"}");

  private static Reply wrong(String what) {
    return Reply.status(400, "{\"message\": \"%s\"}".formatted(what));
  }

  private static String list(int from, int to, String each) {
    return IntStream.rangeClosed(from, to)
        .mapToObj(n -> each.replace("#", Integer.toString(n)))
        .collect(Collectors.joining(", ", "[", "]"));
  }

  /** Whether only these parameters were sent. */
  private static boolean only(Asked asked, String... names) {
    return Set.of(names).containsAll(asked.query().keySet());
  }

  private static Reply github(Asked asked) {
    if (!asked.header("Authorization").startsWith("Bearer ")) {
      return UNAUTHORIZED;
    }
    if (asked.path().equals("/repos/octo/hello/issues") && only(asked, "state", "per_page")) {
      return Reply.json(
          list(
              1,
              3,
              "{\"id\": 90#, \"number\": #, \"title\": \"t#\", \"user\": {\"login\": \"ann\"}, \"comments_url\": \"http://%s/repos/octo/hello/issues/#/comments\"}"
                  .formatted(asked.header("Host"))));
    }
    if (!only(asked, "since", "per_page")) {
      return wrong("unknown parameter");
    }
    if (asked.path().equals("/repos/octo/hello/issues/2/comments")) {
      return Reply.status(410, "{\"message\": \"This issue was deleted\"}");
    }
    String number = asked.path().split("/", -1)[5];
    return Reply.json(
        list(
            1,
            2,
            "{\"id\": %s#, \"body\": \"b\", \"updated_at\": \"2026-11-0#T10:00:00Z\"}"
                .formatted(number)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/repos/octo/hello/issues/{parent.number}/comments", "{parent.comments_url}"})
  void readsCommentsOfEachIssueOfGithub(String endpoint) {
    try (ApiServer server = new ApiServer(MoreRecipesTest::github)) {
      Endpoints issues =
          Endpoints.at("/repos/octo/hello/issues")
              .id("issues")
              .params("state=all")
              .with(ApiSetting.PAGE_SIZE, "100")
              .key("number");
      Run run =
          Loaded.from(server)
              .secret("token", "ghp_1")
              .run(
                  Endpoints.at(endpoint)
                      .params("since={watermark}")
                      .with(ApiSetting.PAGE_SIZE, "100")
                      .with(ApiSetting.RESPONSE_ACTIONS, "404=ignore, 410=ignore")
                      .cursor("updated_at")
                      .key("id")
                      .under(issues, "title"));
      assertThat(run.column("id")).containsExactly(11L, 12L, 31L, 32L);
      assertThat(run.column("_parent_number")).containsExactly(1L, 1L, 3L, 3L);
      assertThat(run.column("_parent_title")).containsExactly("t1", "t1", "t3", "t3");
      assertThat(run.survey().warnings()).hasSize(1);
      assertThat(run.watermark().orElseThrow().value()).isEqualTo("2026-11-02T10:00:00Z");
    }
  }

  private static Reply jira(Asked asked) {
    if (!asked.header("Authorization").startsWith("Basic ")) {
      return UNAUTHORIZED;
    }
    if (!only(asked, "jql", "fields", "maxResults", "nextPageToken")
        || !asked.param("jql").contains("updated")) {
      return wrong("Unbounded JQL queries are not allowed here.");
    }
    int from = asked.param("nextPageToken").isEmpty() ? 1 : asked.number("nextPageToken", 1);
    int to = Math.min(from + asked.number("maxResults", 50) - 1, 5);
    String next = to < 5 ? "\"nextPageToken\": \"%d\",".formatted(to + 1) : "";
    return Reply.json(
        "{\"issues\": %s, %s \"isLast\": %s}"
            .formatted(
                list(
                    from,
                    to,
                    """
                    {"expand": "", "id": "1000#", "self": "https://x.atlassian.net/rest/api/3/issue/1000#", "key": "ABC-#",
                     "fields": {"summary": "s#", "status": {"name": "Done", "id": "3"}, "labels": [],
                     "updated": "2026-11-0#T10:00:00.000+0000"}}"""),
                next,
                to == 5));
  }

  @Test
  void readsIssuesOfJira() {
    try (ApiServer server = new ApiServer(MoreRecipesTest::jira)) {
      Loaded loaded =
          Loaded.from(server)
              .sheet("username", "me@example.com")
              .secret("password", "api-token")
              .sheet("pagination_type", "cursor")
              .sheet("cursor_param", "nextPageToken")
              .sheet("cursor_path", "nextPageToken")
              .sheet("per_page_param", "maxResults")
              .sheet("data_selector", "issues")
              .sheet("rename_columns", "fields__updated=updated");
      Run run =
          loaded.run(
              Endpoints.at("/rest/api/3/search/jql")
                  .params(
                      "{\"jql\": \"project = ABC AND updated >= 2026-01-01 ORDER BY updated\", \"fields\": \"summary,status,labels,updated\"}")
                  .with(ApiSetting.PAGE_SIZE, "2")
                  .key("id"));
      assertThat(run.column("key")).containsExactly("ABC-1", "ABC-2", "ABC-3", "ABC-4", "ABC-5");
      assertThat(run.names()).contains("fields__status__name", "updated");
      assertThat(server.asked()).hasSize(3);
    }
  }

  private static Reply shopify(Asked asked, AtomicInteger busy) {
    if (!asked.header("X-Shopify-Access-Token").equals("shpat_x")) {
      return UNAUTHORIZED;
    }
    boolean further = !asked.param("page_info").isEmpty();
    if (further && !only(asked, "page_info", "limit")) {
      return wrong("status cannot be passed when page_info is present");
    }
    if (further && busy.getAndIncrement() == 0) {
      return Reply.status(429, "{\"errors\": \"Exceeded 2 calls per second\"}")
          .with("Retry-After", "2.0");
    }
    int from = further ? Integer.parseInt(asked.param("page_info")) : 1;
    int to = Math.min(from + asked.number("limit", 50) - 1, 5);
    Reply reply =
        Reply.json(
                "{\"orders\": %s}"
                    .formatted(
                        list(
                            from,
                            to,
                            """
                            {"id": 45078976#, "admin_graphql_api_id": "gid://shopify/Order/45078976#", "total_price": "19#.00",
                             "currency": "USD", "updated_at": "2026-11-0#T10:00:00-05:00",
                             "customer": {"id": 20711912#, "email": "c#@example.com"}, "line_items": [{"id": 1, "sku": "A"}]}""")))
            .with("X-Shopify-Shop-Api-Call-Limit", "32/40");
    String next =
        "<http://%s%s?limit=%s&page_info=%d>; rel=\"next\""
            .formatted(asked.header("Host"), asked.path(), asked.param("limit"), to + 1);
    return to < 5 ? reply.with("Link", next) : reply;
  }

  @Test
  void readsOrdersOfShopify() {
    AtomicInteger busy = new AtomicInteger();
    try (ApiServer server = new ApiServer(asked -> shopify(asked, busy))) {
      Loaded loaded =
          Loaded.from(server)
              .secret("api_key", "shpat_x")
              .secret("mask_salt", "pepper")
              .sheet("api_key_name", "X-Shopify-Access-Token")
              .sheet("pagination_type", "header_link")
              .sheet("per_page_param", "limit")
              .sheet("data_selector", "orders")
              .sheet("mask_columns", "customer__email:sha256");
      Endpoints orders =
          Endpoints.at("/admin/api/2026-10/orders.json")
              .params("status=any&updated_at_min={watermark}")
              .with(ApiSetting.PAGE_SIZE, "2")
              .cursor("updated_at")
              .key("id");
      Run run = loaded.run(orders);
      assertThat(run.column("id")).hasSize(5);
      assertThat(run.column("customer__email").get(0).toString()).hasSize(64);
      assertThat(run.watermark().orElseThrow().value()).isEqualTo("2026-11-05T10:00:00-05:00");
      assertThat(loaded.waits().get(0)).hasSeconds(2);
      loaded.run(orders, run.watermark());
      assertThat(server.asked())
          .extracting(asked -> asked.param("updated_at_min"))
          .contains("2026-11-05T10:00:00-05:00");
    }
  }

  private static Reply hubspot(Asked asked) {
    if (!asked.header("Authorization").equals("Bearer pat-x")) {
      return UNAUTHORIZED;
    }
    int limit = asked.number("limit", 10);
    if (limit > 100) {
      return wrong("limit must be less than or equal to 100, but was " + limit);
    }
    int from = asked.number("after", 0) + 1;
    int to = Math.min(from + Math.min(limit, 2) - 1, 5);
    String paging =
        to < 5
            ? ", \"paging\": {\"next\": {\"after\": \"%d\", \"link\": \"https://api.hubapi.com/crm/v3/objects/contacts?after=%d\"}}"
                .formatted(to, to)
            : "";
    return Reply.json(
        "{\"results\": %s%s}"
            .formatted(
                list(
                    from,
                    to,
                    """
                    {"id": "#", "properties": {"email": "c#@example.com", "hs_object_id": "#", "lastmodifieddate": "2026-11-0#T10:00:00.123Z"},
                     "createdAt": "2026-10-01T09:00:00.000Z", "updatedAt": "2026-11-0#T10:00:00.123Z", "archived": false}"""),
                paging));
  }

  @Test
  void readsContactsOfHubSpot() {
    try (ApiServer server = new ApiServer(MoreRecipesTest::hubspot)) {
      Run run =
          Loaded.from(server)
              .secret("token", "pat-x")
              .sheet("pagination_type", "cursor")
              .sheet("cursor_param", "after")
              .sheet("cursor_path", "paging.next.after")
              .sheet("per_page_param", "limit")
              .sheet("data_selector", "results")
              .run(
                  Endpoints.at("/crm/v3/objects/contacts")
                      .params("properties=email,lastmodifieddate")
                      .with(ApiSetting.PAGE_SIZE, "500")
                      .cursor("updatedAt")
                      .key("id"));
      assertThat(run.column("id")).containsExactly("1", "2", "3", "4", "5");
      assertThat(run.types()).contains("updatedAt timestamptz", "properties__email text");
      assertThat(server.asked().get(1).param("limit")).isEqualTo("100");
    }
  }

  private static Reply salesforce(Asked asked) {
    if (asked.path().equals("/services/oauth2/token")) {
      return Reply.json(
          "{\"access_token\": \"00D!x\", \"instance_url\": \"https://my.example\", \"token_type\": \"Bearer\"}");
    }
    if (!asked.header("Authorization").equals("Bearer 00D!x")) {
      return Reply.status(
          401,
          "[{\"message\": \"Session expired or invalid\", \"errorCode\": \"INVALID_SESSION_ID\"}]");
    }
    boolean further = asked.path().endsWith("-2000");
    if (!further && !asked.param("q").startsWith("SELECT Id, Name, SystemModstamp FROM Account")) {
      return Reply.status(400, "[{\"errorCode\": \"MALFORMED_QUERY\"}]");
    }
    int from = further ? 3 : 1;
    String records =
        list(
            from,
            further ? 4 : 2,
            """
            {"attributes": {"type": "Account", "url": "/services/data/v65.0/sobjects/Account/001#"}, "Id": "001#", "Name": "n#",
             "SystemModstamp": "2026-11-0#T10:00:00.000+0000"}""");
    return Reply.json(
        further
            ? "{\"totalSize\": 4, \"done\": true, \"records\": %s}".formatted(records)
            : "{\"totalSize\": 4, \"done\": false, \"nextRecordsUrl\": \"/services/data/v65.0/query/01gx-2000\", \"records\": %s}"
                .formatted(records));
  }

  @Test
  void readsAQueryOfSalesforce() {
    try (ApiServer server = new ApiServer(MoreRecipesTest::salesforce)) {
      Loaded loaded =
          Loaded.from(server)
              .sheet("oauth_url", server.url() + "/services/oauth2/token")
              .sheet("client_id", "3MVG9")
              .secret("client_secret", "s-canary")
              .sheet("pagination_type", "json_link")
              .sheet("next_url_path", "nextRecordsUrl")
              .sheet("data_selector", "records")
              .sheet("exclude_columns", "attributes");
      Endpoints accounts =
          Endpoints.at("/services/data/v65.0/query")
              .params(
                  "{\"q\": \"SELECT Id, Name, SystemModstamp FROM Account WHERE SystemModstamp >= {watermark}\"}")
              .cursor("SystemModstamp", "2020-01-01T00:00:00.000+0000")
              .key("Id");
      Run run = loaded.run(accounts);
      assertThat(run.names()).containsExactly("Id", "Name", "SystemModstamp");
      assertThat(run.column("Id")).containsExactly("0011", "0012", "0013", "0014");
      loaded.run(accounts, run.watermark());
      assertThat(server.asked().get(server.asked().size() - 2).param("q"))
          .contains("SystemModstamp >= 2026-11-04T10:00:00");
    }
  }

  private static Reply graph(Asked asked, AtomicInteger busy) {
    if (!asked.header("Authorization").equals("Bearer entra-x")) {
      return Reply.status(401, "{\"error\": {\"code\": \"InvalidAuthenticationToken\"}}");
    }
    int from = asked.number("$skiptoken", 1);
    if (from > 1 && busy.getAndIncrement() == 0) {
      return Reply.status(
              429,
              "{\"error\": {\"code\": \"activityLimitReached\", \"message\": \"The request has been throttled\"}}")
          .with("Retry-After", "41");
    }
    int to = Math.min(from + asked.number("$top", 200) - 1, 5);
    String next =
        to < 5
            ? "\"@odata.nextLink\": \"http://%s%s?$top=%s&$skiptoken=%d\", "
                .formatted(asked.header("Host"), asked.path(), asked.param("$top"), to + 1)
            : "";
    return Reply.json(
        "{\"@odata.context\": \"https://graph.microsoft.com/v1.0/$metadata#Collection(driveItem)\", %s\"value\": %s}"
            .formatted(
                next,
                list(
                    from,
                    to,
                    """
                    {"id": "01A#", "name": "f#.xlsx", "size": 1#, "eTag": "\\"{A},#\\"", "lastModifiedDateTime": "2026-11-0#T10:00:00Z",
                     "file": {"mimeType": "application/x", "hashes": {"quickXorHash": "q="}}}""")));
  }

  @Test
  void readsAFolderOfMicrosoftGraph() {
    AtomicInteger busy = new AtomicInteger();
    try (ApiServer server = new ApiServer(asked -> graph(asked, busy))) {
      Loaded loaded =
          Loaded.from(server)
              .sheet("auth_type", "entra")
              .sheet("scope", "https://graph.microsoft.com/.default")
              .entra((source, login, scope) -> new dev.penstock.secret.Secret("entra-x", scope))
              .sheet("per_page_param", "$top")
              .sheet("pagination_type", "json_link")
              .sheet("next_url_path", "['@odata.nextLink']")
              .sheet("data_selector", "value");
      Run run =
          loaded.run(
              Endpoints.at("/v1.0/drives/{drive}/root/children")
                  .params("drive=b!x")
                  .with(ApiSetting.PAGE_SIZE, "2"));
      assertThat(run.column("name")).hasSize(5);
      assertThat(run.names()).contains("file__hashes__quickXorHash");
      assertThat(loaded.waits().get(0)).hasSeconds(41);
    }
  }

  private static Reply monday(Asked asked, AtomicInteger tries) {
    if (!asked.header("Authorization").equals("monday-token")
        || !asked.header("API-Version").equals("2026-10")) {
      return Reply.status(401, "{\"errors\": [{\"message\": \"Not Authenticated\"}]}");
    }
    if (tries.getAndIncrement() == 1) {
      return Reply.json(
          "{\"errors\": [{\"message\": \"Complexity budget exhausted\", \"extensions\": {\"code\": \"COMPLEXITY_BUDGET_EXHAUSTED\", \"retry_in_seconds\": 60}}]}");
    }
    boolean further = asked.body().contains("\"cursor\":\"MSw5\"");
    return Reply.json(
        "{\"data\": {\"boards\": [{\"items_page\": {\"cursor\": %s, \"items\": %s}}]}, \"extensions\": {\"request_id\": \"r\"}}"
            .formatted(
                further ? "null" : "\"MSw5\"",
                list(
                    further ? 3 : 1,
                    further ? 4 : 2,
                    """
                    {"id": "90#", "name": "i#", "updated_at": "2026-11-0#T10:00:00Z",
                     "column_values": [{"id": "status", "text": "Done"}]}""")));
  }

  @Test
  void readsABoardOfMonday() {
    AtomicInteger tries = new AtomicInteger();
    try (ApiServer server = new ApiServer(asked -> monday(asked, tries))) {
      Loaded loaded =
          Loaded.from(server)
              .secret("api_key", "monday-token")
              .sheet("headers", "API-Version=2026-10")
              .sheet("pagination_type", "cursor")
              .sheet("cursor_param", "variables.cursor")
              .sheet("cursor_path", "data.boards[0].items_page.cursor")
              .sheet("data_selector", "data.boards[*].items_page.items")
              .sheet("response_actions", "body:\"COMPLEXITY_BUDGET_EXHAUSTED\"=retry");
      Run run =
          loaded.run(
              Endpoints.at("/v2")
                  .post()
                  .params(
                      "{\"query\": \"query($board: [ID!], $cursor: String) { boards(ids: $board) { items_page(limit: 500, cursor: $cursor) { cursor items { id name updated_at column_values { id text } } } } }\", \"variables\": {\"board\": \"1234\"}}")
                  .key("id"));
      assertThat(run.column("id")).containsExactly("901", "902", "903", "904");
      assertThat(run.types()).contains("column_values json", "updated_at timestamptz");
      assertThat(server.asked()).hasSize(3);
    }
  }

  @Test
  void readsAPlainFile() {
    try (ApiServer server =
        new ApiServer(
            asked ->
                asked.path().equals("/data/countries.json")
                    ? Reply.json(
                        "[{\"code\": \"DE\", \"name\": \"Deutschland\"}, {\"code\": \"NA\", \"name\": \"Namibia\"}]")
                    : Reply.status(404, ""))) {
      Run run =
          Loaded.from(server.url() + "/data")
              .sheet("pagination_type", "single_page")
              .run(Endpoints.at("/countries.json").key("code"));
      assertThat(run.column("code")).containsExactly("DE", "NA");
    }
  }
}
