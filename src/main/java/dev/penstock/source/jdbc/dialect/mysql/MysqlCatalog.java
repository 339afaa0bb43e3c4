package dev.penstock.source.jdbc.dialect.mysql;

import dev.penstock.source.jdbc.dialect.Catalog;
import dev.penstock.source.jdbc.dialect.CatalogQuery;
import dev.penstock.source.jdbc.dialect.Slicing;
import dev.penstock.source.jdbc.dialect.Table;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Names in MariaDB and MySQL, where a schema is a database. */
final class MysqlCatalog implements Catalog {
  /** That of an alias; names of tables and columns are shorter. */
  private static final int MAX_NAME_CHARACTERS = 256;

  /** Which kinds of table keep earlier rows for whoever reads at an earlier moment. */
  private static final Set<String> WITH_MOMENTS = Set.of("InnoDB", "ROCKSDB");

  private static final String TABLES =
      """
      SELECT table_schema, table_name, engine FROM information_schema.tables
      WHERE table_type IN ('BASE TABLE', 'VIEW', 'SYSTEM VERSIONED', 'SYSTEM VIEW')
      """;

  private static final String OTHERS =
      "AND table_schema NOT IN ('information_schema', 'mysql', 'performance_schema', 'sys') ";

  /** Where the server's files tell letter cases apart, two databases may differ by nothing else. */
  private static final String MATCHING =
      """
      AND table_schema = coalesce(?, database()) AND lower(table_name) = lower(?)
      AND (@@lower_case_table_names <> 0 OR BINARY table_schema = coalesce(?, database()))
      ORDER BY 1, 2
      """;

  /** No name has characters beyond the first plane of Unicode. */
  @Override
  public Optional<String> quote(String name) {
    boolean possible =
        !name.isEmpty()
            && name.indexOf('\0') < 0
            && name.length() <= MAX_NAME_CHARACTERS
            && name.chars().noneMatch(c -> Character.isSurrogate((char) c))
            && !name.endsWith(" ");
    return possible ? Optional.of('`' + name.replace("`", "``") + '`') : Optional.empty();
  }

  @Override
  public List<Table> matching(Connection connection, Optional<String> schema, String name)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(TABLES + MATCHING)) {
      statement.setString(1, schema.orElse(null));
      statement.setString(2, name);
      statement.setString(3, schema.orElse(null));
      return tables(statement);
    }
  }

  @Override
  public List<Table> all(Connection connection, Optional<String> schema) throws SQLException {
    String order =
        "ORDER BY table_schema = coalesce(?, database()) DESC, 1, 2 LIMIT " + MOST_LISTED;
    try (PreparedStatement statement = connection.prepareStatement(TABLES + OTHERS + order)) {
      statement.setString(1, schema.orElse(null));
      return tables(statement);
    }
  }

  private static List<Table> tables(PreparedStatement statement) throws SQLException {
    List<Table> tables = new ArrayList<>();
    try (ResultSet result = statement.executeQuery()) {
      while (result.next()) {
        Optional<String> engine = Optional.ofNullable(result.getString(3));
        tables.add(
            new Table(
                Optional.of(result.getString(1)),
                result.getString(2),
                engine
                    .filter(kind -> !WITH_MOMENTS.contains(kind))
                    .map(kind -> "its engine " + kind + " keeps no earlier rows")));
      }
    }
    return tables;
  }

  /** What the storage engine reckons, which may be off by half. */
  @Override
  public OptionalLong rowsAbout(Connection connection, Table table) throws SQLException {
    String sql =
        "SELECT table_rows FROM information_schema.tables WHERE table_schema = ? AND table_name = ?";
    return CatalogQuery.number(connection, sql, table.schema().orElseThrow(), table.name());
  }

  @Override
  public Slicing slicing() {
    return new MysqlSlicing();
  }
}
