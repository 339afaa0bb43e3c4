package dev.penstock.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.failure.IngestException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lists are read as they were written, by DuckDB and by the Parquet project's own reader. */
final class ListsTest {
  private static DuckDb duckDb;

  @TempDir Path folder;

  /** A list of values and nulls; or no list. */
  private record Column(Kind kind, List<Optional<List<Optional<Object>>>> lists) {
    Field field() {
      return new Field(
          "c",
          FieldType.nullable(ArrowType.List.INSTANCE),
          List.of(kind.field(ListVector.DATA_VECTOR_NAME)));
    }

    Schema schema() {
      return new Schema(List.of(field()));
    }

    List<String> texts() {
      return lists.stream()
          .map(list -> list.map(l -> l.stream().map(this::text).toList().toString()).orElse(null))
          .toList();
    }

    private String text(Optional<Object> value) {
      return value.map(kind::text).orElse(null);
    }

    /** As many entries as have no value: null and empty lists, and nulls within lists. */
    long withoutValue() {
      return lists.stream()
          .mapToLong(
              list ->
                  list.filter(l -> !l.isEmpty())
                      .map(l -> l.stream().filter(Optional::isEmpty).count())
                      .orElse(1L))
          .sum();
    }
  }

  @BeforeAll
  @BeforeContainer
  static void openDuckDb() {
    duckDb = new DuckDb();
  }

  @AfterAll
  @AfterContainer
  static void closeDuckDb() {
    duckDb.close();
  }

  private static Kind kind(String word) {
    return Kind.ALL.stream().filter(kind -> kind.word().equals(word)).findFirst().orElseThrow();
  }

