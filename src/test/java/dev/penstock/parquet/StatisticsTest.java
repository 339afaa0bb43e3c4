package dev.penstock.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.internal.column.columnindex.ColumnIndex;
import org.apache.parquet.internal.column.columnindex.OffsetIndex;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.PrimitiveComparator;
import org.apache.parquet.schema.PrimitiveType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bounds and counts never lie, so that no reader skips a row that it should find. */
final class StatisticsTest {
  @TempDir Path folder;

  @Test
  void leavesOutBoundsWhereAValueIsNan() {
    Kind kind = kind("double");
    Path file = write(kind, List.of(1.0, 2.0, Double.NaN, 3.0), 2);

    assertThat(statistics(file)).isEqualTo("nulls 0, no bounds");
    assertThat(count(file, "c0 > 100")).isEqualTo("1");
  }

  @Test
  void coversBothZeros() {
    Path file = write(kind("double"), List.of(0.0, 5.0), 10);
    assertThat(statistics(file)).isEqualTo("nulls 0, -0.0 to 5.0");

    Path negative = write(kind("float"), List.of(-5f, -0f), 10);
    assertThat(statistics(negative)).isEqualTo("nulls 0, -5.0 to 0.0");
  }

  @Test
  void keepsInfinities() {
    Path file = write(kind("float"), List.of(Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY), 10);
    assertThat(statistics(file)).isEqualTo("nulls 0, -Infinity to Infinity");
  }

  @Test
  void cutsLongTextsBetweenCharacters() {
    String text = Kind.hex("a".repeat(63) + "é" + "tail");
    Path file = write(kind("string"), List.of(text), 10);
    String cut = "a".repeat(62);
    assertThat(statistics(file)).isEqualTo("nulls 0, " + cut + "a to " + cut + "b");
  }

  @Test
  void ordersBytesWithoutSign() {
    Path file = write(kind("binary"), List.of("80", "7F", "FF00", "00"), 10);
    assertThat(statistics(file)).isEqualTo("nulls 0, 0x00 to 0xFF00");
  }

  @Test
  void ordersUnsignedNumbersAndLongDecimalsByValue() {
    assertThat(statistics(write(kind("uint32"), List.of(1, -1, 5), 10)))
        .isEqualTo("nulls 0, 1 to 4294967295");
    Kind decimal = kind("decimal(38,10)");
    assertThat(statistics(write(decimal, decimal.special(), 10)))
        .isEqualTo(
            "nulls 0, -9999999999999999999999999999.9999999999"
                + " to 9999999999999999999999999999.9999999999");
  }

  @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
  void boundEveryRowGroupAndPage(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    Table table = Table.random(random, 4, 1 + random.nextInt(800));
    Path file = Files.createTempFile("bounds", ".parquet");
    table.write(file, RoundTripTest.options(random), 1 + random.nextInt(300));

    try (ParquetFileReader reader = JavaReader.open(file)) {
      int row = 0;
      for (BlockMetaData group : reader.getFooter().getBlocks()) {
        for (int i = 0; i < table.kinds().size(); i++) {
          List<Optional<Object>> values =
              table.columns().get(i).subList(row, row + (int) group.getRowCount());
          checkChunk(table.kinds().get(i), values, group.getColumns().get(i));
          checkPages(table.kinds().get(i), values, group.getColumns().get(i), reader);
        }
        row += (int) group.getRowCount();
      }
      assertThat(row).isEqualTo(table.rows());
    }
    Files.delete(file);
  }

  @Property(tries = 40, edgeCases = EdgeCasesMode.NONE)
  void hideNoRowFromAFilter(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    Table table = Table.random(random, 4, 1 + random.nextInt(800));
    Path file = Files.createTempFile("filter", ".parquet");
    table.write(file, RoundTripTest.options(random), 1 + random.nextInt(300));

    try (DuckDb duckDb = new DuckDb()) {
      // The table in memory knows nothing of the file's statistics.
      duckDb.run("create table t as select * from '" + file + "'");
      for (int i = 0; i < table.kinds().size(); i++) {
        String column = table.name(i);
        String bound = "(select " + column + " from t order by hash(rowid) limit 1)";
        duckDb.run("set variable b = " + bound);
        for (String test : List.of("<", "<=", "=", ">=", ">", "is not distinct from")) {
          String where = " where " + column + " " + test + " getvariable('b')";
          assertThat(duckDb.rows("select count(*) from '" + file + "'" + where))
              .as(table.kinds().get(i).word() + where)
              .isEqualTo(duckDb.rows("select count(*) from t" + where));
        }
      }
    }
    Files.delete(file);
  }

  private static void checkChunk(
      Kind kind, List<Optional<Object>> values, ColumnChunkMetaData chunk) {
    assertThat(chunk.getStatistics().getNumNulls())
        .isEqualTo(values.stream().filter(Optional::isEmpty).count());
    if (chunk.getStatistics().hasNonNullValue()) {
      byte[] least = chunk.getStatistics().getMinBytes();
      byte[] greatest = chunk.getStatistics().getMaxBytes();
      checkBounds(kind, values, chunk.getPrimitiveType(), least, greatest);
    } else {
      assertThat(values.stream().flatMap(Optional::stream).allMatch(v -> isUnbounded(values)))
          .isTrue();
    }
  }

