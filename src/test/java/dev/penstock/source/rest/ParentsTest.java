package dev.penstock.source.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.BadInput;
import dev.penstock.evidence.Input;
import dev.penstock.failure.ErrorCode;
import dev.penstock.job.ApiSetting;
import dev.penstock.source.Source;
import dev.penstock.source.rest.ApiServer.Asked;
import dev.penstock.source.rest.ApiServer.Reply;
import dev.penstock.source.rest.Loaded.Run;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Endpoints that are asked for each record of another job. */
final class ParentsTest {
  private static Endpoints parents() {
    return Endpoints.at("/issues").id("issues").key("id");
  }

  private static Endpoints comments() {
    return Endpoints.at("/issues/{parent.id}/comments").id("comments").under(parents());
  }

  private static ApiServer server(String issues, Function<Asked, Reply> comments) {
    return new ApiServer(
        asked -> asked.path().equals("/issues") ? Reply.json(issues) : comments.apply(asked));
  }

  private static Reply echo(Asked asked) {
    return Reply.json("[{\"path\": \"%s\"}]".formatted(asked.path()));
  }

  private static List<String> paths(ApiServer server) {
    return server.asked().stream().map(Asked::path).toList();
  }

  @Test
  void asksOnceForEachRecordOfTheParent() {
    try (ApiServer server = server("[{\"id\": 7}, {\"id\": 8}, {\"id\": 7}]", ParentsTest::echo)) {
      Run run = Loaded.from(server).run(comments());
      assertThat(paths(server))
          .containsExactly("/issues", "/issues/7/comments", "/issues/8/comments");
      assertThat(run.column("path")).containsExactly("/issues/7/comments", "/issues/8/comments");
      assertThat(run.types()).containsExactly("path text", "_parent_id bigint");
      assertThat(run.column("_parent_id")).containsExactly(7L, 8L);
      assertThat(run.splits().get(0).query())
          .contains("GET " + server.url() + "/issues/{parent.id}/comments: ")
          .endsWith("asked for 2 records of job issues (1 came again), pages read 2");
    }
  }

  @Test
  void readsAllPagesOfTheParentAndOfEachChild() {
    try (ApiServer server =
        new ApiServer(
            asked -> {
              int page = asked.number("page", 0);
              boolean parent = asked.path().equals("/issues");
              int first = parent ? page * 2 : page * 10;
              return Reply.json(
                  page > 1 ? "[]" : "[{\"id\": %d}, {\"id\": %d}]".formatted(first, first + 1));
            })) {
      Endpoints paged =
          Endpoints.at("/issues/{parent.id}/comments")
              .under(parents().with(ApiSetting.PAGINATION_TYPE, "page_number"))
              .with(ApiSetting.PAGINATION_TYPE, "page_number");
      Run run = Loaded.from(server).run(paged);
      assertThat(run.rows()).hasSize(16);
      assertThat(run.column("_parent_id"))
          .containsExactly(0L, 0L, 0L, 0L, 1L, 1L, 1L, 1L, 2L, 2L, 2L, 2L, 3L, 3L, 3L, 3L);
    }
  }

  @Test
  void fillsPathQueryHeadersAndBody() {
    String issues =
        "[{\"id\": \"a/b c\", \"user\": {\"login\": \"zoë\"}, \"n\": 5, \"f\": 1.50, \"ok\": true, \"t\": \"5\"}]";
    try (ApiServer server = server(issues, ParentsTest::echo)) {
      Loaded.from(server)
          .run(
              Endpoints.at("/i/{parent.id}?v={parent.n}")
                  .params("who={parent.user__login}&text=n {parent.n}")
                  .headers("X-Who={parent.user__login}, {parent.n}")
                  .under(parents()));
      Asked get = server.asked().get(1);
      assertThat(get.path()).isEqualTo("/i/a%2Fb%20c");
      assertThat(get.query()).containsEntry("v", "5").containsEntry("who", "zoë");
      assertThat(get.param("text")).isEqualTo("n 5");
      assertThat(get.header("X-Who")).startsWith("zo").endsWith(", 5");
      Loaded.from(server)
          .run(
              Endpoints.at("/search")
                  .body(
                      "{\"filter\": [{\"n\": \"{parent.n}\", \"f\": \"{parent.f}\", \"t\": \"{parent.t}\"}], \"since\": \"{watermark}\", \"s\": \"n {parent.n}\", \"size\": 10}")
                  .params("a.ok={parent.ok}&a.t={parent.t}&a.size=3")
                  .under(parents()));
      assertThat(server.asked().get(3).body())
          .isEqualTo(
              "{\"filter\":[{\"n\":5,\"f\":1.50,\"t\":\"5\"}],\"s\":\"n 5\",\"size\":10,\"a\":{\"ok\":true,\"t\":\"5\",\"size\":3}}");
    }
  }

