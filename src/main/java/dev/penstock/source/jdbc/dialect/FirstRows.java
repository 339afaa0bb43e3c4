package dev.penstock.source.jdbc.dialect;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a query whose first rows must come in time, where the driver's own limit would go on until
 * the last one is taken: then the query is called back.
 */
public final class FirstRows {
  private static final Logger LOG = LoggerFactory.getLogger(FirstRows.class);

  private FirstRows() {}

  /** Ends what runs on a connection; may be called while it runs. */
  @FunctionalInterface
  public interface CallBack {
    void on(Connection connection) throws SQLException;
  }

  /**
   * @param patience until the first rows are there
   * @return closed by the caller
   */
  public static ResultSet of(PreparedStatement statement, Duration patience, CallBack callBack)
      throws SQLException {
    Connection connection = statement.getConnection();
    Executor later = CompletableFuture.delayedExecutor(patience.toMillis(), TimeUnit.MILLISECONDS);
    CompletableFuture<Void> alarm =
        CompletableFuture.runAsync(() -> end(connection, callBack), later);
    try {
      return statement.executeQuery();
    } finally {
      alarm.cancel(false);
    }
  }

  private static void end(Connection connection, CallBack callBack) {
    try {
      callBack.on(connection);
    } catch (SQLException e) {
      LOG.info("cannot end the query that takes longer than its timeout: {}", e.getMessage());
    }
  }
}
