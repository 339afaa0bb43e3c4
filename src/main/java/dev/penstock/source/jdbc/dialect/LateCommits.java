package dev.penstock.source.jdbc.dialect;

import static java.util.Objects.requireNonNull;

import dev.penstock.source.CursorType;
import dev.penstock.source.jdbc.dialect.CursorRules.CursorSql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Transactions of one kind of database that commit after others which began later. */
public interface LateCommits {
  /**
   * Why a job need not look for rows of such transactions, or cannot; empty when {@link #open}
   * tells of all of them.
   *
   * @param table empty for a query
   */
  Optional<String> obstacle(Connection connection, Optional<Table> table) throws SQLException;

  /** The same for a cursor column that may itself be the reason. */
  default Optional<String> obstacle(Connection connection, Optional<Table> table, CursorSql cursor)
      throws SQLException {
    return obstacle(connection, table);
  }

  /** The transactions of others that are open now. They need not have written anything. */
  List<Open> open(Connection connection) throws SQLException;

  /** A text that no value of such a cursor is less than. */
  String least(CursorType type);

  /** The columns of a table's primary key; none when it has no such key. */
  List<String> primaryKey(Connection connection, Table table) throws SQLException;

  /**
   * An open transaction.
   *
   * @param id by which it is known as long as it is open; without blanks
   * @param began what its id says of when it began
   */
  record Open(String id, Began began) {
    /** What an id that was not there before says. */
    public enum Began {
      /** The transaction was not there either. */
      SINCE,
      /** It may have been there under another id. */
      PERHAPS_BEFORE
    }

    public Open {
      requireNonNull(id, "id");
      requireNonNull(began, "began");
    }
  }
}
