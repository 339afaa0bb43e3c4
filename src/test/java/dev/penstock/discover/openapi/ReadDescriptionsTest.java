package dev.penstock.discover.openapi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.job.ApiSetting;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is read of descriptions, and what is refused. */
final class ReadDescriptionsTest {
  private static ApiProposal of(String text) {
    return of(text, Optional.empty());
  }

  private static ApiProposal of(String text, Optional<URI> address) {
    return ApiDescription.read("api.json", address, text.getBytes(UTF_8)).proposal();
  }

  /** A description of {@code GET /things}, with what else it says. */
  private static String things(String parameters, String answer, String more) {
    return """
        {"openapi": "3.0.3", "servers": [{"url": "https://api.example.com/v1/"}], %s
         "paths": {"/things": {"get": {"parameters": [%s],
           "responses": {"200": {"content": {"application/json": {"schema": %s}}}}}}}}
        """
        .formatted(more.isEmpty() ? "" : more + ",", parameters, answer);
  }

  private static String query(String name, String schema) {
    return "{\"in\": \"query\", \"name\": \"%s\", \"schema\": %s}".formatted(name, schema);
  }

  private static String list(String record, String beside) {
    return """
        {"type": "object", "properties": {"data": {"type": "array", "items": %s} %s}}
        """
        .formatted(record, beside.isEmpty() ? "" : ", " + beside);
  }

