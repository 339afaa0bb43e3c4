package dev.penstock.source.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.destination.CommitRecord;
import dev.penstock.engine.JobReport;
import dev.penstock.engine.Planner;
import dev.penstock.engine.RunRequest.Refresh;
import dev.penstock.job.ApiSetting;
import dev.penstock.source.rest.ApiServer.Asked;
import dev.penstock.source.rest.ApiServer.Reply;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lists inside records as tables of their own, from the socket to the files. */
final class InnerTablesTest {
  private static final String ORDERS =
      """
      [{"id": 1, "at": 5, "tags": ["a", "b"],
        "lines": [{"sku": "x", "price": 1.5, "taxes": [{"rate": 7}, {"rate": 19}]},
                  {"sku": "y", "price": 2, "taxes": []}]},
       {"id": 2, "at": 6, "buyer": {"phones": ["+1", null]}, "lines": []},
       {"id": 3, "at": 7}]
      """;

  @TempDir Path root;

  private final AtomicInteger requests = new AtomicInteger();

  private static Endpoints orders() {
    return Endpoints.at("/v1/a")
        .with(ApiSetting.NESTED, "tables")
        .with(ApiSetting.PAGINATION_TYPE, "single_page");
  }

  private List<String> run(Endpoints endpoints, String json) {
    return run(endpoints, Refresh.FROM_WATERMARK, asked -> Reply.json(json));
  }

  private List<String> run(Endpoints endpoints, Refresh refresh, Function<Asked, Reply> api) {
    return new ApiRuns(root)
            .run(
                endpoints.job(),
                refresh,
                asked -> {
                  requests.incrementAndGet();
                  return api.apply(asked);
                })
            .jobs()
            .stream()
            .map(report -> report.jobId() + " " + report.result().status() + rows(report))
            .toList();
  }

  private static String rows(JobReport report) {
    return report.result() instanceof dev.penstock.engine.JobResult.Loaded loaded
        ? " " + loaded.commit().rows()
        : "";
  }

  private List<String> read(String table, String columns) throws Exception {
    return new ApiRuns(root).rows(table, columns);
  }

  private List<CommitRecord> log(Endpoints endpoints, String list) {
    return new ApiRuns(root).log(endpoints.job().ofInner(list));
  }

  @Test
  void makesATableOfEachListByOneFetch() throws Exception {
    assertThat(run(orders(), ORDERS))
        .containsExactly(
            "job1 SUCCESS 3",
            "job1.buyer__phones SUCCESS 2",
            "job1.lines SUCCESS 2",
            "job1.lines__taxes SUCCESS 2",
            "job1.tags SUCCESS 2");
    assertThat(requests).hasValue(1);
    assertThat(read("t", "* EXCLUDE (_row_id, _load_id)")).containsExactly("1|5", "2|6", "3|7");
    assertThat(read("t__tags", "value, _list_index")).containsExactly("a|0", "b|1");
    assertThat(read("t__buyer__phones", "value, _list_index")).containsExactly("+1|0", "null|1");
    assertThat(read("t__lines", "* EXCLUDE (_row_id, _parent_id, _load_id)"))
        .containsExactly("x|1.5|0", "y|2.0|1");
    String joined =
        """
        SELECT o.id, l.sku, x._list_index, x.rate
        FROM read_parquet('%1$s/t/*/*/*/*.parquet') o
        JOIN read_parquet('%1$s/t__lines/*/*/*/*.parquet') l ON l._parent_id = o._row_id
        JOIN read_parquet('%1$s/t__lines__taxes/*/*/*/*.parquet') x ON x._parent_id = l._row_id
        ORDER BY ALL
        """
            .formatted(root);
    assertThat(dev.penstock.testing.DuckDb.rows(joined)).containsExactly("1|x|0|7", "1|x|1|19");
  }

