package dev.penstock.source.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.destination.CommitRecord;
import dev.penstock.engine.JobResult;
import dev.penstock.engine.RunReport;
import dev.penstock.engine.RunRequest;
import dev.penstock.evidence.BadInput;
import dev.penstock.evidence.Input;
import dev.penstock.job.ApiSetting;
import dev.penstock.job.Job;
import dev.penstock.job.SchemaContract;
import dev.penstock.job.SchemaContract.Mode;
import dev.penstock.schema.TableSchema;
import dev.penstock.source.rest.ApiServer.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs of the engine from an API into a lake on disk. */
final class RestRunsTest {
  @TempDir Path root;

  private final AtomicReference<String> answer = new AtomicReference<>("[]");

  private RunReport run(Job job, RunRequest.Refresh refresh) {
    return new ApiRuns(root).run(job, refresh, asked -> Reply.json(answer.get()));
  }

  private String result(Endpoints endpoints, String json) {
    answer.set(json);
    return run(endpoints.job(), RunRequest.Refresh.FROM_WATERMARK)
        .jobs()
        .get(0)
        .result()
        .getClass()
        .getSimpleName();
  }

  private List<CommitRecord> log(Job job) {
    return new ApiRuns(root).log(job);
  }

  private List<String> rows(String columns) throws Exception {
    return new ApiRuns(root).rows("t", columns);
  }

  @Test
  void deliversEachRecordOnceThoughTheApiGivesTheBoundaryAgain() throws Exception {
    Endpoints endpoints = Endpoints.at("/v1/a").params("since={watermark}").cursor("n").key("id");
    assertThat(result(endpoints, "[{\"id\": 1, \"n\": 5}, {\"id\": 2, \"n\": 6}]"))
        .isEqualTo("Loaded");
    // A second record has the watermark's value, and came later.
    String later = "[{\"id\": 2, \"n\": 6}, {\"id\": 3, \"n\": 6}, {\"id\": 4, \"n\": 7}]";
    assertThat(result(endpoints, later)).isEqualTo("Loaded");
    assertThat(rows("id, n")).containsExactly("1|5", "2|6", "3|6", "4|7");
    assertThat(log(endpoints.job()).get(1).watermark().orElseThrow().value()).isEqualTo("7");
    assertThat(result(endpoints, "[{\"id\": 4, \"n\": 7}]")).isEqualTo("NothingNew");
    assertThat(result(endpoints, "[]")).isEqualTo("NothingNew");
    assertThat(log(endpoints.job())).hasSize(2);
  }

  @Test
  void keepsTheTypesOfATableFromRunToRun() throws Exception {
    Endpoints endpoints = Endpoints.at("/v1/a").cursor("n");
    result(endpoints, "[{\"n\": 1, \"v\": 1.5, \"t\": \"x\", \"d\": \"2026-01-01\"}]");
    result(endpoints, "[{\"n\": 2, \"v\": 2, \"t\": 7, \"d\": null}]");
    List<CommitRecord> log = log(endpoints.job());
    assertThat(log.get(1).schema()).isEqualTo(log.get(0).schema());
    assertThat(rows("v, t")).containsExactly("1.5|x", "2.0|7");
  }

  @Test
  void forgetsTheTypesInAFullRefresh() {
    Endpoints endpoints = Endpoints.at("/v1/a");
    result(endpoints, "[{\"v\": \"x\"}]");
    answer.set("[{\"v\": 1}]");
    run(endpoints.job(), RunRequest.Refresh.EVERYTHING);
    assertThat(log(endpoints.job()).get(1).schema().columns())
        .extracting(TableSchema.Column::sourceType)
        .contains("bigint");
  }

  @Test
  void namesWhatLiesInObjectsStepByStep() throws Exception {
    result(
        Endpoints.at("/v1/a"),
        "[{\"billingAddress\": {\"Zip Code\": 1, \"geo\": {\"latDeg\": 2.5}}, \"a__b\": 3}]");
    assertThat(rows("billing_address__zip_code, billing_address__geo__lat_deg, a__b"))
        .containsExactly("1|2.5|3");
  }

  @Test
  void keepsTheTypesThoughNothingIsResumed() {
    Endpoints endpoints = Endpoints.at("/v1/a");
    result(endpoints, "[{\"v\": \"x\"}]");
    answer.set("[{\"v\": 1}]");
    run(endpoints.job(), RunRequest.Refresh.ANEW);
    assertThat(log(endpoints.job()).get(1).schema())
        .isEqualTo(log(endpoints.job()).get(0).schema());
  }