  @Test
  void passesTextsOnThatLookLikeDates() {
    String issues =
        "[{\"id\": 1, \"day\": \"2024-02-29\", \"at\": \"2024-02-29T10:00:00Z\", \"local\": \"2024-02-29 10:00:00.5\"}]";
    try (ApiServer server = server(issues, ParentsTest::echo)) {
      Endpoints days =
          Endpoints.at("/i/{parent.day}")
              .body("{\"days\": [\"{parent.day}\", \"{parent.at}\", \"{parent.local}\"]}")
              .under(parents(), "day", "at", "local");
      Run run = Loaded.from(server).run(days);
      assertThat(server.asked().get(1).path()).isEqualTo("/i/2024-02-29");
      assertThat(server.asked().get(1).body())
          .isEqualTo(
              "{\"days\":[\"2024-02-29\",\"2024-02-29T10:00:00Z\",\"2024-02-29 10:00:00.5\"]}");
      assertThat(run.types())
          .containsExactly(
              "path text",
              "_parent_id bigint",
              "_parent_day date",
              "_parent_at timestamptz",
              "_parent_local timestamp");
      assertThat(run.column("_parent_day")).hasToString("[19782]");
    }
  }

  @Test
  void copiesFieldsOfTheParent() {
    String issues =
        "[{\"id\": 1, \"name\": \"one\", \"big\": 9007199254740993, \"tags\": [1]}, {\"id\": 2, \"name\": null}]";
    try (ApiServer server = server(issues, ParentsTest::echo)) {
      Run run =
          Loaded.from(server)
              .run(Endpoints.at("/i/{parent.id}").under(parents(), "name", "ID", "big", "tags"));
      assertThat(run.types())
          .containsExactly(
              "path text",
              "_parent_id bigint",
              "_parent_name text",
              "_parent_big bigint",
              "_parent_tags json");
      assertThat(run.column("_parent_name")).containsExactly("one", null);
      assertThat(run.column("_parent_big")).containsExactly(9007199254740993L, null);
      assertThat(run.column("_parent_tags")).containsExactly("[1]", null);
    }
  }

  @Test
  void readsSeveralLevels() {
    try (ApiServer server =
        new ApiServer(
            asked ->
                switch (asked.path()) {
                  case "/orgs" -> Reply.json("[{\"name\": \"x\"}, {\"name\": \"y\"}]");
                  case "/orgs/x/repos" -> Reply.json("[{\"id\": 1}, {\"id\": 2}]");
                  case "/orgs/y/repos" -> Reply.json("[]");
                  default -> Reply.json("[{\"sha\": \"%s\"}]".formatted(asked.path()));
                })) {
      Endpoints orgs = Endpoints.at("/orgs").id("orgs").key("name");
      Endpoints repos =
          Endpoints.at("/orgs/{parent.name}/repos")
              .id("repos")
              .key("_parent_name", "id")
              .under(orgs);
      Endpoints commits =
          Endpoints.at("/{parent._parent_name}/{parent.id}/commits").id("commits").under(repos);
      Run run = Loaded.from(server).run(commits);
      assertThat(run.rows())
          .containsExactly(List.of("/x/1/commits", "x", 1L), List.of("/x/2/commits", "x", 2L));
      assertThat(run.names()).containsExactly("sha", "_parent__parent_name", "_parent_id");
    }
  }

