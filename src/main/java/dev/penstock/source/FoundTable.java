package dev.penstock.source;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A table or view of a source, as its catalogue has it.
 *
 * @param schema empty where the source has none
 * @param columns in the table's order
 * @param key the columns of its primary key, in the key's order; empty when it has none
 * @param rows about how many it has, from the catalogue's statistics; empty when they are not known
 */
public record FoundTable(
    Optional<String> schema,
    String name,
    Kind kind,
    List<Column> columns,
    List<String> key,
    OptionalLong rows) {
  /** What it is. */
  public enum Kind {
    TABLE,
    VIEW
  }

  /**
   * One column.
   *
   * @param type in the source's words
   * @param cursor the type that it has as a cursor; empty when its values do not grow
   * @param nullable whether it may hold NULL
   * @param indexed whether an index begins with it
   */
  public record Column(
      String name, String type, Optional<CursorType> cursor, boolean nullable, boolean indexed) {
    public Column {
      requireNonNull(name, "name");
      requireNonNull(type, "type");
      requireNonNull(cursor, "cursor");
    }
  }

  public FoundTable {
    requireNonNull(schema, "schema");
    requireNonNull(name, "name");
    requireNonNull(kind, "kind");
    columns = List.copyOf(columns);
    key = List.copyOf(key);
    requireNonNull(rows, "rows");
  }

  /** {@code schema.name}, or the name alone. */
  public String display() {
    return schema.map(s -> s + "." + name).orElse(name);
  }
}
