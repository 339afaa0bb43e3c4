package dev.penstock.source.jdbc.dialect.mysql;

import dev.penstock.source.jdbc.dialect.CatalogQuery;
import dev.penstock.source.jdbc.dialect.DeclaredColumn;
import dev.penstock.source.jdbc.dialect.KeyColumn;
import dev.penstock.source.jdbc.dialect.KeyExtent;
import dev.penstock.source.jdbc.dialect.Sampling;
import dev.penstock.source.jdbc.dialect.Table;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Rows of MariaDB and MySQL by chance. Neither can pass over pages, so all rows of the smallest
 * index that has the columns are looked at.
 */
final class MysqlSampling implements Sampling {
  private static final String EXTENT =
      """
      SELECT table_rows, data_length FROM information_schema.tables
      WHERE table_schema = ? AND table_name = ? AND data_length > 0
      """;

  private static final String KEY =
      """
      SELECT column_name FROM information_schema.statistics
      WHERE table_schema = ? AND table_name = ? AND index_name = 'PRIMARY' ORDER BY seq_in_index
      """;

  private final MysqlCursors cursors = new MysqlCursors();

  @Override
  public Optional<KeyColumn> column(DeclaredColumn column, String quoted) {
    return switch (column.typeName()) {
      case "BINARY", "VARBINARY" -> key(column, quoted, "UNHEX(?)", "HEX(%s)");
      case "UUID", "uuid" -> key(column, quoted, "CAST(? AS UUID)", "CAST(%s AS CHAR)");
      default -> cursors.cursor(column, quoted).map(sql -> KeyColumn.of(column.name(), sql));
    };
  }

  private static Optional<KeyColumn> key(
      DeclaredColumn column, String quoted, String placeholder, String text) {
    return Optional.of(new KeyColumn(column.name(), quoted, placeholder, text, Optional.empty()));
  }

  @Override
  public List<String> primaryKey(Connection connection, Table table) throws SQLException {
    return CatalogQuery.texts(connection, KEY, table.schema().orElseThrow(), table.name());
  }

  @Override
  public Extent extent(Connection connection, Rows rows) throws SQLException {
    if (rows.table().isPresent()) {
      Table table = rows.table().get();
      try (PreparedStatement statement = connection.prepareStatement(EXTENT)) {
        statement.setString(1, table.schema().orElseThrow());
        statement.setString(2, table.name());
        try (ResultSet result = statement.executeQuery()) {
          if (result.next()) {
            return new Extent(result.getLong(1), result.getLong(2), "by the server's estimate");
          }
        }
      }
    }
    return KeyExtent.counted(connection, rows, count());
  }

  @Override
  public Share share(Rows rows, Extent extent, double share) {
    return KeyExtent.byChance(rows.from(), "rand()", share);
  }
}
