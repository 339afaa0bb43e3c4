package dev.penstock.schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a load has left out because its table's contract wants it so. It serialises to JSON.
 *
 * @param rows rows that were left out
 * @param columns because of which columns, and values that were left out
 */
public record Discards(long rows, List<Discarded> columns) {
  /** Nothing was left out. */
  public static final Discards NONE = new Discards(0, List.of());

  /** What was wrong with a value, and what became of it. */
  public enum Why {
    /** It did not fit, and is NULL. */
    VALUE(
        "values of column %s that did not fit its type and are NULL: %,d (data_type=discard_value)"),
    /** It did not fit, and its row was left out. */
    ROW(
        "rows left out, as their values of column %s did not fit its type: %,d"
            + " (data_type=discard_row)"),
    /** It stood in a column that is new. */
    NEW_COLUMN(
        "rows left out, as they have a value in the new column %s: %,d (columns=discard_row)");

    private final String sentence;

    Why(String sentence) {
      this.sentence = sentence;
    }
  }

  /**
   * Values of one column.
   *
   * @param example how the row of the first one is known, such as {@code order_id=17}
   */
  public record Discarded(String column, Why why, long count, String example) {
    private Discarded plus(Discarded other) {
      return new Discarded(column, why, count + other.count, example);
    }
  }

  public Discards {
    columns = List.copyOf(columns);
  }

  /** Both together. */
  public Discards plus(Discards other) {
    Map<String, Discarded> all = new LinkedHashMap<>();
    for (Discards each : List.of(this, other)) {
      each.columns.forEach(c -> all.merge(c.why() + " " + c.column(), c, Discarded::plus));
    }
    return new Discards(rows + other.rows, List.copyOf(all.values()));
  }

  /** For audit and console. */
  public List<String> sentences() {
    List<String> sentences = new ArrayList<>();
    for (Discarded c : columns) {
      sentences.add(
          c.why().sentence.formatted(c.column(), c.count())
              + "; the first is of the row with "
              + c.example());
    }
    return sentences;
  }
}
