package dev.penstock.source.jdbc.dialect.sqlserver;

import dev.penstock.source.jdbc.dialect.Catalog;
import dev.penstock.source.jdbc.dialect.CatalogQuery;
import dev.penstock.source.jdbc.dialect.Slicing;
import dev.penstock.source.jdbc.dialect.Sql;
import dev.penstock.source.jdbc.dialect.Table;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Names in SQL Server. */
final class SqlServerCatalog implements Catalog {
  private static final int MAX_NAME_CHARACTERS = 128;

  private static final String TABLES =
      """
      FROM sys.objects o JOIN sys.schemas s ON s.schema_id = o.schema_id
      WHERE o.type IN ('U', 'V') AND o.is_ms_shipped = 0
      """;

  private static final String ROWS =
      """
      SELECT SUM(p.[rows]) FROM sys.partitions p
      JOIN sys.objects o ON o.object_id = p.object_id
      JOIN sys.schemas s ON s.schema_id = o.schema_id
      WHERE s.name = ? AND o.name = ? AND p.index_id IN (0, 1)
      """;

  private static final String SNAPSHOTS =
      "SELECT snapshot_isolation_state FROM sys.databases WHERE database_id = DB_ID()";

  /** Why statements of a transaction may differ in what they see. */
  private static final String OWN_TIMES =
      "the database does not allow snapshot isolation, so that each statement has a moment of its own";

  @Override
  public Optional<String> quote(String name) {
    boolean possible =
        !name.isEmpty() && name.indexOf('\0') < 0 && name.length() <= MAX_NAME_CHARACTERS;
    return possible ? Optional.of('[' + name.replace("]", "]]") + ']') : Optional.empty();
  }

  /** Names are put in brackets here, and a dollar sign quotes nothing. */
  @Override
  public Optional<String> flaw(Sql sql) {
    return sql.flawInTransactSql();
  }

  @Override
  public List<Table> matching(Connection connection, Optional<String> schema, String name)
      throws SQLException {
    String sql =
        "SELECT s.name, o.name "
            + TABLES
            + "AND s.name = COALESCE(?, SCHEMA_NAME()) AND LOWER(o.name) = LOWER(?) ORDER BY 1, 2";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, schema.orElse(null));
      statement.setString(2, name);
      return tables(statement, ownTimes(connection));
    }
  }

  @Override
  public List<Table> all(Connection connection, Optional<String> schema) throws SQLException {
    String sql =
        "SELECT TOP (%d) s.name, o.name ".formatted(MOST_LISTED)
            + TABLES
            + "ORDER BY CASE WHEN s.name = COALESCE(?, SCHEMA_NAME()) THEN 0 ELSE 1 END, s.name, o.name";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, schema.orElse(null));
      return tables(statement, ownTimes(connection));
    }
  }

  private static List<Table> tables(PreparedStatement statement, Optional<String> ownTimes)
      throws SQLException {
    List<Table> tables = new ArrayList<>();
    try (ResultSet result = statement.executeQuery()) {
      while (result.next()) {
        tables.add(new Table(Optional.of(result.getString(1)), result.getString(2), ownTimes));
      }
    }
    return tables;
  }

  @Override
  public Optional<String> ownTimes(Connection connection) throws SQLException {
    return allowsSnapshots(connection) ? Optional.empty() : Optional.of(OWN_TIMES);
  }

  static boolean allowsSnapshots(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(SNAPSHOTS)) {
      return result.next() && result.getInt(1) == 1;
    }
  }

  /** What the server keeps beside the pages; nearly exact. */
  @Override
  public OptionalLong rowsAbout(Connection connection, Table table) throws SQLException {
    return CatalogQuery.number(connection, ROWS, table.schema().orElseThrow(), table.name());
  }

  @Override
  public Slicing slicing() {
    return new SqlServerSlicing();
  }
}
