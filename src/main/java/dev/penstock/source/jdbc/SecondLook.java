package dev.penstock.source.jdbc;

import dev.penstock.source.Consistency;
import dev.penstock.source.Earlier;
import dev.penstock.source.Resumed;
import dev.penstock.source.Split;
import dev.penstock.source.Survey;
import dev.penstock.source.jdbc.dialect.Slicing.Again;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Looks whether the slices that an earlier run had not read can be read now. */
final class SecondLook {
  private final Selection selection;
  private final Connection connection;
  private final Optional<String> snapshot;
  private final String counting;

  /**
   * @param counting what counts rows
   */
  SecondLook(
      Selection selection, Connection connection, Optional<String> snapshot, String counting) {
    this.counting = counting;
    this.selection = selection;
    this.connection = connection;
    this.snapshot = snapshot;
  }

  Resumed at(Earlier earlier, Again again) throws SQLException {
    if (again.obstacle().isPresent()) {
      return new Resumed.Impossible(again.obstacle().get());
    }
    List<Split> left =
        new Splits(selection, earlier.survey().window(), snapshot)
            .of(again.slices()).stream()
                .filter(split -> !earlier.read().containsKey(split.index()))
                .toList();
    return switch (again.sameness()) {
      case NO_NEW_ROWS -> sameRows(earlier, left);
      case SAME_PLACES -> samePlaces(earlier, left);
    };
  }

  private Resumed sameRows(Earlier earlier, List<Split> left) throws SQLException {
    OptionalLong then = earlier.survey().rows();
    if (then.isEmpty()) {
      return new Resumed.Impossible(
          "the rows were not counted, so that nothing shows whether some have changed since");
    }
    long missing = then.getAsLong() - earlier.rowsRead() - count(left);
    if (missing != 0) {
      return new Resumed.Impossible(
          "%,d %s been changed or deleted since in the part that was not read yet"
              .formatted(missing, missing == 1 ? "row has" : "rows have"));
    }
    // What a filter looks at beside the row, such as the time or another table, may have changed.
    Consistency proven =
        selection.filter().isPresent() ? Consistency.PER_SPLIT : Consistency.SNAPSHOT;
    return new Resumed.Possible(earlier.survey().resumed(then, proven), left);
  }

  private Resumed samePlaces(Earlier earlier, List<Split> left) throws SQLException {
    Survey then = earlier.survey();
    // Else a count that did not agree with what was read would be forgotten here.
    if (left.isEmpty()
        && then.rows().isPresent()
        && then.rows().getAsLong() != earlier.rowsRead()) {
      return new Resumed.Impossible(
          "%,d rows were read, but %,d counted"
              .formatted(earlier.rowsRead(), then.rows().getAsLong()));
    }
    OptionalLong rows =
        then.rows().isPresent()
            ? OptionalLong.of(earlier.rowsRead() + count(left))
            : OptionalLong.empty();
    return new Resumed.Possible(then.resumed(rows, Consistency.PER_SPLIT), left);
  }

  private long count(List<Split> splits) throws SQLException {
    long rows = 0;
    for (Split split : splits) {
      rows += count(split);
    }
    return rows;
  }

  private long count(Split split) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT " + counting + " FROM (" + split.query() + ") q")) {
      for (int i = 0; i < split.parameters().size(); i++) {
        statement.setString(i + 1, split.parameters().get(i));
      }
      try (ResultSet result = statement.executeQuery()) {
        result.next();
        return result.getLong(1);
      }
    }
  }
}
