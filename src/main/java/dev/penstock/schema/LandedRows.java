package dev.penstock.schema;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.schema.Discards.Discarded;
import dev.penstock.schema.Discards.Why;
import dev.penstock.schema.Evolution.Care;
import dev.penstock.schema.Evolution.Landing;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Makes of batches as the source gives them batches as they land. Columns that do not change are
 * passed on without being touched. Used by one thread.
 */
public final class LandedRows implements AutoCloseable {
  private final String place;
  private final Evolution evolution;
  private final Schema schema;
  private final List<String> key;
  private final Map<Integer, FieldVector> own = new LinkedHashMap<>();
  private final Map<Integer, Conversion> conversions = new LinkedHashMap<>();
  private final Map<String, Discarded> discarded = new LinkedHashMap<>();
  private final BitSet leftOut = new BitSet();
  private Optional<VectorSchemaRoot> kept = Optional.empty();
  private long rowsLeftOut;

  /**
   * @param place the job, as messages begin
   * @param schema as {@link Evolution#fields} gives it
   * @param key the source's columns by which rows are named to people
   */
  public LandedRows(String place, Evolution evolution, Schema schema, List<String> key) {
    this.place = place;
    this.evolution = evolution;
    this.schema = schema;
    this.key = List.copyOf(key);
  }

  /** The same rows as they land; valid until the next call, and as long as {@code batch} is. */
  public VectorSchemaRoot land(VectorSchemaRoot batch) {
    int rows = batch.getRowCount();
    leftOut.clear();
    guard(batch);
    List<FieldVector> vectors = new ArrayList<>();
    for (int i = 0; i < evolution.landings().size(); i++) {
      Landing landing = evolution.landings().get(i);
      vectors.add(
          landing.care() == Care.AS_IS ? batch.getVector(landing.from()) : landed(batch, i));
    }
    VectorSchemaRoot all = new VectorSchemaRoot(schema, vectors, rows);
    return leftOut.isEmpty() ? all : only(all, batch.getVector(0).getAllocator());
  }

  public Discards discards() {
    return new Discards(rowsLeftOut, List.copyOf(discarded.values()));
  }

  private void guard(VectorSchemaRoot batch) {
    for (int column : evolution.guards()) {
      FieldVector vector = batch.getVector(column);
      for (int row = 0; row < batch.getRowCount(); row++) {
        if (!vector.isNull(row)) {
          leftOut.set(row);
          note(batch, row, vector.getName(), Why.NEW_COLUMN);
        }
      }
    }
  }

  private FieldVector landed(VectorSchemaRoot batch, int index) {
    Landing landing = evolution.landings().get(index);
    Field field = schema.getFields().get(index);
    FieldVector to =
        own.computeIfAbsent(index, i -> field.createVector(batch.getVector(0).getAllocator()));
    to.setInitialCapacity(batch.getRowCount());
    to.allocateNew();
    if (landing.care() != Care.EMPTY) {
      FieldVector from = batch.getVector(landing.from());
      conversions
          .computeIfAbsent(index, i -> Conversion.between(from, to))
          .run(from, to, batch.getRowCount(), row -> unfit(batch, landing, row));
    }
    to.setValueCount(batch.getRowCount());
    return to;
  }

  private void unfit(VectorSchemaRoot batch, Landing landing, int row) {
    String name = landing.column().name();
    switch (landing.care()) {
      case FIT_OR_NULL -> note(batch, row, name, Why.VALUE);
      case FIT_OR_NO_ROW -> {
        leftOut.set(row);
        note(batch, row, name, Why.ROW);
      }
      case AS_IS, EMPTY, EXACT ->
          throw new IngestException(
              ErrorCode.VALUE,
              "%s, column %s: the value of the row with %s does not fit %s, in which the column has landed so far. Nothing was committed.\nCorrect the row, leave it out with query_filter, or write data_type=discard_value into schema_contract."
                  .formatted(place, name, example(batch, row), landing.column().type()));
    }
  }

  private void note(VectorSchemaRoot batch, int row, String column, Why why) {
    Discarded sofar = discarded.get(why + column);
    discarded.put(
        why + column,
        sofar == null
            ? new Discarded(column, why, 1, example(batch, row))
            : new Discarded(column, why, sofar.count() + 1, sofar.example()));
  }

  /** By its key or, without one, by its first column. */
  private String example(VectorSchemaRoot batch, int row) {
    List<FieldVector> by =
        batch.getFieldVectors().stream()
            .filter(v -> key.stream().anyMatch(v.getName()::equalsIgnoreCase))
            .toList();
    return (by.isEmpty() ? List.of(batch.getVector(0)) : by)
        .stream().map(v -> v.getName() + "=" + shown(v, row)).collect(Collectors.joining(", "));
  }

  private static String shown(FieldVector vector, int row) {
    return vector.isNull(row)
        ? "null"
        : Values.of(vector, row)
            .map(value -> value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : value)
            .map(String::valueOf)
            .orElseGet(() -> String.valueOf(vector.getObject(row)));
  }

  private VectorSchemaRoot only(VectorSchemaRoot all, BufferAllocator allocator) {
    VectorSchemaRoot copy = kept.orElseGet(() -> VectorSchemaRoot.create(schema, allocator));
    kept = Optional.of(copy);
    copy.clear();
    int count = all.getRowCount() - leftOut.cardinality();
    for (int i = 0; i < all.getFieldVectors().size(); i++) {
      FieldVector from = all.getVector(i);
      FieldVector to = copy.getVector(i);
      to.setInitialCapacity(count);
      to.allocateNew();
      Optional<NestedConversion> nested =
          Optional.of(from)
              .filter(NestedConversion::isNested)
              .map(v -> NestedConversion.between(v.getField(), to.getField()));
      int at = 0;
      for (int row = leftOut.nextClearBit(0);
          row < all.getRowCount();
          row = leftOut.nextClearBit(row + 1)) {
        if (nested.isPresent()) {
          nested.get().copy(from, row, to, at++);
        } else {
          to.copyFromSafe(row, at++, from);
        }
      }
      to.setValueCount(count);
    }
    copy.setRowCount(count);
    rowsLeftOut += leftOut.cardinality();
    return copy;
  }

  @Override
  public void close() {
    own.values().forEach(FieldVector::close);
    kept.ifPresent(VectorSchemaRoot::close);
  }
}
