package dev.penstock.parquet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.failure.IngestException;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole tables of any type are read back in {@link RoundTripTest}. */
final class ColumnsReaderTest {
  private static final int ROWS = 20_001;
  private static final Schema STORED =
      new Schema(
          List.of(
              Field.nullable("id", new ArrowType.Int(32, true)),
              Field.nullable("price", new ArrowType.Decimal(9, 2, 128)),
              Field.nullable("name", ArrowType.Utf8.INSTANCE)));

  @TempDir Path folder;
  private final RootAllocator allocator = new RootAllocator();
  private Path file;

  @BeforeEach
  void write() throws IOException {
    file = folder.resolve("rows.parquet");
    ParquetOptions small =
        new ParquetOptions(Codec.SNAPPY, 1, 1 << 16, 1000, 4096, ParquetOptions.Checksums.WRITTEN);
    try (OutputStream out = Files.newOutputStream(file);
        ParquetBatchWriter writer =
            new ParquetBatchWriter(
                STORED,
                List.of(ConstantColumn.flag("_deleted", true)),
                small,
                Map.of("who", "me"),
                Table.sink(out));
        VectorSchemaRoot batch = VectorSchemaRoot.create(STORED, allocator)) {
      fill(batch);
      writer.write(batch);
      assertThat(writer.finish().rowGroups()).isGreaterThan(1);
    }
  }

  private static void fill(VectorSchemaRoot batch) {
    batch.allocateNew();
    for (int row = 0; row < ROWS; row++) {
      if (row % 7 != 0) {
        ((IntVector) batch.getVector(0)).setSafe(row, -row);
        ((DecimalVector) batch.getVector(1)).setSafe(row, BigDecimal.valueOf(row, 2));
      }
      ((VarCharVector) batch.getVector(2)).setSafe(row, ("name " + row).getBytes(UTF_8));
    }
    batch.setRowCount(ROWS);
  }

  @AfterEach
  void close() {
    allocator.close();
  }

  private ColumnsReader open(Field... columns) throws IOException {
    return new ColumnsReader(
        "rows.parquet", Files.size(file), Table.bytes(file), new Schema(List.of(columns)));
  }

  private List<String> texts(Field... columns) throws IOException {
    List<String> texts = new ArrayList<>();
    try (ColumnsReader reader = open(columns);
        VectorSchemaRoot batch = VectorSchemaRoot.create(new Schema(List.of(columns)), allocator)) {
      while (reader.read(batch) > 0) {
        for (int row = 0; row < batch.getRowCount(); row++) {
          List<String> values = new ArrayList<>();
          for (var vector : batch.getFieldVectors()) {
            values.add(String.valueOf(vector.getObject(row)));
          }
          texts.add(String.join("|", values));
        }
      }
    }
    return texts;
  }

  @Test
  void readsTheWantedColumnsInTheWantedOrder() throws IOException {
    List<String> texts =
        texts(
            Field.nullable("name", ArrowType.Utf8.INSTANCE),
            Field.nullable("id", new ArrowType.Int(32, true)));
    assertThat(texts).hasSize(ROWS);
    assertThat(texts.subList(0, 3)).containsExactly("name 0|null", "name 1|-1", "name 2|-2");
    assertThat(texts.get(ROWS - 1)).isEqualTo("name 20000|-20000");
  }

  @Test
  void widensWhatAnOlderLoadHadNarrower() throws IOException {
    List<String> texts =
        texts(
            Field.nullable("id", new ArrowType.Int(64, true)),
            Field.nullable("price", new ArrowType.Decimal(38, 9, 128)));
    assertThat(texts.subList(0, 2)).containsExactly("null|null", "-1|0.010000000");
    assertThat(texts.get(ROWS - 1)).isEqualTo("-20000|200.000000000");
  }

  @Test
  void refusesWhatMayNotFit() {
    assertThatThrownBy(() -> open(Field.nullable("id", new ArrowType.Int(16, true))))
        .isInstanceOf(IngestException.class)
        .hasMessage(
            "rows.parquet: its column id is of the type optional int32 id, and not int16 as the source has it now");
    assertThatThrownBy(() -> open(Field.nullable("price", new ArrowType.Decimal(9, 1, 128))))
        .hasMessageContaining("its column price is of the type");
    assertThatThrownBy(() -> open(Field.nullable("name", new ArrowType.Int(64, true))))
        .hasMessageContaining("and not int64 as the source has it now");
    assertThatThrownBy(() -> open(Field.nullable("key", new ArrowType.Int(64, true))))
        .hasMessage("rows.parquet: it has no column key");
  }

  @Test
  void saysWhatTheWriterSaid() throws IOException {
    try (ColumnsReader reader = open(Field.nullable("id", new ArrowType.Int(32, true)))) {
      assertThat(reader.keyValues()).containsEntry("who", "me");
    }
  }

  @Test
  void aFileThatIsCutOffIsUnreadable() throws IOException {
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));
    assertThatThrownBy(() -> open(Field.nullable("id", new ArrowType.Int(32, true))))
        .isInstanceOf(IngestException.class)
        .hasMessageStartingWith("rows.parquet: it cannot be read: ");
  }

  @Test
  void aChangedPageIsFoundByItsChecksum() throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[200] ^= 1;
    Files.write(file, bytes);
    assertThatThrownBy(() -> texts(Field.nullable("id", new ArrowType.Int(32, true))))
        .isInstanceOf(IngestException.class)
        .hasMessageStartingWith("rows.parquet: it cannot be read: ");
  }

  @Test
  void everyReaderSeesTheFlag() throws IOException {
    try (DuckDb duckDb = new DuckDb()) {
      assertThat(duckDb.rows("select _deleted, count(*) from '%s' group by all".formatted(file)))
          .containsExactly(List.of("true", "20001"));
      assertThat(duckDb.rows("select count(*) from '%s' where not _deleted".formatted(file)))
          .containsExactly(List.of("0"));
    }
    Field flag = Field.nullable("_deleted", ArrowType.Bool.INSTANCE);
    assertThat(texts(flag)).hasSize(ROWS).containsOnly("true");
  }
}
