package dev.penstock.source.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.job.Settings.SourceCount;
import dev.penstock.job.SourceSettings;
import dev.penstock.job.SourceType;
import dev.penstock.source.BatchReader;
import dev.penstock.source.Consistency;
import dev.penstock.source.Earlier;
import dev.penstock.source.Resumable;
import dev.penstock.source.Resumed;
import dev.penstock.source.Sliced;
import dev.penstock.source.Source;
import dev.penstock.source.Split;
import dev.penstock.source.Survey;
import dev.penstock.testing.EmbeddedPg;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A table of PostgreSQL whose rows are in one long partition, nested ones, and many short ones. */
@Timeout(60)
final class PartitionsTest {
  private static final int ROWS = 6_000;
  private static final String FILL =
      "INSERT INTO p SELECT i, CASE WHEN i <= 4000 THEN 0 ELSE i % 11 END, repeat('x', 150)"
          + " FROM generate_series(1, 6000) i";

  @BeforeEach
  void table() throws Exception {
    List<String> sql = new ArrayList<>();
    for (int k = 1; k < 10; k++) {
      // The columns lie in another order, and one was dropped.
      sql.add("CREATE TABLE p%d (gone int, pad text, k int, id int)".formatted(k));
      sql.add("ALTER TABLE p%d DROP COLUMN gone".formatted(k));
      sql.add("ALTER TABLE p ATTACH PARTITION p%1$d FOR VALUES IN (%1$d)".formatted(k));
    }
    sql.add(FILL);
    EmbeddedPg.execute(
        "DROP SCHEMA public CASCADE",
        "CREATE SCHEMA public",
        "GRANT USAGE ON SCHEMA public TO public",
        "CREATE TABLE p (id int, k int, pad text) PARTITION BY LIST (k)",
        "CREATE TABLE p_long PARTITION OF p FOR VALUES IN (0)",
        "CREATE TABLE p_sub PARTITION OF p FOR VALUES IN (10) PARTITION BY HASH (id)",
        "CREATE TABLE p_sub0 PARTITION OF p_sub FOR VALUES WITH (MODULUS 2, REMAINDER 0)",
        "CREATE TABLE p_sub1 PARTITION OF p_sub FOR VALUES WITH (MODULUS 2, REMAINDER 1)");
    EmbeddedPg.execute(sql.toArray(String[]::new));
  }

  private static JdbcConnector connector(String user) {
    return new JdbcConnector(
        Map.of(
            "shop",
            new SourceSettings(
                "shop", Optional.of(SourceType.POSTGRESQL), EmbeddedPg.settings(user))),
        key -> Optional.empty(),
        new Reading(SourceCount.AUTO, 65_536),
        2,
        new NoTokens());
  }

  private static Jobs jobs() {
    return Jobs.of(SourceType.POSTGRESQL).table("p").columns("id").parallelism(2);
  }

  private static List<Integer> read(Source source, Split split) {
    List<Integer> ids = new ArrayList<>();
    try (RootAllocator allocator = new RootAllocator();
        VectorSchemaRoot batch = VectorSchemaRoot.create(source.schema(), allocator);
        BatchReader reader = source.open(split)) {
      for (int rows = reader.read(batch); rows > 0; rows = reader.read(batch)) {
        for (int i = 0; i < rows; i++) {
          ids.add(((IntVector) batch.getVector("id")).get(i));
        }
      }
    }
    return ids;
  }

  private static List<Integer> read(Source source, List<Split> splits) {
    return splits.stream().flatMap(split -> read(source, split).stream()).toList();
  }

  @Test
  void cutsLongPartitionsAndPutsShortOnesTogetherAllOfOneMoment() throws Exception {
    try (JdbcConnector connector = connector(EmbeddedPg.USER);
        Source source = connector.open(jobs().job())) {
      Survey survey = source.survey(Optional.empty());
      List<Split> splits = source.splits(survey);
      EmbeddedPg.execute("UPDATE p SET k = 1 + id % 9", "DELETE FROM p WHERE id < 100", FILL);

      assertThat(survey.consistency()).isEqualTo(Consistency.SNAPSHOT);
      assertThat(splits).hasSizeBetween(6, 30);
      assertThat(splits).allSatisfy(split -> assertThat(split.snapshot()).isPresent());
      assertThat(((Sliced) source).cutting()).startsWith("by its 12 partitions, long ones cut");
      assertThat(splits.stream().filter(s -> s.query().contains("UNION ALL"))).isNotEmpty();
      assertThat(read(source, splits)).hasSize(ROWS).doesNotHaveDuplicates();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "p.id > 3000 | 6 | 3000",
        "id % 2 = 0 | 6 | 3000",
        "public.p.id > 3000 | 1 | 3000",
        "tableoid = 'p_long'::regclass | 1 | 4182"
      })
  void aFilterHoldsForPartitionsOrTheTableIsReadWhole(String filter, int least, int rows) {
    try (JdbcConnector connector = connector(EmbeddedPg.USER);
        Source source = connector.open(jobs().filter(filter).job())) {
      List<Split> splits = source.splits(source.survey(Optional.empty()));
      assertThat(splits.size() == 1).isEqualTo(least == 1);
      assertThat(read(source, splits)).hasSize(rows).doesNotHaveDuplicates();
    }
  }