  @Test
  @BadInput(
      value = Input.PARENT_GONE,
      says = "parent id=1, page 1: answered 404, which response_actions ignore",
      taken = "with 404=ignore, which names each; with 404=empty it has no records")
  void obeysTheRulesOfBothRows() {
    String issues =
        "[{\"id\": 1, \"open\": true}, {\"id\": 2, \"open\": false}, {\"id\": 3, \"open\": true}]";
    try (ApiServer server =
        server(
            issues,
            asked ->
                asked.path().contains("/1/")
                    ? Reply.status(404, "{}")
                    : Reply.json("[{\"v\": 1}, {\"v\": 5}]"))) {
      Endpoints job =
          Endpoints.at("/issues/{parent.id}/comments")
              .under(parents().filter("open = 'true'"))
              .filter("v > 2")
              .with(ApiSetting.RESPONSE_ACTIONS, "404=ignore");
      Run run = Loaded.from(server).run(job);
      assertThat(run.rows()).containsExactly(List.of(5L, 3L));
      assertThat(run.survey().warnings())
          .containsExactly(
              "sheet SourceConfig, row 7, source crm: GET %s/issues/{parent.id}/comments, parent id=1, page 1: answered 404, which response_actions ignore"
                  .formatted(server.url()));
      assertThat(run.splits().get(0).query()).endsWith("records left out by query_filter 1");
    }
  }

  @Test
  void namesTheParentWhoseRecordsCannotBeRead() {
    try (ApiServer server =
        server(
            "[{\"id\": 1}, {\"id\": 2}]",
            asked -> asked.path().contains("/2/") ? Reply.status(403, "{}") : Reply.json("[]"))) {
      String place =
          "sheet SourceConfig, row 7, source crm: GET %s/issues/{parent.id}/comments, parent id=2, page 1"
              .formatted(server.url());
      for (String requests : List.of("1", "3")) {
        org.assertj.core.api.Assertions.assertThatThrownBy(
                () ->
                    Loaded.from(server)
                        .run(comments().with(ApiSetting.PARALLEL_REQUESTS, requests)))
            .hasMessageStartingWith(place + ": ");
      }
    }
  }

  @Test
  @BadInput(
      value = Input.PARENT_GONE,
      says =
          "parent id=2, page 1: answered 404 (gone).\nCheck api_endpoint and base_url. Where one record of the parent is gone, response_actions with 404=ignore goes on without it.")
  void saysHowToGoOnWithoutARecordThatIsGone() {
    try (ApiServer server =
        server(
            "[{\"id\": 1}, {\"id\": 2}]",
            asked -> asked.path().contains("/2/") ? Reply.status(404, "gone") : Reply.json("[]"))) {
      Loaded.from(server)
          .fails(
              comments(),
              ErrorCode.SOURCE_REFUSED,
              "sheet SourceConfig, row 7, source crm: GET %s/issues/{parent.id}/comments, parent id=2, page 1: answered 404 (gone).\nCheck api_endpoint and base_url. Where one record of the parent is gone, response_actions with 404=ignore goes on without it."
                  .formatted(server.url()));
    }
  }

  @Test
  @BadInput(
      value = Input.PARENT_EMPTY,
      taken =
          "nothing is asked for, and there are no records: the table of a FULL job becomes empty")
  void asksForNothingWhereTheParentHasNoRecords() {
    try (ApiServer server = server("[]", ParentsTest::echo)) {
      Run run = Loaded.from(server).run(comments());
      assertThat(run.rows()).isEmpty();
      assertThat(run.survey().rows()).hasValue(0);
      assertThat(paths(server)).containsExactly("/issues");
    }
  }

  @Test
  void sharesLimitAndDeadlineAmongAllLevels() {
    StringBuilder issues = new StringBuilder("[{\"id\": 0}");
    for (int id = 1; id < 10; id++) {
      issues.append(", {\"id\": ").append(id).append('}');
    }
    try (ApiServer server = server(issues + "]", ParentsTest::echo)) {
      Loaded.from(server)
          .sheet("rate_limit", "1/second")
          .fails(
              comments().with(ApiSetting.DEADLINE, "5"),
              ErrorCode.SOURCE_BUSY,
              "sheet SourceConfig, row 7, source crm: GET %s/issues/{parent.id}/comments, parent id=5, page 1: it was not read to its end before the deadline of 5 s.\nRaise deadline, or have the API give less: larger pages (page_size), or less of them (params)."
                  .formatted(server.url()));
      assertThat(server.asked()).hasSize(6);
    }
  }

