package dev.penstock.source.rest.spool;

import dev.penstock.source.Fidelity;
import dev.penstock.source.TypedColumn;
import dev.penstock.source.column.ColumnType;
import dev.penstock.source.column.Conversions;
import dev.penstock.source.rest.spool.Seen.Kind;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A column as it is delivered.
 *
 * @param column the index of the field whose values it takes
 * @param kinds of values that it takes
 * @param found the kinds of the field's values so far
 * @param origin of its type
 */
record Output(
    String name, ColumnType type, int column, Set<Kind> kinds, Set<Kind> found, Origin origin) {
  /** Where a type comes from. */
  enum Origin {
    FOUND,
    ASKED_FOR
  }

  Output {
    kinds = Set.copyOf(kinds);
    found = Set.copyOf(found);
  }

  /** Of a type that holds all values so far. */
  static Output found(String name, ColumnType type, int column, Set<Kind> kinds) {
    return new Output(name, type, column, kinds, kinds, Origin.FOUND);
  }

  TypedColumn typed() {
    return new TypedColumn(name, source(), type.word(), type.parquet(), fidelity());
  }

  private String source() {
    if (found.isEmpty()) {
      return "JSON, no value";
    }
    return isList()
        ? "JSON list"
        : found.stream()
            .sorted()
            .map(kind -> kind.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(" and ", "JSON ", ""));
  }

  private boolean isList() {
    return type.kind() == ColumnType.Kind.LIST && origin == Origin.FOUND;
  }

  private Fidelity fidelity() {
    if (origin == Origin.ASKED_FOR) {
      return Conversions.fidelity(ColumnType.of(ColumnType.Kind.TEXT), type);
    }
    return Fidelity.exact(
        switch (type.kind()) {
          case TEXT -> found.size() > 1 ? "each value in its own words" : "";
          case JSON -> "as JSON text";
          default -> "";
        });
  }

  org.apache.arrow.vector.types.pojo.Field field() {
    return type.field(name, Map.of("source_type", type.word()));
  }
}