  @Test
  void readsTablesThatInheritAndThoseThatTheyInheritFrom() throws Exception {
    EmbeddedPg.execute(
        "CREATE TABLE base (id int, pad text)",
        "CREATE TABLE heir (more int) INHERITS (base)",
        "CREATE TABLE heir2 () INHERITS (base, heir)",
        "INSERT INTO base SELECT i, repeat('x', 150) FROM generate_series(1, 2000) i",
        "INSERT INTO heir SELECT i, repeat('x', 150), 1 FROM generate_series(2001, 5000) i",
        "INSERT INTO heir2 SELECT i, repeat('x', 150), 1 FROM generate_series(5001, 5500) i");
    try (JdbcConnector connector = connector(EmbeddedPg.USER);
        Source source = connector.open(jobs().table("base").job())) {
      List<Split> splits = source.splits(source.survey(Optional.empty()));
      assertThat(splits).hasSizeGreaterThan(4);
      assertThat(read(source, splits)).hasSize(5500).doesNotHaveDuplicates();
    }
  }

  @Test
  void readsThroughTheTableWhereThePartitionsAreNotTheRolesToRead() throws Exception {
    EmbeddedPg.execute(
        "DROP ROLE IF EXISTS narrow",
        "CREATE ROLE narrow LOGIN",
        "GRANT SELECT ON p TO narrow",
        "ALTER TABLE p ADD PRIMARY KEY (k, id)",
        "ANALYZE p");
    try (JdbcConnector connector = connector("narrow");
        Source source = connector.open(jobs().job())) {
      Survey survey = source.survey(Optional.empty());
      List<Split> splits = source.splits(survey);
      assertThat(((Sliced) source).cutting())
          .startsWith("by ranges of k, id with about as many rows each")
          .endsWith("as the role may not read each of its partitions for itself");
      assertThat(splits).hasSizeGreaterThan(5);
      assertThat(survey.consistency()).isEqualTo(Consistency.SNAPSHOT);
      List<Integer> sizes = splits.stream().map(split -> read(source, split).size()).toList();
      assertThat(sizes).allMatch(size -> size <= 2 * ROWS / splits.size());
      assertThat(read(source, splits)).hasSize(ROWS).doesNotHaveDuplicates();
    }
  }

  @Test
  void leavesTablesWithForeignPartitionsWhole() throws Exception {
    EmbeddedPg.execute(
        "CREATE EXTENSION IF NOT EXISTS file_fdw",
        "CREATE SERVER IF NOT EXISTS files FOREIGN DATA WRAPPER file_fdw",
        "CREATE FOREIGN TABLE p_far PARTITION OF p FOR VALUES IN (99) SERVER files"
            + " OPTIONS (program 'true')");
    try (JdbcConnector connector = connector(EmbeddedPg.USER);
        Source source = connector.open(jobs().job())) {
      List<Split> splits = source.splits(source.survey(Optional.empty()));
      assertThat(splits).hasSize(1);
      assertThat(((Sliced) source).cutting())
          .isEqualTo("rows are of another server, of which only one connection sees one moment");
      assertThat(read(source, splits)).hasSize(ROWS);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "INSERT INTO p SELECT i, i % 11, 'new' FROM generate_series(7000, 7999) i | ",
        "UPDATE p SET pad = 'changed' WHERE id <= 1000 | ",
        "ALTER TABLE p DETACH PARTITION p3; ALTER TABLE p ATTACH PARTITION p3 FOR VALUES IN (3) | ",
        "DELETE FROM p WHERE k = 10 | rows have been changed or deleted since in the part that was not read yet",
        "UPDATE p SET k = 0 WHERE k = 10 | rows have been changed or deleted since in the part that was not read yet",
        "TRUNCATE p5 | partitions have come, gone or been written anew since, or another server answers",
        "ALTER TABLE p DETACH PARTITION p3 | partitions have come, gone or been written anew since, or another server answers",
        "CREATE TABLE p77 PARTITION OF p FOR VALUES IN (77) | partitions have come, gone or been written anew since, or another server answers"
      })
  void goesOnWhereTheMissingRowsAreProvenTheSame(String change, String obstacle) throws Exception {
    try (JdbcConnector connector = connector(EmbeddedPg.USER)) {
      Survey survey;
      String bookmark;
      List<Integer> ids = new ArrayList<>();
      Map<Integer, Long> done = new HashMap<>();
      try (Source source = connector.open(jobs().job())) {
        survey = source.survey(Optional.empty());
        bookmark = ((Resumable) source).bookmark().orElseThrow();
        List<Split> splits = source.splits(survey);
        for (Split split : splits.subList(0, splits.size() / 2)) {
          List<Integer> read = read(source, split);
          ids.addAll(read);
          done.put(split.index(), (long) read.size());
        }
      }
      EmbeddedPg.execute(change.split(";"));
      try (Source later = connector.open(jobs().job())) {
        Resumed resumed = ((Resumable) later).resume(new Earlier(survey, bookmark, done));
        if (obstacle != null) {
          assertThat(resumed).isInstanceOf(Resumed.Impossible.class);
          assertThat(((Resumed.Impossible) resumed).reason()).endsWith(obstacle);
          return;
        }
        Resumed.Possible possible = (Resumed.Possible) resumed;
        ids.addAll(read(later, possible.splits()));
        assertThat(possible.survey().consistency()).isEqualTo(Consistency.SNAPSHOT);
        assertThat(possible.survey().rows()).isEqualTo(OptionalLong.of(ROWS));
        assertThat(ids).hasSize(ROWS).doesNotHaveDuplicates().allMatch(id -> id <= ROWS);
      }
    }
  }

  @Test
  void takesNoSqlFromABookmark() throws Exception {
    try (JdbcConnector connector = connector(EmbeddedPg.USER);
        Source source = connector.open(jobs().job())) {
      Survey survey = source.survey(Optional.empty());
      String bookmark = ((Resumable) source).bookmark().orElseThrow();
      String forged = bookmark.replaceFirst("@0-", "@0) OR (1=1 -");
      assertThat(((Resumable) source).resume(new Earlier(survey, forged, Map.of(0, 1L))))
          .isInstanceOf(Resumed.Impossible.class);
    }
  }
}