  @Test
  void readsAnswersThatAreLargerThanWhatWaitsInMemory() {
    String text = "x".repeat(3 << 20);
    try (ApiServer server =
        server(
            "[{\"id\": 1}, {\"id\": 2}, {\"id\": 3}]",
            asked ->
                Reply.json("[{\"t\": \"%s\"}, {\"t\": \"%s\"}]".formatted(text, asked.path())))) {
      Run run = Loaded.from(server).run(comments().with(ApiSetting.PARALLEL_REQUESTS, "3"));
      assertThat(run.column("t")).hasSize(6).contains(text, "/issues/3/comments");
    }
  }

  @Test
  void triesPagesAgainWithoutGivingRecordsTwice() {
    AtomicInteger tries = new AtomicInteger();
    try (ApiServer server =
        server(
            "[{\"id\": 1}, {\"id\": 2}]",
            asked ->
                tries.incrementAndGet() % 2 == 1
                    ? Reply.json("[{\"v\": 1}, {\"v\": 2}, {\"w")
                    : Reply.json("[{\"v\": 1}, {\"v\": 2}]"))) {
      for (String requests : List.of("1", "2")) {
        tries.set(0);
        Run run = Loaded.from(server).run(comments().with(ApiSetting.PARALLEL_REQUESTS, requests));
        assertThat(run.rows()).hasSize(4);
      }
    }
  }

  @Test
  @BadInput(
      value = Input.PARENT_FIELD_NULL,
      says =
          "2 records of job issues could not be asked for, as nothing stands in a field that the request names (record 2 has no u)")
  void leavesOutParentsWithoutWhatTheRequestNames() {
    String issues = "[{\"id\": 1, \"u\": \"a\"}, {\"id\": 2}, {\"id\": 3, \"u\": \"\"}]";
    try (ApiServer server = server(issues, ParentsTest::echo)) {
      Run run = Loaded.from(server).run(Endpoints.at("/u/{parent.u}").under(parents()));
      assertThat(run.column("path")).containsExactly("/u/a");
      assertThat(run.survey().warnings())
          .containsExactly(
              "2 records of job issues could not be asked for, as nothing stands in a field that the request names (record 2 has no u)");
    }
  }

  @Test
  @BadInput(
      value = Input.PARENT_FIELD_ABSENT,
      says =
          "none of the 2 records of job issues has a value in 'idd', which {parent.idd} names.\nDid you mean 'id'? Name a field that they have, such as id; those of nested objects are joined by __.")
  @BadInput(
      value = Input.PARENT_FIELD_ABSENT,
      says =
          "parent_fields names nam, in which no record of job issues has a value. Did you mean 'name'? Check its spelling")
  void refusesWhatNoParentHas() {
    try (ApiServer server =
        server("[{\"id\": 1, \"name\": \"one\"}, {\"id\": 2}]", ParentsTest::echo)) {
      Loaded.from(server)
          .fails(
              Endpoints.at("/u/{parent.idd}").under(parents()),
              ErrorCode.CONFIG,
              "sheet SourceConfig, row 7, column parent: none of the 2 records of job issues has a value in 'idd', which {parent.idd} names.\nDid you mean 'id'? Name a field that they have, such as id; those of nested objects are joined by __.");
      Run run = Loaded.from(server).run(Endpoints.at("/u/{parent.id}").under(parents(), "nam"));
      assertThat(run.survey().warnings())
          .containsExactly(
              "parent_fields names nam, in which no record of job issues has a value. Did you mean 'name'? Check its spelling");
    }
  }

  @Test
  void proposesOnlyFieldsThatParentsHaveAndMayGive() {
    try (ApiServer server =
        server(
            "[{\"id\": 1, \"in\": {\"url\": \"a\"}, \"gone\": null, \"secrett\": 1}]",
            ParentsTest::echo)) {
      proposes(server, parents(), "in_url", "Did you mean 'in__url'? ");
      proposes(server, parents(), "gon", "");
      proposes(server, parents(), "secret", "Did you mean 'secrett'? ");
      proposes(server, parents().with(ApiSetting.EXCLUDE_COLUMNS, "secrett"), "secret", "");
    }
  }

