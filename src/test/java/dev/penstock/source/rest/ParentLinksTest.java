package dev.penstock.source.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.BadInput;
import dev.penstock.evidence.Input;
import dev.penstock.failure.ErrorCode;
import dev.penstock.job.ApiSetting;
import dev.penstock.source.rest.ApiServer.Asked;
import dev.penstock.source.rest.ApiServer.Reply;
import dev.penstock.source.rest.Loaded.Run;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Endpoints whose address stands in a field of the parent's records. */
final class ParentLinksTest {
  private static final String MEND =
      "Name another field, leave such records out by query_filter in the row of the parent, or correct base_url; what is at another place needs a source of its own.";

  private static Endpoints at(String path) {
    return Endpoints.at(path).id("commits").under(Endpoints.at("/repos").id("repos").key("id"));
  }

  /**
   * An API below {@code /api}.
   *
   * @param repos the records of the parent, by where the API is
   */
  private static ApiServer server(UnaryOperator<String> repos) {
    return new ApiServer(
        asked -> {
          String home = "http://" + asked.header("Host");
          return Reply.json(
              asked.path().equals("/api/repos")
                  ? repos.apply(home)
                  : "[{\"path\": \"%s\", \"query\": \"%s\"}]"
                      .formatted(asked.path(), asked.query()));
        });
  }

  private static Loaded from(ApiServer server) {
    return Loaded.from(server.url() + "/api");
  }

  private static List<String> paths(ApiServer server) {
    return server.asked().stream().map(Asked::path).toList();
  }

  private static String repo(int id, String url) {
    return "{\"id\": %d, \"url\": \"%s\"}".formatted(id, url);
  }

  @Test
  void asksAtTheAddressThatARecordHolds() {
    try (ApiServer server =
        server(
            home ->
                "[%s, %s]"
                    .formatted(
                        // As GitHub writes them, with what may be filled in.
                        repo(1, home + "/api/repos/o/a/commits{/sha}{?since,until}"),
                        repo(2, home + "/api/repos/o/b%20c/commits?all=1&page=3")))) {
      Run run = from(server).run(at("{parent.url}?page=1").params("per_page=5"));
      assertThat(run.column("path"))
          .containsExactly("/api/repos/o/a/commits", "/api/repos/o/b%20c/commits");
      assertThat(run.column("query"))
          .containsExactly("{page=1, per_page=5}", "{all=1, page=1, per_page=5}");
      assertThat(run.column("_parent_id")).containsExactly(1L, 2L);
      assertThat(run.splits().get(0).query()).startsWith("GET {parent.url}: ");
    }
  }

  @Test
  void goesOnBelowTheAddress() {
    try (ApiServer server =
        server(
            home ->
                "[%s, %s]"
                    .formatted(
                        repo(1, home + "/api/repos/1/?v=2#top"), repo(2, home + "/api/repos/2")))) {
      Run run = from(server).run(at("{parent.url}/commits/{parent.id}.json?a={parent.id}"));
      assertThat(run.column("path"))
          .containsExactly("/api/repos/1/commits/1.json", "/api/repos/2/commits/2.json");
      assertThat(run.column("query")).containsExactly("{v=2, a=1}", "{a=2}");
    }
  }

  @Test
  void resolvesRelativeAddresses() {
    String repos =
        "[%s, %s, {\"id\": 3, \"url\": 33}, %s, %s]"
            .formatted(
                repo(1, "/api/v2/repos/1"),
                repo(2, "repos/2?x=a b"),
                repo(4, "../other/4"),
                repo(5, "?list=5"));
    try (ApiServer server = server(home -> repos)) {
      Run run = from(server).run(at("{parent.url}"));
      assertThat(run.column("path"))
          .containsExactly("/api/v2/repos/1", "/api/repos/2", "/api/33", "/other/4", "/api/");
      assertThat(run.column("query")).containsExactly("{}", "{x=a b}", "{}", "{}", "{list=5}");
    }
  }

  @Test
  void aStepOfAPathStaysOne() {
    try (ApiServer server = server(home -> "[" + repo(1, "group/one") + "]")) {
      Run run = from(server).run(at("/{parent.url}/commits"));
      assertThat(run.column("path")).containsExactly("/api/group%2Fone/commits");
    }
  }

