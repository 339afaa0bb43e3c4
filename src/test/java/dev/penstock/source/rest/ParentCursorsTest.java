package dev.penstock.source.rest;

import static dev.penstock.source.rest.CommentsApi.FAILS;
import static dev.penstock.source.rest.CommentsApi.comment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.destination.CommitRecord;
import dev.penstock.destination.Session;
import dev.penstock.destination.Upkeep;
import dev.penstock.engine.JobResult;
import dev.penstock.engine.RunRequest.Refresh;
import dev.penstock.job.ApiSetting;
import dev.penstock.job.Lookback;
import dev.penstock.source.CursorType;
import dev.penstock.source.Watermark;
import dev.penstock.storage.Storage;
import dev.penstock.storage.local.LocalStorage;
import dev.penstock.testing.DuckDb;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Incremental jobs whose endpoint is asked for each record of a parent. */
final class ParentCursorsTest {
  @TempDir Path root;

  private final CommentsApi api = new CommentsApi();
  private final Map<String, List<String>> comments = api.comments();
  private final Map<String, String> starts = api.starts();
  private Endpoints job = CommentsApi.job();

  private void add(String issue, String... more) {
    api.add(issue, more);
  }

  private JobResult run(Refresh refresh) {
    api.forget();
    return new ApiRuns(root).run(job.job(), refresh, api::answer).jobs().get(0).result();
  }

  private String outcome() {
    return run(Refresh.FROM_WATERMARK).getClass().getSimpleName();
  }

  private List<CommitRecord> log() {
    try (Storage storage = new LocalStorage(root)) {
      return ApiRuns.destination(storage).ledger(job.job()).all();
    }
  }

  private String watermark() {
    List<CommitRecord> log = log();
    return log.get(log.size() - 1).watermark().map(Watermark::value).orElse("none");
  }

  private List<String> rows() throws Exception {
    return DuckDb.rows(
        "SELECT _parent_id, id, n FROM read_parquet('%s/t/*/*/*/*.parquet', union_by_name = true) ORDER BY ALL"
            .formatted(root));
  }

  @Test
  void readsEachParentFromItsOwnWatermark() throws Exception {
    add("a", comment(1, 10), comment(2, 20));
    add("b", comment(3, 90));
    assertThat(outcome()).isEqualTo("Loaded");
    assertThat(starts).isEqualTo(Map.of("a", "", "b", ""));
    assertThat(watermark()).isEqualTo("90");

    // One lags behind, one is new and older than all, one has nothing at all.
    add("a", comment(4, 20), comment(5, 30));
    add("c", comment(6, 5), comment(7, 6));
    add("d");
    assertThat(outcome()).isEqualTo("Loaded");
    assertThat(starts).isEqualTo(Map.of("a", "20", "b", "90", "c", "", "d", ""));
    assertThat(watermark()).isEqualTo("90");
    List<String> second =
        List.of("a|1|10", "a|2|20", "a|4|20", "a|5|30", "b|3|90", "c|6|5", "c|7|6");
    assertThat(rows()).isEqualTo(second);

    assertThat(outcome()).isEqualTo("NothingNew");
    assertThat(starts).isEqualTo(Map.of("a", "30", "b", "90", "c", "6", "d", ""));

    add("d", comment(8, 1));
    add("b", comment(9, 95));
    assertThat(outcome()).isEqualTo("Loaded");
    assertThat(watermark()).isEqualTo("95");
    List<String> third = new ArrayList<>(second);
    third.add(5, "b|9|95");
    third.add("d|8|1");
    assertThat(rows()).isEqualTo(third);
    assertThat(outcome()).isEqualTo("NothingNew");
  }

  @Test
  void beginsWithParentsOfWhichNoneHasAChild() throws Exception {
    add("a");
    assertThat(outcome()).isEqualTo("NothingNew");
    add("a", comment(1, 10));
    assertThat(outcome()).isEqualTo("Loaded");
    assertThat(rows()).containsExactly("a|1|10");
  }