  private static void proposes(ApiServer server, Endpoints parents, String field, String hint) {
    Loaded.from(server)
        .fails(
            Endpoints.at("/u/{parent.%s}".formatted(field)).under(parents),
            ErrorCode.CONFIG,
            "sheet SourceConfig, row 7, column parent: none of the 1 records of job issues has a value in '%1$s', which {parent.%1$s} names.\n%2$sName a field that they have, such as id; those of nested objects are joined by __."
                .formatted(field, hint));
  }

  @Test
  void tellsParentsWithoutAKeyApart() {
    try (ApiServer server =
        server("[{\"id\": 1, \"n\": \"a\"}, {\"n\": \"b\"}, {\"n\": \"c\"}]", ParentsTest::echo)) {
      Run run = Loaded.from(server).run(Endpoints.at("/u/{parent.n}").under(parents()));
      assertThat(run.column("path")).containsExactly("/u/a", "/u/b", "/u/c");
      assertThat(run.column("_parent_id")).containsExactly(1L, null, null);
    }
  }

  @Test
  @BadInput(
      value = Input.PARENT_NAMES,
      says =
          "the records have a field '_parent_id' of their own, and 'id' of the parent would become the same column.\nGive the parent's field another name in rename_columns of the parent's row.")
  void refusesColumnsThatWouldBecomeOne() {
    try (ApiServer server = server("[{\"id\": 1}]", asked -> Reply.json("[{\"_parent_id\": 5}]"))) {
      Loaded.from(server)
          .fails(
              comments(),
              ErrorCode.SOURCE_REFUSED,
              "sheet SourceConfig, row 7, source crm: GET %s/issues/{parent.id}/comments, parent id=1, page 1: the records have a field '_parent_id' of their own, and 'id' of the parent would become the same column.\nGive the parent's field another name in rename_columns of the parent's row."
                  .formatted(server.url()));
    }
  }

  @Test
  @BadInput(
      value = Input.PARENT_VALUE,
      says =
          "{parent.id} of record 1 of the parent is '..', which leads to another address.\nName another field, or leave such records out by query_filter in the row of the parent.")
  @BadInput(
      value = Input.PARENT_VALUE,
      says =
          "{parent.h} of parent id=.. holds a line break or another character that no header may carry")
  void refusesValuesThatLeadElsewhereOrBreakHeaders() {
    String issues = "[{\"id\": \"..\", \"h\": \"a\\r\\nX: 1\", \"l\": [1]}]";
    try (ApiServer server = server(issues, ParentsTest::echo)) {
      Loaded loaded = Loaded.from(server);
      String mend =
          ".\nName another field, or leave such records out by query_filter in the row of the parent.";
      String place = "sheet SourceConfig, row 7, column api_endpoint: ";
      loaded.fails(
          comments(),
          ErrorCode.SOURCE_REFUSED,
          place
              + "{parent.id} of record 1 of the parent is '..', which leads to another address"
              + mend);
      loaded.fails(
          Endpoints.at("/x").headers("X-H={parent.h}").under(parents()),
          ErrorCode.SOURCE_REFUSED,
          place
              + "{parent.h} of parent id=.. holds a line break or another character that no header may carry"
              + mend);
      loaded.fails(
          Endpoints.at("/x").params("l={parent.l}").under(parents()),
          ErrorCode.SOURCE_REFUSED,
          place
              + "{parent.l} of parent id=.. is a list or an object, which no request can name"
              + mend);
      assertThat(paths(server)).containsOnly("/issues");
    }
  }