  @Test
  void listsOfObjectsAreReadAsTablesByDuckDb() throws Exception {
    Endpoints endpoints = Endpoints.at("/v1/a").with(ApiSetting.NESTED, "native");
    result(
        endpoints,
        "[{\"id\": 1, \"lines\": [{\"sku\": \"a\", \"qty\": 2, \"tags\": [\"x\", null]}, {\"sku\": \"b\"}]},"
            + " {\"id\": 2, \"lines\": []}, {\"id\": 3, \"lines\": null}, {\"id\": 4, \"lines\": [null]}]");
    assertThat(rows("id, lines"))
        .containsExactly(
            "1|[{'sku': a, 'qty': 2, 'tags': [x, NULL]}, {'sku': b, 'qty': NULL, 'tags': NULL}]",
            "2|[]",
            "3|null",
            "4|[NULL]");
    assertThat(rows("id, unnest(lines, recursive := true)"))
        .containsExactly("1|a|2|[x, NULL]", "1|b|null|null", "4|null|null|null");
    assertThat(log(endpoints.job()).get(0).schema().columns())
        .extracting(TableSchema.Column::type)
        .containsExactly("int64", "list<struct<sku:string,qty:int64,tags:list<string>>>");
  }

  @Test
  void listsGrowFromRunToRunAndAreReadTogether() throws Exception {
    Endpoints endpoints = Endpoints.at("/v1/a").cursor("n").with(ApiSetting.NESTED, "native");
    result(endpoints, "[{\"n\": 1, \"l\": [{\"a\": 1, \"b\": 1.5}]}]");
    result(endpoints, "[{\"n\": 2, \"l\": [{\"c\": [true], \"b\": 2}]}]");
    result(endpoints, "[{\"n\": 3}]");
    assertThat(rows("n, l"))
        .containsExactly(
            "1|[{'a': 1, 'b': 1.5, 'c': NULL}]",
            "2|[{'a': NULL, 'b': 2.0, 'c': [true]}]",
            "3|null");
    assertThat(log(endpoints.job())).extracting(c -> c.schema().version()).containsExactly(1, 2, 2);
    assertThat(log(endpoints.job()).get(1).warnings())
        .containsExactly(
            "column l is list(struct(a bigint, b double, c list(boolean))) instead of list(struct(a bigint, b double)) at the source; it lands as list<struct<a:int64,b:double,c:list<boolean>>> instead of list<struct<a:int64,b:double>> from now on, and earlier files keep theirs");
  }

  @Test
  void listsThatCannotBeReadTogetherLandInColumnsOfTheirOwn() throws Exception {
    Endpoints endpoints = Endpoints.at("/v1/a").cursor("n").with(ApiSetting.NESTED, "native");
    result(endpoints, "[{\"n\": 1, \"l\": [{\"a\": 1}]}]");
    result(endpoints, "[{\"n\": 2, \"l\": [{\"a\": \"x\"}]}]");
    result(endpoints, "[{\"n\": 3, \"l\": [7, {\"a\": 1}]}]");
    result(endpoints, "[{\"n\": 4, \"l\": [{\"a\": 1}]}]");
    assertThat(rows("n, l, l__v_list_struct, l__v_json"))
        .containsExactly(
            "1|[{'a': 1}]|null|null",
            "2|null|[{'a': x}]|null",
            "3|null|null|[7,{\"a\":1}]",
            "4|null|null|[{\"a\":1}]");
    assertThat(log(endpoints.job()))
        .extracting(c -> c.schema().version())
        .containsExactly(1, 2, 3, 3);
  }

  @Test
  void whatDoesNotFitIntoListsOfBeforeIsDiscardedAsTheContractSays() throws Exception {
    Endpoints endpoints = Endpoints.at("/v1/a").cursor("n").with(ApiSetting.NESTED, "native");
    result(endpoints, "[{\"n\": 1, \"l\": [1], \"m\": [{\"a\": 1}]}]");
    answer.set(
        "[{\"n\": 2, \"l\": [\"7\", null], \"m\": [{\"a\": 2}]}, {\"n\": 3, \"l\": [\"x\"], \"m\": [{\"a\": 3}]},"
            + " {\"n\": 4, \"l\": [\"8\"], \"m\": [{\"a\": 4}, null]}]");
    run(
        endpoints.job().with(new SchemaContract(Mode.EVOLVE, Mode.EVOLVE, Mode.DISCARD_ROW)),
        RunRequest.Refresh.FROM_WATERMARK);
    assertThat(rows("n, l, m"))
        .containsExactly("1|[1]|[{'a': 1}]", "2|[7, NULL]|[{'a': 2}]", "4|[8]|[{'a': 4}, NULL]");
    assertThat(log(endpoints.job()).get(1).discarded()).isEqualTo(1);
  }

  @Test
  void recordsWithListsAreDeliveredOnceThoughTheyComeAgain() throws Exception {
    Endpoints endpoints = Endpoints.at("/v1/a").cursor("n").with(ApiSetting.NESTED, "native");
    result(endpoints, "[{\"n\": 1, \"l\": [{\"a\": 1}]}, {\"n\": 2, \"l\": [{\"a\": 2}]}]");
    result(endpoints, "[{\"n\": 2, \"l\": [{\"a\": 2}]}, {\"n\": 2, \"l\": [{\"a\": 3}]}]");
    assertThat(rows("n, l")).containsExactly("1|[{'a': 1}]", "2|[{'a': 2}]", "2|[{'a': 3}]");
  }

