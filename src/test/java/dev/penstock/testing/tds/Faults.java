package dev.penstock.testing.tds;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What goes wrong on demand. Each fault happens once, unless it says otherwise. */
public final class Faults {
  private final Queue<SqlError> atLogin = new ConcurrentLinkedQueue<>();
  private final Queue<Statement> atStatement = new ConcurrentLinkedQueue<>();
  private final Queue<Address> routes = new ConcurrentLinkedQueue<>();
  private volatile long breakAt = -1;

  private record Statement(String part, SqlError error) {}

  /** Where a client is sent on to. */
  record Address(String host, int port) {}

  /** The next login is refused. */
  public void refuseLogin(SqlError error) {
    atLogin.add(error);
  }

  /** The next statement that holds these words fails. */
  public void fail(String part, SqlError error) {
    atStatement.add(new Statement(part, error));
  }

  /** The next login is sent on to another server. */
  public void route(String host, int port) {
    routes.add(new Address(host, port));
  }

  /** The connection breaks once when a result has had so many rows. */
  public void breakAfter(long rows) {
    breakAt = rows;
  }

  /** How many faults have not happened; a test that ends with any has proved nothing. */
  public int waiting() {
    return atLogin.size() + atStatement.size() + routes.size() + (breakAt < 0 ? 0 : 1);
  }

  public void clear() {
    atLogin.clear();
    atStatement.clear();
    routes.clear();
    breakAt = -1;
  }

  Optional<SqlError> login() {
    return Optional.ofNullable(atLogin.poll());
  }

  Optional<Address> routing() {
    return Optional.ofNullable(routes.poll());
  }

  void before(String sql) {
    for (Statement each : new ArrayDeque<>(atStatement)) {
      if (sql.contains(each.part()) && atStatement.remove(each)) {
        throw new Batch.Refused(each.error());
      }
    }
  }

  boolean breaksAt(long row) {
    if (row != breakAt) {
      return false;
    }
    breakAt = -1;
    return true;
  }
}