  private static void fails(String text, String message) {
    assertThatThrownBy(() -> of(text))
        .isInstanceOfSatisfying(
            IngestException.class,
            e -> {
              assertThat(e.getMessage()).isEqualTo(message);
              assertThat(e.code()).isEqualTo(ErrorCode.CONFIG);
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          cursor string          | "next_cursor": {"type": "string"}                                          | cursor      | {CURSOR_PARAM=cursor, CURSOR_PATH=next_cursor}
          page_token string      | "nextPageToken": {"type": "string"}                                        | cursor      | {CURSOR_PARAM=page_token, CURSOR_PATH=nextPageToken}
          page[after] string     | "meta": {"type": "object", "properties": {"after": {"type": "string"}}}    | cursor      | {CURSOR_PARAM=page[after], CURSOR_PATH=meta.after}
          cursor string          | "next": {"type": "string", "format": "uri"}                                | json_link   | {NEXT_URL_PATH=next}
          cursor string          | "next": {"type": "string"}                                                 | cursor      | {CURSOR_PARAM=cursor, CURSOR_PATH=next}
          page integer           | "next": {"type": "string"}                                                 | json_link   | {NEXT_URL_PATH=next}
          $skip integer          | "@odata.nextLink": {"type": "string"}                                      | json_link   | {NEXT_URL_PATH=['@odata.nextLink']}
          offset integer         | "total": {"type": "integer"}                                               | offset      | {OFFSET_PARAM=offset}
          offset integer         | "has_more": {"type": "boolean"}                                            | offset      | {OFFSET_PARAM=offset, HAS_MORE_PATH=has_more}
          pageNumber integer     | "total": {"type": "integer"}                                               | page_number | {PAGE_PARAM=pageNumber}
          start string           | "total": {"type": "integer"}                                               | auto        | {}
          cursor string          | "total": {"type": "integer"}                                               | auto        | {}
          """)
  void findsHowPagesFollow(String param, String beside, String type, String settings) {
    String[] named = param.split(" ", 2);
    ApiProposal api =
        of(
            things(
                query(named[0], "{\"type\": \"" + named[1] + "\"}"),
                list("{\"type\": \"object\"}", beside),
                ""));
    EndpointProposal row = api.endpoints().get(0);
    assertThat(row.row().getOrDefault(ApiSetting.PAGINATION_TYPE, "auto")).isEqualTo(type);
    assertThat(new java.util.TreeMap<>(row.shared())).hasToString(settings);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          since                | {"type": "string", "format": "date-time"} | INCREMENTAL by updated_at | since={watermark}
          updated_after        | {"type": "string", "format": "date"}      | INCREMENTAL by updated_at | updated_after={watermark:date}
          modifiedSince        | {"type": "integer"}                       | INCREMENTAL by updated_at | modifiedSince={watermark:epoch_seconds}
          updated_at_min       | {"type": "string"}                        | INCREMENTAL by updated_at | updated_at_min={watermark}
          filter[updated_at][gte] | {"type": "string"}                     | INCREMENTAL by updated_at | filter[updated_at][gte]={watermark}
          created_after        | {"type": "string"}                        | FULL                      |
          updated_before       | {"type": "string"}                        | FULL                      |
          """)
  void findsWhatAsksForChanges(String name, String schema, String proposal, String params) {
    String record =
        "{\"type\": \"object\", \"properties\": {\"updated_at\": {\"type\": \"string\"}}}";
    EndpointProposal row = of(things(query(name, schema), list(record, ""), "")).endpoints().get(0);
    assertThat(row.text()).isEqualTo(proposal);
    assertThat(row.row().get(ApiSetting.PARAMS)).isEqualTo(params);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"type": "apiKey", "in": "query", "name": "key"}   | {AUTH_TYPE=api_key, API_KEY_NAME=key, API_KEY_LOCATION=query}   | [API_KEY]
          {"type": "apiKey", "in": "cookie", "name": "sid"}  | {AUTH_TYPE=api_key, API_KEY_NAME=sid, API_KEY_LOCATION=cookie}  | [API_KEY]
          {"type": "http", "scheme": "Bearer"}               | {AUTH_TYPE=bearer}                                              | [TOKEN]
          {"type": "http", "scheme": "basic"}                | {AUTH_TYPE=basic}                                               | [USERNAME, PASSWORD]
          {"type": "http", "scheme": "digest"}               | {}                                                              | []
          {"type": "openIdConnect", "openIdConnectUrl": "x"} | {AUTH_TYPE=oauth2}                                              | [CLIENT_ID, CLIENT_SECRET]
          {"type": "oauth2", "flows": {"clientCredentials": {"tokenUrl": "https://id.example.com/token"}}} | {AUTH_TYPE=oauth2, OAUTH_URL=https://id.example.com/token, SCOPE=read} | [CLIENT_ID, CLIENT_SECRET]
          {"type": "oauth2", "flows": {"authorizationCode": {"tokenUrl": "/token"}}} | {AUTH_TYPE=oauth2, OAUTH_URL=https://api.example.com/token, SCOPE=read} | [CLIENT_ID, CLIENT_SECRET, REFRESH_TOKEN]
          {"type": "oauth2", "flows": {"implicit": {"authorizationUrl": "https://login.microsoftonline.com/common"}}} | {AUTH_TYPE=entra} | [AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURE_CLIENT_SECRET]
          """)
  void tellsWhoAsks(String scheme, String settings, String secrets) {
    ApiProposal api =
        of(
            things(
                "",
                list("{}", ""),
                "\"security\": [{\"it\": [\"read\"]}], \"components\": {\"securitySchemes\": {\"it\": "
                    + scheme
                    + "}}"));
    Map<ApiSetting, String> found = new java.util.EnumMap<>(api.ordered());
    assertThat(found.remove(ApiSetting.BASE_URL)).isEqualTo("https://api.example.com/v1");
    assertThat(found).hasToString(settings);
    assertThat(api.secrets()).hasToString(secrets);
  }

  @Test
  void whatAnEndpointNeedsUnlikeTheOthersIsSaid() {
    ApiProposal api =
        of(
            """
            {"swagger": "2.0", "host": "a.example.com", "paths": {
              "/a": {"get": {"parameters": [{"in": "query", "name": "cursor", "type": "string"}],
                "responses": {"200": {"schema": {"properties": {"items": {"type": "array"}, "next_cursor": {"type": "string"}}}}}}},
              "/b": {"get": {"parameters": [{"in": "query", "name": "after", "type": "string"},
                  {"in": "header", "name": "X-Version", "required": true, "type": "string", "enum": ["7"]},
                  {"in": "query", "name": "kind", "required": true, "type": "string", "default": "a&b"}],
                "responses": {"200": {"schema": {"properties": {"items": {"type": "array"}, "next_cursor": {"type": "string"}}}}}}}}}
            """);
    assertThat(api.settings()).isEqualTo(Map.of(ApiSetting.BASE_URL, "https://a.example.com"));
    assertThat(api.endpoints().get(0).needs()).isEmpty();
    assertThat(api.endpoints().get(1).needs())
        .containsExactly(
            "headers X-Version=7 of the source",
            "cursor_param after, unlike the others of the source");
    assertThat(api.endpoints().get(1).row().get(ApiSetting.PARAMS)).isEqualTo("{\"kind\":\"a&b\"}");
  }

  @Test
  void aRelativeServerIsBelowTheAddressOfTheDescription() {
    String text = things("", list("{}", ""), "").replace("https://api.example.com/v1/", "/v3");
    assertThat(of(text).notes())
        .containsExactly("the description does not say where the API is: fill in base_url");
    URI address = URI.create("https://pets.example.com/docs/openapi.json");
    assertThat(of(text, Optional.of(address)).settings())
        .containsEntry(ApiSetting.BASE_URL, "https://pets.example.com/v3");
  }

  @Test
  void tablesHaveDifferentNames() {
    StringBuilder paths = new StringBuilder();
    for (String path :
        List.of("/v1/users", "/v1/teams/{id}/users", "/users.json", "/", "/{a}", "/v2/bigThings")) {
      paths.append(paths.isEmpty() ? "" : ", ").append('"').append(path).append("\": ");
      paths.append("{\"get\": {\"responses\": {\"200\": {\"schema\": {\"type\": \"array\"}}}}}");
    }
    assertThat(of("{\"swagger\": \"2.0\", \"paths\": {" + paths + "}}").endpoints())
        .extracting(EndpointProposal::table)
        .containsExactly("users", "teams_users", "users_2", "records", "records_2", "big_things");
  }

  @Test
  void schemasThatReferToThemselvesEnd() {
    String text =
        things(
            "",
            "{\"$ref\": \"#/components/schemas/node\"}",
            """
            "components": {"schemas": {"node": {"allOf": [{"$ref": "#/components/schemas/node"}],
              "properties": {"parent": {"$ref": "#/components/schemas/node"},
                "data": {"type": "array", "items": {"$ref": "#/components/schemas/node"}}}}}}
            """);
    assertThat(of(text).endpoints().get(0).row()).containsEntry(ApiSetting.DATA_SELECTOR, "data");
  }

  @Test
  void aliasesTakeNoRoom() {
    StringBuilder yaml = new StringBuilder("openapi: 3.0.0\nx: &a0 {type: string}\n");
    for (int i = 1; i < 60; i++) {
      yaml.append("y%d: &a%d [*a%d, *a%d, *a%d]\n".formatted(i, i, i - 1, i - 1, i - 1));
    }
    yaml.append(
        """
        paths:
          /things:
            get:
              responses:
                200:
                  content:
                    application/json:
                      schema: {type: array, items: &it {properties: {id: {<<: *a0, title: x}}}}
        """);
    assertThat(of(yaml.toString()).endpoints().get(0).columns()).isEqualTo(Map.of("id", "string"));
  }

  @Test
  void refusesWhatIsNoDescription() {
    fails(" \n", "api.json: it is empty.\nName a file or an address with a description in it.");
    fails(
        "<html><title>Sign in</title></html>",
        "api.json: it is a web page or XML, not JSON or YAML.\nFind the address of the description itself; it often ends in openapi.json or swagger.json.");
    fails(
        "{\"openapi\": \"3.0.0\",\n \"paths\": {\"/a\": }}",
        "api.json, line 2: it is no JSON (Unexpected character ('}' (code 125)): expected a value).\nCorrect it, or fetch it anew.");
    fails(
        "openapi: 3.0.0\npaths:\n\t/a: b",
        "api.json, line 3: it is neither JSON nor YAML (found character '\\t(TAB)' that cannot start any token. (Do not use \\t(TAB) for indentation)).\nCorrect it, or fetch it anew.");
    fails(
        "openapi: 3.0.0\npaths: &p\n  /a: *p",
        "api.json: the alias *p names nothing that stands before it.\nCorrect it, or fetch it anew.");
    fails(
        "just words",
        "api.json: it is no OpenAPI or Swagger description.\nName the file whose first lines hold openapi or swagger.");
    fails(
        "{\"kind\": \"discovery#restDescription\", \"version\": \"v4\"}",
        "api.json: it is no OpenAPI or Swagger description: it holds neither openapi nor swagger.\nName the file that begins with one of them. Other kinds of descriptions are not read.");
    fails(
        "{\"swagger\": \"1.2\", \"paths\": {\"/a\": {}}}",
        "api.json: swagger 1.2 is a version that is not known here.\nOpenAPI 3.0 and 3.1 and Swagger 2.0 are read; have the description turned into one of them.");
    fails(
        "openapi: 4.0.0\npaths: {/a: {}}",
        "api.json: openapi 4.0.0 is a version that is not known here.\nOpenAPI 3.0 and 3.1 and Swagger 2.0 are read; have the description turned into one of them.");
    fails(
        "{\"openapi\": \"3.1.0\", \"webhooks\": {}}",
        "api.json: it describes no paths.\nName the description itself; one of parts, or of webhooks alone, has no endpoints to read.");
    fails(
        things("", "{\"type\": \"string\"}", ""),
        "api.json: of its 1 operations none reads a list of records as JSON.\nWrite the row yourself (docs/sources/rest.md), if an endpoint does so all the same.");
  }

  @Test
  void refusesReferencesThatLeadAstray() {
    fails(
        things("", "{\"$ref\": \"schemas/thing.yaml#/thing\"}", ""),
        "api.json: $ref 'schemas/thing.yaml#/thing' leads into another file, and only one is read.\nBundle the description into one file, as tools for OpenAPI do, and name that.");
    fails(
        things("", "{\"$ref\": \"#/components/schemas/gone\"}", ""),
        "api.json: $ref '#/components/schemas/gone' leads to nothing.\nCorrect the description.");
    fails(
        things(
            "",
            "{\"$ref\": \"#/components/schemas/a\"}",
            "\"components\": {\"schemas\": {\"a\": {\"$ref\": \"#/components/schemas/b\"}, \"b\": {\"$ref\": \"#/components/schemas/a\"}}}"),
        "api.json: $ref '#/components/schemas/b' leads back to itself.\nCorrect the description.");
  }

  @Test
  void refusesWhatHasNoEnd() {
    fails(
        "{\"openapi\": \"3.0.0\", \"paths\": " + "[".repeat(10_000),
        "api.json: it is nested more than 200 levels deep.\nName a description as tools write it.");
    fails(
        "openapi: 3.0.0\npaths: " + "[".repeat(10_000),
        "api.json: it is nested more than 200 levels deep.\nName a description as tools write it.");
    fails(
        "openapi: 3.0.0\na: &a {}\nb: [" + "*a, ".repeat(10_001) + "]",
        "api.json: it has more than 10,000 aliases.\nWrite them out, or as $ref.");
    fails(
        "#".repeat(ApiDescription.MOST_BYTES + 1),
        "api.json: it is larger than 32 MB.\nLeave out of it what is not to be loaded; many tools can cut a description by tags or paths.");
    StringBuilder paths = new StringBuilder();
    for (int i = 0; i <= Operations.MOST; i++) {
      paths.append("  /a%d: {get: {}}\n".formatted(i));
    }
    fails(
        "openapi: 3.0.0\npaths:\n" + paths,
        "api.json: it has more than 20,000 operations.\nLeave out of it what is not to be loaded.");
  }
}
