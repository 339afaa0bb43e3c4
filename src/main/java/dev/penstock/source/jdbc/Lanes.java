package dev.penstock.source.jdbc;

import dev.penstock.source.Split;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * The connections on which one job reads: its first one, and those that join the moment that the
 * first one holds. Safe for use by several threads.
 */
final class Lanes {
  private final Database database;
  private final Connection first;
  private final Optional<GroupMoment> group;
  private final Meter meter;
  private final String what;

  /** Splits without a snapshot to join read one after the other. */
  private final Semaphore firstIsFree = new Semaphore(1);

  /**
   * @param first for which a seat has been taken
   * @param what is done on them, for messages
   */
  Lanes(
      Database database, Connection first, Optional<GroupMoment> group, Meter meter, String what) {
    this.database = database;
    this.first = first;
    this.group = group;
    this.meter = meter;
    this.what = what;
    meter.opened();
  }

  /**
   * A connection for the time of one split.
   *
   * @param end gives it back
   */
  record Lane(Connection connection, Runnable end) {
    void giveBack() {
      end.run();
    }
  }

  int atMost(int wanted) {
    return seats().atMost(wanted);
  }

  /** Waits for a lane that sees what the split is to see; the caller gives it back. */
  Lane take(Split split) {
    return split.snapshot().isPresent() ? any(split) : first();
  }

  private Seats seats() {
    return database.pool().seats();
  }

  /** The first connection sees the same moment as those that join it. */
  private Lane any(Split split) {
    return switch (seats().takeForLane(firstIsFree::tryAcquire)) {
      case FIRST_CONNECTION -> new Lane(first, this::letFirstGo);
      case SEAT -> own(split);
    };
  }

  /** The others wait: only one statement at a time can be read on a connection. */
  private Lane first() {
    firstIsFree.acquireUninterruptibly();
    return new Lane(first, this::letFirstGo);
  }

  private void letFirstGo() {
    firstIsFree.release();
    seats().firstIsFree();
  }

  private Lane own(Split split) {
    try {
      Connection connection = database.connect(split.snapshot());
      meter.opened();
      return new Lane(connection, () -> leave(connection));
    } catch (SQLException e) {
      seats().giveBack();
      throw group.flatMap(held -> held.loss(database, e)).orElseGet(() -> database.failed(what, e));
    } catch (RuntimeException | Error e) {
      seats().giveBack();
      throw e;
    }
  }

  /** Ends the moment that the first connection holds. */
  void leaveFirst() {
    leave(first);
  }

  private void leave(Connection connection) {
    try {
      meter.closed();
      giveBack(connection);
    } finally {
      seats().giveBack();
    }
  }

  private static void giveBack(Connection connection) {
    try (connection) {
      connection.rollback();
    } catch (SQLException e) {
      // All rows are read or the read has failed already; the pool drops a broken connection.
      return;
    }
  }
}
