package dev.penstock.source.jdbc.dialect;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * One piece of the rows of a job.
 *
 * @param from what is read instead of the table, such as one of its partitions under the table's
 *     name; empty reads the table itself
 * @param condition of SQL that its rows meet; empty when all do
 * @param values bound to the placeholders of the condition, in order, as text
 */
public record Slice(Optional<String> from, String condition, List<String> values) {
  public Slice {
    requireNonNull(from, "from");
    requireNonNull(condition, "condition");
    values = List.copyOf(values);
  }

  /** A piece of the table itself. */
  public static Slice where(String condition, String... values) {
    return new Slice(Optional.empty(), condition, List.of(values));
  }
}
