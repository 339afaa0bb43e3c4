package dev.penstock.source.jdbc.dialect;

import static java.util.Objects.requireNonNull;

import dev.penstock.source.Fidelity;
import dev.penstock.source.TypedColumn;
import dev.penstock.source.column.ColumnType;
import dev.penstock.source.column.Conversions;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * What is read for a column, and in which type it lands.
 *
 * @param sourceType the source's word for its type
 * @param expression what is selected, with {@code %s} for the quoted name
 * @param fidelity what becomes of its values on the way
 * @param warning what the reader of the plan ought to know
 */
public record PlannedColumn(
    String name,
    String sourceType,
    String expression,
    ColumnType type,
    Fidelity fidelity,
    Optional<String> warning) {
  public PlannedColumn {
    requireNonNull(name, "name");
    requireNonNull(sourceType, "sourceType");
    requireNonNull(expression, "expression");
    requireNonNull(type, "type");
    requireNonNull(fidelity, "fidelity");
    requireNonNull(warning, "warning");
  }

  /** A column of its own type, of which there is nothing to warn. */
  public static PlannedColumn of(
      String name, String sourceType, String expression, ColumnType type, Fidelity fidelity) {
    return new PlannedColumn(name, sourceType, expression, type, fidelity, Optional.empty());
  }

  /**
   * The same column in a type that the workbook asks for.
   *
   * @param selected what is selected then, unless it is the column's own type
   */
  public PlannedColumn as(ColumnType wanted, String selected) {
    return wanted.equals(type)
        ? this
        : of(name, sourceType, selected, wanted, Conversions.fidelity(type, wanted));
  }

  /** The column and what becomes of its values, for people. */
  public TypedColumn typed() {
    return new TypedColumn(name, sourceType, type.word(), type.parquet(), fidelity);
  }

  /** The column in the schema of the batches. */
  public Field field() {
    return type.field(name, Map.of("source_type", sourceType));
  }
}
