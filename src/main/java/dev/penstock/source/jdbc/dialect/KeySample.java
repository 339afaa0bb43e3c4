package dev.penstock.source.jdbc.dialect;

import dev.penstock.source.jdbc.dialect.KeyCuts.Nulls;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Some rows of a table in the order of its key, by which pieces are made of about the same number
 * of rows. Each piece has at most about twice the rows of the mean, or all its rows have the same
 * values.
 *
 * @param groups rows with the same values, in the database's order
 * @param nulls how many rows have NULL
 */
record KeySample(List<Group> groups, long nulls) {
  /** Longer texts make no bounds: some servers order long ones by their beginning alone. */
  private static final int LONGEST_BOUND = 200;

  /**
   * Rows with the same values.
   *
   * @param values one for each column of the key
   */
  record Group(List<String> values, long rows) {
    Group {
      values = List.copyOf(values);
    }

    boolean canBeBound() {
      return values.stream().allMatch(value -> value.length() <= LONGEST_BOUND);
    }
  }

  KeySample {
    groups = List.copyOf(groups);
  }

  long rows() {
    return nulls + groups.stream().mapToLong(Group::rows).sum();
  }

  /** The same by fewer columns. */
  KeySample upTo(int columns) {
    List<Group> merged = new ArrayList<>();
    for (Group group : groups) {
      List<String> values = group.values().subList(0, columns);
      int last = merged.size() - 1;
      if (last >= 0 && merged.get(last).values().equals(values)) {
        merged.set(last, new Group(values, merged.get(last).rows() + group.rows()));
      } else {
        merged.add(new Group(values, group.rows()));
      }
    }
    return new KeySample(merged, nulls);
  }

  /** The fewest columns by which the rows can be cut into so many pieces of about the same size. */
  int columnsFor(int parts) {
    int columns = groups.isEmpty() ? 1 : groups.get(0).values().size();
    for (int width = 1; width < columns; width++) {
      long heaviest = upTo(width).groups().stream().mapToLong(Group::rows).max().orElse(0);
      if (heaviest * parts <= rows()) {
        return width;
      }
    }
    return columns;
  }

  /**
   * Cuts into about so many pieces; empty when the values give no more than one.
   *
   * @param ifNoNullWasSeen where rows with NULL are then
   */
  Optional<KeyCuts> cut(int parts, Nulls ifNoNullWasSeen) {
    double mean = Math.max(1, rows() / (double) parts);
    List<KeyCut> cuts = new ArrayList<>();
    double piece = 0;
    Optional<List<String>> alone = Optional.empty();
    for (Group group : groups) {
      boolean heavy = group.rows() >= mean;
      boolean full = piece > 0 && piece + group.rows() / 2.0 >= mean;
      if (alone.isPresent()) {
        cuts.add(KeyCut.after(alone.get()));
        piece = 0;
        alone = Optional.empty();
        full = false;
      }
      if (group.canBeBound() && piece > 0 && (heavy || full)) {
        cuts.add(KeyCut.before(group.values()));
        piece = 0;
      }
      piece += group.rows();
      if (group.canBeBound() && heavy) {
        alone = Optional.of(group.values());
      }
    }
    Nulls where = nulls > 0 && nulls >= mean / 2 ? Nulls.ALONE : ifNoNullWasSeen;
    boolean several = !cuts.isEmpty();
    return several ? Optional.of(new KeyCuts(cuts, where)) : Optional.empty();
  }
}
