package dev.penstock.engine.late;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.destination.BatchWriter;
import dev.penstock.destination.CommitRecord;
import dev.penstock.destination.Delivery;
import dev.penstock.destination.Load;
import dev.penstock.destination.LoadPlan;
import dev.penstock.destination.Loads;
import dev.penstock.destination.SplitResult;
import dev.penstock.destination.StagedFile;
import dev.penstock.failure.IngestException;
import dev.penstock.job.Job;
import dev.penstock.job.LoadType;
import dev.penstock.job.WriteDisposition;
import dev.penstock.source.Consistency;
import dev.penstock.source.LateRows;
import dev.penstock.source.LateRows.Rule;
import dev.penstock.source.Split;
import dev.penstock.source.Survey;
import dev.penstock.source.Watermark;
import dev.penstock.source.Window;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class OverlapTest {
  private static final Job JOB = Loads.job("orders", LoadType.INCREMENTAL, WriteDisposition.APPEND);
  private static final List<String> KEY = List.of("key");
  private static final Overlap.Limits TIGHT = new Overlap.Limits(3, 1000, 1000);

  private final RootAllocator allocator = new RootAllocator();
  private Rule rule = Rule.LOOKBACK;
  private List<String> identity = KEY;
  private Overlap.Limits limits = TIGHT;
  private boolean withNote = false;
  private Optional<byte[]> remembered = Optional.empty();
  private List<String> warnings = List.of();
  private boolean foundNothing;

  /** A row: its cursor, its key, and another value. */
  private record Row(long at, String key, String value) {}

  private static Row row(long at, String key, String value) {
    return new Row(at, key, value);
  }

  @AfterEach
  void close() {
    allocator.close();
  }

  @Test
  void dropsWhatWasDeliveredAndPassesWhatIsLateOrChanged() {
    load(0, 10, 0, List.of(), row(1, "a", "x"), row(8, "b", "x"), row(10, "c", "x"));
    assertThat(
            load(
                10,
                12,
                5,
                List.of(row(6, "late", "x"), row(8, "b", "changed"), row(10, "c", "x")),
                row(12, "d", "x")))
        .containsExactly(row(12, "d", "x"), row(6, "late", "x"), row(8, "b", "changed"));
    assertThat(warnings)
        .containsExactly("2 rows had come late, at or below the watermark 10, and were delivered");
  }

  @Test
  void aValueThatComesBackIsDeliveredOnceMoreWhereTheKeyIsKnown() {
    load(0, 10, 0, List.of(), row(10, "a", "A"));
    assertThat(load(10, 10, 5, List.of(row(10, "a", "B")))).containsExactly(row(10, "a", "B"));
    assertThat(load(10, 10, 5, List.of(row(10, "a", "A")))).containsExactly(row(10, "a", "A"));
    assertThat(load(10, 10, 5, List.of(row(10, "a", "A")))).isEmpty();
    assertThat(foundNothing).isTrue();
  }

  @Test
  void aRowThatWasDeletedAndComesBackAsItWasIsNotDeliveredAgain() {
    load(0, 10, 0, List.of(), row(9, "a", "x"), row(10, "b", "x"));
    assertThat(load(10, 12, 5, List.of(row(10, "b", "x")), row(12, "c", "x"))).hasSize(1);
    assertThat(load(12, 12, 7, List.of(row(9, "a", "x"), row(10, "b", "x"), row(12, "c", "x"))))
        .isEmpty();
  }

  @Test
  void withoutAKeyEqualRowsAreCounted() {
    identity = List.of();
    load(0, 10, 0, List.of(), row(10, "a", "x"), row(10, "a", "x"));
    Row one = row(10, "a", "x");
    assertThat(load(10, 10, 5, List.of(one, one, one))).containsExactly(one);
    assertThat(load(10, 10, 5, List.of(one, one, one))).isEmpty();
    assertThat(load(10, 10, 5, List.of(one))).isEmpty();
    assertThat(load(10, 10, 5, List.of(one, one, one))).isEmpty();
  }

  @Test
  void twoRowsOfOneKeyDoNotTakeEachOthersPlace() {
    load(0, 10, 0, List.of(), row(9, "a", "x"), row(10, "a", "y"));
    assertThat(load(10, 10, 5, List.of(row(9, "a", "x"), row(10, "a", "y")))).isEmpty();
    assertThat(load(10, 10, 5, List.of(row(9, "a", "x"), row(10, "a", "y")))).isEmpty();
  }

  @Test
  void forOpenTransactionsAChangeThatLeavesTheCursorIsNoReason() {
    rule = Rule.OPEN_TRANSACTIONS;
    load(0, 10, 0, List.of(), row(9, "a", "x"), row(10, "b", "x"));
    assertThat(load(10, 10, 5, List.of(row(9, "a", "changed"), row(7, "b", "x"))))
        .containsExactly(row(7, "b", "x"));
  }

  @Test
  void whatNoLoadHasRememberedIsTakenAsDelivered() {
    assertThat(load(10, 12, 5, List.of(row(6, "a", "x"), row(10, "b", "x")), row(12, "c", "x")))
        .containsExactly(row(12, "c", "x"));
    assertThat(warnings)
        .containsExactly(
            "2 rows at or below the watermark 10 were taken as delivered, as no load before has remembered which were; rows that come late from now on are found");
    assertThat(load(12, 12, 7, List.of(row(8, "late", "x"), row(10, "b", "x"))))
        .containsExactly(row(8, "late", "x"));
  }

  @Test
  void aRecordIsMadeWhereSinceWhenRowsAreKnownHasChanged() {
    assertThat(load(10, 10, 5, List.of(row(10, "b", "x")))).isEmpty();
    assertThat(foundNothing).isFalse();
    assertThat(load(10, 10, 5, List.of(row(10, "b", "x")))).isEmpty();
    assertThat(foundNothing).isTrue();
  }

  @Test
  void whatALongerLookbackReachesIsTakenAsDelivered() {
    load(0, 20, 15, List.of(), row(3, "old", "x"), row(18, "a", "x"));
    assertThat(
            load(20, 20, 2, List.of(row(3, "old", "x"), row(16, "late", "x"), row(18, "a", "x"))))
        .containsExactly(row(16, "late", "x"));
    assertThat(load(20, 20, 2, List.of(row(3, "old", "x"), row(5, "late", "x"))))
        .containsExactly(row(5, "late", "x"));
  }

  @Test
  void afterTheWatermarkWasSetBackRowsPastItAreDeliveredAgain() {
    load(0, 20, 5, List.of(), row(8, "a", "x"), row(18, "b", "x"));
    assertThat(load(10, 20, 5, List.of(row(7, "late", "x"), row(8, "a", "x")), row(18, "b", "x")))
        .containsExactly(row(18, "b", "x"), row(7, "late", "x"));
  }

  @Test
  void whatASetWatermarkSkippedIsTakenAsDelivered() {
    load(0, 20, 5, List.of(), row(18, "a", "x"));
    assertThat(
            load(30, 30, 15, List.of(row(17, "late", "x"), row(18, "a", "x"), row(25, "s", "x"))))
        .containsExactly(row(17, "late", "x"));
  }

  @Test
  void aNewColumnMakesNoRowNew() {
    load(0, 10, 0, List.of(), row(9, "a", "x"), row(10, "b", "x"));
    withNote = true;
    assertThat(load(10, 10, 5, List.of(row(9, "a", "x"), row(10, "b", "changed"))))
        .containsExactly(row(10, "b", "changed"));
    assertThat(load(10, 10, 5, List.of(row(9, "a", "x"), row(10, "b", "changed")))).isEmpty();
  }

  @Test
  void whatCannotBeComparedSinceAColumnWentIsTakenAsDelivered() {
    withNote = true;
    load(0, 10, 0, List.of(), row(9, "a", "x"));
    withNote = false;
    assertThat(load(10, 10, 5, List.of(row(9, "a", "x"), row(8, "b", "x")))).isEmpty();
    assertThat(warnings.get(0)).contains("as the columns are others than those of the load before");
    assertThat(load(10, 10, 5, List.of(row(9, "a", "x"), row(7, "c", "x")))).hasSize(1);
  }

  @Test
  void remembersWhatTheNextLoadReadsAgainAndNoMore() {
    List<Row> rows = new ArrayList<>();
    for (int i = 1; i <= 100; i++) {
      rows.add(row(i, "k" + i, "x"));
    }
    load(0, 100, 91, List.of(), rows.toArray(Row[]::new));
    assertThat(rememberedRows()).isEqualTo(10);
    // As the overlap moves on, what lies before it is forgotten.
    load(100, 110, 101, rows.subList(90, 100), row(110, "n", "x"));
    assertThat(rememberedRows()).isEqualTo(1);
  }

  @Test
  void saysWhatToDoWhenALookbackHoldsTooMuch() {
    limits = new Overlap.Limits(3, 4, 4);
    Row[] five = new Row[5];
    for (int i = 0; i < 5; i++) {
      five[i] = row(i + 1, "k" + i, "x");
    }
    assertThatThrownBy(() -> load(0, 5, 0, List.of(), five))
        .isInstanceOf(IngestException.class)
        .hasMessageStartingWith("sheet SourceConfig, row 7, column lookback: more than 4 rows lie")
        .hasMessageEndingWith("Nothing was committed.\nWrite a smaller lookback.");
  }

  @Test
  void byItselfGivesUpAndSaysSoWhenItIsTooMuch() {
    rule = Rule.OPEN_TRANSACTIONS;
    limits = new Overlap.Limits(3, 1, 1);
    assertThat(load(0, 5, 0, List.of(), row(4, "a", "x"), row(5, "b", "x"))).hasSize(2);
    assertThat(warnings)
        .containsExactly(
            "more than 1 rows would have to be remembered to find late ones, so the next load looks for none; a lookback says how far to look");
    assertThat(remembered).isEmpty();
  }

  @Test
  void aFileOfAnotherFormIsNoReasonToGuess() {
    remembered = Optional.of("nonsense, and longer than a sign".getBytes(UTF_8));
    assertThatThrownBy(() -> load(10, 12, 5, List.of(), row(12, "c", "x")))
        .isInstanceOf(IngestException.class)
        .hasMessageEndingWith(
            "what job shop_orders remembers of delivered rows cannot be read: this version does not know the form of the file.\nRun the version that wrote it, or take everything up to the watermark as delivered with: state set shop_orders VALUE.");
  }

  @Test
  void aSplitThatDidNotPassThroughFailsTheLoad() {
    Survey survey = survey(0, 10, 0);
    try (Overlap overlap = Overlap.knowingNothing(JOB, limits)) {
      overlap.over(new Memory(new ArrayList<>()), survey, List.of(), schema());
      assertThatThrownBy(
              () -> overlap.delivery(survey, List.of(new SplitResult(0, 3, List.of())), 1))
          .hasMessageContaining("split 0 read 3 rows, but 0 were compared");
    }
  }

  @Test
  void leavesNoFilesBehind() throws IOException {
    Path folder;
    try (Overlap overlap = Overlap.knowingNothing(JOB, limits)) {
      folder = overlap.folder();
      assertThat(Files.exists(folder)).isTrue();
    }
    assertThat(Files.exists(folder)).isFalse();
  }

  private long rememberedRows() {
    try (Overlap overlap = overlap()) {
      return overlap.size();
    }
  }

  /** Of what the load before remembered, if anything. */
  private Overlap overlap() {
    try {
      return remembered.isEmpty()
          ? Overlap.knowingNothing(JOB, limits)
          : Overlap.of(JOB, limits, new ByteArrayInputStream(remembered.get()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Schema schema() {
    List<Field> fields = new ArrayList<>();
    fields.add(Field.nullable("Id", new ArrowType.Int(64, true)));
    fields.add(Field.nullable("key", ArrowType.Utf8.INSTANCE));
    fields.add(Field.nullable("value", ArrowType.Utf8.INSTANCE));
    if (withNote) {
      fields.add(Field.nullable("note", ArrowType.Utf8.INSTANCE));
    }
    return new Schema(fields);
  }

  private Survey survey(long lo, long hi, long from) {
    Optional<Watermark> after = lo == 0 ? Optional.empty() : Optional.of(Loads.watermark(lo));
    Watermark start = Loads.watermark(from);
    LateRows late =
        new LateRows(
            rule, "", after.map(w -> start), Optional.of(start), Optional.empty(), identity, "");
    return new Survey(
        new Window(after, Optional.of(Loads.watermark(hi))),
        false,
        OptionalLong.empty(),
        0,
        Consistency.SNAPSHOT,
        List.of(),
        late);
  }

  /** One load; returns the rows that were passed on. */
  private List<Row> load(long lo, long hi, long from, List<Row> again, Row... fresh) {
    Survey survey = survey(lo, hi, from);
    List<Split> splits =
        List.of(
            new Split(0, "", List.of(), Optional.empty()),
            new Split(1, "", List.of(), Optional.empty(), Split.Part.AGAIN));
    List<Row> passed = new ArrayList<>();
    try (Overlap overlap = overlap();
        Load load = overlap.over(new Memory(passed), survey, splits, schema())) {
      List<SplitResult> results = List.of(write(load, 0, List.of(fresh)), write(load, 1, again));
      Delivery delivery = overlap.delivery(survey, results, 1);
      assertThat(delivery.rows()).isEqualTo(passed.size());
      assertThat(delivery.dropped()).isEqualTo(fresh.length + again.size() - passed.size());
      warnings = delivery.survey().warnings();
      foundNothing = overlap.foundNothing(delivery);
      if (!foundNothing) {
        remembered = bytes(delivery);
      }
    }
    return passed;
  }

  private static Optional<byte[]> bytes(Delivery delivery) {
    return delivery
        .remembering()
        .map(
            rows -> {
              ByteArrayOutputStream out = new ByteArrayOutputStream();
              try {
                rows.write(out);
              } catch (IOException e) {
                throw new AssertionError(e);
              }
              return out.toByteArray();
            });
  }

  private SplitResult write(Load load, int split, List<Row> rows) {
    try (BatchWriter writer = load.writer(split);
        VectorSchemaRoot batch = VectorSchemaRoot.create(schema(), allocator)) {
      if (!rows.isEmpty()) {
        batch.allocateNew();
        for (int i = 0; i < rows.size(); i++) {
          ((BigIntVector) batch.getVector(0)).setSafe(i, rows.get(i).at());
          ((VarCharVector) batch.getVector(1)).setSafe(i, rows.get(i).key().getBytes(UTF_8));
          ((VarCharVector) batch.getVector(2)).setSafe(i, rows.get(i).value().getBytes(UTF_8));
        }
        batch.setRowCount(rows.size());
        writer.write(batch);
      }
      return new SplitResult(split, rows.size(), writer.finish());
    }
  }

  /** Keeps rows in memory. */
  private record Memory(List<Row> rows) implements Load {
    @Override
    public BatchWriter tombstones(int split) {
      throw new UnsupportedOperationException("no row is gone here");
    }

    @Override
    public void keep(LoadPlan plan) {}

    @Override
    public void keep(SplitResult result) {}

    @Override
    public BatchWriter writer(int split) {
      return new BatchWriter() {
        @Override
        public void write(VectorSchemaRoot batch) {
          for (int i = 0; i < batch.getRowCount(); i++) {
            rows.add(
                new Row(
                    ((BigIntVector) batch.getVector(0)).get(i),
                    batch.getVector(1).getObject(i).toString(),
                    batch.getVector(2).getObject(i).toString()));
          }
        }

        @Override
        public long bytes() {
          return 0;
        }

        @Override
        public List<StagedFile> finish() {
          return List.of();
        }

        @Override
        public void close() {}
      };
    }

    @Override
    public CommitRecord commit(Delivery delivery) {
      throw new UnsupportedOperationException("nothing is committed here");
    }

    @Override
    public void close() {}
  }
}
