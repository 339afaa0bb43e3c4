package dev.penstock.source.jdbc;

import dev.penstock.source.jdbc.dialect.KeyColumn;
import dev.penstock.source.jdbc.dialect.KeyCuts.Nulls;
import dev.penstock.source.jdbc.dialect.KeySlicing;
import dev.penstock.source.jdbc.dialect.Sampling;
import dev.penstock.source.jdbc.dialect.Slice;
import dev.penstock.source.jdbc.dialect.SliceSize;
import dev.penstock.source.jdbc.dialect.Slices;
import dev.penstock.source.jdbc.dialect.Slicing;
import dev.penstock.source.jdbc.dialect.Slicing.Again;
import dev.penstock.source.jdbc.dialect.Table;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Savepoint;
import java.util.List;
import java.util.Optional;

/** Cuts what a job reads: by the workbook's split_column, else as the database does best. */
final class Cutter {
  /** Less is not worth a lane of its own. */
  private static final long LANE_BYTES = 512 << 10;

  private final Slicing slicing;
  private final Selection selection;
  private final Connection connection;

  Cutter(Database database, Selection selection, Connection connection) {
    this.slicing = database.dialect().catalog().slicing();
    this.selection = selection;
    this.connection = connection;
  }

  Slices cut(SliceSize size) throws SQLException {
    Optional<String> obstacle = obstacle();
    if (obstacle.isPresent()) {
      return Slices.whole(obstacle.get());
    }
    if (selection.cut().isPresent()) {
      return by(selection.cut().get(), size);
    }
    return readable(slicing.cut(connection, selection.table().orElseThrow(), size));
  }

  /**
   * What pieces hang on, as this connection sees it now: what was cut by it holds all rows as long
   * as it is the same.
   */
  String ground(Slices slices) throws SQLException {
    boolean byParts = slices.all().stream().anyMatch(slice -> slice.from().isPresent());
    return byParts ? slicing.ground(connection, selection.table().orElseThrow()) : "";
  }

  private Optional<String> obstacle() throws SQLException {
    if (selection.table().isEmpty()) {
      return selection.cut().isPresent()
          ? Optional.empty()
          : Optional.of("a query is cut by its split_column, and none is named");
    }
    Table table = selection.table().get();
    return table.ownTimes().isPresent() || selection.cut().isEmpty()
        ? table.ownTimes()
        : slicing.oneStatement(connection, table);
  }

  private Slices by(KeyColumn column, SliceSize size) throws SQLException {
    List<KeyColumn> key = List.of(column);
    Slices slices =
        byKey()
            .cut(
                connection,
                selection.rows(),
                key,
                Nulls.IN_FIRST,
                bytes ->
                    (int) Math.max(size.parts(bytes), Math.min(size.lanes(), bytes / LANE_BYTES)))
            .slices(key);
    return keepsPlaces(column) ? slices : slices.withoutBookmark();
  }

  private KeySlicing byKey() {
    return new KeySlicing(slicing.sampling().orElseThrow());
  }

  /** A row whose value changes between two moments would be read twice, or never. */
  private boolean keepsPlaces(KeyColumn column) throws SQLException {
    Optional<Sampling> sampling = slicing.sampling();
    return selection.table().isPresent()
        && sampling
            .orElseThrow()
            .primaryKey(connection, selection.table().get())
            .contains(column.name());
  }

  /** A filter may name the table in a way that holds for the table alone. */
  private Slices readable(Slices slices) throws SQLException {
    if (selection.filter().isEmpty()) {
      return slices;
    }
    for (Slice slice : slices.all()) {
      if (slice.from().isPresent() && !canBeFiltered(slice)) {
        return Slices.whole("query_filter does not hold for a partition by itself");
      }
    }
    return slices;
  }

  private boolean canBeFiltered(Slice slice) throws SQLException {
    Savepoint before = connection.setSavepoint();
    String query = selection.of(slice.from()).select("1", List.of("1 = 0"));
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      statement.executeQuery().close();
      return true;
    } catch (SQLException e) {
      connection.rollback(before);
      return false;
    } finally {
      release(before);
    }
  }

  private void release(Savepoint before) throws SQLException {
    try {
      connection.releaseSavepoint(before);
    } catch (SQLFeatureNotSupportedException e) {
      // Oracle's driver releases none; it ends with the transaction.
      return;
    }
  }

  /** The same pieces at another moment. */
  Again again(String bookmark) throws SQLException {
    Optional<String> obstacle = obstacle();
    if (obstacle.isPresent()) {
      return Again.refused(obstacle.get());
    }
    return selection.cut().isPresent()
        ? KeySlicing.again(bookmark, List.of(selection.cut().get()))
        : slicing.again(connection, selection.table().orElseThrow(), bookmark);
  }
}