  @Test
  void refusesRowsThatDoNotGoTogether() {
    try (ApiServer server = server("[]", ParentsTest::echo)) {
      Loaded loaded = Loaded.from(server);
      loaded.fails(
          Endpoints.at("/x/{parent.id}"),
          ErrorCode.CONFIG,
          "sheet SourceConfig, row 7, column api_endpoint: {parent.id} stands for nothing, as the column parent is empty.\nWrite into parent the job_id of the row whose records are meant.");
      loaded.fails(
          Endpoints.at("/x").under(parents()),
          ErrorCode.CONFIG,
          "sheet SourceConfig, row 7, column parent: no request would name a field of its records, so that each would get the same answer.\nWrite a field of them into api_endpoint, params or headers, such as {parent.id}, or empty the cell.");
      loaded
          .secret("mask_salt", "s")
          .fails(
              Endpoints.at("/x/{parent.id}").under(parents().with(ApiSetting.MASK_COLUMNS, "id")),
              ErrorCode.CONFIG,
              "sheet SourceConfig, row 7, column parent: 'id' of job issues is needed, but its row masks it.\nName another field, or take it out of mask_columns and exclude_columns there; exclude_columns here keeps _parent_id out of this table.");
      loaded.fails(
          Endpoints.at("/x/{parent.id}").cursor("n").under(Endpoints.at("/issues").id("issues")),
          ErrorCode.CONFIG,
          "sheet SourceConfig, row 7, column parent: load_type is INCREMENTAL, but nothing says by which field each record of job issues is known again.\nWrite that field into primary_key of its row, such as id, or set load_type to FULL.");
      assertThat(server.asked()).isEmpty();
    }
  }

  @Test
  void asksForSeveralParentsAtOnceAndNoMore() {
    AtomicInteger under = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CyclicBarrier together = new CyclicBarrier(3);
    StringBuilder issues = new StringBuilder("[{\"id\": 0}");
    for (int id = 1; id < 30; id++) {
      issues.append(", {\"id\": ").append(id).append('}');
    }
    try (ApiServer server =
        server(
            issues + "]",
            asked -> {
              most.accumulateAndGet(under.incrementAndGet(), Math::max);
              try {
                together.await(20, TimeUnit.SECONDS);
              } catch (Exception e) {
                return Reply.status(400, e.toString());
              } finally {
                under.decrementAndGet();
              }
              return Reply.json("[{\"p\": \"%s\"}, {\"p\": \"again\"}]".formatted(asked.path()));
            })) {
      Run run = Loaded.from(server).run(comments().with(ApiSetting.PARALLEL_REQUESTS, "3"));
      assertThat(run.rows()).hasSize(60);
      assertThat(run.column("_parent_id").stream().distinct()).hasSize(30);
      run.rows().stream()
          .filter(row -> !row.get(0).equals("again"))
          .forEach(row -> assertThat(row.get(0)).isEqualTo("/issues/" + row.get(1) + "/comments"));
      assertThat(most.get()).isEqualTo(3);
    }
  }

  @Test
  void stopsWhileParentsAreAskedFor() throws Exception {
    CyclicBarrier asked = new CyclicBarrier(3);
    try (ApiServer server =
            server(
                "[{\"id\": 1}, {\"id\": 2}]",
                request -> {
                  try {
                    asked.await(20, TimeUnit.SECONDS);
                    Thread.sleep(60_000);
                  } catch (Exception e) {
                    Thread.currentThread().interrupt();
                  }
                  return Reply.json("[]");
                });
        RestConnector connector = Loaded.from(server).connector()) {
      Source source = connector.open(comments().with(ApiSetting.PARALLEL_REQUESTS, "2").job());
      Thread closer =
          new Thread(
              () -> {
                try {
                  asked.await(20, TimeUnit.SECONDS);
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
                source.close();
              });
      closer.start();
      org.assertj.core.api.Assertions.assertThatThrownBy(() -> source.survey(Optional.empty()))
          .hasMessageStartingWith("stopped while an API was read.");
      closer.join();
    }
  }

  @Test
  void looksAtTheFirstParentAlone() {
    try (ApiServer server =
            server(
                "[{\"id\": 7}, {\"id\": 8}]",
                asked -> Reply.json("{\"next\": \"/more\", \"data\": [{\"v\": 1}]}"));
        RestConnector connector = Loaded.from(server).connector()) {
      try (Source source = connector.open(comments().job())) {
        ((RestSource) source).firstPage(Optional.empty());
        assertThat(source.schema().getFields().stream().map(f -> f.getName()))
            .containsExactly("v", "_parent_id");
        assertThat(((RestSource) source).secondPage()).contains("GET " + server.url() + "/more");
      }
      connector.visit(comments().job()).close();
      assertThat(paths(server))
          .containsExactly("/issues", "/issues/7/comments", "/issues", "/issues/7/comments");
    }
  }
}
