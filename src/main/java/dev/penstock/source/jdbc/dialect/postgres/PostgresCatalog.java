package dev.penstock.source.jdbc.dialect.postgres;

import dev.penstock.source.jdbc.dialect.Catalog;
import dev.penstock.source.jdbc.dialect.Slicing;
import dev.penstock.source.jdbc.dialect.Sql;
import dev.penstock.source.jdbc.dialect.Table;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Names in PostgreSQL. */
final class PostgresCatalog implements Catalog {
  private static final int MAX_NAME_BYTES = 63;

  private static final String TABLES =
      """
      SELECT n.nspname, c.relname FROM pg_catalog.pg_class c
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'v', 'm', 'f', 'p')
      """;
  private static final String IN_SCHEMA = "AND n.nspname = ? ";
  private static final String IN_PATH = "AND n.nspname = ANY (current_schemas(false)) ";

  @Override
  public Optional<String> quote(String name) {
    boolean possible =
        !name.isEmpty()
            && name.indexOf('\0') < 0
            && name.getBytes(StandardCharsets.UTF_8).length <= MAX_NAME_BYTES;
    return possible ? Optional.of('"' + name.replace("\"", "\"\"") + '"') : Optional.empty();
  }

  @Override
  public List<Table> matching(Connection connection, Optional<String> schema, String name)
      throws SQLException {
    String order = "ORDER BY array_position(current_schemas(false), n.nspname), c.relname";
    String sql =
        TABLES
            + (schema.isPresent() ? IN_SCHEMA : IN_PATH)
            + "AND lower(c.relname) = lower(?) "
            + order;
    List<String> values = new ArrayList<>(schema.stream().toList());
    values.add(name);
    return tables(connection, sql, values);
  }

  @Override
  public List<Table> all(Connection connection, Optional<String> schema) throws SQLException {
    String others =
        "AND NOT c.relispartition AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg\\_t%' ";
    String sql = TABLES + others + "ORDER BY n.nspname = ? DESC, 1, 2 LIMIT " + MOST_LISTED;
    return tables(connection, sql, List.of(schema.orElse("public")));
  }

  /** To the driver one question mark is a value that is to follow; to the server, an operator. */
  @Override
  public String embedded(Sql sql) {
    return sql.escaped();
  }

  private static List<Table> tables(Connection connection, String sql, List<String> values)
      throws SQLException {
    List<Table> tables = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.size(); i++) {
        statement.setString(i + 1, values.get(i));
      }
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          tables.add(new Table(Optional.of(result.getString(1)), result.getString(2)));
        }
      }
    }
    return tables;
  }

  /** As the last ANALYZE or VACUUM found; of a partitioned table, the sum of its partitions. */
  @Override
  public OptionalLong rowsAbout(Connection connection, Table table) throws SQLException {
    String sql =
        """
        WITH one AS (SELECT c.oid FROM pg_catalog.pg_class c
          JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
          WHERE n.nspname = ? AND c.relname = ?)
        SELECT sum(p.reltuples)::bigint, min(p.reltuples) FROM pg_catalog.pg_class p
        WHERE p.relkind IN ('r', 'm') AND p.oid IN (SELECT oid FROM one
          UNION SELECT t.relid FROM one, pg_catalog.pg_partition_tree(one.oid::regclass) t)
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, table.schema().orElseThrow());
      statement.setString(2, table.name());
      try (ResultSet result = statement.executeQuery()) {
        boolean known = result.next() && result.getObject(1) != null && result.getDouble(2) >= 0;
        return known ? OptionalLong.of(result.getLong(1)) : OptionalLong.empty();
      }
    }
  }

  @Override
  public Slicing slicing() {
    return new PostgresSlicing();
  }
}
