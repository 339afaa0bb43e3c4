package dev.penstock.source;

import static java.util.Objects.requireNonNull;

/**
 * A column and what becomes of its values.
 *
 * @param name at the source
 * @param sourceType the source's word for its type
 * @param lands the type as {@code column_types} names it
 * @param parquet the type in the words of the Parquet format
 */
public record TypedColumn(
    String name, String sourceType, String lands, String parquet, Fidelity fidelity) {
  public TypedColumn {
    requireNonNull(name, "name");
    requireNonNull(sourceType, "sourceType");
    requireNonNull(lands, "lands");
    requireNonNull(parquet, "parquet");
    requireNonNull(fidelity, "fidelity");
  }
}
