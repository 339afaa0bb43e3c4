package dev.penstock.source.jdbc.dialect.mysql;

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
 * Cuts tables of MariaDB and MySQL by a primary key of one whole number, in whose order InnoDB
 * keeps the rows, so that each slice is a range of pages.
 */
final class MysqlSlicing implements Slicing {
  private static final String KEY =
      """
      SELECT max(c.column_name), count(*), max(c.data_type), max(t.data_length)
      FROM information_schema.tables t
      JOIN information_schema.columns c
      ON c.table_schema = t.table_schema AND c.table_name = t.table_name AND c.column_key = 'PRI'
      WHERE t.table_schema = ? AND t.table_name = ? AND t.engine = 'InnoDB'
      """;

  private static final String SPAN = "SELECT min(%1$s), max(%1$s) FROM %2$s";

  private final MysqlCatalog catalog = new MysqlCatalog();

  /**
   * @param column its quoted name
   * @param bytes what the server reckons all rows to take
   */
  private record Key(String column, long bytes) {}

  @Override
  public Slices cut(Connection connection, Table table, SliceSize size) throws SQLException {
    Optional<Key> key = key(connection, table);
    int parts = key.map(k -> size.parts(k.bytes())).orElse(1);
    if (parts < 2) {
      return Slices.WHOLE;
    }
    String column = key.orElseThrow().column();
    String schema = catalog.quote(table.schema().orElseThrow()).orElseThrow();
    String name = schema + "." + catalog.quote(table.name()).orElseThrow();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(SPAN.formatted(column, name))) {
      result.next();
      Optional<String> least = Optional.ofNullable(result.getString(1));
      Optional<String> most = Optional.ofNullable(result.getString(2));
      return least
          .flatMap(l -> KeyRanges.cut(new BigInteger(l), new BigInteger(most.orElseThrow()), parts))
          .map(ranges -> ranges.slices(column))
          .orElse(Slices.WHOLE);
    }
  }

  @Override
  public Again again(Connection connection, Table table, String bookmark) throws SQLException {
    Optional<Key> key = key(connection, table);
    Optional<KeyRanges> then = KeyRanges.parse(bookmark);
    if (key.isEmpty() || then.isEmpty()) {
      return Again.refused("the table has another key now");
    }
    return new Again(
        then.get().conditions(key.get().column()), Sameness.SAME_PLACES, Optional.empty());
  }

  /** Empty when there is none by which a row keeps its place. */
  private Optional<Key> key(Connection connection, Table table) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(KEY)) {
      statement.setString(1, table.schema().orElseThrow());
      statement.setString(2, table.name());
      try (ResultSet result = statement.executeQuery()) {
        result.next();
        boolean whole = result.getInt(2) == 1 && result.getString(3).endsWith("int");
        return whole
            ? Optional.of(
                new Key(catalog.quote(result.getString(1)).orElseThrow(), result.getLong(4)))
            : Optional.empty();
      }
    }
  }
}
