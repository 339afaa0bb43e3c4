package dev.penstock.source.jdbc.dialect.sqlite;

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

/** Names in SQLite, which has no schemas and takes all letter cases for one. */
final class SqliteCatalog implements Catalog {
  private static final String TABLES =
      "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'";

  @Override
  public Optional<String> quote(String name) {
    boolean possible = !name.isEmpty() && name.indexOf('\0') < 0;
    return possible ? Optional.of('"' + name.replace("\"", "\"\"") + '"') : Optional.empty();
  }

  @Override
  public List<Table> matching(Connection connection, Optional<String> schema, String name)
      throws SQLException {
    if (schema.filter(s -> !s.equalsIgnoreCase("main")).isPresent()) {
      return List.of();
    }
    String sql = TABLES + " AND name = ? COLLATE NOCASE";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, name);
      return tables(statement);
    }
  }

  @Override
  public List<Table> all(Connection connection, Optional<String> schema) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(TABLES + " ORDER BY name")) {
      return tables(statement);
    }
  }

  private static List<Table> tables(PreparedStatement statement) throws SQLException {
    List<Table> tables = new ArrayList<>();
    try (ResultSet result = statement.executeQuery()) {
      while (result.next()) {
        tables.add(new Table(Optional.empty(), result.getString(1)));
      }
    }
    return tables;
  }

  /** The greatest row number, which is no less than the rows unless numbers were given by hand. */
  @Override
  public OptionalLong rowsAbout(Connection connection, Table table) throws SQLException {
    try {
      return CatalogQuery.number(
          connection, "SELECT max(rowid) FROM " + quote(table.name()).orElseThrow());
    } catch (SQLException e) {
      // Views, and tables made without row numbers, have none.
      return OptionalLong.empty();
    }
  }

  @Override
  public Slicing slicing() {
    return new SqliteSlicing();
  }
}
