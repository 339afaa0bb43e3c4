package dev.penstock.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.source.rest.ApiServer;
import dev.penstock.source.rest.ApiServer.Asked;
import dev.penstock.source.rest.ApiServer.Reply;
import dev.penstock.testing.Sheets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the description of an API to rows, and from the rows to the lake. */
final class DescribedApiTest {
  private static final String DESCRIPTION =
      """
      openapi: 3.0.3
      info: {title: Things, version: "1"}
      servers: [{url: /v1}]
      security: [{key: []}]
      paths:
        /things:
          get:
            parameters:
              - {in: query, name: limit, schema: {type: integer, maximum: 2}}
              - {in: query, name: cursor, schema: {type: string}}
              - {in: query, name: updated_since, schema: {type: string, format: date-time}}
            responses:
              200: {content: {application/json: {schema: {$ref: '#/components/schemas/things'}}}}
        /things/{id}/parts:
          get:
            parameters: [{in: path, name: id, required: true, schema: {type: integer}}]
            responses:
              200: {content: {application/json: {schema: {$ref: '#/components/schemas/things'}}}}
        /things/{id}:
          get:
            responses:
              200: {content: {application/json: {schema: {$ref: '#/components/schemas/thing'}}}}
      components:
        securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}
        schemas:
          thing:
            properties:
              id: {type: integer}
              name: {type: string}
              updated_at: {type: string, format: date-time}
          things:
            properties:
              items: {type: array, items: {$ref: '#/components/schemas/thing'}}
              next_cursor: {type: string, nullable: true}
      """;

  @TempDir private Path home;
  private SqliteShop shop;
  private Path workbook;
  private final List<Integer> things = new CopyOnWriteArrayList<>(List.of(1, 2, 3));

  @BeforeEach
  void makeWorkbook() throws IOException {
    shop = new SqliteShop(home);
    workbook = home.resolve("config/ingestion_config.xlsx");
    new Sheets()
        .row(
            "SourceConfig",
            "source_type",
            "",
            "source_name",
            "",
            "table_name",
            "",
            "load_type",
            "",
            "enabled",
            "")
        .write(workbook);
    Path secrets = home.resolve(".dlt/secrets.toml");
    Files.createDirectories(secrets.getParent());
    Files.writeString(secrets, "[sources.crm]\napi_key = \"sesame\"\n");
  }

  private String discover(int exitCode, String... options) {
    List<String> all = new ArrayList<>(List.of("discover", "--config", workbook.toString()));
    all.addAll(List.of(options));
    return shop.run(exitCode, all.toArray(String[]::new));
  }

  private ApiServer server() {
    return new ApiServer(
        asked ->
            switch (asked.path()) {
              case "/docs/openapi.yaml" ->
                  Reply.json(DESCRIPTION).with("Content-Type", "text/yaml");
              case "/v1/things" ->
                  asked.header("X-Key").equals("sesame")
                      ? page(asked)
                      : Reply.status(401, "{\"message\": \"who are you?\"}");
              default -> Reply.status(404, "{}");
            });
  }

  private Reply page(Asked asked) {
    assertThat(asked.param("limit")).isEqualTo("2");
    String since = asked.param("updated_since");
    int from = since.isEmpty() ? 0 : Integer.parseInt(since.substring(8, 10));
    List<Integer> wanted = new ArrayList<>(things.stream().filter(day -> day >= from).toList());
    int begin = asked.param("cursor").isEmpty() ? 0 : Integer.parseInt(asked.param("cursor"));
    int end = Math.min(wanted.size(), begin + 2);
    List<String> records =
        wanted.subList(begin, end).stream()
            .map(
                day ->
                    "{\"id\": %d, \"name\": \"t\", \"updated_at\": \"2026-11-%02dT00:00:00Z\"}"
                        .formatted(day, day))
            .toList();
    String next = end < wanted.size() ? "\"" + end + "\"" : "null";
    return Reply.json("{\"items\": %s, \"next_cursor\": %s}".formatted(records, next));
  }

  @Test
  void proposedRowsRunAsTheyAre() throws Exception {
    try (ApiServer server = server()) {
      String address = server.url() + "/docs/openapi.yaml";
      assertThat(discover(0, "--openapi", address, "--source", "crm", "--add", "--enable"))
          .isEqualTo(
              """
              endpoint                table   pages   size  key  proposal                   to fill in
              ----------------------  ------  ------  ----  ---  -------------------------  ----------
              GET /things             things  cursor     2  id   INCREMENTAL by updated_at  -
              GET /things/{id}/parts  parts   auto       -  id   FULL                       params id

              Source crm, for the sheet Sources:
                base_url = %s/v1
                auth_type = api_key
                api_key_name = X-Key
                api_key_location = header
                per_page_param = limit
              In .dlt/secrets.toml under [sources.crm]: api_key

              %s: the source and 2 rows added, 1 of them enabled, as the others need something. Look at them, fill in what they need, then run ./run.sh validate.
              """
                  .formatted(server.url(), workbook));
      assertThat(server.asked()).hasSize(1);
      assertThat(server.asked().get(0).headers()).doesNotContainKeys("X-Key", "Authorization");

      shop.run(0, "run");
      assertThat(shop.ids("things")).containsExactly("1", "2", "3");
      things.add(4);
      shop.run(0, "run");
      assertThat(shop.ids("things")).containsExactly("1", "2", "3", "4");
      assertThat(server.asked().get(server.asked().size() - 1).param("updated_since"))
          .isEqualTo("2026-11-03T00:00:00Z");

      assertThat(discover(0, "--openapi", address, "--source", "CRM", "--add"))
          .contains("Source crm stands in the sheet Sources already and is left as it is.")
          .contains("0 rows added, not enabled yet (enabled = N); 2 were there already.");
    }
  }

