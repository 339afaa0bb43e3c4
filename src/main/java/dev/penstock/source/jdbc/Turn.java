package dev.penstock.source.jdbc;

import dev.penstock.source.jdbc.column.Rows;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right to use a connection, one thread at a time. Whoever wants to end things gets it by
 * calling back what the other runs.
 */
final class Turn {
  private static final Logger LOG = LoggerFactory.getLogger(Turn.class);

  /** A call that comes between two statements reaches neither, so it is repeated. */
  private static final long AGAIN_MILLIS = 250;

  private final ReentrantLock lock = new ReentrantLock();

  void take() {
    lock.lock();
  }

  void takeCallingBack(Rows.Cancel cancel) {
    boolean interrupted = false;
    boolean taken = lock.tryLock();
    while (!taken) {
      callBack(cancel);
      try {
        taken = lock.tryLock(AGAIN_MILLIS, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  void give() {
    lock.unlock();
  }

  private static void callBack(Rows.Cancel cancel) {
    try {
      cancel.now();
    } catch (SQLException e) {
      LOG.info("cannot cancel the query: {}", e.getMessage());
    }
  }
}
