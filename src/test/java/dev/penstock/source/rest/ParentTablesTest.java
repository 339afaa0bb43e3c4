package dev.penstock.source.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.destination.CommitRecord;
import dev.penstock.destination.Upkeep;
import dev.penstock.engine.JobReport;
import dev.penstock.engine.JobResult;
import dev.penstock.engine.Recount;
import dev.penstock.engine.RunRequest.Refresh;
import dev.penstock.job.ApiSetting;
import dev.penstock.job.Job;
import dev.penstock.source.Watermark;
import dev.penstock.source.rest.ApiServer.Asked;
import dev.penstock.source.rest.ApiServer.Reply;
import dev.penstock.storage.Storage;
import dev.penstock.storage.local.LocalStorage;
import dev.penstock.testing.DuckDb;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lists as tables, in records that are asked for from the watermark of each parent on. */
final class ParentTablesTest {
  @TempDir Path root;

  private final CommentsApi api = new CommentsApi();
  private final AtomicInteger requests = new AtomicInteger();

  private static Endpoints job() {
    return CommentsApi.job()
        .with(ApiSetting.NESTED, "tables")
        .with(ApiSetting.PAGINATION_TYPE, "single_page");
  }

  private void add(String issue, int id, int n, String more) {
    api.add(issue, "{\"id\": %d, \"n\": %d%s}".formatted(id, n, more));
  }

  private Reply answer(Asked asked) {
    requests.incrementAndGet();
    return api.answer(asked);
  }

  private List<String> run(Endpoints endpoints) {
    return run(endpoints, Refresh.FROM_WATERMARK);
  }

  private List<String> run(Endpoints endpoints, Refresh refresh) {
    requests.set(0);
    return new ApiRuns(root)
        .run(endpoints.job(), refresh, this::answer).jobs().stream()
            .map(ParentTablesTest::words)
            .toList();
  }

  private static String words(JobReport report) {
    String rows =
        report.result() instanceof JobResult.Loaded loaded ? " " + loaded.commit().rows() : "";
    return report.jobId() + " " + report.result().status() + rows;
  }

  private List<String> read(String table, String columns) throws Exception {
    return new ApiRuns(root).rows(table, columns);
  }

  /** What belongs together, each once. */
  private List<String> joined() throws Exception {
    return DuckDb.rows(
        """
        SELECT c._parent_id, c.id, l.value, l._root_n
        FROM read_parquet('%1$s/t/*/*/*/*.parquet', union_by_name = true) c
        JOIN read_parquet('%1$s/t__l/*/*/*/*.parquet') l ON l._parent_id = c._row_id
        ORDER BY ALL
        """
            .formatted(root));
  }

  private Optional<String> watermark(Job job) {
    List<CommitRecord> log = new ApiRuns(root).log(job);
    return log.get(log.size() - 1).watermark().map(Watermark::value);
  }

  @Test
  void readsRecordsAndTablesFromTheSameMarksByOneFetch() throws Exception {
    add("a", 1, 10, ", \"l\": [\"x\", \"y\"]");
    add("b", 2, 90, ", \"l\": [\"z\"]");
    assertThat(run(job())).containsExactly("comments SUCCESS 2", "comments.l SUCCESS 3");
    assertThat(requests).hasValue(3);
    // One that is late at its parent's watermark, one past it, and a parent that is new.
    add("a", 3, 10, ", \"l\": [\"late\"]");
    add("a", 4, 30, "");
    add("c", 5, 5, ", \"l\": [\"new\"]");
    assertThat(run(job())).containsExactly("comments SUCCESS 3", "comments.l SUCCESS 2");
    assertThat(requests).hasValue(4);
    List<String> all = List.of("a|1|x|10", "a|1|y|10", "a|3|late|10", "b|2|z|90", "c|5|new|5");
    assertThat(joined()).isEqualTo(all);
    assertThat(run(job())).containsExactly("comments NOTHING_NEW", "comments.l NOTHING_NEW");
    assertThat(requests).hasValue(4);
    // The table goes on with the records, though it has no row and the greatest of all stays.
    add("a", 6, 31, "");
    assertThat(run(job())).containsExactly("comments SUCCESS 1", "comments.l SUCCESS 0");
    assertThat(run(job())).containsExactly("comments NOTHING_NEW", "comments.l NOTHING_NEW");
    assertThat(requests).hasValue(4);
    assertThat(joined()).isEqualTo(all);
    assertThat(watermark(job().job().ofInner("l"))).contains("90");
  }

