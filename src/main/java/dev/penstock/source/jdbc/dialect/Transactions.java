package dev.penstock.source.jdbc.dialect;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/** The transactions in which one kind of database is read. */
public interface Transactions {
  /** Begins the transaction in which all reading is done, of one moment and read-only. */
  void begin(Connection connection, Session session) throws SQLException;

  /**
   * Gives the transaction's moment a name, for others to join. Empty when it cannot; the
   * transaction may then be a new one. To be called right after {@link #begin}.
   */
  Optional<String> exportSnapshot(Connection connection, Session session) throws SQLException;

  /**
   * Why the moment of one connection cannot be held for several jobs, as half a sentence; empty
   * when {@link #exportSnapshot} can do that.
   */
  default Optional<String> groupObstacle() {
    return Optional.of("no connection to it can see the moment of another");
  }

  /**
   * Executes a statement whose rows are fetched as they are read. The session's timeout counts
   * until the first are there and for each wait after that, not for as long as the reader takes.
   * The caller closes the result.
   */
  ResultSet query(PreparedStatement statement, Session session) throws SQLException;

  /** Calls back what another thread runs on this connection; does nothing when it is idle. */
  void cancel(Connection connection) throws SQLException;

  /**
   * How one job uses a connection.
   *
   * @param name what the database's administrator sees
   * @param timeout the longest that one statement may take
   * @param snapshot to join; empty means a moment of its own
   */
  record Session(String name, Duration timeout, Optional<String> snapshot) {
    /** The same, at the moment of another connection. */
    public Session joining(Optional<String> other) {
      return new Session(name, timeout, other);
    }
  }
}
