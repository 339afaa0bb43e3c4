package dev.penstock.engine.deletes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.destination.BatchWriter;
import dev.penstock.destination.DeliveredFile;
import dev.penstock.destination.DeliveredFile.Content;
import dev.penstock.destination.StagedFile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class KeyComparisonTest {
  private static final Schema KEYS =
      new Schema(List.of(Field.nullable("key", ArrowType.Utf8.INSTANCE)));
  private static final Schema ROWS =
      new Schema(
          List.of(
              Field.nullable("note", ArrowType.Utf8.INSTANCE),
              Field.nullable("key", ArrowType.Utf8.INSTANCE)));
  private static final String MONDAY = "20261123T031500123Z-9f86d081884c7d65";
  private static final String TUESDAY = "20261124T031500123Z-0086d081884c7d65";

  private final RootAllocator allocator = new RootAllocator();
  private KeyComparison comparison;

  /** What the lake has: files of keys, each of a load. */
  private record Loaded(String loadId, Content content, List<String> keys) {}

  @BeforeEach
  void begin() {
    // Few in memory, so that files are merged.
    comparison = new KeyComparison(List.of("key"), 3);
  }

  @AfterEach
  void close() {
    comparison.close();
    allocator.close();
  }

  private KeyDifferences compare(List<String> source, Loaded... lake) {
    give(source, comparison.atSource());
    for (Loaded file : lake) {
      give(file.keys, comparison.inLake(new Named(file.loadId, file.content)));
    }
    return comparison.compare();
  }

  private void give(List<String> keys, BatchWriter to) {
    try (VectorSchemaRoot batch = batch(keys)) {
      to.write(batch);
    }
  }

  private VectorSchemaRoot batch(List<String> keys) {
    VectorSchemaRoot batch = VectorSchemaRoot.create(KEYS, allocator);
    batch.allocateNew();
    for (int row = 0; row < keys.size(); row++) {
      ((VarCharVector) batch.getVector(0)).setSafe(row, keys.get(row).getBytes(UTF_8));
    }
    batch.setRowCount(keys.size());
    return batch;
  }

  private static Loaded rows(String loadId, String... keys) {
    return new Loaded(loadId, Content.ROWS, List.of(keys));
  }

  private static Loaded tombstones(String loadId, String... keys) {
    return new Loaded(loadId, Content.TOMBSTONES, List.of(keys));
  }

  /** The keys that are gone, as they are written. */
  private List<String> tombstones(KeyDifferences found, Loaded... lake) {
    Collector out = new Collector(new ArrayList<>());
    try (BatchWriter writer = found.tombstones(out, ROWS, allocator)) {
      for (Loaded file : lake) {
        give(file.keys, writer);
      }
    }
    return out.rows;
  }

  @Test
  void findsTheKeysThatTheSourceHasNoMore() {
    Loaded first = rows(MONDAY, "a", "b", "c", "d", "e");
    Loaded second = rows(TUESDAY, "b", "f");
    KeyDifferences found = compare(List.of("a", "c", "d", "f", "new"), first, second);
    assertThat(found.standing()).isEqualTo(6);
    assertThat(found.gone()).isEqualTo(2);
    assertThat(found.anyReturned()).isFalse();
    assertThat(tombstones(found, first, second)).containsExactly("null|b", "null|e");
  }

  @Test
  void aKeyWhoseTombstoneStandsIsNotToldAgain() {
    KeyDifferences found = compare(List.of("a"), rows(MONDAY, "a", "b"), tombstones(TUESDAY, "b"));
    assertThat(found.standing()).isEqualTo(1);
    assertThat(found.gone()).isZero();
  }

  @Test
  void aRowAfterItsTombstoneStandsAgain() {
    KeyDifferences found =
        compare(List.of("a"), tombstones(MONDAY, "a", "b"), rows(TUESDAY, "a", "b"));
    assertThat(found.standing()).isEqualTo(2);
    assertThat(found.gone()).isEqualTo(1);
    assertThat(found.anyReturned()).isFalse();
  }

  @Test
  void ofOneLoadTheRowCounts() {
    KeyDifferences found = compare(List.of(), tombstones(MONDAY, "a"), rows(MONDAY, "a"));
    assertThat(found.gone()).isEqualTo(1);
  }

  @Test
  void tellsWhichReturnedKeysNoBatchDelivers() {
    KeyDifferences found =
        compare(List.of("a", "b", "c"), rows(MONDAY, "a", "b", "c"), tombstones(TUESDAY, "b", "c"));
    assertThat(found.anyReturned()).isTrue();
    assertThat(found.missing()).isEqualTo(2);
    give(List.of("a", "b", "b"), found.watching(new Collector(new ArrayList<>())));
    assertThat(found.missing()).isEqualTo(1);
  }

  @Test
  void agreesWithSetsOnAnyKeys() {
    Random random = new Random(42);
    List<String> source = new ArrayList<>();
    List<String> lake = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      if (random.nextInt(4) > 0) {
        source.add("key " + random.nextInt(1500));
      }
      lake.add("key " + random.nextInt(1500));
    }
    Collections.shuffle(source, random);
    Loaded loaded = new Loaded(MONDAY, Content.ROWS, lake);
    KeyDifferences found = compare(source, loaded);
    TreeSet<String> gone = new TreeSet<>(lake);
    gone.removeAll(source);
    assertThat(gone).isNotEmpty();
    assertThat(tombstones(found, loaded))
        .containsExactlyInAnyOrderElementsOf(gone.stream().map(key -> "null|" + key).toList());
  }

  /** A file of which nothing but its head is asked. */
  private record Named(@Override String loadId, @Override Content content)
      implements DeliveredFile {
    @Override
    public int read(VectorSchemaRoot batch) {
      throw new UnsupportedOperationException("batches are given");
    }

    @Override
    public void close() {}
  }

  private record Collector(List<String> rows) implements BatchWriter {
    @Override
    public void write(VectorSchemaRoot batch) {
      for (int row = 0; row < batch.getRowCount(); row++) {
        List<String> values = new ArrayList<>();
        for (var vector : batch.getFieldVectors()) {
          values.add(String.valueOf(vector.getObject(row)));
        }
        rows.add(String.join("|", values));
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
  }
}
