package dev.penstock.source.jdbc.dialect;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Names in PostgreSQL. */
final class PostgresCatalog implements Catalog {
  private static final int MAX_NAME_BYTES = 63;
  private static final int TID_RANGE_SCAN = 140_000;

  /** Below this, opening another connection costs more than reading. */
  private static final long MIN_PAGES = 64;

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
        "AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg\\_t%' ";
    String sql = TABLES + others + "ORDER BY n.nspname = ? DESC, 1, 2 LIMIT 10000";
    return tables(connection, sql, List.of(schema.orElse("public")));
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

  @Override
  public List<String> slices(Connection connection, Table table, int most) throws SQLException {
    long pages = pages(connection, table);
    int parts = (int) Math.min(most, pages / MIN_PAGES);
    if (parts < 2) {
      return List.of("");
    }
    List<String> conditions = new ArrayList<>();
    for (int i = 0; i < parts; i++) {
      // The last range is open, for a table grows at its end.
      String from = "ctid >= '(%d,0)'::tid".formatted(pages * i / parts);
      String to = " AND ctid < '(%d,0)'::tid".formatted(pages * (i + 1) / parts);
      conditions.add(i == parts - 1 ? from : from + to);
    }
    return conditions;
  }

  /** Pages of an ordinary heap without children, which is all that can be cut; otherwise 0. */
  private static long pages(Connection connection, Table table) throws SQLException {
    String sql =
        """
        SELECT pg_relation_size(c.oid) / current_setting('block_size')::bigint
        FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        LEFT JOIN pg_catalog.pg_am a ON a.oid = c.relam
        WHERE n.nspname = ? AND c.relname = ? AND c.relkind = 'r' AND a.amname = 'heap'
        AND NOT c.relhassubclass AND current_setting('server_version_num')::int >= ?
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, table.schema().orElseThrow());
      statement.setString(2, table.name());
      statement.setInt(3, TID_RANGE_SCAN);
      try (ResultSet result = statement.executeQuery()) {
        return result.next() ? result.getLong(1) : 0;
      }
    }
  }
}
