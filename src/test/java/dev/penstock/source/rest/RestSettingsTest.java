package dev.penstock.source.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.Problem;
import dev.penstock.job.ApiSetting;
import dev.penstock.job.Job;
import dev.penstock.secret.KeyAnswer;
import dev.penstock.source.Server;
import dev.penstock.source.Visit;
import dev.penstock.source.rest.ApiServer.Reply;
import dev.penstock.workbook.Regenerated;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Where the settings of an API come from, and what is told before it is asked. */
final class RestSettingsTest {
  private static List<String> offline(Loaded loaded, Endpoints... endpoints) {
    try (RestConnector connector = loaded.connector()) {
      List<Job> jobs = java.util.Arrays.stream(endpoints).map(Endpoints::job).toList();
      return connector.offlineProblems(jobs).stream().map(Problem::message).toList();
    }
  }

  @Test
  void letsTheSecretStoreWinOverTheSheetAndTheRowOverBoth() {
    try (ApiServer server = new ApiServer(asked -> Reply.json("[]"))) {
      Loaded.from(server)
          .sheet("params", "a=1&b=1&c=1")
          .secret("params", "a=2&b=2")
          .sheet("pagination_type", "cursor")
          .run(Endpoints.at("/v1/a").params("b=3").with(ApiSetting.PAGINATION_TYPE, "single_page"));
      assertThat(server.asked().get(0).query()).isEqualTo(Map.of("a", "2", "b", "3"));
    }
  }

  @Test
  void tellsWhatIsWrongWithoutAsking() {
    assertThat(offline(Loaded.from("https://api.example.com"), Endpoints.at("/v1/a"))).isEmpty();
    assertThat(
            offline(
                Loaded.from("https://api.example.com").secret("rate_limit", "often"),
                Endpoints.at("/v1/a"),
                Endpoints.at("/v1/b")))
        .containsExactly(
            "source crm, rate_limit: 'often' is no rate.\nWrite a number and second, minute or hour, such as 10/second or 5000/hour.");
    assertThat(
            offline(
                Loaded.from("https://api.example.com").sheet("auth_type", "bearer"),
                Endpoints.at("/v1/a")))
        .containsExactly(
            "source crm: no token.\nLooked in sheet Sources (source_name crm, column token) and test (token).");
    assertThat(
            offline(
                Loaded.from("https://api.example.com"),
                Endpoints.at("/v1/{x}").types(Map.of("a", "big"))))
        .containsExactly(
            "sheet SourceConfig, row 7, column column_types: a=big names no type.\nThe types are: text, bigint, integer, smallint, double, real, decimal(p,s), boolean, date, time, time_ns, timestamp, timestamp_ns, timestamptz, timestamptz_ns, json, binary, list(type), struct(name type, ...); p is at most 38, s at most p.",
            "sheet SourceConfig, row 7, column api_endpoint: {x} stands for nothing.\nGive it a value in params, such as x=...");
    assertThat(
            offline(
                Loaded.from("https://api.example.com"),
                Endpoints.at("/v1/a")
                    .with(ApiSetting.PAGINATION_TYPE, "offset")
                    .with(ApiSetting.STOP_AFTER_EMPTY_PAGE, "no")))
        .hasSize(1);
  }

  @Test
  void neverShowsASecretThatIsWrong() {
    Loaded.from("https://api.example.com")
        .secret("token", "a\nb")
        .fails(
            Endpoints.at("/v1/a"),
            ErrorCode.CONFIG,
            "source crm, token: the value holds a line break or another control character.\nTake it out.");
  }

  @Test
  void listsTheKeysThatAreThereOrNeeded() {
    try (RestConnector connector =
        Loaded.from("https://api.example.com")
            .sheet("auth_type", "basic")
            .secret("password", "p")
            .connector()) {
      assertThat(connector.keyAnswers(List.of(Endpoints.at("/v1/a").job())))
          .extracting(answer -> answer.key().key() + " " + answer.outcome())
          .containsExactly(
              "base_url FOUND", "auth_type FOUND", "username NEEDED", "password FOUND");
      assertThat(connector.keyAnswers(List.of())).isEqualTo(List.<KeyAnswer>of());
    }
  }

  @Test
  void looksInOnAnApi() {
    try (ApiServer server = new ApiServer(a -> Reply.json("[]").with("Server", "shop/1.0"));
        RestConnector connector = Loaded.from(server).connector();
        Visit visit = connector.visit(Endpoints.at("/v1/a").job())) {
      Server found = visit.server();
      assertThat(found.place()).isEqualTo("API at " + server.url());
      assertThat(found.version()).isEqualTo("shop/1.0");
      assertThat(found.encryption()).contains("none");
      assertThat(visit.clock()).isPresent();
      visit.roundTrip();
      visit.tryReading(Endpoints.at("/v1/b").job());
      assertThat(server.asked())
          .extracting(ApiServer.Asked::path)
          .containsExactly("/v1/a", "/v1/a", "/v1/b");
    }
  }

  @Test
  void theDocsListTheSettings() throws IOException {
    StringBuilder table =
        new StringBuilder("| Key | Empty means | What it does |\n| --- | --- | --- |\n");
    for (ApiSetting setting : ApiSetting.values()) {
      table.append(
          "| `%s`%s | %s | %s |\n"
              .formatted(
                  setting.key(),
                  setting.isSecret() ? " (secret)" : "",
                  setting.defaultText(),
                  setting.doc()));
    }
    Regenerated.check(Path.of("docs/sources/rest.md"), "settings", table.toString());
  }
}
