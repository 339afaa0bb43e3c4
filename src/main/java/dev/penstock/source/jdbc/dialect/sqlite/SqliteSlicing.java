package dev.penstock.source.jdbc.dialect.sqlite;

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
 * Cuts tables of SQLite by the key in whose order the rows lie in the file: an INTEGER PRIMARY KEY,
 * or any primary key of a table WITHOUT ROWID. Of other tables the order is that of a number which
 * VACUUM may give anew, and by their key each row would be looked up for itself.
 */
final class SqliteSlicing implements Slicing {
  /** A primary key that stands for the row's own number has no index. */
  private static final String ROW_NUMBER =
      """
      SELECT max(name), count(*), max(upper(type)) FROM pragma_table_info(?1) WHERE pk > 0
      AND NOT EXISTS (SELECT 1 FROM pragma_index_list(?1) WHERE origin = 'pk')
      """;

  private static final String WITHOUT_ROWID =
      """
      SELECT name FROM pragma_table_info(?1) WHERE pk > 0 AND EXISTS
      (SELECT 1 FROM pragma_table_list WHERE schema = 'main' AND name = ?1 AND wr = 1)
      ORDER BY pk
      """;

  private final SqliteCatalog catalog = new SqliteCatalog();
  private final SqliteSampling sampling = new SqliteSampling();
  private final KeySlicing byKey = new KeySlicing(sampling);

  @Override
  public Optional<Sampling> sampling() {
    return Optional.of(sampling);
  }

  @Override
  public Slices cut(Connection connection, Table table, SliceSize size) throws SQLException {
    Optional<String> number = rowNumber(connection, table);
    List<String> key = number.map(List::of).orElse(List.of());
    if (number.isEmpty()) {
      key = keyWithoutRowid(connection, table);
    }
    if (key.isEmpty()) {
      return Slices.whole("it has no primary key in whose order its rows lie");
    }
    Rows rows = Rows.of(table, catalog.quote(table.name()).orElseThrow());
    if (number.isPresent()) {
      Extent extent = sampling.extent(connection, rows);
      int parts = size.parts(extent.bytes());
      Optional<Slices> even = KeyRanges.even(connection, rows.from(), number.get(), extent, parts);
      if (even.isPresent()) {
        return even.get();
      }
    }
    List<KeyColumn> columns = byKey.columns(connection, rows.from(), key);
    return columns.isEmpty()
        ? Slices.whole("its primary key is of a type by which rows are not cut")
        : byKey.cut(connection, rows, columns, Nulls.NONE, size::parts).slices(columns);
  }

  @Override
  public Again again(Connection connection, Table table, String bookmark) throws SQLException {
    Optional<String> number = rowNumber(connection, table);
    Optional<KeyRanges> even = KeyRanges.parse(bookmark);
    if (even.isPresent() && number.isPresent()) {
      return new Again(even.get().conditions(number.get()), Sameness.SAME_PLACES, Optional.empty());
    }
    String from = catalog.quote(table.name()).orElseThrow();
    List<String> key =
        number.isPresent() ? List.of(number.get()) : keyWithoutRowid(connection, table);
    return KeySlicing.again(bookmark, byKey.columns(connection, from, key));
  }

  /** The quoted name of the column that is the row's own number. */
  private Optional<String> rowNumber(Connection connection, Table table) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(ROW_NUMBER)) {
      statement.setString(1, table.name());
      try (ResultSet result = statement.executeQuery()) {
        return result.getInt(2) == 1 && "INTEGER".equals(result.getString(3))
            ? catalog.quote(result.getString(1))
            : Optional.empty();
      }
    }
  }

  /** The quoted names of its columns; SQLite keeps NULL out of them. */
  private List<String> keyWithoutRowid(Connection connection, Table table) throws SQLException {
    List<String> columns = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(WITHOUT_ROWID)) {
      statement.setString(1, table.name());
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          columns.add(catalog.quote(result.getString(1)).orElseThrow());
        }
      }
    }
    return columns;
  }
}
