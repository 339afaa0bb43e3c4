package dev.penstock.source.jdbc;

import static dev.penstock.evidence.Said.assertThatThrownBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.BadInput;
import dev.penstock.evidence.Input;
import dev.penstock.evidence.Measure;
import dev.penstock.evidence.Said;
import dev.penstock.evidence.Secures;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.job.Job;
import dev.penstock.job.Lookback;
import dev.penstock.job.SourceType;
import dev.penstock.source.BatchReader;
import dev.penstock.source.Burden;
import dev.penstock.source.Connector;
import dev.penstock.source.Consistency;
import dev.penstock.source.CursorType;
import dev.penstock.source.Explorable;
import dev.penstock.source.FoundTable;
import dev.penstock.source.LateRows;
import dev.penstock.source.Source;
import dev.penstock.source.Split;
import dev.penstock.source.Survey;
import dev.penstock.source.Watermark;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every database source does alike. */
abstract class SourceContract {
  protected BufferAllocator allocator;
  protected Connector connector;

  /** A connector to an empty database; the suite closes it. */
  abstract Connector connector() throws Exception;

  abstract Jobs jobs();

  /** Executes statements in the database, committed. */
  abstract void execute(String... statements) throws Exception;

  /** How messages name the source. */
  abstract String address();

  /** {@code public.} where the database has schemas. */
  abstract String prefix();

  @BeforeEach
  void start() throws Exception {
    allocator = new RootAllocator();
    connector = connector();
  }

  @AfterEach
  void end() {
    connector.close();
    allocator.close();
  }

  /** Everything one run gives: the survey, and each row as text. */
  record Run(Schema schema, Survey survey, List<Split> splits, List<List<Object>> rows) {
    List<Object> column(int index) {
      List<Object> values = new ArrayList<>();
      rows.forEach(row -> values.add(row.get(index)));
      return values;
    }

    Optional<Watermark> watermark() {
      return survey.window().upTo();
    }
  }

  Run run(Job job) {
    return run(job, Optional.empty());
  }

  Run run(Job job, Optional<Watermark> committed) {
    try (Source source = connector.open(job)) {
      Survey survey = source.survey(committed);
      List<Split> splits = source.splits(survey);
      List<List<Object>> rows = new ArrayList<>();
      for (Split split : splits) {
        rows.addAll(read(source, split));
      }
      survey.warnings().forEach(Said::add);
      return new Run(source.schema(), survey, splits, rows);
    }
  }

  List<List<Object>> read(Source source, Split split) {
    List<List<Object>> rows = new ArrayList<>();
    try (VectorSchemaRoot batch = VectorSchemaRoot.create(source.schema(), allocator);
        BatchReader reader = source.open(split)) {
      for (int count = reader.read(batch); count > 0; count = reader.read(batch)) {
        assertThat(batch.getRowCount()).isEqualTo(count);
        for (int i = 0; i < count; i++) {
          List<Object> row = new ArrayList<>();
          for (FieldVector vector : batch.getFieldVectors()) {
            row.add(plain(vector.getObject(i)));
          }
          rows.add(row);
        }
      }
      assertThat(reader.read(batch)).isZero();
    }
    return rows;
  }

  /** Arrow's own text class as a String, so that values compare. */
  private static Object plain(Object value) {
    return value instanceof org.apache.arrow.vector.util.Text text ? text.toString() : value;
  }

  void assertFails(Job job, ErrorCode code, String message) {
    assertFails(() -> run(job), code, message);
  }

