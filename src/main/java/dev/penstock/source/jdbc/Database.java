package dev.penstock.source.jdbc;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.source.jdbc.dialect.ConnectionSettings;
import dev.penstock.source.jdbc.dialect.Dialect;
import dev.penstock.source.jdbc.dialect.Failures.Failure;
import dev.penstock.source.jdbc.dialect.Transactions.Session;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * A source as one job sees it.
 *
 * @param where the beginning of every message: the job's place in the workbook
 * @param address where the database is
 */
record Database(
    Dialect dialect,
    Pool pool,
    ConnectionSettings settings,
    Session session,
    String where,
    String address) {
  /** A connection in a fresh read transaction; the caller closes it. */
  Connection connect(Optional<String> snapshot) throws SQLException {
    Connection connection = pool.borrow();
    try {
      dialect.access().begin(connection, session.joining(snapshot));
      return connection;
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  /** The same, but used under another name. */
  Database with(Session other) {
    return new Database(dialect, pool, settings, other, where, address);
  }

  /** The same in the dialect of the server at the other end. */
  Database spokenOn(Connection connection) throws SQLException {
    return new Database(dialect.spokenOn(connection), pool, settings, session, where, address);
  }

  /** What the source has opted out of, as sentences for whoever reads the plan or the audit. */
  List<String> weaknesses(Connection connection) throws SQLException {
    return dialect.access().vitals().weaknesses(connection, settings).stream()
        .map(problem -> problem.where() + ": " + problem.what())
        .toList();
  }

  /** The same failure in the words of the workbook. */
  IngestException failed(String what, SQLException error) {
    SQLException root = root(error);
    Failure failure = pool.explain(root);
    String message =
        "%s: %s, %s: %s.\n%s".formatted(where, address, what, failure.what(), failure.mend());
    return new IngestException(failure.code(), message, error);
  }

  /** Somebody closed what was at work. */
  IngestException stopped(String what) {
    return new IngestException(
        ErrorCode.INTERRUPTED,
        "%s: %s was stopped.\nRun the job again; nothing of this load is visible."
            .formatted(where, what));
  }

  /** The pool's own exceptions wrap what the driver said. */
  private static SQLException root(SQLException error) {
    SQLException root = error;
    while (root.getClass().getName().startsWith("java.sql.")
        && root.getCause() instanceof SQLException cause) {
      root = cause;
    }
    return root;
  }
}
