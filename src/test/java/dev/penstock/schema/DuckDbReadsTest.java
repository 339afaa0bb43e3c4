package dev.penstock.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.job.Job;
import dev.penstock.job.SchemaContract;
import dev.penstock.testing.DuckDb;
import dev.penstock.testing.EmbeddedPg;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What DuckDB reads of files of before and after a change, as one column and as two. */
final class DuckDbReadsTest {
  @TempDir private Path root;

  static List<TypeChange> changes() {
    return TypeChange.all();
  }

  @BeforeEach
  void start() throws Exception {
    EmbeddedPg.execute("DROP SCHEMA public CASCADE", "CREATE SCHEMA public");
  }

  @Test
  void theTableOfReadersHasEachChange() throws IOException {
    assertThat(ReadersTable.changes())
        .containsExactlyElementsOf(
            Stream.of(
                    Arrays.stream(TableChange.values()).map(TableChange::toString),
                    changes().stream().map(TypeChange::words))
                .flatMap(words -> words)
                .toList());
  }

  @ParameterizedTest
  @EnumSource
  void readsWhatHasOtherColumns(TableChange change) throws Exception {
    change.load(root, SchemaContract.EVOLVE);
    List<String> rows =
        change == TableChange.NEW_MEMBER
            ? List.of("1|[{'a': 5, 'b': NULL}]", "2|[{'a': 6, 'b': [x]}]")
            : change.rows;
    assertThat(select("job", change.selected)).isEqualTo(rows);
    ReadersTable.check(change.words, "DuckDB `union_by_name`", "yes");
  }

  @ParameterizedTest
  @MethodSource("changes")
  void readsBothTypesAsOneColumnAndKeptApart(TypeChange change) throws Exception {
    change.load(root);
    for (Job job : List.of(TypeChange.JOB, TypeChange.APART)) {
      assertThat(select(job.id(), change.selected(job))).isEqualTo(change.rows(job));
    }
    ReadersTable.check(change.words(), "DuckDB `union_by_name`", "yes");
  }

  private List<String> select(String job, String what) throws Exception {
    return DuckDb.rows(
        "select %s from read_parquet('%s/%s/t/**/*.parquet', union_by_name = true) order by k"
            .formatted(what, root, job));
  }
}
