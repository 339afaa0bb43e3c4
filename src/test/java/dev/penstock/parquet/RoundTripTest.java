package dev.penstock.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written is what readers read: by DuckDB and by the Parquet project's own reader. */
final class RoundTripTest {
  private static DuckDb duckDb;

  @TempDir Path folder;

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

  @Test
  void keepsTheSpecialValuesOfEveryType() {
    Table table = Table.ofSpecialValues();
    Path file = folder.resolve("special.parquet");
    table.write(file, ParquetOptions.DEFAULT, 1000);

    assertThat(table.difference(duckDb.read(table, file))).isEqualTo("none");
    assertThat(table.difference(JavaReader.read(table, file))).isEqualTo("none");
    Path copy = folder.resolve("copy.parquet");
    table.copy(file, copy);
    assertThat(table.difference(JavaReader.read(table, copy))).isEqualTo("none");
  }

  @Test
  void givesEveryTypeItsName() {
    Table table = Table.ofSpecialValues();
    Path file = folder.resolve("types.parquet");
    table.write(file, ParquetOptions.DEFAULT, 1000);

    List<String> types = new ArrayList<>();
    duckDb.rows("describe select * from '" + file + "'").forEach(row -> types.add(row.get(1)));
    assertThat(types).isEqualTo(table.kinds().stream().map(Kind::duckdbType).toList());
    assertThat(table.schema().getFields().stream().map(ParquetTypes::word))
        .isEqualTo(table.kinds().stream().map(Kind::word).toList());
  }

  @Test
  void readsAFileWithoutRows() throws IOException {
    Table table = Table.random(new Random(1), 8, 0);
    Path file = folder.resolve("empty.parquet");
    ParquetSummary summary = table.write(file, ParquetOptions.DEFAULT, 1000);

    assertThat(summary).isEqualTo(new ParquetSummary(0, Files.size(file), 0));
    assertThat(duckDb.read(table, file)).isEmpty();
    assertThat(JavaReader.read(table, file)).isEmpty();
  }

  @Property(tries = 120, edgeCases = EdgeCasesMode.NONE)
  void keepsAnyTable(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    Table table = Table.random(random, 6, random.nextInt(1500));
    Path file = Files.createTempFile("any", ".parquet");
    ParquetSummary summary = table.write(file, options(random), 1 + random.nextInt(700));

    assertThat(summary.rows()).isEqualTo(table.rows());
    assertThat(summary.bytes()).isEqualTo(Files.size(file));
    assertThat(table.difference(duckDb.read(table, file))).isEqualTo("none");
    assertThat(table.difference(JavaReader.read(table, file))).isEqualTo("none");
    Path copy = Files.createTempFile("copy", ".parquet");
    table.copy(file, copy);
    assertThat(table.difference(JavaReader.read(table, copy))).isEqualTo("none");
    Files.delete(copy);
    Files.delete(file);
  }

  static ParquetOptions options(Random random) {
    return new ParquetOptions(
        List.of(Codec.values()).get(random.nextInt(3)),
        1 + random.nextInt(5),
        1L << random.nextInt(24),
        1 + random.nextInt(random.nextBoolean() ? 2000 : 60),
        1 << (4 + random.nextInt(14)),
        List.of(ParquetOptions.Checksums.values()).get(random.nextInt(2)));
  }
}