  @Test
  void readsOnFromEachTablesOwnWatermark() throws Exception {
    Endpoints endpoints = orders().cursor("at").key("id");
    run(endpoints, ORDERS);
    assertThat(log(endpoints, "lines").get(0).watermark().orElseThrow().value()).isEqualTo("7");
    requests.set(0);
    // The boundary comes again, with what hangs on it, and one order more without a tag.
    String later =
        """
        [{"id": 3, "at": 7}, {"id": 4, "at": 7, "lines": [{"sku": "z", "price": 3, "taxes": [{"rate": 0}]}]}]
        """;
    assertThat(run(endpoints, later))
        .containsExactly(
            "job1 SUCCESS 1",
            "job1.buyer__phones NOTHING_NEW",
            "job1.lines SUCCESS 1",
            "job1.lines__taxes SUCCESS 1",
            "job1.tags NOTHING_NEW");
    assertThat(requests).hasValue(1);
    assertThat(run(endpoints, later))
        .containsExactly(
            "job1 NOTHING_NEW",
            "job1.buyer__phones NOTHING_NEW",
            "job1.lines NOTHING_NEW",
            "job1.lines__taxes NOTHING_NEW",
            "job1.tags NOTHING_NEW");
    assertThat(read("t__lines", "sku, _root_at")).containsExactly("x|5", "y|5", "z|7");
    requests.set(0);
    // A table without new rows moves on with the records, so that one fetch goes on doing for all.
    run(endpoints, "[{\"id\": 5, \"at\": 9, \"tags\": [\"c\"]}]");
    assertThat(log(endpoints, "lines").get(2).watermark().orElseThrow().value()).isEqualTo("9");
    assertThat(log(endpoints, "lines").get(2).rows()).isZero();
    run(endpoints, "[{\"id\": 6, \"at\": 9, \"tags\": [\"d\"]}]");
    assertThat(requests).hasValue(2);
    assertThat(read("t__tags", "value")).containsExactly("a", "b", "c", "d");
  }

  @Test
  void losesNothingOfATableThatFailedWhenTheRecordsDidNot() throws Exception {
    Endpoints endpoints =
        orders().cursor("at").key("id").types(Map.of("lines__price", "decimal(5,1)"));
    String unfit =
        "[{\"id\": 1, \"at\": 5, \"tags\": [\"a\"], \"lines\": [{\"sku\": \"x\", \"price\": 1.25}]}]";
    assertThat(run(endpoints, unfit))
        .containsExactly("job1 SUCCESS 1", "job1.lines FAILED", "job1.tags SUCCESS 1");
    Endpoints mended = orders().cursor("at").key("id");
    assertThat(run(mended, unfit))
        .containsExactly("job1 NOTHING_NEW", "job1.lines SUCCESS 1", "job1.tags NOTHING_NEW");
    assertThat(read("t__lines", "sku, price")).containsExactly("x|1.25");
  }

  @Test
  void loadsATableWhoseFirstLoadFailedThoughNoListComesAnyMore() throws Exception {
    Endpoints endpoints =
        orders().cursor("at").key("id").types(Map.of("lines__price", "decimal(5,1)"));
    String orders =
        "[{\"id\": 1, \"at\": 5, \"lines\": [{\"price\": 1.25}]}, {\"id\": 2, \"at\": 6}]";
    // As most APIs do, it gives what is at the watermark and past it.
    Function<Asked, Reply> api =
        asked -> Reply.json(asked.param("since").equals("6") ? "[{\"id\": 2, \"at\": 6}]" : orders);
    endpoints.params("since={watermark}");
    assertThat(run(endpoints, Refresh.FROM_WATERMARK, api))
        .containsExactly("job1 SUCCESS 2", "job1.lines FAILED");
    assertThat(run(endpoints, Refresh.FROM_WATERMARK, api))
        .containsExactly("job1 NOTHING_NEW", "job1.lines FAILED");
    Endpoints mended = orders().cursor("at").key("id").params("since={watermark}");
    assertThat(run(mended, Refresh.FROM_WATERMARK, api))
        .containsExactly("job1 NOTHING_NEW", "job1.lines SUCCESS 1");
    assertThat(read("t__lines", "price")).containsExactly("1.25");
  }