  @Test
  void knowsAParentThatComesBack() throws Exception {
    add("a", comment(1, 10));
    add("b", comment(2, 20));
    outcome();
    List<String> gone = comments.remove("a");
    add("b", comment(3, 30));
    assertThat(outcome()).isEqualTo("Loaded");
    comments.put("a", gone);
    add("a", comment(4, 11));
    assertThat(outcome()).isEqualTo("Loaded");
    assertThat(starts).containsEntry("a", "10");
    assertThat(rows()).containsExactly("a|1|10", "a|4|11", "b|2|20", "b|3|30");
  }

  @Test
  void goesOnFromTheLastCommitAfterARunThatFailed() throws Exception {
    job = job.with(ApiSetting.PARALLEL_REQUESTS, "2");
    add("a", comment(1, 10));
    add("b", comment(2, 20));
    outcome();
    add("a", comment(3, 11));
    add("b", FAILS);
    add("c", comment(4, 1));
    assertThat(run(Refresh.FROM_WATERMARK).reason()).contains("parent id=b, page 1: ");
    comments.get("b").remove(FAILS);
    add("b", comment(5, 21));
    assertThat(outcome()).isEqualTo("Loaded");
    assertThat(rows()).containsExactly("a|1|10", "a|3|11", "b|2|20", "b|5|21", "c|4|1");
    assertThat(outcome()).isEqualTo("NothingNew");
  }

  @Test
  void deliversARecordOfTheBoundaryAgainOnlyWhenItChanged() throws Exception {
    add("a", comment(1, 10), "{\"id\": 2, \"n\": 10, \"x\": 1}");
    outcome();
    comments.get("a").remove(0);
    assertThat(outcome()).isEqualTo("NothingNew");
    comments.get("a").set(0, "{\"id\": 2, \"n\": 10, \"x\": 2}");
    add("a", comment(1, 10));
    assertThat(outcome()).isEqualTo("Loaded");
    assertThat(rows()).containsExactly("a|1|10", "a|2|10", "a|2|10");
    assertThat(outcome()).isEqualTo("NothingNew");
  }

  @Test
  void comparesWholeRecordsWithoutAKey() throws Exception {
    job =
        Endpoints.at("/issues/{parent.id}/comments?since={watermark}")
            .id("comments")
            .cursor("n", "0")
            .under(Endpoints.at("/issues").id("issues").key("id"));
    add("a", comment(1, 10), comment(1, 10));
    outcome();
    add("a", comment(1, 10));
    assertThat(outcome()).isEqualTo("Loaded");
    assertThat(rows()).containsExactly("a|1|10", "a|1|10", "a|1|10");
    assertThat(outcome()).isEqualTo("NothingNew");
  }

  @Test
  void looksBackForEachParent() throws Exception {
    job = job.lookback("n", Lookback.of("5", BigDecimal.valueOf(5)));
    add("a", comment(1, 10), comment(2, 20));
    add("b", comment(3, 90));
    outcome();
    add("a", comment(4, 16), comment(5, 14));
    assertThat(outcome()).isEqualTo("Loaded");
    assertThat(starts).isEqualTo(Map.of("a", "15", "b", "85"));
    assertThat(rows()).containsExactly("a|1|10", "a|2|20", "a|4|16", "b|3|90");
    assertThat(outcome()).isEqualTo("NothingNew");
  }

  @Test
  void comparesTextsAsTexts() throws Exception {
    add("a", "{\"id\": 1, \"n\": \"v10\"}");
    outcome();
    add("a", "{\"id\": 2, \"n\": \"v10\"}", "{\"id\": 3, \"n\": \"v11\"}");
    add("b", "{\"id\": 4, \"n\": \"v05\"}");
    assertThat(outcome()).isEqualTo("Loaded");
    assertThat(rows()).containsExactly("a|1|v10", "a|2|v10", "a|3|v11", "b|4|v05");
    assertThat(outcome()).isEqualTo("NothingNew");
  }

  @Test
  void forgetsAllOfThemInAFullRefresh() throws Exception {
    add("a", comment(1, 10));
    add("b", comment(2, 20));
    outcome();
    assertThat(run(Refresh.EVERYTHING)).isInstanceOf(JobResult.Loaded.class);
    assertThat(starts).isEqualTo(Map.of("a", "", "b", ""));
    assertThat(rows()).containsExactly("a|1|10", "b|2|20");
    assertThat(outcome()).isEqualTo("NothingNew");
  }

