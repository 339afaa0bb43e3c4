package dev.penstock.source.jdbc;

import dev.penstock.source.LateRows;
import dev.penstock.source.Split;
import dev.penstock.source.Window;
import dev.penstock.source.jdbc.dialect.Slice;
import dev.penstock.source.jdbc.dialect.Slices;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes the statements that read a selection, slice by slice. */
record Splits(Selection selection, Window window, Optional<String> snapshot) {
  List<Split> of(Slices slices) {
    List<Split> splits = new ArrayList<>();
    for (Slice slice : slices.all()) {
      splits.add(split(splits.size(), slice));
    }
    return splits;
  }

  /** Rows at and below the watermark, of which most were delivered. */
  Split again(int index, LateRows late) {
    String query =
        selection.select(
            String.join(", ", selection.expressions()), WindowSql.again(selection, late));
    return new Split(
        index, query, WindowSql.againParameters(late, window), snapshot, Split.Part.AGAIN);
  }

  private Split split(int index, Slice slice) {
    List<String> conditions = new ArrayList<>(WindowSql.conditions(selection, window));
    conditions.add(slice.condition());
    List<String> values = new ArrayList<>(WindowSql.parameters(window));
    values.addAll(slice.values());
    String query =
        selection.of(slice.from()).select(String.join(", ", selection.expressions()), conditions);
    return new Split(index, query, values, snapshot);
  }
}
