package dev.penstock.source.rest;

import static dev.penstock.source.rest.CommentsApi.comment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.destination.CommitRecord;
import dev.penstock.engine.JobResult;
import dev.penstock.engine.Recount;
import dev.penstock.engine.RunRequest.Refresh;
import dev.penstock.job.Lookback;
import dev.penstock.source.CursorType;
import dev.penstock.source.Watermark;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code verify --recount} counts where each record of a parent has its own watermark. */
final class ParentRecountTest {
  @TempDir Path root;

  private final CommentsApi api = new CommentsApi();
  private Endpoints job = CommentsApi.job();

  private void load(Refresh refresh) {
    JobResult result =
        new ApiRuns(root).run(job.job(), refresh, api::answer).jobs().get(0).result();
    assertThat(result).isInstanceOf(JobResult.Loaded.class);
  }

  private void load() {
    load(Refresh.FROM_WATERMARK);
  }

  private Recount recount() {
    return new ApiRuns(root).recount(job.job(), api::answer);
  }

  private void requireSame(long rows) {
    List<CommitRecord> log = new ApiRuns(root).log(job.job());
    assertThat(log.get(log.size() - 1).rows()).isEqualTo(rows);
    assertThat(recount()).isEqualTo(new Recount(OptionalLong.of(rows), ""));
  }

  @Test
  void countsTheFirstLoad() {
    api.add("a", comment(1, 10), comment(2, 20));
    api.add("b", comment(3, 90));
    load();
    requireSame(3);
    // What came since is not the load's.
    api.add("a", comment(4, 30));
    api.add("c", comment(5, 1));
    assertThat(recount().rows()).hasValue(3);
    // What is gone is missed.
    api.comments().get("b").clear();
    assertThat(recount().rows()).hasValue(2);
  }

  @Test
  void countsTheNewestLoadFromTheMarksBeforeToItsOwn() {
    api.add("a", comment(1, 10), comment(2, 20));
    api.add("b", comment(3, 90));
    load();
    // Far below the greatest watermark, at the parent's own, and of a parent that is new.
    api.add("a", comment(4, 20), comment(5, 30));
    api.add("c", comment(6, 5), comment(7, 6));
    load();
    requireSame(4);
    api.comments().get("a").remove(comment(5, 30));
    assertThat(recount().rows()).hasValue(3);
  }

  @Test
  void countsWhatALookbackBrought() {
    job = job.lookback("n", Lookback.of("5", BigDecimal.valueOf(5)));
    api.add("a", comment(1, 10), comment(2, 20));
    load();
    api.add("a", comment(3, 16), comment(4, 21));
    load();
    requireSame(2);
  }

  @Test
  void countsALoadFromAnInitialValueAndAFullRefresh() {
    job =
        Endpoints.at("/issues/{parent.id}/comments?since={watermark}")
            .id("comments")
            .cursor("n", "10")
            .under(Endpoints.at("/issues").id("issues").key("id"));
    api.add("a", comment(1, 10), comment(2, 20), comment(2, 20));
    load();
    requireSame(2);
    api.add("a", comment(2, 20));
    load();
    requireSame(1);
    load(Refresh.EVERYTHING);
    requireSame(3);
  }

  @Test
  void countsWhatWasReadPastAWatermarkSetByHand() {
    api.add("a", comment(1, 10));
    load();
    ParentCursorsTest.set(root, job, Optional.of(new Watermark("n", CursorType.INTEGER, "15")));
    api.add("a", comment(2, 12), comment(3, 16));
    api.add("b", comment(4, 14), comment(5, 17));
    load();
    requireSame(2);
  }

  private Path marksBeforeTheLast() throws IOException {
    api.add("a", comment(1, 10));
    load();
    api.add("a", comment(2, 20));
    load();
    CommitRecord first = new ApiRuns(root).log(job.job()).get(0);
    return root.resolve(first.remembered().orElseThrow().path());
  }

  private void requireUnknown(String why) {
    Recount recount = recount();
    assertThat(recount.rows()).isEmpty();
    assertThat(recount.reason())
        .startsWith(
            "how far each record of the parent was read before the load is not known (what a later load replaced is deleted after staging_lifetime): ")
        .contains(why)
        .hasLineCount(1);
  }

  @Test
  void saysThatWhatItNeedsIsGone() throws IOException {
    Files.delete(marksBeforeTheLast());
    requireUnknown(" is gone, and record 1 names it");
  }

  @Test
  void saysThatWhatItNeedsIsDamagedAndNotThatItIsGone() throws IOException {
    Path marks = marksBeforeTheLast();
    damage(marks, Files.readAllBytes(marks).length / 2);
    requireUnknown(" is not as it was written, and record 1 names it");
  }

  /** In the sign, the length, the names of the header, the marks themselves, and at the end. */
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.02, 0.1, 0.5, 1})
  void namesTheDamagedFileWhereverItIsDamaged(double where) throws IOException {
    marksBeforeTheLast();
    List<CommitRecord> log = new ApiRuns(root).log(job.job());
    String path = log.get(1).remembered().orElseThrow().path();
    Path marks = root.resolve(path);
    damage(marks, (int) (where * (Files.size(marks) - 1)));
    JobResult result =
        new ApiRuns(root)
            .run(job.job(), Refresh.FROM_WATERMARK, api::answer)
            .jobs()
            .get(0)
            .result();
    assertThat(result)
        .isInstanceOfSatisfying(
            JobResult.Failed.class, failed -> assertThat(failed.message()).matches(damaged(path)));
    assertThat(new ApiRuns(root).plan(job.job(), api::answer))
        .singleElement()
        .satisfies(plan -> assertThat(plan.problem().orElseThrow()).matches(damaged(path)));
  }

  private static String damaged(String path) {
    return "(?s).*"
        + Pattern.quote(
            path
                + ": is not as it was written, and record 2 names it; without it nobody knows which rows at and below the watermark were delivered.\nRestore it from a backup, or take everything up to the watermark as delivered with: state set comments '20' --reason WHY.");
  }

  private static void damage(Path file, int at) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[at] ^= 1;
    Files.write(file, bytes);
  }
}
