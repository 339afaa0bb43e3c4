package dev.penstock.source.jdbc.dialect.generic;

import java.lang.ref.WeakReference;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;

/**
 * The statement under way on each connection, as JDBC can call back a statement and no connection.
 * Forgets both when nobody else has them. Safe for use by several threads.
 */
final class UnderWay {
  private final Map<Connection, WeakReference<Statement>> statements =
      Collections.synchronizedMap(new WeakHashMap<>());

  void add(Connection connection, Statement statement) {
    statements.put(connection, new WeakReference<>(statement));
  }

  Optional<Statement> on(Connection connection) {
    return Optional.ofNullable(statements.get(connection)).map(WeakReference::get);
  }
}
