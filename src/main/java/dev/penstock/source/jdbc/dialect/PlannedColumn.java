package dev.penstock.source.jdbc.dialect;

import static java.util.Objects.requireNonNull;

import dev.penstock.source.jdbc.column.ColumnType;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

/**
 * What is read for a column, and in which type it lands.
 *
 * @param sourceType the source's word for its type
 * @param expression what is selected, with {@code %s} for the quoted name
 * @param warning what the reader of the plan ought to know
 */
public record PlannedColumn(
    String name, String sourceType, String expression, ColumnType type, Optional<String> warning) {
  public PlannedColumn {
    requireNonNull(name, "name");
    requireNonNull(sourceType, "sourceType");
    requireNonNull(expression, "expression");
    requireNonNull(type, "type");
    requireNonNull(warning, "warning");
  }

  /** The column in the schema of the batches. */
  public Field field() {
    Map<String, String> metadata = new HashMap<>();
    metadata.put("source_type", sourceType);
    if (type.kind() == ColumnType.Kind.JSON) {
      metadata.put("logical", "json");
    }
    return new Field(name, new FieldType(true, type.arrow(), null, metadata), null);
  }
}