  private void set(Optional<Watermark> watermark) {
    set(root, job, watermark);
  }

  static void set(Path root, Endpoints job, Optional<Watermark> watermark) {
    try (Storage storage = new LocalStorage(root);
        Session session = ApiRuns.destination(storage).acquire(job.job())) {
      session.amend(watermark, "run", "by hand");
    }
  }

  @Test
  void takesEverythingUpToAWatermarkSetByHandAsDelivered() throws Exception {
    add("a", comment(1, 10));
    outcome();
    set(Optional.of(new Watermark("n", CursorType.INTEGER, "15")));
    add("a", comment(2, 12), comment(3, 16));
    add("b", comment(4, 14));
    assertThat(outcome()).isEqualTo("Loaded");
    assertThat(starts).isEqualTo(Map.of("a", "15", "b", "15"));
    // A parent that is new later begins there as well.
    add("c", comment(5, 15), comment(6, 17));
    assertThat(outcome()).isEqualTo("Loaded");
    assertThat(starts).isEqualTo(Map.of("a", "16", "b", "15", "c", "15"));
    assertThat(rows()).containsExactly("a|1|10", "a|3|16", "c|6|17");
  }

  @Test
  void beginsAnewAfterAReset() throws Exception {
    add("a", comment(1, 10));
    outcome();
    set(Optional.empty());
    assertThat(outcome()).isEqualTo("Loaded");
    assertThat(starts).isEqualTo(Map.of("a", ""));
    assertThat(rows()).containsExactly("a|1|10", "a|1|10");
  }

  @Test
  void goesBackToTheMarksOfThenWithAnUndo() throws Exception {
    add("a", comment(1, 10));
    add("b", comment(2, 20));
    outcome();
    add("a", comment(3, 11));
    add("c", comment(4, 5));
    outcome();
    try (Storage storage = new LocalStorage(root)) {
      Upkeep upkeep = ApiRuns.destination(storage).upkeep(job.job());
      upkeep.undo(upkeep.planUndo(Optional.empty()), "run", "test");
    }
    assertThat(rows()).containsExactly("a|1|10", "b|2|20");
    add("b", comment(5, 21));
    assertThat(outcome()).isEqualTo("Loaded");
    assertThat(starts).isEqualTo(Map.of("a", "10", "b", "20", "c", ""));
    assertThat(rows()).containsExactly("a|1|10", "a|3|11", "b|2|20", "b|5|21", "c|4|5");
  }

  @Test
  void readsThirdLevelsFromTheirOwnWatermarks() throws Exception {
    // The parent of the parent is one record, which every request names.
    Endpoints org = Endpoints.at("/org").id("org").key("name");
    Endpoints issues =
        Endpoints.at("/{parent.name}").id("issues").key("_parent_name", "id").under(org);
    job =
        Endpoints.at("/{parent._parent_name}/{parent.id}/comments?since={watermark}")
            .id("comments")
            .cursor("n", "0")
            .key("id")
            .under(issues);
    add("a", comment(1, 10));
    add("b", comment(2, 20));
    assertThat(outcome()).isEqualTo("Loaded");
    add("a", comment(3, 11));
    assertThat(outcome()).isEqualTo("Loaded");
    assertThat(starts).isEqualTo(Map.of("a", "10", "b", "20"));
    assertThat(rows()).containsExactly("a|1|10", "a|3|11", "b|2|20");
  }

  @Test
  void refusesToGoOnUnderAnotherParent() {
    add("a", comment(1, 10));
    outcome();
    job.under(Endpoints.at("/issues").id("issues").key("name"));
    assertThat(run(Refresh.FROM_WATERMARK).reason())
        .isEqualTo(
            "sheet SourceConfig, row 7, column parent: the loads before knew their parents as records of issues by id, and now they are records of issues by name, so that nobody can tell how far each was read.\nPut parent and its primary_key back, run the job once with --full-refresh, or take everything up to a value as delivered with: state set comments VALUE.");
  }
}