  @Test
  void showsWhatItFoundAndChangesNothing() throws Exception {
    Path file = Files.writeString(home.resolve("api.yaml"), DESCRIPTION);
    byte[] before = Files.readAllBytes(workbook);
    assertThat(
            discover(
                0,
                "--openapi",
                file.getFileName().toString(),
                "--source",
                "crm",
                "--columns",
                "--table",
                "parts"))
        .isEqualTo(
            """
            parts  (GET /things/{id}/parts)
              proposal: FULL, no parameter asks for what changed; INCREMENTAL by updated_at reads all and leaves out here what did not
              data_selector: items
              to fill in: params id
              column      type
            ------------  ------------------
              id          integer
              name        string
              updated_at  string (date-time)

            Source crm, for the sheet Sources:
              auth_type = api_key
              api_key_name = X-Key
              api_key_location = header
              per_page_param = limit
            In .dlt/secrets.toml under [sources.crm]: api_key
            Note: the description does not say where the API is: fill in base_url.

            1 row proposed, of 3 operations. --columns shows more, --add appends rows to the workbook.
            """);
    assertThat(discover(0, "--openapi", "api.yaml", "-s", "crm", "-t", "nothing"))
        .isEqualTo("No endpoint that lists records has a table or path matching nothing.\n");
    assertThat(Files.readAllBytes(workbook)).isEqualTo(before);
  }

  @Test
  void saysWhyADescriptionCannotBeRead() {
    discover(2, "--openapi", "none.json", "--source", "crm");
    assertThat(shop.said())
        .isEqualTo(
            "none.json: there is no such file.\nName the file or the address of an OpenAPI description behind --openapi.\n");
    discover(2, "--openapi", "none.json");
    assertThat(shop.said())
        .isEqualTo(
            "option --openapi: nothing says what the source is to be called.\nAdd --source, such as --source crm.\n");
    discover(2, "--openapi", "none.json", "--source", "crm", "--schema", "public");
    assertThat(shop.said())
        .isEqualTo("option --openapi: --schema says nothing of an API.\nLeave it out.\n");
    discover(2, "--source", "crm", "--type", "rest");
    assertThat(shop.said())
        .isEqualTo(
            "source crm: nothing lists the tables of a rest source.\nName them in the workbook yourself, or have rows proposed from the API's OpenAPI description (--openapi).\n");
  }

  @Test
  void fetchesNothingFromWhereNothingIsToBeFetched() {
    try (ApiServer server =
        new ApiServer(
            asked ->
                asked.path().equals("/away")
                    ? Reply.status(302, "").with("Location", "https://elsewhere.example.com/a")
                    : Reply.status(404, "{}"))) {
      String url = server.url();
      discover(1, "--source", "crm", "--openapi", url + "/away?key=abc");
      assertThat(shop.said())
          .isEqualTo(
              "%s/away: a redirect (status 302) leads to https://elsewhere.example.com, but the API is at %s; credentials and data stay there.\nName the file or the address of an OpenAPI description behind --openapi.\n"
                  .formatted(url, url));
      discover(1, "--source", "crm", "--openapi", url + "/gone");
      assertThat(shop.said())
          .isEqualTo(
              "%s/gone: answered 404 ({}).\nName the file or the address of an OpenAPI description behind --openapi.\n"
                  .formatted(url));
    }
    discover(2, "--source", "crm", "--openapi", "http://api.example.com/a.json");
    assertThat(shop.said())
        .startsWith(
            "http://api.example.com/a.json: http://api.example.com is not encrypted, so that anybody on the way could read credentials and data.");
    discover(1, "--source", "crm", "--openapi", "https://169.254.169.254/latest");
    assertThat(shop.said())
        .startsWith(
            "https://169.254.169.254/latest: 169.254.169.254 is 169.254.169.254, an address that machines keep for themselves and their credentials.");
    discover(2, "--source", "crm", "--openapi", "https://me:secret@example.com/a");
    assertThat(shop.said())
        .isEqualTo(
            "option --openapi: that is no address of a host, or it has a name and a password in it.\nA description that needs a login is to be downloaded first, and named as a file.\n");
  }
}
