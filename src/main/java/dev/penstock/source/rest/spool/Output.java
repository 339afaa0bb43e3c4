package dev.penstock.source.rest.spool;

import dev.penstock.source.jdbc.column.ColumnType;
import dev.penstock.source.rest.spool.Seen.Kind;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.FieldType;

/**
 * A column as it is delivered.
 *
 * @param column the index of the field whose values it takes
 * @param kinds of values that it takes
 */
record Output(String name, ColumnType type, int column, Set<Kind> kinds) {
  Output {
    kinds = Set.copyOf(kinds);
  }

  org.apache.arrow.vector.types.pojo.Field field() {
    Map<String, String> metadata = Map.of("source_type", type.word());
    return new org.apache.arrow.vector.types.pojo.Field(
        name, new FieldType(true, type.arrow(), null, metadata), null);
  }
}