  @Test
  void aListOfAMillionIsReadWhole() throws Exception {
    Endpoints endpoints = Endpoints.at("/v1/a").with(ApiSetting.NESTED, "native");
    StringBuilder json =
        new StringBuilder("[{\"id\": 1, \"l\": [{\"a\": -1}]}, {\"id\": 2, \"l\": [");
    for (int i = 0; i < 1_000_000; i++) {
      json.append(i == 0 ? "" : ",").append("{\"a\":").append(i).append('}');
    }
    result(endpoints, json.append("]}]").toString());
    assertThat(rows("id, len(l), list_sum(list_transform(l, lambda x: x.a))"))
        .containsExactly("1|1|-1", "2|1000000|499999500000");
  }

  @Test
  void aFieldThatBecomesTextLandsInAColumnOfItsOwnAndStaysThere() throws Exception {
    Endpoints endpoints = Endpoints.at("/v1/a").cursor("n");
    result(endpoints, "[{\"n\": 1, \"v\": 10}]");
    result(endpoints, "[{\"n\": 2, \"v\": 20}, {\"n\": 3, \"v\": \"n/a\"}]");
    result(endpoints, "[{\"n\": 4, \"v\": 40}]");
    assertThat(rows("n, v, v__v_text"))
        .containsExactly("1|10|null", "2|null|20", "3|null|n/a", "4|null|40");
    assertThat(log(endpoints.job())).extracting(c -> c.schema().version()).containsExactly(1, 2, 2);
  }

  @Test
  void aContractHoldsForTypesThatRecordsMakeToo() throws Exception {
    Endpoints endpoints = Endpoints.at("/v1/a").cursor("n").key("n");
    result(endpoints, "[{\"n\": 1, \"v\": 10, \"d\": \"2026-01-01\"}]");
    String later =
        "[{\"n\": 2, \"v\": 20, \"d\": \"2026-01-02\", \"w\": {\"x\": 1}},"
            + " {\"n\": 3, \"v\": \"n/a\", \"d\": \"soon\"}]";
    answer.set(later);
    JobResult refused = run(endpoints.job().with(SchemaContract.all(Mode.FREEZE)));
    assertThat(refused.reason())
        .contains(
            "column v is string",
            "column d is string",
            "column w__x (int64, bigint at the source) is new");
    JobResult loaded = run(endpoints.job().with(SchemaContract.all(Mode.DISCARD_VALUE)));
    assertThat(loaded.warnings())
        .contains(
            "values of column v that did not fit its type and are NULL: 1 (data_type=discard_value); the first is of the row with n=3",
            "column w__x (int64) is new and is left out (columns=discard_value)");
    assertThat(rows("n, v, d"))
        .containsExactly("1|10|2026-01-01", "2|20|2026-01-02", "3|null|null");
    assertThat(log(endpoints.job())).extracting(c -> c.schema().version()).containsExactly(1, 1);
    answer.set(later.replace("\"n\": 2", "\"n\": 4").replace("\"n\": 3", "\"n\": 5"));
    run(endpoints.job().with(SchemaContract.all(Mode.DISCARD_ROW)));
    CommitRecord last = log(endpoints.job()).get(2);
    assertThat(last.rows()).isZero();
    assertThat(last.discarded()).isEqualTo(2);
    assertThat(last.watermark().orElseThrow().value()).isEqualTo("5");
  }

  private JobResult run(Job job) {
    return run(job, RunRequest.Refresh.FROM_WATERMARK).jobs().get(0).result();
  }

  @Test
  void loadsAnEmptyListWithTheColumnsThatAreKnown() {
    Endpoints endpoints = Endpoints.at("/v1/a");
    assertThat(result(endpoints, "[]")).isEqualTo("Loaded");
    result(endpoints, "[{\"v\": 1}]");
    assertThat(result(endpoints, "[]")).isEqualTo("Loaded");
    assertThat(log(endpoints.job()).get(2).schema())
        .isEqualTo(log(endpoints.job()).get(1).schema());
  }

  @Test
  @BadInput(
      value = Input.REST_KEYS,
      says =
          "columns 'Id' and 'id' would both be named 'id'.\nRename one of them with query, or leave one out with columns; letter case does not tell names apart.",
      taken = "names that differ only by case stop the job")
  void refusesNamesThatDifferOnlyByCase() {
    assertThat(result(Endpoints.at("/v1/a"), "[{\"Id\": 1, \"id\": 2}]")).isEqualTo("Failed");
  }

  @Test
  void leavesNothingBehindWhenAnApiFails() throws IOException {
    assertThat(result(Endpoints.at("/v1/a").with(ApiSetting.DATA_SELECTOR, "x"), "[]"))
        .isEqualTo("Failed");
    // Another process may be at work in the same folder.
    String own = "penstock-rest-" + ProcessHandle.current().pid() + "-";
    try (Stream<Path> left = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      assertThat(left).noneMatch(path -> path.getFileName().toString().startsWith(own));
    }
  }
}
