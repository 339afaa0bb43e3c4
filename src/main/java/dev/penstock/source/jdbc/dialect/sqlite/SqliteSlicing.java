package dev.penstock.source.jdbc.dialect.sqlite;

import dev.penstock.source.jdbc.dialect.KeyRanges;
import dev.penstock.source.jdbc.dialect.SliceSize;
import dev.penstock.source.jdbc.dialect.Slices;
import dev.penstock.source.jdbc.dialect.Slicing;
import dev.penstock.source.jdbc.dialect.Table;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * Cuts tables of SQLite by their INTEGER PRIMARY KEY, in whose order the rows lie in the file.
 * Without one, VACUUM may number the rows anew.
 */
final class SqliteSlicing implements Slicing {
  /** About what a row takes, to guess a table's share of the file. */
  private static final long ROW_BYTES = 200;

  /** A primary key that stands for the row's own number has no index. */
  private static final String KEY =
      """
      SELECT max(name), count(*), max(upper(type)) FROM pragma_table_info(?1) WHERE pk > 0
      AND NOT EXISTS (SELECT 1 FROM pragma_index_list(?1) WHERE origin = 'pk')
      """;

  private static final String FILE_BYTES =
      "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size";

  private final SqliteCatalog catalog = new SqliteCatalog();

  @Override
  public Slices cut(Connection connection, Table table, SliceSize size) throws SQLException {
    Optional<String> key = key(connection, table);
    if (key.isEmpty()) {
      return Slices.WHOLE;
    }
    String span =
        "SELECT min(%1$s), max(%1$s), (%2$s) FROM %3$s"
            .formatted(key.get(), FILE_BYTES, catalog.quote(table.name()).orElseThrow());
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(span)) {
      long least = result.getLong(1);
      return result.wasNull()
          ? Slices.WHOLE
          : cut(key.get(), size, least, result.getLong(2), result.getLong(3));
    }
  }

  private static Slices cut(String key, SliceSize size, long least, long most, long fileBytes) {
    BigInteger first = BigInteger.valueOf(least);
    BigInteger rows = BigInteger.valueOf(most).subtract(first).add(BigInteger.ONE);
    BigInteger guess = rows.multiply(BigInteger.valueOf(ROW_BYTES));
    int parts = size.parts(guess.min(BigInteger.valueOf(fileBytes)).longValueExact());
    return KeyRanges.cut(first, BigInteger.valueOf(most), parts)
        .map(ranges -> ranges.slices(key))
        .orElse(Slices.WHOLE);
  }

  @Override
  public Again again(Connection connection, Table table, String bookmark) throws SQLException {
    Optional<String> key = key(connection, table);
    Optional<KeyRanges> then = KeyRanges.parse(bookmark);
    if (key.isEmpty() || then.isEmpty()) {
      return Again.refused("the table has another key now");
    }
    return new Again(then.get().conditions(key.get()), Sameness.SAME_PLACES, Optional.empty());
  }

  /** The quoted name of the key; empty when there is none by which a row keeps its place. */
  private Optional<String> key(Connection connection, Table table) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(KEY)) {
      statement.setString(1, table.name());
      try (ResultSet result = statement.executeQuery()) {
        return result.getInt(2) == 1 && "INTEGER".equals(result.getString(3))
            ? catalog.quote(result.getString(1))
            : Optional.empty();
      }
    }
  }
}