  @Test
  void losesNothingOfATableThatFailedWhenTheRecordsDidNot() throws Exception {
    add("a", 1, 10, ", \"l\": [1.5]");
    add("b", 2, 90, ", \"l\": [2.5]");
    Endpoints narrow = job().types(Map.of("l__value", "decimal(5,1)"));
    assertThat(run(narrow)).containsExactly("comments SUCCESS 2", "comments.l SUCCESS 2");
    add("a", 3, 20, ", \"l\": [3.25]");
    assertThat(run(narrow)).containsExactly("comments SUCCESS 1", "comments.l FAILED");
    add("b", 4, 91, ", \"l\": [4]");
    add("c", 5, 1, ", \"l\": [5]");
    Endpoints wide = job().types(Map.of("l__value", "decimal(5,2)"));
    assertThat(run(wide)).containsExactly("comments SUCCESS 2", "comments.l SUCCESS 3");
    // Both were asked for: the one from here, the other from there.
    assertThat(requests).hasValue(8);
    assertThat(joined().stream().map(row -> row.split("[|]", -1)[1]).toList())
        .containsExactly("1", "3", "2", "4", "5");
    assertThat(run(wide)).containsExactly("comments NOTHING_NEW", "comments.l NOTHING_NEW");
    assertThat(requests).hasValue(4);
  }

  @Test
  void beginsATableThatComesLaterAtTheBeginning() throws Exception {
    add("a", 1, 10, "");
    assertThat(run(job())).containsExactly("comments SUCCESS 1");
    add("a", 2, 20, ", \"l\": [\"x\"]");
    assertThat(run(job())).containsExactly("comments SUCCESS 1", "comments.l SUCCESS 1");
    assertThat(run(job())).containsExactly("comments NOTHING_NEW", "comments.l NOTHING_NEW");
    assertThat(requests).hasValue(2);
    assertThat(joined()).containsExactly("a|2|x|20");
  }

  @Test
  void takesBackAndCountsEachByItself() throws Exception {
    add("a", 1, 10, ", \"l\": [\"x\"]");
    add("b", 2, 90, ", \"l\": [\"z\"]");
    run(job());
    add("a", 3, 11, ", \"l\": [\"y\", \"y\"]");
    run(job());
    Job lists = job().job().ofInner("l");
    assertThat(new ApiRuns(root).recount(lists, this::answer))
        .isEqualTo(new Recount(OptionalLong.of(2), ""));
    assertThat(new ApiRuns(root).recount(job().job(), this::answer))
        .isEqualTo(new Recount(OptionalLong.of(1), ""));
    try (Storage storage = new LocalStorage(root)) {
      Upkeep upkeep = ApiRuns.destination(storage).upkeep(lists);
      upkeep.undo(upkeep.planUndo(Optional.empty()), "run", "test");
    }
    assertThat(joined()).containsExactly("a|1|x|10", "b|2|z|90");
    assertThat(run(job())).containsExactly("comments NOTHING_NEW", "comments.l SUCCESS 2");
    assertThat(joined()).containsExactly("a|1|x|10", "a|3|y|11", "a|3|y|11", "b|2|z|90");
    assertThat(run(job(), Refresh.EVERYTHING))
        .containsExactly("comments SUCCESS 3", "comments.l SUCCESS 4");
    assertThat(requests).hasValue(3);
    assertThat(joined()).hasSize(4);
  }

  @Test
  void rowsFindEachOtherThoughTheParentHasChanged() throws Exception {
    Endpoints issues = Endpoints.at("/issues").id("issues").key("id");
    Endpoints narrow = job().under(issues, "title").types(Map.of("l__value", "decimal(5,1)"));
    add("a", 1, 10, ", \"l\": [1.5]");
    api.title("one");
    assertThat(run(narrow)).containsExactly("comments SUCCESS 1", "comments.l SUCCESS 1");
    add("a", 2, 20, ", \"l\": [1.25]");
    assertThat(run(narrow)).containsExactly("comments SUCCESS 1", "comments.l FAILED");
    api.title("two");
    Endpoints wide = job().under(issues, "title").types(Map.of("l__value", "decimal(5,2)"));
    assertThat(run(wide)).containsExactly("comments NOTHING_NEW", "comments.l SUCCESS 1");
    assertThat(read("t", "id, _parent_title")).containsExactly("1|one", "2|one");
    assertThat(joined()).hasSize(2);
  }

  @Test
  void noticesAListThatChangedAtTheWatermark() throws Exception {
    Endpoints chosen = job().columns("_parent_id", "id", "n", "l__value");
    add("a", 1, 10, ", \"l\": [\"x\"]");
    run(chosen);
    api.comments().get("a").clear();
    add("a", 1, 10, ", \"l\": [\"y\"]");
    assertThat(run(chosen)).containsExactly("comments SUCCESS 1", "comments.l SUCCESS 1");
    assertThat(joined()).containsExactly("a|1|x|10", "a|1|y|10");
  }
}