  private static boolean isUnbounded(List<Optional<Object>> values) {
    return values.stream()
        .flatMap(Optional::stream)
        .anyMatch(
            value ->
                (value instanceof Float number && Float.isNaN(number))
                    || (value instanceof Double real && Double.isNaN(real)));
  }

  private static void checkPages(
      Kind kind, List<Optional<Object>> values, ColumnChunkMetaData chunk, ParquetFileReader file)
      throws IOException {
    ColumnIndex index = file.readColumnIndex(chunk);
    OffsetIndex offsets = file.readOffsetIndex(chunk);
    if (index == null) {
      assertThat(isUnbounded(values)).isTrue();
      return;
    }
    for (int page = 0; page < offsets.getPageCount(); page++) {
      int from = (int) offsets.getFirstRowIndex(page);
      int to = (int) offsets.getLastRowIndex(page, values.size()) + 1;
      List<Optional<Object>> part = values.subList(from, to);
      assertThat(index.getNullCounts().get(page))
          .isEqualTo(part.stream().filter(Optional::isEmpty).count());
      assertThat(index.getNullPages().get(page))
          .isEqualTo(part.stream().allMatch(Optional::isEmpty));
      if (!index.getNullPages().get(page)) {
        byte[] least = bytes(index.getMinValues().get(page));
        byte[] greatest = bytes(index.getMaxValues().get(page));
        checkBounds(kind, part, chunk.getPrimitiveType(), least, greatest);
      }
    }
  }

  /** No value is outside; and, where bounds are not cut, some value is at each of them. */
  private static void checkBounds(
      Kind kind, List<Optional<Object>> values, PrimitiveType type, byte[] least, byte[] greatest) {
    PrimitiveComparator<Object> order = type.comparator();
    Object low = comparable(least, type);
    Object high = comparable(greatest, type);
    boolean lowMet = false;
    boolean highMet = false;
    for (Optional<Object> value : values) {
      if (value.isPresent()) {
        Object found = comparable(type, value.get());
        assertThat(order.compare(low, found)).as(kind.word()).isLessThanOrEqualTo(0);
        assertThat(order.compare(high, found)).as(kind.word()).isGreaterThanOrEqualTo(0);
        lowMet |= isSame(order, low, found);
        highMet |= isSame(order, high, found);
      }
    }
    assertThat(lowMet || least.length >= 60).as("lower bound of " + kind.word()).isTrue();
    assertThat(highMet || greatest.length >= 60 || isBytes(type)).as("upper bound").isTrue();
  }

  private static boolean isBytes(PrimitiveType type) {
    return type.getPrimitiveTypeName() == PrimitiveType.PrimitiveTypeName.BINARY;
  }

  // A bound of zero stands for both zeros.
  private static boolean isSame(PrimitiveComparator<Object> order, Object bound, Object value) {
    boolean zeros =
        bound instanceof Number a
            && value instanceof Number b
            && a.doubleValue() == 0
            && b.doubleValue() == 0;
    return zeros || order.compare(bound, value) == 0;
  }

  private static Object comparable(byte[] bytes, PrimitiveType type) {
    return switch (type.getPrimitiveTypeName()) {
      case BOOLEAN -> bytes[0] != 0;
      case INT32 -> LittleEndian.getInt(bytes, 0);
      case INT64 -> LittleEndian.getLong(bytes, 0);
      case FLOAT -> Float.intBitsToFloat(LittleEndian.getInt(bytes, 0));
      case DOUBLE -> Double.longBitsToDouble(LittleEndian.getLong(bytes, 0));
      default -> Binary.fromConstantByteArray(bytes);
    };
  }

  private static Object comparable(PrimitiveType type, Object value) {
    if (value instanceof String hex) {
      return Binary.fromConstantByteArray(HexFormat.of().parseHex(hex));
    }
    if (value instanceof BigInteger number) {
      return switch (type.getPrimitiveTypeName()) {
        case INT32 -> number.intValueExact();
        case INT64 -> number.longValueExact();
        default -> Binary.fromConstantByteArray(number.toByteArray());
      };
    }
    return value;
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  private static Kind kind(String word) {
    return Kind.ALL.stream().filter(kind -> kind.word().equals(word)).findFirst().orElseThrow();
  }

  private Path write(Kind kind, List<?> values, int pageRows) {
    List<Optional<Object>> column = new ArrayList<>();
    values.forEach(value -> column.add(Optional.of(value)));
    Table table = new Table(List.of(kind), List.of(column));
    Path file = folder.resolve(kind.word() + ".parquet");
    ParquetOptions options =
        new ParquetOptions(
            Codec.NONE, 1, 1 << 20, pageRows, 1 << 20, ParquetOptions.Checksums.WRITTEN);
    table.write(file, options, 100);
    return file;
  }

  private static String statistics(Path file) {
    try (ParquetFileReader reader = JavaReader.open(file)) {
      var statistics = reader.getFooter().getBlocks().get(0).getColumns().get(0).getStatistics();
      String bounds =
          statistics.hasNonNullValue()
              ? statistics.minAsString() + " to " + statistics.maxAsString()
              : "no bounds";
      return "nulls " + statistics.getNumNulls() + ", " + bounds;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String count(Path file, String where) {
    try (DuckDb duckDb = new DuckDb()) {
      return duckDb
          .rows("select cast(count(*) as varchar) from '" + file + "' where " + where)
          .get(0)
          .get(0);
    }
  }
}
