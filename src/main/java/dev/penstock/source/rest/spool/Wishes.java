package dev.penstock.source.rest.spool;

import static java.util.Objects.requireNonNull;

import dev.penstock.source.column.ColumnType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/**
 * What the columns are to be.
 *
 * @param columns those wanted, in this order; empty wants all
 * @param types asked for by the name of the column
 * @param earlier as a load before has delivered them, by name
 * @param cursor the column that is compared
 * @param members of objects in lists
 */
public record Wishes(
    List<String> columns,
    Map<String, ColumnType> types,
    Map<String, ColumnType> earlier,
    Optional<String> cursor,
    Mixed mixed,
    Members members) {
  /** What becomes of a field whose values do not go together. */
  public enum Mixed {
    TEXT,
    /** A column for each kind, as dlt does. */
    VARIANT
  }

  /**
   * @param naming the name of a member for the one that the API gives
   * @param deepest so deep are lists and objects inside lists taken apart; empty keeps lists as
   *     JSON text
   */
  public record Members(UnaryOperator<String> naming, OptionalInt deepest) {
    public Members {
      requireNonNull(naming, "naming");
      requireNonNull(deepest, "deepest");
    }
  }

  public Wishes {
    columns = List.copyOf(columns);
    types = Map.copyOf(types);
    earlier = Map.copyOf(earlier);
    requireNonNull(cursor, "cursor");
    requireNonNull(mixed, "mixed");
    requireNonNull(members, "members");
  }
}
