package dev.penstock.source.jdbc;

import dev.penstock.source.Burden;
import java.sql.SQLException;
import java.time.Duration;

/** Adds up what a job asks of its database. Safe for use by several threads. */
final class Meter {
  private int sessions;
  private int mostSessions;
  private long longest;
  private long rows;
  private long bytes;
  private long firstAsked;
  private long lastRead;

  /** A statement whose time is taken. */
  interface Query<T> {
    T run() throws SQLException;
  }

  synchronized void opened() {
    sessions++;
    mostSessions = Math.max(mostSessions, sessions);
  }

  synchronized void closed() {
    sessions--;
  }

  <T> T query(Query<T> query) throws SQLException {
    long from = System.nanoTime();
    try {
      return query.run();
    } finally {
      took(System.nanoTime() - from);
    }
  }

  /** A statement whose rows are read was sent at this time. */
  synchronized void asked(long at) {
    if (firstAsked == 0 || at - firstAsked < 0) {
      firstAsked = at;
      lastRead = at;
    }
  }

  /** More rows of it were read. */
  synchronized void read(int moreRows, long moreBytes) {
    rows += moreRows;
    bytes += moreBytes;
    lastRead = System.nanoTime();
  }

  /** A statement took so long from when it was sent. */
  synchronized void took(long nanos) {
    longest = Math.max(longest, nanos);
  }

  synchronized Burden burden() {
    return new Burden(
        mostSessions,
        Duration.ofNanos(longest).toMillis(),
        Duration.ofNanos(lastRead - firstAsked).toMillis(),
        rows,
        bytes);
  }
}
