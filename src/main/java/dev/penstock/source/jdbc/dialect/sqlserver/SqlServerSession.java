package dev.penstock.source.jdbc.dialect.sqlserver;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * A connection that knows its last statement, as the driver calls back statements and not what runs
 * on a connection.
 */
interface SqlServerSession {
  /** Ends what runs, from another thread; does nothing when nothing does. */
  void callBack() throws SQLException;

  /** The longest that each statement made from now on may take. */
  void limitStatements(Duration timeout) throws SQLException;

  static Connection around(Connection connection) {
    return (Connection)
        Proxy.newProxyInstance(
            SqlServerSession.class.getClassLoader(),
            new Class<?>[] {Connection.class, SqlServerSession.class},
            new Remembering(connection));
  }

  /** Passes all calls on, and keeps the statements that come of them. */
  final class Remembering implements InvocationHandler, SqlServerSession {
    private final Connection connection;
    private volatile Statement last;
    private volatile int seconds;

    Remembering(Connection connection) {
      this.connection = connection;
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
      if (method.getName().equals("unwrap") && arguments[0] == SqlServerSession.class) {
        return this;
      }
      try {
        boolean own = method.getDeclaringClass() == SqlServerSession.class;
        Object answer = method.invoke(own ? this : connection, arguments);
        if (answer instanceof Statement statement) {
          statement.setQueryTimeout(seconds);
          last = statement;
        }
        return answer;
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
    }

    @Override
    public void callBack() throws SQLException {
      Statement statement = last;
      if (statement != null && !statement.isClosed()) {
        statement.cancel();
      }
    }

    /** The driver counts whole seconds. */
    @Override
    public void limitStatements(Duration timeout) {
      seconds = (int) Math.min(Integer.MAX_VALUE, Math.max(1, timeout.plusMillis(999).toSeconds()));
    }
  }
}
