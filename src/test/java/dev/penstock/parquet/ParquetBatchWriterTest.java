package dev.penstock.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ParquetBatchWriterTest {
  private static final ParquetOptions SMALL_PAGES =
      new ParquetOptions(Codec.ZSTD, 1, 1 << 20, 1000, 1 << 20, ParquetOptions.Checksums.WRITTEN);

  @TempDir Path folder;

  @Test
  void endsRowGroupsAtTheirSize() throws IOException {
    Path file = folder.resolve("groups.parquet");
    ParquetSummary summary = writeLineItems(file, 1 << 20, 200_000);

    try (ParquetFileReader reader = JavaReader.open(file)) {
      assertThat(reader.getRowGroups()).hasSize(summary.rowGroups()).hasSizeGreaterThan(3);
      assertThat(reader.getRowGroups())
          .allSatisfy(group -> assertThat(group.getCompressedSize()).isBetween(1L, 3L << 20));
      assertThat(reader.getRecordCount()).isEqualTo(200_000).isEqualTo(summary.rows());
    }
    try (DuckDb duckDb = new DuckDb()) {
      assertThat(
              duckDb.rows(
                  "select count(*), sum(l_orderkey), count(distinct l_shipmode) from '"
                      + file
                      + "'"))
          .isEqualTo(List.of(List.of("200000", "19999800000", "7")));
    }
  }

  @Test
  void appendsConstantColumns() {
    Path file = folder.resolve("constants.parquet");
    Instant loadedAt = Instant.parse("2026-11-21T03:15:00.123456Z");
    List<ConstantColumn> constants =
        List.of(
            ConstantColumn.text("_load_id", "20261121T031500123Z-ü"),
            ConstantColumn.timestamp("_loaded_at", loadedAt));
    write(file, constants, SMALL_PAGES, 100_000);

    try (DuckDb duckDb = new DuckDb()) {
      assertThat(
              duckDb.rows(
                  "select _load_id, cast(_loaded_at as varchar), cast(count(*) as varchar) from '"
                      + file
                      + "' group by all"))
          .isEqualTo(
              List.of(List.of("20261121T031500123Z-ü", "2026-11-21 03:15:00.123456+00", "100000")));
      assertThat(
              duckDb.rows(
                  "select sum(total_compressed_size) < 1000 from parquet_metadata('"
                      + file
                      + "') where path_in_schema like '\\_load%' escape '\\'"))
          .isEqualTo(List.of(List.of("true")));
    }
  }

  @Test
  void givesUpADictionaryWhenItsValuesBecomeTooMany() throws IOException {
    Kind kind = Kind.ALL.get(4);
    List<Optional<Object>> values = new ArrayList<>();
    IntStream.range(0, 1000).forEach(i -> values.add(Optional.of((long) i % 10)));
    IntStream.range(0, 60_000).forEach(i -> values.add(Optional.of((long) i)));
    Table table = new Table(List.of(kind), List.of(values));
    Path file = folder.resolve("fallback.parquet");
    table.write(file, SMALL_PAGES, 10_000);

    List<Encoding> encodings = encodings(file);
    assertThat(encodings.get(0)).isEqualTo(Encoding.RLE_DICTIONARY);
    assertThat(encodings.get(39)).isEqualTo(Encoding.RLE_DICTIONARY);
    assertThat(encodings.subList(41, 61)).containsOnly(Encoding.PLAIN);
    assertThat(table.difference(JavaReader.read(table, file))).isEqualTo("none");
  }

  @Test
  void usesADictionaryOnlyWhereValuesRepeat() throws IOException {
    Kind kind = Kind.ALL.get(4);
    List<Optional<Object>> repeated = new ArrayList<>();
    List<Optional<Object>> distinct = new ArrayList<>();
    for (long i = 0; i < 1000; i++) {
      repeated.add(Optional.of(i / 2));
      distinct.add(Optional.of(i * 3 / 4));
    }
    Path file = folder.resolve("dictionary.parquet");
    new Table(List.of(kind), List.of(repeated)).write(file, SMALL_PAGES, 1000);
    assertThat(encodings(file)).containsExactly(Encoding.RLE_DICTIONARY);
    new Table(List.of(kind), List.of(distinct)).write(file, SMALL_PAGES, 1000);
    assertThat(encodings(file)).containsExactly(Encoding.PLAIN);
  }

  @Test
  void keepsATextOfAHundredMegabytes() {
    byte[] text = new byte[100 << 20];
    for (int i = 0; i < text.length; i++) {
      text[i] = (byte) ('a' + i % 23);
    }
    Schema schema = new Schema(List.of(Field.nullable("t", ArrowType.Utf8.INSTANCE)));
    Path file = folder.resolve("huge.parquet");
    try (OutputStream out = Files.newOutputStream(file);
        RootAllocator allocator = new RootAllocator();
        VectorSchemaRoot batch = VectorSchemaRoot.create(schema, allocator);
        ParquetBatchWriter writer =
            new ParquetBatchWriter(
                schema, List.of(), ParquetOptions.DEFAULT, Map.of(), Table.sink(out))) {
      VarCharVector texts = (VarCharVector) batch.getVector(0);
      texts.allocateNew(text.length + 10, 3);
      texts.setSafe(0, new byte[] {'x'});
      texts.setSafe(1, text);
      texts.setSafe(2, new byte[] {'y'});
      batch.setRowCount(3);
      writer.write(batch);
      writer.finish();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try (DuckDb duckDb = new DuckDb()) {
      assertThat(duckDb.rows("select length(t), left(t, 3) from '" + file + "'"))
          .isEqualTo(List.of(List.of("1", "x"), List.of("104857600", "abc"), List.of("1", "y")));
    }
  }

  @Test
  void tellsADamagedPage() throws IOException {
    Path file = folder.resolve("damaged.parquet");
    Table table = Table.ofSpecialValues();
    table.write(file, ParquetOptions.DEFAULT.withCodec(Codec.NONE), 100);
    byte[] bytes = Files.readAllBytes(file);
    bytes[60] ^= 1;
    Files.write(file, bytes);

    assertThatThrownBy(() -> JavaReader.read(table, file))
        .hasMessageContaining("CRC checksum verification failed");
  }

  @Test
  void saysWhoWroteTheFileAndKeepsItsKeys() throws IOException {
    Path file = folder.resolve("footer.parquet");
    write(file, List.of(), SMALL_PAGES, 10);
    ParquetFooters.Footer footer =
        ParquetFooters.read("footer.parquet", Files.size(file), FooterFiles.of(file));

    assertThat(footer)
        .isEqualTo(
            new ParquetFooters.Footer(
                10, "penstock version development", Map.of("penstock.job", "shop/orders")));
    try (ParquetFileReader reader = JavaReader.open(file)) {
      assertThat(reader.getFileMetaData().getCreatedBy()).isEqualTo("penstock version development");
    }
  }

  @Test
  void countsBytesAndRowsWhileItWrites() {
    AtomicLong sunk = new AtomicLong();
    try (RootAllocator allocator = new RootAllocator();
        VectorSchemaRoot batch = LineItems.batch(allocator, 20_000, 0);
        ParquetBatchWriter writer =
            new ParquetBatchWriter(
                LineItems.SCHEMA,
                List.of(),
                ParquetOptions.DEFAULT.withRowGroupBytes(1 << 20),
                Map.of(),
                (bytes, offset, length) -> sunk.addAndGet(length))) {
      long before = writer.bytes();
      for (int i = 1; i <= 10; i++) {
        writer.write(batch);
        assertThat(writer.rows()).isEqualTo(i * 20_000L);
        assertThat(writer.bytes()).isGreaterThan(before);
        assertThat(writer.bytes() - sunk.get()).isLessThan(3 << 20);
        before = Math.max(before, sunk.get());
      }
      assertThat(writer.finish().bytes()).isEqualTo(sunk.get()).isEqualTo(writer.bytes());
      assertThatThrownBy(writer::finish).hasMessage("The file is finished already");
    }
  }

  @Test
  void passesOnTheFailureOfTheSinkAndThenLeavesItAlone() {
    AtomicLong calls = new AtomicLong();
    IngestException full = new IngestException(ErrorCode.STORAGE, "disk full");
    try (RootAllocator allocator = new RootAllocator();
        VectorSchemaRoot batch = LineItems.batch(allocator, 20_000, 0);
        ParquetBatchWriter writer =
            new ParquetBatchWriter(
                LineItems.SCHEMA,
                List.of(),
                ParquetOptions.DEFAULT.withRowGroupBytes(1 << 16),
                Map.of(),
                (bytes, offset, length) -> {
                  calls.incrementAndGet();
                  throw full;
                })) {
      assertThatThrownBy(() -> writer.write(batch)).isSameAs(full);
    }
    assertThat(calls).hasValue(1);
  }

  @Test
  void refusesTypesItCannotWrite() {
    assertThatThrownBy(
            () ->
                ParquetTypes.of(
                    new Schema(List.of(Field.nullable("tags", new ArrowType.Struct())))))
        .isInstanceOf(IngestException.class)
        .hasMessage(
            "column tags: type Struct cannot be written to Parquet.\n"
                + "Leave it out with the column columns, or turn it into text with column_types.");
    assertThatThrownBy(
            () ->
                ParquetTypes.word(
                    Field.nullable("at", new ArrowType.Timestamp(TimeUnit.SECOND, null))))
        .hasMessageStartingWith("column at: type Timestamp(SECOND, null) cannot be written");
    assertThatThrownBy(
            () -> ParquetTypes.word(Field.nullable("d", new ArrowType.Decimal(40, 2, 256))))
        .hasMessageStartingWith("column d: type Decimal(40, 2, 256) cannot be written");
  }

  @Test
  void refusesADecimalThatDoesNotFitItsType() {
    Schema schema = new Schema(List.of(Field.nullable("price", new ArrowType.Decimal(9, 2, 128))));
    try (RootAllocator allocator = new RootAllocator();
        VectorSchemaRoot batch = VectorSchemaRoot.create(schema, allocator);
        ParquetBatchWriter writer =
            new ParquetBatchWriter(
                schema, List.of(), ParquetOptions.DEFAULT, Map.of(), (b, offset, length) -> {})) {
      DecimalVector prices = (DecimalVector) batch.getVector(0);
      prices.setSafe(0, 1L << 40);
      batch.setRowCount(1);
      assertThatThrownBy(() -> writer.write(batch))
          .isInstanceOf(IngestException.class)
          .hasMessage(
              "column price: a value does not fit its type decimal(9,2).\n"
                  + "Name a wider decimal for it in column_types.");
    }
  }

  @Test
  void refusesABatchOfOtherColumns() {
    Schema schema = new Schema(List.of(Field.nullable("a", ArrowType.Utf8.INSTANCE)));
    try (RootAllocator allocator = new RootAllocator();
        VectorSchemaRoot batch = VectorSchemaRoot.create(schema, allocator);
        ParquetBatchWriter writer =
            new ParquetBatchWriter(
                LineItems.SCHEMA, List.of(), ParquetOptions.DEFAULT, Map.of(), (b, o, l) -> {})) {
      assertThatThrownBy(() -> writer.write(batch))
          .hasMessage("The batch has 1 columns, but the file has 16");
    }
  }

  @Test
  void refusesABatchOfOtherTypes() {
    Schema texts = new Schema(List.of(Field.nullable("a", ArrowType.Utf8.INSTANCE)));
    Schema bits = new Schema(List.of(Field.nullable("b", ArrowType.Bool.INSTANCE)));
    try (RootAllocator allocator = new RootAllocator();
        VectorSchemaRoot batch = VectorSchemaRoot.create(bits, allocator);
        ParquetBatchWriter writer =
            new ParquetBatchWriter(
                texts, List.of(), ParquetOptions.DEFAULT, Map.of(), (b, o, l) -> {})) {
      assertThatThrownBy(() -> writer.write(batch))
          .hasMessage("column a: the batch has Bool, but the file Utf8");
    }
  }

  @Test
  void refusesANameThatIsThereTwice() {
    Schema schema = new Schema(List.of(Field.nullable("_load_id", ArrowType.Utf8.INSTANCE)));
    assertThatThrownBy(
            () ->
                new ParquetBatchWriter(
                    schema,
                    List.of(ConstantColumn.text("_load_id", "x")),
                    ParquetOptions.DEFAULT,
                    Map.of(),
                    (b, o, l) -> {}))
        .isInstanceOf(IngestException.class)
        .hasMessage(
            "column _load_id: two columns of the file have this name.\n"
                + "Give one of them another name with query.");
  }

  private static List<Encoding> encodings(Path file) throws IOException {
    List<Encoding> encodings = new ArrayList<>();
    try (ParquetFileReader reader = JavaReader.open(file)) {
      PageReadStore pages = reader.readNextRowGroup();
      var column = reader.getFileMetaData().getSchema().getColumns().get(0);
      var chunk = pages.getPageReader(column);
      DataPage page = chunk.readPage();
      while (page != null) {
        encodings.add(
            page.accept(
                new DataPage.Visitor<>() {
                  @Override
                  public Encoding visit(org.apache.parquet.column.page.DataPageV1 v1) {
                    return v1.getValueEncoding();
                  }

                  @Override
                  public Encoding visit(org.apache.parquet.column.page.DataPageV2 v2) {
                    return v2.getDataEncoding();
                  }
                }));
        page = chunk.readPage();
      }
    }
    return encodings;
  }

  private static ParquetSummary writeLineItems(Path file, long rowGroupBytes, int rows) {
    return write(file, List.of(), ParquetOptions.DEFAULT.withRowGroupBytes(rowGroupBytes), rows);
  }

  private static ParquetSummary write(
      Path file, List<ConstantColumn> constants, ParquetOptions options, int rows) {
    try (OutputStream out = Files.newOutputStream(file);
        RootAllocator allocator = new RootAllocator();
        ParquetBatchWriter writer =
            new ParquetBatchWriter(
                LineItems.SCHEMA,
                constants,
                options,
                Map.of("penstock.job", "shop/orders"),
                Table.sink(out))) {
      for (int from = 0; from < rows; from += 10_000) {
        try (VectorSchemaRoot batch =
            LineItems.batch(allocator, Math.min(10_000, rows - from), from)) {
          writer.write(batch);
        }
      }
      return writer.finish();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