  private static void assertFails(ThrowingCallable call, ErrorCode code, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(IngestException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessage(message);
  }

  private void threeRows() throws Exception {
    execute(
        "CREATE TABLE t (id integer, name text)",
        "INSERT INTO t VALUES (1, 'a'), (2, ''), (3, NULL)");
  }

  @Test
  @BadInput(value = Input.EMPTY_OR_NULL, taken = "stay apart")
  void readsEveryRowWithNullAndEmptyKeptApart() throws Exception {
    threeRows();
    Run run = run(jobs().job());
    assertThat(run.schema().getFields()).extracting(Field::getName).containsExactly("id", "name");
    assertThat(run.column(1)).containsExactly("a", "", null);
    assertThat(run.survey().rows()).isEqualTo(OptionalLong.of(3));
    assertThat(run.survey().consistency()).isEqualTo(Consistency.SNAPSHOT);
    assertThat(run.survey().warnings()).isEmpty();
  }

  @Test
  void readsAgainBelowTheWatermarkWithBothEnds() throws Exception {
    execute(
        "CREATE TABLE t (id integer, name text)",
        "INSERT INTO t VALUES (1, 'a'), (3, 'b'), (4, 'c'), (5, 'd'), (6, 'e')");
    Job job = jobs().lookback("id", Lookback.of("2", BigDecimal.valueOf(2))).job();
    Watermark committed = new Watermark("id", CursorType.INTEGER, "5");
    try (Source source = connector.open(job)) {
      Survey survey = source.survey(Optional.of(committed), Optional.empty());
      assertThat(survey.rows()).isEqualTo(OptionalLong.of(4));
      assertThat(survey.late().rule()).isEqualTo(LateRows.Rule.LOOKBACK);
      assertThat(survey.late().words()).isEqualTo("re-reads 2 below the watermark (lookback)");
      assertThat(survey.late().keep()).map(Watermark::value).contains("4");
      List<Split> splits = source.splits(survey);
      assertThat(splits).extracting(Split::part).containsExactly(Split.Part.NEW, Split.Part.AGAIN);
      assertThat(read(source, splits.get(0))).extracting(row -> row.get(1)).containsExactly("e");
      assertThat(read(source, splits.get(1)))
          .extracting(row -> row.get(1))
          .containsExactly("b", "c", "d");
    }
  }

  @Test
  void readsOnlyBelowTheWatermarkWhenNothingLiesPastIt() throws Exception {
    execute("CREATE TABLE t (id integer)", "INSERT INTO t VALUES (4), (5)");
    Job job = jobs().lookback("id", Lookback.of("2", BigDecimal.valueOf(2))).job();
    Watermark committed = new Watermark("id", CursorType.INTEGER, "5");
    try (Source source = connector.open(job)) {
      Survey survey = source.survey(Optional.of(committed), Optional.empty());
      assertThat(survey.nothingNew()).isFalse();
      assertThat(survey.window().upTo()).contains(committed);
      assertThat(source.splits(survey)).extracting(Split::part).containsExactly(Split.Part.AGAIN);
    }
    execute("DELETE FROM t");
    try (Source source = connector.open(job)) {
      Survey survey = source.survey(Optional.of(committed), Optional.empty());
      assertThat(survey.nothingNew()).isTrue();
    }
  }

  @Test
  void readsNothingAgainBeforeTheFirstLoad() throws Exception {
    execute("CREATE TABLE t (id integer)", "INSERT INTO t VALUES (4), (5)");
    Job job = jobs().lookback("id", Lookback.of("2", BigDecimal.valueOf(2))).job();
    try (Source source = connector.open(job)) {
      Survey survey = source.survey(Optional.empty(), Optional.empty());
      assertThat(survey.late().again()).isEmpty();
      assertThat(survey.late().keep()).map(Watermark::value).contains("3");
      assertThat(source.splits(survey)).hasSize(1);
    }
  }

  @Test
  void readsColumnsInTheOrderAskedFor() throws Exception {
    threeRows();
    assertThat(run(jobs().columns("name", "id").job()).schema().getFields())
        .extracting(Field::getName)
        .containsExactly("name", "id");
  }

  @Test
  void boundsBatchesByRows() throws Exception {
    threeRows();
    try (Source source = connector.open(jobs().batchRows(2).job())) {
      Split split = source.splits(source.survey(Optional.empty())).get(0);
      try (VectorSchemaRoot batch = VectorSchemaRoot.create(source.schema(), allocator);
          BatchReader reader = source.open(split)) {
        assertThat(reader.read(batch)).isEqualTo(2);
        assertThat(batch.getVector(1).isNull(1)).isFalse();
        assertThat(reader.read(batch)).isEqualTo(1);
        assertThat(batch.getVector(1).isNull(0)).isTrue();
        assertThat(reader.read(batch)).isZero();
      }
    }
  }

  @Test
  void growsBatchesWithTheirRows() throws Exception {
    execute(
        "CREATE TABLE t (id integer, price decimal(12,2), name text)",
        "INSERT INTO t WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9000) SELECT i, i * 1.25, 'name ' || i FROM n");
    Run run = run(jobs().batchRows(5000).job());
    assertThat(run.rows()).hasSize(9000);
    assertThat(run.rows().get(4999).get(1)).isEqualTo(new java.math.BigDecimal("6250.00"));
    assertThat(run.rows().get(8999).get(2)).isEqualTo("name 9000");
  }

  @Test
  @BadInput(value = Input.NO_ROWS, taken = "a file without rows under FULL, nothing new otherwise")
  void readsAnEmptyTable() throws Exception {
    execute("CREATE TABLE t (id integer)");
    Run run = run(jobs().job());
    assertThat(run.rows()).isEmpty();
    assertThat(run.splits()).hasSize(1);
    assertThat(run.survey().rows()).isEqualTo(OptionalLong.of(0));
    assertThat(run.survey().nothingNew()).isFalse();
  }

  @Test
  void findsNothingNewInAnEmptyTableWithACursor() throws Exception {
    execute("CREATE TABLE t (id integer)");
    Run run = run(jobs().cursor("id").job());
    assertThat(run.survey().nothingNew()).isTrue();
    assertThat(run.splits()).isEmpty();
    assertThat(run.watermark()).isEmpty();
  }

  @Test
  void readsRowsPastTheWatermarkOnce() throws Exception {
    threeRows();
    Job job = jobs().cursor("id").job();
    Run first = run(job);
    assertThat(first.column(0)).hasSize(3);
    Run second = run(job, first.watermark());
    assertThat(second.survey().nothingNew()).isTrue();
    assertThat(second.watermark()).isEqualTo(first.watermark());
    execute("INSERT INTO t VALUES (4, 'd'), (5, 'e')");
    Run third = run(job, first.watermark());
    assertThat(third.column(1)).containsExactlyInAnyOrder("d", "e");
    assertThat(third.survey().rows()).isEqualTo(OptionalLong.of(2));
    assertThat(third.watermark().orElseThrow().value()).isEqualTo("5");
  }

  @Test
  void keepsRowsThatShareTheWatermarkValue() throws Exception {
    execute(
        "CREATE TABLE t (id integer, day date)",
        "INSERT INTO t VALUES (1, '2024-01-01'), (2, '2024-01-02'), (3, '2024-01-02')");
    Job job = jobs().cursor("day").job();
    Run first = run(job);
    assertThat(first.column(0)).hasSize(3);
    execute("INSERT INTO t VALUES (4, '2024-01-03'), (5, '2024-01-03')");
    assertThat(run(job, first.watermark()).column(0)).hasSize(2);
  }

  @Test
  @BadInput(
      value = Input.WATERMARK_NULL,
      says =
          "2 rows of … have no usable updated_at (NULL, infinite, or not of the column's type); an incremental load never reads them. Give every row a value, or set load_type to FULL")
  void countsAndReportsRowsWithoutCursor() throws Exception {
    execute(
        "CREATE TABLE t (id integer, updated_at timestamp)",
        "INSERT INTO t VALUES (1, '2024-01-01 00:00:00'), (2, NULL), (3, NULL)");
    Run run = run(jobs().cursor("updated_at").job());
    assertThat(run.column(0)).hasSize(1);
    assertThat(run.survey().nullCursors()).isEqualTo(2);
    assertThat(run.survey().warnings())
        .containsExactly(
            "2 rows of "
                + prefix()
                + "t have no usable updated_at (NULL, infinite, or not of the column's type); an"
                + " incremental load never reads them. Give every row a value, or set load_type to"
                + " FULL");
  }

  @Test
  void startsPastTheInitialValue() throws Exception {
    threeRows();
    assertThat(run(jobs().cursor("id", "1.0").job()).column(0)).hasSize(2);
  }

  @Test
  void refusesAnInitialValueOfAnotherType() throws Exception {
    threeRows();
    assertFails(
        jobs().cursor("id", "abc").job(),
        ErrorCode.CONFIG,
        "sheet SourceConfig, row 7, column last_watermark: 'abc' is not a whole number, which"
            + " watermark_column holds.\nWrite it such as 100000, or leave it empty to read from the"
            + " first row on.");
  }

  @Test
  void readsWithTextCursor() throws Exception {
    execute("CREATE TABLE t (code text)", "INSERT INTO t VALUES ('a'), ('b'), ('c')");
    Run run = run(jobs().cursor("code", "a").job());
    assertThat(run.column(0)).containsExactlyInAnyOrder("b", "c");
    assertThat(run.watermark().orElseThrow().value()).isEqualTo("c");
  }

  /** The third is the latest, and sorts before both. */
  @Test
  @BadInput(
      value = Input.MIXED_ZONES,
      says =
          "column watermark_column: ts holds times of different zones as texts, such as '2026-10-25T01:45:00+01:00' and '2026-10-25T02:30:00+02:00', whose order is not that of time.\nHave them written in one zone, name a column of a type for timestamps with zone, or set load_type to FULL.")
  void refusesTextsInSeveralZonesAsACursor() throws Exception {
    execute(
        "CREATE TABLE t (ts text)",
        "INSERT INTO t VALUES ('2026-10-25T02:15:00+02:00'), ('2026-10-25T02:30:00+02:00')");
    Job job = jobs().cursor("ts").job();
    Run first = run(job);
    assertThat(first.rows()).hasSize(2);

    execute("INSERT INTO t VALUES ('2026-10-25T01:45:00+01:00')");
    assertFails(
        () -> run(job, first.watermark()),
        ErrorCode.SOURCE_REFUSED,
        "sheet SourceConfig, row 7, column watermark_column: ts holds times of different zones as"
            + " texts, such as '2026-10-25T01:45:00+01:00' and '2026-10-25T02:30:00+02:00', whose"
            + " order is not that of time.\nHave them written in one zone, name a column of a type"
            + " for timestamps with zone, or set load_type to FULL.");
  }

  @Test
  void readsWithDecimalCursor() throws Exception {
    execute("CREATE TABLE t (v decimal(10,2))", "INSERT INTO t VALUES (1.25), (2.5), (3)");
    Job job = jobs().cursor("v", "1.25").job();
    Run run = run(job);
    assertThat(run.rows()).hasSize(2);
    assertThat(run(job, run.watermark()).survey().nothingNew()).isTrue();
  }

  @Test
  void readsWithDateCursor() throws Exception {
    readsOnFrom("date", "2026-02-28", "2026-03-01", "2026-03-02");
  }

  @Test
  void readsWithTimestampCursor() throws Exception {
    readsOnFrom(
        "timestamp",
        "2026-10-25 02:30:00",
        "2026-10-25 02:30:00.000001",
        "2026-10-25 02:30:00.000002");
  }

  /** The first value is what the workbook says, the second is there, the third comes later. */
  void readsOnFrom(String type, String initial, String there, String later) throws Exception {
    execute(
        "CREATE TABLE t (v %s)".formatted(type),
        "INSERT INTO t VALUES ('%s'), ('%s')".formatted(initial, there));
    Job job = jobs().cursor("v", initial).job();
    Run first = run(job);
    assertThat(first.rows()).hasSize(1);
    assertThat(run(job, first.watermark()).survey().nothingNew()).isTrue();

    execute("INSERT INTO t VALUES ('%s')".formatted(later));
    assertThat(run(job, first.watermark()).rows()).hasSize(1);
  }

  @Test
  void wrapsTheFilter() throws Exception {
    threeRows();
    Run run = run(jobs().filter("id = 1 OR id = 2 -- the first ones").cursor("id", "1").job());
    assertThat(run.column(1)).containsExactly("");
    assertThat(run.survey().rows()).isEqualTo(OptionalLong.of(1));
  }

  @Test
  @Secures(Measure.SQL_TEXT)
  @BadInput(
      value = Input.SEVERAL_STATEMENTS,
      says =
          "column query_filter: '1=1; DROP TABLE t' holds a semicolon outside quotes, and only one statement can be sent.\nCorrect the SQL in this cell.")
  void refusesAFilterOfTwoStatements() throws Exception {
    threeRows();
    assertFails(
        jobs().filter("1=1; DROP TABLE t").job(),
        ErrorCode.SOURCE_REFUSED,
        "sheet SourceConfig, row 7, column query_filter: '1=1; DROP TABLE t' holds a semicolon"
            + " outside quotes, and only one statement can be sent.\nCorrect the SQL in this cell.");
    assertFails(
        jobs().filter("1=1) OR (1=1").filter("1=1) -- ").job(),
        ErrorCode.SOURCE_REFUSED,
        "sheet SourceConfig, row 7, column query_filter: '1=1) --' has parentheses that do not"
            + " match.\nCorrect the SQL in this cell.");
  }

  @Test
  void readsAQuery() throws Exception {
    threeRows();
    Run run = run(jobs().query("SELECT id AS n FROM t WHERE id > 1; ").cursor("n").job());
    assertThat(run.rows()).hasSize(2);
    assertThat(run.survey().rows()).isEmpty();
    assertThat(run.survey().warnings())
        .containsExactly(
            "the rows at the source were not counted: counting a query costs as much as running it;"
                + " set source_count to always to have it done");
  }

  @Test
  @Secures(Measure.SQL_IDENTIFIERS)
  @BadInput(value = Input.TABLE_NAME_SQL, taken = "is a name, and the table of that name is read")
  @BadInput(value = Input.COLUMN_NAME_SQL, taken = "is a name, and the column of that name is read")
  void quotesNamesOfAnyCharacters() throws Exception {
    String table = "x\"; DROP TABLE y;--";
    String column = "a]`'\"%s\n?é😀 :b";
    execute(
        "CREATE TABLE y (id integer)",
        "CREATE TABLE \"%s\" (\"%s\" integer)"
            .formatted(table.replace("\"", "\"\""), column.replace("\"", "\"\"")),
        "INSERT INTO \"%s\" VALUES (7)".formatted(table.replace("\"", "\"\"")));
    Run run = run(jobs().table(table).columns(column).cursor(column).job());
    assertThat(run.rows()).hasSize(1);
    assertThat(run(jobs().table("y").job()).rows()).isEmpty();
  }

  @Test
  @Secures(Measure.SQL_IDENTIFIERS)
  void refusesImpossibleNames() {
    assertFails(
        jobs().table("a\0b").job(),
        ErrorCode.SOURCE_REFUSED,
        "sheet SourceConfig, row 7, column table_name: 'a·b' is a name that no database of this"
            + " kind can have.\nCorrect the name; it is empty, too long, or holds a NUL character.");
  }

  @Test
  void suggestsTheTableThatMayBeMeant() throws Exception {
    execute("CREATE TABLE orders (id integer)", "CREATE TABLE customers (id integer)");
    assertFails(
        jobs().table("ordres").job(),
        ErrorCode.SOURCE_REFUSED,
        "sheet SourceConfig, row 7, column table_name: "
            + address()
            + " has no table ordres that its user may see.\nDid you mean "
            + prefix()
            + "orders?");
  }

  @Test
  @BadInput(
      value = Input.WATERMARK_ABSENT,
      says =
          "column watermark_column: table t has no column updated_att.\nDid you mean updated_at?")
  @BadInput(
      value = Input.NO_COLUMNS,
      says = "column columns: table t has no column colour.\nThere are: id, updated_at.")
  void suggestsTheColumnThatMayBeMeant() throws Exception {
    execute("CREATE TABLE t (id integer, updated_at timestamp)");
    assertFails(
        jobs().cursor("updated_att").job(),
        ErrorCode.SOURCE_REFUSED,
        "sheet SourceConfig, row 7, column watermark_column: table t has no column"
            + " updated_att.\nDid you mean updated_at?");
    assertFails(
        jobs().columns("id", "colour").job(),
        ErrorCode.SOURCE_REFUSED,
        "sheet SourceConfig, row 7, column columns: table t has no column colour.\nThere are: id,"
            + " updated_at.");
  }

  @Test
  void takesAColumnThatDiffersInCaseOnlyAndSaysSo() throws Exception {
    threeRows();
    assertThat(run(jobs().columns("NAME").job()).survey().warnings())
        .containsExactly(
            "table t has no column NAME; name, which differs in letter case only, is taken");
  }

  @Test
  void refusesACursorThatDoesNotGrow() throws Exception {
    execute("CREATE TABLE t (ok boolean)");
    assertThatThrownBy(() -> run(jobs().cursor("ok").job()))
        .hasMessageStartingWith(
            "sheet SourceConfig, row 7, column watermark_column: ok is of type ")
        .hasMessageEndingWith(
            "which does not grow.\nName a column that only grows, of a type for whole numbers,"
                + " decimals, dates, timestamps or text; or set load_type to FULL.");
  }

  @Test
  void refusesUnknownColumnTypes() throws Exception {
    threeRows();
    assertFails(
        jobs().types(Map.of("id", "decimal(39,2)")).job(),
        ErrorCode.SOURCE_REFUSED,
        "sheet SourceConfig, row 7, column column_types: id=decimal(39,2) names no type.\nThe types"
            + " are: text, bigint, integer, smallint, double, real, decimal(p,s), boolean, date,"
            + " time, time_ns, timestamp, timestamp_ns, timestamptz, timestamptz_ns, json, binary, list(type); p is at most 38, s at most p.");
  }

  @Test
  void landsColumnsInTheTypesAskedFor() throws Exception {
    execute("CREATE TABLE t (a integer, b text)", "INSERT INTO t VALUES (1, '1.50')");
    Run run = run(jobs().types(Map.of("a", "text", "b", "decimal(10,1)")).job());
    assertThat(run.rows().get(0)).containsExactly("1", new java.math.BigDecimal("1.5"));
  }

  @Test
  void failsAtTheFirstValueThatDoesNotFit() throws Exception {
    execute("CREATE TABLE t (b text)", "INSERT INTO t VALUES ('1.5'), ('1.55')");
    assertThatThrownBy(() -> run(jobs().types(Map.of("b", "decimal(10,1)")).job()))
        .isInstanceOfSatisfying(
            IngestException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.VALUE))
        .hasMessageStartingWith("sheet SourceConfig, row 7: table " + prefix() + "t, column b (")
        .hasMessageEndingWith(
            ", row 2 as read: the value '1.55' has more than 1 decimals, so decimal(10,1) cannot"
                + " hold it.\nSet column_types to b=text, or leave such rows out with"
                + " query_filter.");
  }