  @Test
  @BadInput(
      value = Input.PARENT_ADDRESS,
      says =
          "{parent.url} of parent id=2 leads to …, but the API is at …; credentials and data stay there.\nName another field, leave such records out by query_filter in the row of the parent, or correct base_url; what is at another place needs a source of its own.",
      taken = "nothing is sent there, whatever allowed_hosts says")
  void takesNothingToAnotherOrigin() {
    try (ApiServer other = new ApiServer(asked -> Reply.json("[]"));
        ApiServer server =
            server(
                home ->
                    "[%s, %s]"
                        .formatted(
                            repo(1, home + "/api/repos/1"),
                            repo(2, other.url() + "/repos/2?sig=s3cret")))) {
      Loaded loaded =
          from(server)
              .secret("token", "s3cret-token")
              .sheet("headers", "X-Key=s3cret-header")
              .sheet("params", "key=s3cret-param")
              // Links to next pages may lead there; the places of records may not.
              .sheet("allowed_hosts", "127.0.0.1");
      for (String requests : List.of("1", "2")) {
        loaded.fails(
            at("{parent.url}").with(ApiSetting.PARALLEL_REQUESTS, requests),
            ErrorCode.SOURCE_REFUSED,
            "sheet SourceConfig, row 7, column api_endpoint: {parent.url} of parent id=2 leads to %s/repos/2, but the API is at %s; credentials and data stay there.\n%s"
                .formatted(other.url(), server.url(), MEND));
      }
      assertThat(other.asked()).isEmpty();
    }
  }

  @Test
  void refusesAddressesThatOnlyLookLikeHome() {
    for (String url :
        List.of(
            "//example.com/x",
            "https://127.0.0.1/x",
            "http://127.0.0.1@example.com/x",
            "HTTP://LOCALHOST/x")) {
      try (ApiServer server = server(home -> "[" + repo(1, url) + "]")) {
        assertThat(refusal(server)).contains("leads to ").contains("but the API is at ");
        assertThat(paths(server)).containsExactly("/api/repos");
      }
    }
  }

  private static String refusal(ApiServer server) {
    try {
      from(server).run(at("{parent.url}"));
      return "";
    } catch (dev.penstock.failure.IngestException e) {
      return e.getMessage();
    }
  }

  @Test
  @BadInput(
      value = Input.PARENT_ADDRESS,
      says =
          "{parent.url} of parent id=1 is 'issue:12', which is no web address, as is due where api_endpoint begins with it.\nName another field, or leave such records out by query_filter in the row of the parent; a value that is a step of the path below base_url is written /{parent.url}.")
  void refusesWhatIsNoAddress() {
    for (String url : List.of("issue:12", "http:\\\\x", "ftp://127.0.0.1/x", "http://", "%zz")) {
      try (ApiServer server = server(home -> "[" + repo(1, url.replace("\\", "\\\\")) + "]")) {
        from(server)
            .fails(
                at("{parent.url}"),
                ErrorCode.SOURCE_REFUSED,
                "sheet SourceConfig, row 7, column api_endpoint: {parent.url} of parent id=1 is '%s', which is no web address, as is due where api_endpoint begins with it.\nName another field, or leave such records out by query_filter in the row of the parent; a value that is a step of the path below base_url is written /{parent.url}."
                    .formatted(url));
      }
    }
  }

  @Test
  void leavesOutRecordsWithoutAnAddress() {
    try (ApiServer server =
        server(home -> "[{\"id\": 1, \"url\": null}, " + repo(2, home + "/api/2") + "]")) {
      Run run = from(server).run(at("{parent.url}"));
      assertThat(run.column("path")).containsExactly("/api/2");
      assertThat(run.survey().warnings())
          .containsExactly(
              "1 record of job repos could not be asked for, as nothing stands in a field that the request names (record 1 has no url)");
    }
  }

  @Test
  void namesTheParentByItsKeyWhereItsAddressFails() {
    try (ApiServer server =
        new ApiServer(
            asked ->
                asked.path().equals("/api/repos")
                    ? Reply.json("[" + repo(7, "/api/repos/7?sig=s3cret") + "]")
                    : Reply.status(404, "{}"))) {
      assertThat(refusal(server))
          .startsWith(
              "sheet SourceConfig, row 7, source crm: GET {parent.url}, parent id=7 (%s/api/repos/7), page 1: answered 404"
                  .formatted(server.url()));
    }
  }
}
