package dev.penstock.source.jdbc.dialect.generic;

import dev.penstock.source.CursorType;
import dev.penstock.source.jdbc.dialect.LateCommits;
import dev.penstock.source.jdbc.dialect.Table;
import java.sql.Connection;
import java.util.List;
import java.util.Optional;

/** JDBC has no word for the transactions of others. */
final class GenericLateCommits implements LateCommits {
  @Override
  public Optional<String> obstacle(Connection connection, Optional<Table> table) {
    return Optional.of("JDBC does not tell of the transactions of others; set a lookback");
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
