package dev.penstock.workbook;

import static dev.penstock.workbook.Jobs.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.failure.Problem;
import dev.penstock.job.ApiSetting;
import dev.penstock.job.Endpoint;
import dev.penstock.job.SourceType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the workbook says of APIs. */
final class EndpointCellsTest extends WorkbookFixture {
  private static Map<String, Object> rest() {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("source_type", "api");
    row.put("source_name", "shop");
    row.put("table_name", "orders");
    row.put("load_type", "FULL");
    row.put("enabled", "Y");
    row.put("api_endpoint", "/v1/orders?x=1");
    return row;
  }

  private List<String> problems(Map<String, Object> row) {
    return read(Jobs.book(row)).problems().stream().map(Problem::message).toList();
  }

  @Test
  void readsAnEndpoint() {
    Map<String, Object> row = rest();
    row.put("api_method", "get");
    row.put("pagination_type", "Page_Number");
    row.put("auth_type", "http_basic");
    row.put("page_size", 100.0);
    row.put("data_selector", "$.data[*].items");
    row.put("params", "{\"status\": \"open\", \"n\": 5}");
    WorkbookContents contents = read(Jobs.book(row));
    assertThat(contents.problems()).isEmpty();
    assertThat(contents.jobs().get(0).sourceType()).isEqualTo(SourceType.REST);
    Endpoint endpoint = contents.jobs().get(0).extract().endpoint().orElseThrow();
    assertThat(endpoint.path()).isEqualTo("/v1/orders?x=1");
    assertThat(endpoint.method()).isEqualTo("GET");
    assertThat(endpoint.settings())
        .isEqualTo(
            Map.of(
                ApiSetting.PAGINATION_TYPE, "Page_Number",
                ApiSetting.AUTH_TYPE, "http_basic",
                ApiSetting.PAGE_SIZE, "100",
                ApiSetting.DATA_SELECTOR, "$.data[*].items"));
    assertThat(endpoint.params().values())
        .isEqualTo(Map.of("status", List.of("open"), "n", List.of("5")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          api_endpoint | /a b | '/a b' holds a blank or a control character. | Write a blank as %20.
          api_method | PUT | 'PUT' is not known. | Write GET or POST.
          pagination_type | pages | 'pages' is not known. | Write auto, single_page, offset, page_number, cursor, header_link, header_cursor or json_link.
          auth_type | digest | 'digest' is not known. | Write none, api_key, bearer, basic, oauth2, entra or hmac.
          page_size | 0 | '0' is no whole number from 1 to 1000000. | Write such a number, or leave it empty.
          data_selector | data..x | 'data..x' is no path into a JSON document. | Write names with dots between them, such as data.items; * stands for all members, [-1] for the last element.
          params | {"a": | '{"a":' is neither a JSON object of plain values nor name=value. | Write {"status": "open", "limit": 50}, or status=open&limit=50.
          query | SELECT 1 | SQL does not go with source_type rest. | Empty the cell; what an API is to leave out is said in params or query_filter.
          query_filter | a = b | 'a = b' has b where 'a text', a number, true or false is due. | Write conditions such as status = 'open' and amount >= 10; names are those of the columns.
          mask_columns | email:md5 | 'email:md5' names a way of masking that does not exist. | Write names, separated by commas, such as email:sha256, phone:sha256.
          response_actions | 404 | '404' is no list of rules. | Write rules such as 404=empty, 409=retry, 5xx=fail, 400 body:"no more pages"=ignore.
          split_column | id | 'id' does not go with source_type rest. | Empty the cell; it is for databases.
          snapshot_group | sales | 'sales' does not go with source_type rest. | Empty the cell; it is for databases.
          """)
  void refusesWrongCells(String column, String value, String what, String mend) {
    assertThat(problems(with(rest(), column, value)))
        .containsExactly(
            "sheet SourceConfig, row 2, column %s: %s\n%s".formatted(column, what, mend));
  }

  @Test
  void requiresAnEndpoint() {
    assertThat(problems(with(rest(), "api_endpoint", null)))
        .containsExactly(
            "sheet SourceConfig, row 2, column api_endpoint: empty, but every enabled job needs it.\nWrite the endpoint's path, such as /v1/orders.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          base_url | api.example.com | 'api.example.com' is no web address. | Write it with https:// and the host, such as https://api.example.com/v1; user and password have settings of their own.
          base_url | https://joe:hunter2@example.com | the value holds a user name or password. | Write it with https:// and the host, such as https://api.example.com/v1; user and password have settings of their own.
          base_page | 2 | '2' is no whole number from 0 to 1. | Write such a number, or leave it empty.
          rate_limit | often | 'often' is no rate. | Write a number and second, minute or hour, such as 10/second or 5000/hour.
          api_key_location | body | 'body' is not known. | Write header, query, param or cookie.
          headers | Accept | 'Accept' is neither a JSON object of plain values nor name=value. | Write {"status": "open", "limit": 50}, or status=open&limit=50.
          timeout | 0 | '0' is no whole number from 1 to 3600. | Write such a number, or leave it empty.
          nested | lists | 'lists' is not known. | Write json, native, tables or skip.
          """)
  void refusesWrongSettingsOfASource(String column, String value, String what, String mend) {
    Book book =
        Jobs.book(rest())
            .sheet(
                "Sources",
                List.of(
                    List.of("source_name", "source_type", column), List.of("shop", "rest", value)));
    assertThat(read(book).problems().stream().map(Problem::message))
        .contains("sheet Sources, row 2, column %s: %s\n%s".formatted(column, what, mend));
  }
}
