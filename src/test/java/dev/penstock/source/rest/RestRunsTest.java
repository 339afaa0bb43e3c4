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
  void keepsTheTypesThoughNothingIsResumed() {
    Endpoints endpoints = Endpoints.at("/v1/a");
    result(endpoints, "[{\"v\": \"x\"}]");
    answer.set("[{\"v\": 1}]");
    run(endpoints.job(), RunRequest.Refresh.ANEW);
    assertThat(log(endpoints.job()).get(1).schema())
        .isEqualTo(log(endpoints.job()).get(0).schema());
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
            "column w_x (int64, bigint at the source) is new");
    JobResult loaded = run(endpoints.job().with(SchemaContract.all(Mode.DISCARD_VALUE)));
    assertThat(loaded.warnings())
        .contains(
            "values of column v that did not fit its type and are NULL: 1 (data_type=discard_value); the first is of the row with n=3",
            "column w_x (int64) is new and is left out (columns=discard_value)");
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