  @Test
  void aSnapshotEmptiesTheTableOfAListThatIsGone() throws Exception {
    run(orders(), ORDERS);
    assertThat(run(orders(), "[{\"id\": 9, \"at\": 1, \"tags\": [\"n\"]}]"))
        .contains("job1.lines SUCCESS 0", "job1.tags SUCCESS 1");
    assertThat(read("t__lines", "sku")).isEmpty();
    assertThat(read("t__tags", "value")).containsExactly("n");
    assertThat(log(orders(), "lines").get(1).schema())
        .isEqualTo(log(orders(), "lines").get(0).schema());
  }

  @Test
  void namesRowsAlikeInWhateverOrderTheyCome() throws Exception {
    run(orders(), "[{\"id\": 1, \"a\": 2.50, \"l\": [1]}]");
    List<String> first = read("t", "_row_id");
    run(orders(), "[{\"l\": [1], \"a\": 2.50, \"id\": 1, \"n\": null}]");
    assertThat(read("t", "_row_id")).isEqualTo(first).isEqualTo(read("t__l", "_parent_id"));
    run(orders(), "[{\"l\": [2], \"a\": 2.50, \"id\": 1}]");
    assertThat(read("t", "_row_id")).isNotEqualTo(first);
  }

  @Test
  void skipsTheTablesOfRecordsThatFailed() {
    run(orders(), ORDERS);
    assertThat(run(orders(), Refresh.FROM_WATERMARK, asked -> Reply.status(404, "{}")))
        .containsExactly(
            "job1 FAILED",
            "job1.buyer__phones SKIPPED",
            "job1.lines SKIPPED",
            "job1.lines__taxes SKIPPED",
            "job1.tags SKIPPED");
  }

  @Test
  void treatsColumnsInsideListsToo() throws Exception {
    Endpoints endpoints =
        orders()
            .with(ApiSetting.RENAME_COLUMNS, "lines=items, lines__sku=lines__article")
            .with(ApiSetting.EXCLUDE_COLUMNS, "tags, lines__taxes")
            .with(ApiSetting.MASK_COLUMNS, "buyer__phones__value, items__price")
            .with(ApiSetting.MASK_SALT, "s");
    assertThat(run(endpoints, ORDERS))
        .containsExactly("job1 SUCCESS 3", "job1.buyer__phones SUCCESS 2", "job1.items SUCCESS 2");
    assertThat(read("t__items", "article, length(price)")).containsExactly("x|64", "y|64");
    assertThat(read("t__buyer__phones", "length(value)")).containsExactly("64", "null");
  }

  @Test
  void readsTheListsThatColumnsNameAlone() throws Exception {
    assertThat(run(orders().columns("id", "lines__sku"), ORDERS))
        .containsExactly("job1 SUCCESS 3", "job1.lines SUCCESS 2");
    assertThat(read("t", "* EXCLUDE (_row_id, _load_id)")).containsExactly("1", "2", "3");
    assertThat(read("t__lines", "* EXCLUDE (_row_id, _parent_id, _load_id)"))
        .containsExactly("x|0", "y|1");
  }

  @Test
  void aListThatIsGivenATypeStaysAColumn() throws Exception {
    Endpoints endpoints = orders().types(Map.of("tags", "list(text)", "lines", "json"));
    assertThat(run(endpoints, ORDERS))
        .containsExactly("job1 SUCCESS 3", "job1.buyer__phones SUCCESS 2");
    assertThat(read("t", "len(tags), length(lines)")).hasSize(3).contains("2|91");
  }

