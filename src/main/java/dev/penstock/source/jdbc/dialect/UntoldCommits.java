package dev.penstock.source.jdbc.dialect;

import dev.penstock.source.CursorType;
import java.sql.Connection;
import java.util.List;
import java.util.Optional;

/** Of a database that does not tell, in time, of all transactions, or that need not. */
public class UntoldCommits implements LateCommits {
  private final String reason;

  /**
   * @param reason in words for the audit and the plan, with what to do where something can be done
   */
  public UntoldCommits(String reason) {
    this.reason = reason;
  }

  @Override
  public Optional<String> obstacle(Connection connection, Optional<Table> table) {
    return Optional.of(reason);
  }

  @Override
  public final List<Open> open(Connection connection) {
    return List.of();
  }

  @Override
  public final String least(CursorType type) {
    return "";
  }

  @Override
  public final List<String> primaryKey(Connection connection, Table table) {
    return List.of();
  }
}
