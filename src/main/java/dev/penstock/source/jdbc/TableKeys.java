package dev.penstock.source.jdbc;

import dev.penstock.source.BatchReader;
import dev.penstock.source.Keys;
import dev.penstock.source.Split;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * The keys of all rows that meet a job's filter.
 *
 * @param selection of the key columns alone
 * @param opening reads one split of a selection
 */
record TableKeys(Selection selection, BiFunction<Selection, Split, BatchReader> opening)
    implements Keys {
  @Override
  public Schema schema() {
    return selection.schema();
  }

  @Override
  public String query() {
    return selection.select(String.join(", ", selection.expressions()), List.of());
  }

  @Override
  public BatchReader open() {
    return opening.apply(selection, new Split(0, query(), List.of(), Optional.empty()));
  }
}
