package dev.penstock.source.jdbc.dialect.sqlite;

import dev.penstock.source.jdbc.dialect.CatalogQuery;
import dev.penstock.source.jdbc.dialect.DeclaredColumn;
import dev.penstock.source.jdbc.dialect.KeyColumn;
import dev.penstock.source.jdbc.dialect.KeyExtent;
import dev.penstock.source.jdbc.dialect.Sampling;
import dev.penstock.source.jdbc.dialect.Table;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;

/** Rows of SQLite by chance; all are looked at. */
final class SqliteSampling implements Sampling {
  /** From 0 to 1, as {@code random()} gives any number of 64 bits. */
  private static final String RANDOM = "abs(random() % 1000000000) / 1e9";

  private static final String FILE_BYTES =
      "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size";

  private static final String KEY =
      "SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk";

  private final SqliteCursors cursors = new SqliteCursors();

  @Override
  public Optional<KeyColumn> column(DeclaredColumn column, String quoted) {
    return cursors.cursor(column, quoted).map(sql -> KeyColumn.of(column.name(), sql));
  }

  /** The file's size is known, the table's is not. */
  @Override
  public List<String> primaryKey(Connection connection, Table table) throws SQLException {
    return CatalogQuery.texts(connection, KEY, table.name());
  }

  @Override
  public Extent extent(Connection connection, Rows rows) throws SQLException {
    Extent counted = KeyExtent.counted(connection, rows, count());
    if (rows.table().isEmpty()) {
      return counted;
    }
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(FILE_BYTES)) {
      long file = result.getLong(1);
      return new Extent(counted.rows(), Math.min(counted.bytes(), file), counted.words());
    }
  }

  @Override
  public Share share(Rows rows, Extent extent, double share) {
    return KeyExtent.byChance(rows.from(), RANDOM, share);
  }
}
