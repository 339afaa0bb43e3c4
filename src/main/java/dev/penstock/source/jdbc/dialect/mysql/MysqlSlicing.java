package dev.penstock.source.jdbc.dialect.mysql;

import dev.penstock.source.jdbc.dialect.KeyColumn;
import dev.penstock.source.jdbc.dialect.KeyCuts.Nulls;
import dev.penstock.source.jdbc.dialect.KeyRanges;
import dev.penstock.source.jdbc.dialect.KeySlicing;
import dev.penstock.source.jdbc.dialect.Sampling;
import dev.penstock.source.jdbc.dialect.Sampling.Extent;
import dev.penstock.source.jdbc.dialect.Sampling.Rows;
import dev.penstock.source.jdbc.dialect.SliceSize;
import dev.penstock.source.jdbc.dialect.Slices;
import dev.penstock.source.jdbc.dialect.Slicing;
import dev.penstock.source.jdbc.dialect.Table;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Cuts tables of MariaDB and MySQL by their primary key, in whose order InnoDB keeps the rows, so
 * that each slice is a range of pages. A table in partitions has the same key; one connection reads
 * all of it, so that a partition of its own would save nothing.
 */
final class MysqlSlicing implements Slicing {
  private static final String KEY =
      """
      SELECT s.column_name, c.data_type FROM information_schema.tables t
      JOIN information_schema.statistics s
      ON s.table_schema = t.table_schema AND s.table_name = t.table_name
      AND s.index_name = 'PRIMARY' AND s.sub_part IS NULL
      JOIN information_schema.columns c ON c.table_schema = t.table_schema
      AND c.table_name = t.table_name AND c.column_name = s.column_name
      WHERE t.table_schema = ? AND t.table_name = ? AND t.engine = 'InnoDB'
      ORDER BY s.seq_in_index
      """;

  private final MysqlCatalog catalog = new MysqlCatalog();
  private final MysqlSampling sampling = new MysqlSampling();
  private final KeySlicing byKey = new KeySlicing(sampling);

  /**
   * @param columns their quoted names
   * @param whole which of them are whole numbers
   */
  private record Key(List<String> columns, Whole whole) {}

  private enum Whole {
    ONLY_COLUMN,
    FIRST_COLUMN,
    NOT_THE_FIRST
  }

  @Override
  public Optional<Sampling> sampling() {
    return Optional.of(sampling);
  }

  @Override
  public Slices cut(Connection connection, Table table, SliceSize size) throws SQLException {
    Key key = key(connection, table);
    if (key.columns().isEmpty()) {
      return Slices.whole("it has no primary key in whose order InnoDB would keep it");
    }
    Rows rows = Rows.of(table, name(table));
    Extent extent = sampling.extent(connection, rows);
    Optional<Slices> even = even(connection, rows.from(), key, extent, size.parts(extent.bytes()));
    if (even.isPresent()) {
      return even.get();
    }
    List<KeyColumn> columns = byKey.columns(connection, rows.from(), key.columns());
    return columns.isEmpty()
        ? Slices.whole("its primary key is of a type by which rows are not cut")
        : byKey.cut(connection, rows, columns, Nulls.NONE, size::parts).slices(columns);
  }

  private static Optional<Slices> even(
      Connection connection, String from, Key key, Extent extent, int parts) throws SQLException {
    String first = key.columns().get(0);
    return switch (key.whole()) {
      case ONLY_COLUMN -> KeyRanges.even(connection, from, first, extent, parts);
      case FIRST_COLUMN -> EvenRanges.of(connection, from, first, extent, parts);
      case NOT_THE_FIRST -> Optional.empty();
    };
  }

  private String name(Table table) {
    String schema = catalog.quote(table.schema().orElseThrow()).orElseThrow();
    return schema + "." + catalog.quote(table.name()).orElseThrow();
  }

  @Override
  public Again again(Connection connection, Table table, String bookmark) throws SQLException {
    Key key = key(connection, table);
    Optional<KeyRanges> even = KeyRanges.parse(bookmark);
    if (even.isPresent() && key.whole() != Whole.NOT_THE_FIRST) {
      return new Again(
          even.get().conditions(key.columns().get(0)), Sameness.SAME_PLACES, Optional.empty());
    }
    return KeySlicing.again(bookmark, byKey.columns(connection, name(table), key.columns()));
  }

  /** Without columns when there is none by which a row keeps its place. */
  private Key key(Connection connection, Table table) throws SQLException {
    List<String> columns = new ArrayList<>();
    boolean whole = false;
    try (PreparedStatement statement = connection.prepareStatement(KEY)) {
      statement.setString(1, table.schema().orElseThrow());
      statement.setString(2, table.name());
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          whole = columns.isEmpty() ? result.getString(2).endsWith("int") : whole;
          columns.add(catalog.quote(result.getString(1)).orElseThrow());
        }
      }
    }
    Whole numbers = columns.size() == 1 ? Whole.ONLY_COLUMN : Whole.FIRST_COLUMN;
    return new Key(columns, whole ? numbers : Whole.NOT_THE_FIRST);
  }
}
