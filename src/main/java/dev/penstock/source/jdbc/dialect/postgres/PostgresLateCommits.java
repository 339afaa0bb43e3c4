package dev.penstock.source.jdbc.dialect.postgres;

import dev.penstock.source.CursorType;
import dev.penstock.source.jdbc.dialect.CatalogQuery;
import dev.penstock.source.jdbc.dialect.LateCommits;
import dev.penstock.source.jdbc.dialect.LateCommits.Open.Began;
import dev.penstock.source.jdbc.dialect.Table;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Open transactions of PostgreSQL, by the lock that each holds on its own virtual id. Every role
 * may see these locks, and a transaction has one before it has written anything.
 */
final class PostgresLateCommits implements LateCommits {
  private static final String OPEN =
      """
      SELECT l.virtualxid AS id, false AS prepared FROM pg_catalog.pg_locks l
      LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
      WHERE l.locktype = 'virtualxid' AND l.mode = 'ExclusiveLock' AND l.granted
      AND l.pid <> pg_backend_pid()
      AND (a.pid IS NULL OR (a.usesysid IS NOT NULL
        AND (a.datname IS NULL OR a.datname = current_database())
        AND NOT (a.usename = current_user AND a.application_name LIKE 'penstock%')))
      UNION ALL
      SELECT 'prepared:' || CAST(transaction AS text), true FROM pg_catalog.pg_prepared_xacts
      WHERE database = current_database()""";

  private static final String RELATION =
      """
      SELECT pg_is_in_recovery() AS standby, c.relkind = 'f' AS elsewhere,
      EXISTS (SELECT FROM pg_catalog.pg_subscription_rel s WHERE s.srrelid = c.oid) AS subscribed
      FROM (SELECT) one LEFT JOIN (pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n
      ON n.oid = c.relnamespace AND n.nspname = ? AND c.relname = ?) ON true""";

  private static final String KEY =
      """
      SELECT a.attname FROM pg_catalog.pg_index i
      JOIN pg_catalog.pg_class c ON c.oid = i.indrelid
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (i.indkey)
      WHERE i.indisprimary AND n.nspname = ? AND c.relname = ? ORDER BY a.attnum""";

  @Override
  public Optional<String> obstacle(Connection connection, Optional<Table> table)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(RELATION)) {
      statement.setString(1, table.flatMap(Table::schema).orElse(""));
      statement.setString(2, table.map(Table::name).orElse(""));
      try (ResultSet result = statement.executeQuery()) {
        result.next();
        if (result.getBoolean("standby")) {
          return Optional.of(
              "the server is a standby, which does not know the transactions open at its primary");
        }
        if (result.getBoolean("elsewhere")) {
          return Optional.of("the transactions of a foreign table are another server's");
        }
        return result.getBoolean("subscribed")
            ? Optional.of(
                "logical replication fills the table, and its transactions began at another server")
            : Optional.empty();
      }
    }
  }

  @Override
  public List<Open> open(Connection connection) throws SQLException {
    List<Open> open = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(OPEN)) {
      while (result.next()) {
        Began began = result.getBoolean("prepared") ? Began.PERHAPS_BEFORE : Began.SINCE;
        open.add(new Open(result.getString("id"), began));
      }
    }
    return open;
  }

  @Override
  public String least(CursorType type) {
    return switch (type) {
      case INTEGER -> Long.toString(Long.MIN_VALUE);
      case DECIMAL -> "-1e1000";
      case DATE, TIMESTAMP, TIMESTAMP_TZ -> "-infinity";
      case TEXT -> "";
    };
  }

  @Override
  public List<String> primaryKey(Connection connection, Table table) throws SQLException {
    return CatalogQuery.texts(connection, KEY, table.schema().orElse(""), table.name());
  }
}