  private static Column random(Kind kind, Random random, int rows) {
    int distinct = List.of(1, 3, 40, 100_000).get(random.nextInt(4));
    List<Object> pool = new ArrayList<>(kind.special());
    for (int i = 0; i < Math.min(distinct, rows) || pool.isEmpty(); i++) {
      pool.add(kind.random().apply(random));
    }
    double nulls = List.of(0.0, 0.2, 1.0).get(random.nextInt(3));
    int longest = List.of(1, 5, 300).get(random.nextInt(3));
    List<Optional<List<Optional<Object>>>> lists = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      if (random.nextDouble() < nulls) {
        lists.add(Optional.empty());
        continue;
      }
      List<Optional<Object>> list = new ArrayList<>();
      int length = random.nextInt(4) == 0 ? 0 : random.nextInt(longest + 1);
      for (int i = 0; i < length; i++) {
        boolean missing = random.nextDouble() < nulls / 2;
        Object value = pool.get(random.nextInt(pool.size()));
        list.add(missing ? Optional.empty() : Optional.of(value));
      }
      lists.add(Optional.of(list));
    }
    return new Column(kind, lists);
  }

  @Property(tries = 50, edgeCases = EdgeCasesMode.NONE)
  void keepsListsOfAnyKind(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    List<Kind> kinds = Kind.ALL.stream().filter(kind -> !kind.isAlwaysNull()).toList();
    Kind kind = kinds.get(random.nextInt(kinds.size()));
    Column column = random(kind, random, random.nextInt(400));
    Path file = Files.createTempFile("lists", ".parquet");
    ParquetSummary summary =
        write(column, file, RoundTripTest.options(random), 1 + random.nextInt(300));

    assertThat(summary.rows()).isEqualTo(column.lists().size());
    assertThat(byDuckDb(column, file)).as(kind.word()).isEqualTo(column.texts());
    assertThat(byJava(column, file)).as(kind.word()).isEqualTo(column.texts());
    assertThat(nulls(file)).isEqualTo(column.withoutValue());
    Files.delete(file);
  }

  @Test
  void tellsANullListAnEmptyOneAndOneOfNullsApart() {
    Column column =
        new Column(
            kind("int32"),
            List.of(
                Optional.empty(),
                Optional.of(List.of()),
                Optional.of(List.of(Optional.empty())),
                Optional.of(List.of(Optional.of(7), Optional.empty()))));
    Path file = folder.resolve("lists.parquet");
    write(column, file, ParquetOptions.DEFAULT, 1000);

    assertThat(column.texts()).containsExactly(null, "[]", "[null]", "[7, null]");
    assertThat(byDuckDb(column, file)).isEqualTo(column.texts());
    assertThat(byJava(column, file)).isEqualTo(column.texts());
    assertThat(duckDb.rows("select typeof(c) from '" + file + "' limit 1"))
        .containsExactly(List.of("INTEGER[]"));
    assertThat(schema(file).toString())
        .isEqualTo(
            """
            message schema {
              optional group c (LIST) {
                repeated group list {
                  optional int32 element;
                }
              }
            }
            """);
  }

  @Test
  void putsAListLargerThanAPageOnAPageOfItsOwn() {
    List<Optional<Object>> huge = new ArrayList<>();
    for (int i = 0; i < 300_000; i++) {
      huge.add(i % 7 == 0 ? Optional.empty() : Optional.of((long) i));
    }
    Column column =
        new Column(
            kind("int64"),
            List.of(
                Optional.of(List.of(Optional.of(1L))), Optional.of(huge), Optional.of(List.of())));
    Path file = folder.resolve("huge.parquet");
    write(column, file, ParquetOptions.DEFAULT, 1000);

    assertThat(byDuckDb(column, file)).isEqualTo(column.texts());
    assertThat(byJava(column, file)).isEqualTo(column.texts());
  }

  @Test
  void whatStandsInTheMemoryOfANullListIsNoElement() {
    Column column =
        new Column(
            kind("int32"),
            List.of(
                Optional.of(List.of(Optional.of(1))),
                Optional.empty(),
                Optional.of(List.of(Optional.of(3)))));
    Path file = folder.resolve("hidden.parquet");
    Column full =
        new Column(
            kind("int32"),
            List.of(
                column.lists().get(0),
                Optional.of(List.of(Optional.of(2))),
                column.lists().get(2)));
    try (RootAllocator allocator = new RootAllocator();
        VectorSchemaRoot batch = VectorSchemaRoot.create(column.schema(), allocator);
        OutputStream out = Files.newOutputStream(file);
        ParquetBatchWriter writer =
            new ParquetBatchWriter(
                column.schema(), List.of(), ParquetOptions.DEFAULT, Map.of(), Table.sink(out))) {
      fill(batch, full, 0, 3);
      // Not setNull, which would take the list's elements away too.
      batch.getVector(0).getValidityBuffer().setByte(0, 0b101);
      writer.write(batch);
      writer.finish();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }

    assertThat(byJava(column, file)).isEqualTo(column.texts());
    assertThat(byDuckDb(column, file)).isEqualTo(column.texts());
  }

  @Test
  void listsAreNotReadAgainAsKeys() throws IOException {
    Column column = new Column(kind("int32"), List.of(Optional.of(List.of())));
    Path file = folder.resolve("keys.parquet");
    write(column, file, ParquetOptions.DEFAULT, 1000);

    long length = Files.size(file);
    assertThatThrownBy(
            () -> new ColumnsReader("keys.parquet", length, Table.bytes(file), column.schema()))
        .isInstanceOf(IngestException.class)
        .hasMessageStartingWith("keys.parquet: its column c is of the type optional group c (LIST)")
        .hasMessageEndingWith("and not list<int32> as the source has it now");
  }

  private static ParquetSummary write(
      Column column, Path file, ParquetOptions options, int batchRows) {
    int rows = column.lists().size();
    try (RootAllocator allocator = new RootAllocator();
        OutputStream out = Files.newOutputStream(file);
        ParquetBatchWriter writer =
            new ParquetBatchWriter(
                column.schema(), List.of(), options, Map.of(), Table.sink(out))) {
      try (VectorSchemaRoot batch = VectorSchemaRoot.create(column.schema(), allocator)) {
        for (int from = 0; from < rows; from += batchRows) {
          fill(batch, column, from, Math.min(batchRows, rows - from));
          writer.write(batch);
        }
      }
      return writer.finish();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void fill(VectorSchemaRoot batch, Column column, int from, int count) {
    ListVector vector = (ListVector) batch.getVector(0);
    vector.clear();
    vector.setInitialCapacity(count);
    vector.allocateNew();
    int most = 0;
    for (int row = from; row < from + count; row++) {
      most += column.lists().get(row).map(List::size).orElse(0);
    }
    FieldVector elements = vector.getDataVector();
    elements.setInitialCapacity(most + 1);
    elements.allocateNew();
    for (int row = 0; row < count; row++) {
      Optional<List<Optional<Object>>> list = column.lists().get(from + row);
      if (list.isEmpty()) {
        vector.setNull(row);
      } else {
        int at = vector.startNewValue(row);
        for (Optional<Object> value : list.get()) {
          column.kind().set(elements, at++, value);
        }
        vector.endValue(row, list.get().size());
      }
    }
    batch.setRowCount(count);
  }

  private static List<String> byDuckDb(Column column, Path file) {
    String element = column.kind().sql().replace("%s", "x");
    String sql = "select list_transform(c, lambda x: %s) from '%s'".formatted(element, file);
    return duckDb.rows(sql).stream().map(row -> row.get(0)).toList();
  }

  private static MessageType schema(Path file) {
    try (ParquetFileReader reader = JavaReader.open(file)) {
      return reader.getFooter().getFileMetaData().getSchema();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The nulls that the footer counts. */
  private static long nulls(Path file) {
    try (ParquetFileReader reader = JavaReader.open(file)) {
      long nulls = 0;
      for (BlockMetaData block : reader.getFooter().getBlocks()) {
        nulls += block.getColumns().get(0).getStatistics().getNumNulls();
      }
      return nulls;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> byJava(Column column, Path file) {
    try (ParquetFileReader reader = JavaReader.open(file)) {
      MessageType schema = reader.getFooter().getFileMetaData().getSchema();
      List<String> rows = new ArrayList<>();
      for (PageReadStore pages = reader.readNextRowGroup();
          pages != null;
          pages = reader.readNextRowGroup()) {
        RecordReader<Group> records =
            new ColumnIOFactory()
                .getColumnIO(schema)
                .getRecordReader(pages, new GroupRecordConverter(schema));
        for (long i = 0; i < pages.getRowCount(); i++) {
          rows.add(text(column, records.read()));
        }
      }
      return rows;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Column column, Group row) {
    if (row.getFieldRepetitionCount(0) == 0) {
      return null;
    }
    Group list = row.getGroup(0, 0);
    GroupType element = list.getType().getType(0).asGroupType();
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < list.getFieldRepetitionCount(0); i++) {
      Group one = list.getGroup(0, i);
      texts.add(
          one.getFieldRepetitionCount(0) == 0
              ? null
              : column.kind().text(JavaReader.value(one, 0, element.getType(0).asPrimitiveType())));
    }
    return texts.toString();
  }
}
