package dev.penstock.source.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.penstock.job.SourceTerms;
import dev.penstock.source.jdbc.dialect.Failures.Failure;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** The connections of one source, shared by its jobs. Safe for use by several threads. */
final class Pool implements AutoCloseable {
  private static final long WAIT_MILLIS = 60_000;

  private final LoginOnce logins;
  private final int jobs;
  private final Seats seats;
  private final Throttle throttle;
  private HikariDataSource connections;
  private int most;
  private Optional<Unreachable> unreachable = Optional.empty();

  /** The last time that no first connection could be made. */
  private record Unreachable(long at, SQLException failure) {}

  /**
   * @param jobs how many jobs may use the source at the same time
   * @param terms on which the source may be used
   */
  Pool(LoginOnce logins, int jobs, SourceTerms terms) {
    this.logins = logins;
    this.jobs = jobs;
    this.seats = new Seats(terms.maxConnections());
    this.throttle = new Throttle(terms.maxRowsPerSecond());
  }

  /** Whoever borrows has taken one before. */
  Seats seats() {
    return seats;
  }

  /** What keeps those who read from being too fast. */
  Throttle throttle() {
    return throttle;
  }

  /**
   * Makes room for a job before it borrows. Each running job holds one connection while it waits
   * for those of its lanes, so with fewer than this jobs could wait for each other forever, unless
   * the lanes take {@link Seats}.
   *
   * @param groups that hold a connection each, beside the jobs
   */
  void makeRoom(int parallelism, int groups) throws SQLException {
    long askedAt = System.nanoTime();
    synchronized (this) {
      most = Math.max(most, seats.atMost(groups + Math.multiplyExact(jobs, 1 + parallelism)));
      if (connections == null) {
        tryFirst(askedAt);
        connections = open();
      }
      connections.getHikariConfigMXBean().setMaximumPoolSize(most);
    }
  }

  /** Who waited here while another found the source unreachable need not wait for it again. */
  private void tryFirst(long askedAt) throws SQLException {
    if (unreachable.isPresent() && unreachable.get().at() - askedAt > 0) {
      throw unreachable.get().failure();
    }
    try {
      logins.tryFirst();
    } catch (SQLException e) {
      unreachable = Optional.of(new Unreachable(System.nanoTime(), e));
      throw e;
    }
  }

  private HikariDataSource open() {
    HikariConfig config = new HikariConfig();
    config.setPoolName("source " + logins.source());
    config.setDataSource(logins);
    config.setMaximumPoolSize(most);
    config.setMinimumIdle(0);
    // One that is retired for its age is closed only after the next one has been opened.
    config.setMaxLifetime(0);
    config.setConnectionTimeout(WAIT_MILLIS);
    // What is wrong with the source has been said by the first connection; the pool only waits.
    config.setInitializationFailTimeout(-1);
    config.setAutoCommit(false);
    config.setReadOnly(logins.areToldThatTheyOnlyRead());
    return new HikariDataSource(config);
  }

  /** The caller closes the connection, which gives it back. */
  Connection borrow() throws SQLException {
    HikariDataSource source;
    synchronized (this) {
      source = connections;
    }
    return source.getConnection();
  }

  /** A connection that is not kept; the caller closes it. */
  Connection connect() throws SQLException {
    return logins.getConnection();
  }

  /** What an error of this source means. */
  Failure explain(SQLException error) {
    return logins.explain(error);
  }

  @Override
  public synchronized void close() {
    if (connections != null) {
      connections.close();
    }
    logins.close();
  }
}
