package dev.penstock.source.jdbc.dialect.oracle;

import dev.penstock.source.CursorType;
import dev.penstock.source.jdbc.dialect.LateCommits;
import dev.penstock.source.jdbc.dialect.Table;
import java.sql.Connection;
import java.util.List;
import java.util.Optional;

/**
 * The server lists a transaction only once it has changed a row, and has given out its times and
 * sequence numbers before that: one that is not listed may still write a value below the watermark.
 */
final class OracleLateCommits implements LateCommits {
  @Override
  public Optional<String> obstacle(Connection connection, Optional<Table> table) {
    return Optional.of(
        "Oracle does not tell of a transaction before its first change; set a lookback");
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