  @Test
  void refusesAWatermarkOfAnotherColumn() throws Exception {
    threeRows();
    Watermark old = new Watermark("name", dev.penstock.source.CursorType.TEXT, "a");
    assertThatThrownBy(() -> run(jobs().cursor("id").job(), Optional.of(old)))
        .hasMessage(
            "sheet SourceConfig, row 7, column watermark_column: the committed watermark is of"
                + " column name (TEXT), but the job now names id (INTEGER).\nName the old column"
                + " again, or set the watermark anew with the command state.");
  }

  @Test
  void saysWhatWasAskedOfTheDatabase() throws Exception {
    threeRows();
    try (Source source = connector.open(jobs().job())) {
      Survey survey = source.survey(Optional.empty());
      for (Split split : source.splits(survey)) {
        read(source, split);
      }
      Burden asked = source.burden();
      assertThat(asked.sessions()).isEqualTo(1);
      assertThat(asked.rows()).isEqualTo(3);
      assertThat(asked.bytes()).isBetween(3L, 1_000L);
      assertThat(asked.longestQueryMillis()).isBetween(0L, 60_000L);
    }
  }

  @Test
  void namesTheTablesAndViewsOfItsSchema() throws Exception {
    execute(
        "CREATE TABLE named_one (id integer)",
        "CREATE TABLE named_two (id integer)",
        "CREATE VIEW named_view AS SELECT id FROM named_one");

    List<String> names = connector.tables(jobs().job());

    assertThat(names)
        .filteredOn(name -> name.startsWith("named"))
        .containsExactlyInAnyOrder("named_one", "named_two", "named_view");
    assertThat(names).noneMatch(name -> name.startsWith("pg_") || name.startsWith("sqlite_"));
  }

