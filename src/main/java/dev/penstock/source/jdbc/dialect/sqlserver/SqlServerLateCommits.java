package dev.penstock.source.jdbc.dialect.sqlserver;

import dev.penstock.source.jdbc.dialect.CursorRules.CursorSql;
import dev.penstock.source.jdbc.dialect.Table;
import dev.penstock.source.jdbc.dialect.UntoldCommits;
import java.sql.Connection;
import java.util.Optional;

/**
 * The server lists transactions to those alone who may view its state, and nothing says that one is
 * listed before its statement has fixed what it writes. A rowversion needs no list.
 */
final class SqlServerLateCommits extends UntoldCommits {
  SqlServerLateCommits() {
    super(
        "SQL Server does not tell of every transaction before its first row; take a rowversion column as watermark_column, or set a lookback");
  }

  @Override
  public Optional<String> obstacle(Connection connection, Optional<Table> table, CursorSql cursor) {
    return cursor.text().equals(SqlServerCursors.VERSION_TEXT)
        ? Optional.of(
            "none can come late: a rowversion is read up to the least that an open transaction may hold")
        : obstacle(connection, table);
  }
}
