package dev.penstock.schema;

import dev.penstock.schema.TableSchema.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The columns of a table that belong to one column of the source: the one of its name, and one more
 * for each type that it had meanwhile and that did not go together with the others.
 */
final class Siblings {
  /** Stands between the name of a column and the kind of its values, as dlt writes it. */
  static final String VARIANT = "__v_";

  private final List<Column> columns;
  private final List<Integer> indexes;

  private Siblings(List<Column> columns, List<Integer> indexes) {
    this.columns = columns;
    this.indexes = indexes;
  }

  /**
   * @param taken the positions of columns that others have
   */
  static Siblings of(List<Column> columns, Set<Integer> taken, Column offered) {
    List<Integer> indexes = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      if (!taken.contains(i) && isSibling(columns.get(i), offered)) {
        indexes.add(columns.get(i).name().equalsIgnoreCase(offered.name()) ? 0 : indexes.size(), i);
      }
    }
    return new Siblings(columns, indexes);
  }

  static boolean isOfAny(Column column, List<Column> source) {
    return source.stream().anyMatch(offered -> isSibling(column, offered));
  }

  private static boolean isSibling(Column column, Column offered) {
    String name = column.name();
    String variant = offered.name() + VARIANT;
    return name.equalsIgnoreCase(offered.name())
        || (name.regionMatches(true, 0, variant, 0, variant.length())
            && column.sourceName().equalsIgnoreCase(offered.sourceName()));
  }

  boolean isEmpty() {
    return indexes.isEmpty();
  }

  /** The one whose type holds every value of the offered one; the same type before others. */
  Optional<Integer> holding(Column offered) {
    return indexes.stream()
        .filter(i -> columns.get(i).type().equals(offered.type()))
        .findFirst()
        .or(() -> indexes.stream().filter(i -> holds(i, offered)).findFirst());
  }

  private boolean holds(int index, Column offered) {
    return widen(index, offered)
        .filter(LandedType.of(columns.get(index).type())::equals)
        .isPresent();
  }

  /** The one that can be widened so that it holds them. */
  Optional<Integer> widened(Column offered) {
    return indexes.stream().filter(i -> widen(i, offered).isPresent()).findFirst();
  }

  /** The one that holds them once its structs have more members, and needs nothing else. */
  Optional<Integer> grown(Column offered) {
    return indexes.stream()
        .filter(
            i ->
                widen(i, offered).filter(LandedType.of(columns.get(i).type())::growsTo).isPresent())
        .findFirst();
  }

  private Optional<LandedType> widen(int index, Column offered) {
    return LandedType.of(columns.get(index).type()).widen(LandedType.of(offered.type()));
  }

  /** The one in which values have landed last. */
  int current() {
    return indexes.stream()
        .filter(i -> columns.get(i).isDelivered())
        .findFirst()
        .orElse(indexes.get(0));
  }

  /** The one to go on with where no file of before stays. */
  int best(Column offered) {
    return holding(offered).orElseGet(this::current);
  }

  /** The name of the column, in the spelling of its first load. */
  String name(Column offered) {
    return indexes.stream()
        .map(i -> columns.get(i).name())
        .filter(offered.name()::equalsIgnoreCase)
        .findFirst()
        .orElse(offered.name());
  }
}
