package dev.penstock.source.rest.spool;

import static java.util.Objects.requireNonNull;

import dev.penstock.source.column.ColumnType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the columns are to be.
 *
 * @param columns those wanted, in this order; empty wants all
 * @param types asked for by the name of the column
 * @param earlier as a load before has delivered them, by name
 * @param cursor the column that is compared
 */
public record Wishes(
    List<String> columns,
    Map<String, ColumnType> types,
    Map<String, ColumnType> earlier,
    Optional<String> cursor,
    Mixed mixed) {
  /** What becomes of a field whose values do not go together. */
  public enum Mixed {
    TEXT,
    /** A column for each kind, as dlt does. */
    VARIANT
  }

  public Wishes {
    columns = List.copyOf(columns);
    types = Map.copyOf(types);
    earlier = Map.copyOf(earlier);
    requireNonNull(cursor, "cursor");
    requireNonNull(mixed, "mixed");
  }
}
