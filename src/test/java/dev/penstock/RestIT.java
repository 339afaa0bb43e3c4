package dev.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.source.rest.ApiServer;
import dev.penstock.source.rest.ApiServer.Asked;
import dev.penstock.source.rest.ApiServer.Reply;
import dev.penstock.testing.DuckDb;
import dev.penstock.testing.PenstockProcess;
import dev.penstock.testing.PenstockProcess.Result;
import dev.penstock.testing.Sheets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged jar reads a web API, twice. */
final class RestIT {
  @TempDir private Path home;
  private final List<Integer> issues = new CopyOnWriteArrayList<>(List.of(1, 2, 3));

  /** Pages of two, and of those that changed since. */
  private Reply answer(Asked asked) {
    if (!asked.header("Authorization").equals("Bearer secret-canary")) {
      return Reply.status(401, "{\"message\": \"Bad credentials\"}");
    }
    if (!asked.path().equals("/v1/issues")) {
      return Reply.status(404, "{\"message\": \"Not Found\"}");
    }
    String since = asked.param("since");
    int from = since.isEmpty() ? 0 : Integer.parseInt(since.substring(8, 10));
    List<Integer> wanted = issues.stream().filter(day -> day >= from).toList();
    int page = asked.number("page", 1);
    List<String> records =
        wanted.stream()
            .skip((page - 1) * 2L)
            .limit(2)
            .map(
                day ->
                    "{\"id\": %d, \"user\": {\"login\": \"u%d\"}, \"updated_at\": \"2026-11-%02dT00:00:00Z\"}"
                        .formatted(day, day, day))
            .toList();
    Reply reply = Reply.json(records.toString());
    return page * 2 < wanted.size()
        ? reply.with(
            "Link", "</v1/issues?page=%d&since=%s>; rel=\"next\"".formatted(page + 1, since))
        : reply;
  }

  private PenstockProcess penstock(ApiServer server) throws IOException {
    new Sheets()
        .row(
            "Sources",
            "source_name",
            "tracker",
            "source_type",
            "rest",
            "base_url",
            server.url() + "/v1")
        .job(
            "issues",
            "rest",
            "tracker",
            "issues",
            "load_type",
            "INCREMENTAL",
            "watermark_column",
            "updated_at",
            "primary_key",
            "id",
            "api_endpoint",
            "/issues",
            "params",
            "since={watermark}")
        .job("gone", "rest", "tracker", "gone", "api_endpoint", "/gone")
        .write(home.resolve("config/ingestion_config.xlsx"));
    return new PenstockProcess(home).with("DLT_TRACKER_TOKEN", "secret-canary");
  }

  @Test
  void loadsEachIssueOnceAndTellsWhatFailed() throws Exception {
    try (ApiServer server = new ApiServer(this::answer)) {
      PenstockProcess penstock = penstock(server);
      Result first = penstock.run("--job", "issues");
      assertThat(first.exitCode()).as(first.err() + first.out()).isZero();
      assertThat(rows()).containsExactly("1|u1", "2|u2", "3|u3");

      issues.add(4);
      Result second = penstock.run();
      assertThat(second.exitCode()).as("a job failed").isEqualTo(1);
      assertThat(second.out() + second.err())
          .contains("answered 404", "Check api_endpoint and base_url.");
      assertThat(rows()).containsExactly("1|u1", "2|u2", "3|u3", "4|u4");
      assertThat(server.asked())
          .filteredOn(asked -> asked.param("since").equals("2026-11-03T00:00:00Z"))
          .isNotEmpty();

      Result third = penstock.run("--job", "issues");
      assertThat(third.exitCode()).isZero();
      assertThat(third.out()).contains("NOTHING_NEW");
      assertThat(rows()).hasSize(4);
    }
    assertThat(audit())
        .satisfiesExactlyInAnyOrder(
            row -> assertThat(row).contains(",issues,SUCCESS,3,"),
            row -> assertThat(row).contains(",issues,SUCCESS,1,"),
            row -> assertThat(row).contains(",gone,FAILED,0,").contains("answered 404"),
            row -> assertThat(row).contains(",issues,NOTHING_NEW,0,"));
    assertThat(everything()).doesNotContain("secret-canary");
  }

  private List<String> rows() throws Exception {
    return DuckDb.rows(
        "SELECT id, user__login FROM read_parquet('%s/data/issues/*/*/*/*.parquet') ORDER BY id"
            .formatted(home));
  }

  private List<String> audit() throws IOException {
    try (Stream<Path> files = Files.list(home.resolve("metadata"))) {
      List<Path> audit = files.filter(file -> file.toString().endsWith(".csv")).sorted().toList();
      List<String> rows = new java.util.ArrayList<>();
      for (Path file : audit) {
        List<String> lines = Files.readAllLines(file);
        rows.addAll(lines.subList(1, lines.size()));
      }
      return rows;
    }
  }

  /** What the runs wrote for people. */
  private String everything() throws IOException {
    StringBuilder all = new StringBuilder();
    for (String folder : List.of("metadata", "logs")) {
      try (Stream<Path> files = Files.walk(home.resolve(folder))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          all.append(Files.readString(file));
        }
      }
    }
    return all.toString();
  }
}
