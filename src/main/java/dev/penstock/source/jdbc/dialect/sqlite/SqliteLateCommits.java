package dev.penstock.source.jdbc.dialect.sqlite;

import dev.penstock.source.CursorType;
import dev.penstock.source.jdbc.dialect.LateCommits;
import dev.penstock.source.jdbc.dialect.Table;
import java.sql.Connection;
import java.util.List;
import java.util.Optional;

/** SQLite lets one transaction write at a time, and each begins after the one before has ended. */
final class SqliteLateCommits implements LateCommits {
  @Override
  public Optional<String> obstacle(Connection connection, Optional<Table> table) {
    return Optional.of("SQLite writes one transaction after the other, so that none commits late");
  }

  @Override
  public List<Open> open(Connection connection) {
    return List.of();
  }

  @Override
  public String least(CursorType type) {
    return "";
  }

  @Override
  public List<String> primaryKey(Connection connection, Table table) {
    return List.of();
  }
}
