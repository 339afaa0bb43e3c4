package dev.penstock.source.jdbc;

import dev.penstock.source.jdbc.dialect.Access;
import dev.penstock.source.jdbc.dialect.Dialect;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Writes down what is sent to a database after a connection was made, word for word. */
final class SentSql {
  private final List<String> sent = Collections.synchronizedList(new ArrayList<>());

  /** What was sent since this was last asked. */
  List<String> since() {
    List<String> all = new ArrayList<>(sent);
    sent.clear();
    return all;
  }

  /** The same dialect, whose connections are listened to. */
  Dialect over(Dialect dialect) {
    return proxy(
        Dialect.class,
        dialect,
        (method, arguments, answer) -> answer instanceof Access access ? over(access) : answer);
  }

  private Access over(Access access) {
    return proxy(
        Access.class,
        access,
        (method, arguments, answer) ->
            method.equals("connect") ? over((Connection) answer) : answer);
  }

  private Connection over(Connection connection) {
    return proxy(
        Connection.class,
        connection,
        (method, arguments, answer) -> {
          if (method.equals("prepareStatement")) {
            sent.add((String) arguments[0]);
            return over(PreparedStatement.class, answer);
          }
          if (method.equals("prepareCall")) {
            sent.add((String) arguments[0]);
            return over(CallableStatement.class, answer);
          }
          return method.equals("createStatement") ? over(Statement.class, answer) : answer;
        });
  }

  private <T extends Statement> Statement over(Class<T> type, Object statement) {
    return proxy(
        type,
        type.cast(statement),
        (method, arguments, answer) -> {
          if (method.startsWith("execute") && arguments.length > 0) {
            sent.add((String) arguments[0]);
          }
          return answer;
        });
  }

  /** What becomes of an answer. */
  private interface Heard {
    Object answer(String method, Object[] arguments, Object answer);
  }

  private static <T> T proxy(Class<T> type, T real, Heard heard) {
    InvocationHandler handler =
        (self, method, arguments) -> {
          Object[] given = arguments == null ? new Object[0] : arguments;
          return heard.answer(method.getName(), given, invoke(method, real, given));
        };
    return type.cast(
        Proxy.newProxyInstance(SentSql.class.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private static Object invoke(Method method, Object real, Object[] arguments) throws Throwable {
    try {
      return method.invoke(real, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
