package dev.penstock.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.job.Deletes;
import dev.penstock.job.Job;
import dev.penstock.job.SchemaContract;
import dev.penstock.late.Runs;
import dev.penstock.testing.EmbeddedPg;
import dev.penstock.testing.NeedsSpark;
import dev.penstock.testing.Spark;
import dev.penstock.testing.Spark.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a real Spark reads of files of before and after a change. */
@NeedsSpark
final class SparkReadsTest {
  private static final Map<String, String> RECURSIVE = Map.of("recursiveFileLookup", "true");
  private static final Map<String, String> MERGED =
      Map.of("recursiveFileLookup", "true", "mergeSchema", "true");
  private static final String NEWEST =
      "select max(file) from (select input_file_name() as file from files)";
  private static final String COUNT = "select count(*) from files";

  @TempDir private Path root;

  static List<TypeChange> changes() {
    return TypeChange.all();
  }

  @BeforeEach
  void start() throws Exception {
    EmbeddedPg.execute("DROP SCHEMA public CASCADE", "CREATE SCHEMA public");
  }

  @ParameterizedTest
  @MethodSource("changes")
  void readsOtherTypesAsThePageSaysAndAllThatAreKeptApart(TypeChange change) throws Exception {
    change.load(root);
    check(change.words(), query(change.selected(TypeChange.JOB)), change.rows(TypeChange.JOB));
    requireMerged(query(change.selected(TypeChange.APART)), change.rows(TypeChange.APART));
  }

  @ParameterizedTest
  @EnumSource
  void readsOtherColumnsAsThePageSays(TableChange change) throws Exception {
    change.load(root, SchemaContract.EVOLVE);
    check(change.words, texts(change), rows(change));
  }

  @Test
  void mergeSchemaReadsNewMembersWhenTypesAreKeptApart() throws Exception {
    TableChange change = TableChange.NEW_MEMBER;
    change.load(root, TypeChange.APART.target().contract());
    Answer answer = merged("job", texts(change));
    assertThat(answer.schema()).contains("l ARRAY<STRUCT<a: BIGINT, b: ARRAY<STRING>>>");
    assertThat(answer.rows()).isEqualTo(rows(change));
  }

  @Test
  void tombstonesAreReadTogetherWithColumnsThatAreKeptApart() throws Exception {
    Job job =
        Runs.deleting(TypeChange.APART, Deletes.USUAL).with(TypeChange.APART.target().contract());
    EmbeddedPg.execute("CREATE TABLE t (k bigint, v int)", "INSERT INTO t VALUES (1, 7), (2, 8)");
    try (Runs runs = new Runs(root, EmbeddedPg.USER)) {
      TypeChange.requireLoaded(runs.run(job));
      EmbeddedPg.execute(
          "DELETE FROM t WHERE k = 1",
          "ALTER TABLE t ALTER v TYPE bigint",
          "INSERT INTO t VALUES (3, 9000000000)");
      TypeChange.requireLoaded(runs.run(job));
    }
    requireMerged(
        query("k, coalesce(v__v_bigint, v), _deleted"),
        List.of("1|7|false", "1|null|true", "2|8|false", "3|9000000000|false"));
  }

  /** The first by its name, which is the oldest. */
  @ParameterizedTest
  @EnumSource(names = {"NEW_COLUMN", "COLUMN_GONE"})
  void withoutMergeSchemaTheColumnsAreThoseOfTheOldestFile(TableChange change) throws Exception {
    change.load(root, SchemaContract.EVOLVE);
    Answer answer = ask("job/t", RECURSIVE, query("k, v"));
    assertThat(answer.schema()).isEqualTo("k INT,v INT,_load_id STRING");
    assertThat(answer.rows())
        .isEqualTo(
            change == TableChange.NEW_COLUMN ? List.of("1|7", "2|8") : List.of("1|7", "2|null"));
  }

  @Test
  void theFoldersOfDaysAreReadRecursivelyOrByAPattern() throws Exception {
    TableChange.NEW_COLUMN.load(root, SchemaContract.EVOLVE);
    assertThat(ask("job/t", Map.of(), COUNT).failure().orElse(""))
        .contains("UNABLE_TO_INFER_SCHEMA");
    assertThat(ask("job/t", RECURSIVE, COUNT).rows()).containsExactly("2");
    assertThat(ask("job/t/*/*/*", Map.of(), COUNT).rows()).containsExactly("2");
    assertThat(ask("job", RECURSIVE, COUNT).rows()).as("beside the log").containsExactly("2");
  }

  private void check(String change, String query, List<String> rows) throws IOException {
    check(change, "mergeSchema", said(merged("job", query), rows));
    String newest = ask("job/t", RECURSIVE, NEWEST).rows().get(0);
    Answer like = Spark.get().ask(root + "/job/t", RECURSIVE, Optional.of(newest), query);
    check(change, "schema(newest)", said(like, rows));
  }

  /**
   * Any Spark either reads each value as it was or refuses; of which it is what is told of some.
   */
  private static void check(String change, String how, String said) throws IOException {
    String version = Spark.get().version().replaceAll("\\.\\d+$", "");
    String reader = "Spark %s `%s`".formatted(version, how);
    if (ReadersTable.knows(reader)) {
      ReadersTable.check(change, reader, said);
    }
  }

  private static String said(Answer answer, List<String> rows) {
    if (answer.failure().isEmpty()) {
      assertThat(answer.rows()).isEqualTo(rows);
      return "yes";
    }
    assertThat(answer.failure().get())
        .containsAnyOf(
            "CANNOT_MERGE_INCOMPATIBLE_DATA_TYPE",
            "PARQUET_COLUMN_DATA_TYPE_MISMATCH",
            "Parquet column cannot be converted");
    return "no";
  }

  private void requireMerged(String query, List<String> rows) {
    Answer answer = merged("apart", query);
    assertThat(answer.failure()).isEmpty();
    assertThat(answer.rows()).isEqualTo(rows);
  }

  private static String query(String selected) {
    return "select %s from files order by k, _load_id".formatted(selected);
  }

  private static String texts(TableChange change) {
    return query(change.selected.replace("l", "cast(l as string)"));
  }

  private static List<String> rows(TableChange change) {
    return change == TableChange.NEW_MEMBER
        ? List.of("1|[{5, null}]", "2|[{6, [x]}]")
        : change.rows;
  }

  private Answer merged(String job, String query) {
    return ask(job + "/t", MERGED, query);
  }

  private Answer ask(String files, Map<String, String> options, String query) {
    return Spark.get().ask(root + "/" + files, options, Optional.empty(), query);
  }
}