  @Test
  void forgetsThePageThatIsReadAgain() throws Exception {
    AtomicInteger tries = new AtomicInteger();
    String page = "[{\"id\": 1, \"l\": [1, 2]}, {\"id\": 2, \"l\": [3]}]";
    run(
        orders(),
        Refresh.FROM_WATERMARK,
        asked ->
            // Cut off behind the second record, so that both were kept already.
            tries.getAndIncrement() == 0
                ? Reply.json(page.substring(0, page.length() - 1))
                : Reply.json(page));
    assertThat(tries).hasValue(2);
    assertThat(read("t__l", "value")).containsExactly("1", "2", "3");
  }

  @Test
  void refusesListsWhoseNamesAreData() {
    StringBuilder json = new StringBuilder("[{\"id\": 1");
    for (int day = 0; day < 51; day++) {
      json.append(", \"d").append(day).append("\": [1]");
    }
    json.append("}]");
    assertThat(
            new ApiRuns(root)
                .run(orders().job(), Refresh.FROM_WATERMARK, asked -> Reply.json(json.toString()))
                .jobs()
                .get(0)
                .result()
                .reason())
        .endsWith(
            "page 1: the records have more than 50 different lists, of which each would be a table.\n"
                + "Name those that are to be tables in columns, leave others out with exclude_columns, or set nested to json.");
  }

  @Test
  void refusesRecordsThatHaveAFieldOfTheSameName() {
    assertThat(
            new ApiRuns(root)
                .run(
                    orders().job(),
                    Refresh.FROM_WATERMARK,
                    asked -> Reply.json("[{\"_row_id\": 1, \"l\": [{\"_parent_id\": 2}]}]"))
                .jobs()
                .get(0)
                .result()
                .reason())
        .contains("two different fields would both be the column _row_id.");
  }

  @Test
  void keepsDeeperListsAsText() throws Exception {
    assertThat(run(orders().with(ApiSetting.MAX_NESTING, "1"), ORDERS))
        .containsExactly(
            "job1 SUCCESS 3",
            "job1.buyer__phones SUCCESS 2",
            "job1.lines SUCCESS 2",
            "job1.tags SUCCESS 2");
    assertThat(read("t__lines", "taxes")).containsExactly("[]", "[{\"rate\":7},{\"rate\":19}]");
  }

  private static Reply ofParents(Asked asked) {
    return Reply.json(
        asked.path().equals("/p")
            ? "[{\"id\": 7}, {\"id\": 8}]"
            : "[{\"n\": 1, \"l\": [\"%s\"]}]".formatted(asked.path()));
  }

  @Test
  void makesTablesOfTheListsInRecordsThatHaveAParent() throws Exception {
    Endpoints endpoints =
        Endpoints.at("/p/{parent.id}/c")
            .with(ApiSetting.PAGINATION_TYPE, "single_page")
            .under(Endpoints.at("/p").id("p").with(ApiSetting.PAGINATION_TYPE, "single_page"))
            .with(ApiSetting.NESTED, "tables");
    assertThat(run(endpoints, Refresh.FROM_WATERMARK, InnerTablesTest::ofParents))
        .containsExactly("job1 SUCCESS 2", "job1.l SUCCESS 2");
    assertThat(requests).hasValue(3);
    assertThat(read("t__l", "value")).containsExactly("/p/7/c", "/p/8/c");
    assertThat(read("t", "_parent_id, n")).containsExactly("7|1", "8|1");
  }

  @Test
  void plansTheTablesBesideTheRecords() {
    List<Planner.Plan> plans = new ApiRuns(root).plan(orders().job(), asked -> Reply.json(ORDERS));
    assertThat(plans)
        .extracting(plan -> plan.job().id() + " " + plan.survey().orElseThrow().rows().getAsLong())
        .containsExactly(
            "job1 3", "job1.buyer__phones 2", "job1.lines 2", "job1.lines__taxes 2", "job1.tags 2");
  }
}
