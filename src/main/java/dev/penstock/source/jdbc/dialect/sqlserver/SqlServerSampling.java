package dev.penstock.source.jdbc.dialect.sqlserver;

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
 * Rows of SQL Server by chance. All rows of the smallest index that has the columns are looked at,
 * as TABLESAMPLE takes pages of tables alone, and none of a filter.
 */
final class SqlServerSampling implements Sampling {
  private static final String EXTENT =
      """
      SELECT SUM(p.[rows]), SUM(a.used_pages) * 8192 FROM sys.partitions p
      JOIN sys.allocation_units a ON a.container_id = p.hobt_id AND a.type = 1
      JOIN sys.objects o ON o.object_id = p.object_id
      JOIN sys.schemas s ON s.schema_id = o.schema_id
      WHERE s.name = ? AND o.name = ? AND p.index_id IN (0, 1)
      """;

  private static final String KEY =
      """
      SELECT c.name FROM sys.indexes i
      JOIN sys.objects o ON o.object_id = i.object_id
      JOIN sys.schemas s ON s.schema_id = o.schema_id
      JOIN sys.index_columns k ON k.object_id = i.object_id AND k.index_id = i.index_id
      JOIN sys.columns c ON c.object_id = i.object_id AND c.column_id = k.column_id
      WHERE s.name = ? AND o.name = ? AND i.is_primary_key = 1 ORDER BY k.key_ordinal
      """;

  /** From 0 to 1, anew for each row; RAND gives one number for all. */
  private static final String RANDOM = "ABS(CAST(CHECKSUM(NEWID()) AS bigint)) / 2147483648.0";

  private final SqlServerCursors cursors = new SqlServerCursors();

  @Override
  public Optional<KeyColumn> column(DeclaredColumn column, String quoted) {
    return switch (SqlServerTypes.name(column)) {
      case "uniqueidentifier" ->
          Optional.of(
              new KeyColumn(
                  column.name(),
                  quoted,
                  "CAST(? AS uniqueidentifier)",
                  "CAST(%s AS nvarchar(40))",
                  Optional.empty()));
      // A row has another one with each change.
      case "timestamp", "rowversion" -> Optional.empty();
      default -> cursors.cursor(column, quoted).map(sql -> KeyColumn.of(column.name(), sql));
    };
  }

  @Override
  public List<String> primaryKey(Connection connection, Table table) throws SQLException {
    return CatalogQuery.texts(connection, KEY, table.schema().orElseThrow(), table.name());
  }

  @Override
  public Extent extent(Connection connection, Rows rows) throws SQLException {
    if (rows.table().isPresent()) {
      try (PreparedStatement statement = about(connection, EXTENT, rows.table().get());
          ResultSet result = statement.executeQuery()) {
        if (result.next() && result.getObject(1) != null) {
          return new Extent(result.getLong(1), result.getLong(2), "by the server's count");
        }
      }
    }
    return KeyExtent.counted(connection, rows, count());
  }

  @Override
  public Share share(Rows rows, Extent extent, double share) {
    return KeyExtent.byChance(rows.from(), RANDOM, share);
  }

  @Override
  public String count() {
    return cursors.count();
  }

  static PreparedStatement about(Connection connection, String sql, Table table)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    statement.setString(1, table.schema().orElseThrow());
    statement.setString(2, table.name());
    return statement;
  }
}