  @Test
  void listsItsTables() throws Exception {
    execute(
        "CREATE TABLE seen_people (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(20) NOT NULL, updated_at TIMESTAMP)",
        "CREATE TABLE seenXpeople (a INTEGER NOT NULL, b INTEGER NOT NULL, PRIMARY KEY (b, a))",
        "CREATE INDEX by_time ON seen_people (updated_at, name)",
        "CREATE VIEW seen_view AS SELECT id, name FROM seen_people",
        "INSERT INTO seen_people VALUES (1, 'a', NULL)");
    Explorable explorable = (Explorable) connector;
    SourceType type = jobs().job().sourceType();

    List<FoundTable> all =
        explorable.explore(type, "shop", Optional.empty(), (name, display) -> true);

    assertThat(all)
        .extracting(FoundTable::name)
        .contains("seen_people", "seen_view")
        .noneMatch(name -> name.startsWith("pg_") || name.startsWith("sqlite_"));
    FoundTable people = found(all, "seen_people");
    assertThat(people.display()).isEqualTo(prefix() + "seen_people");
    assertThat(people.kind()).isEqualTo(FoundTable.Kind.TABLE);
    assertThat(people.key()).containsExactly("id");
    assertThat(people.columns())
        .extracting(FoundTable.Column::name)
        .containsExactly("id", "name", "updated_at");
    assertThat(people.columns())
        .extracting(FoundTable.Column::indexed)
        .containsExactly(true, false, driverTellsAll());
    assertThat(people.columns())
        .extracting(FoundTable.Column::nullable)
        .containsExactly(!driverTellsAll(), !driverTellsAll(), true);
    assertThat(people.columns().get(0).cursor()).contains(CursorType.INTEGER);
    assertThat(people.columns().get(2).cursor())
        .hasValueSatisfying(
            grows -> assertThat(grows).isIn(CursorType.TIMESTAMP, CursorType.TIMESTAMP_TZ));
    assertThat(all)
        .filteredOn(table -> table.name().equalsIgnoreCase("seenXpeople"))
        .singleElement()
        .satisfies(table -> assertThat(table.key()).containsExactly("b", "a"));
    FoundTable view = found(all, "seen_view");
    assertThat(view.kind()).isEqualTo(FoundTable.Kind.VIEW);
    assertThat(view.columns()).hasSize(2);
    assertThat(
            explorable.explore(
                type, "shop", Optional.empty(), (name, display) -> name.endsWith("_view")))
        .containsExactly(view);
  }

  /** Whether the driver says which columns have an index and which may be NULL. */
  boolean driverTellsAll() {
    return true;
  }

  private static FoundTable found(List<FoundTable> all, String name) {
    return all.stream().filter(table -> table.name().equals(name)).findFirst().orElseThrow();
  }
}
