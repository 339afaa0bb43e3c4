package dev.penstock.source.jdbc.dialect.generic;

import static dev.penstock.failure.ErrorCode.LOGIN_REFUSED;
import static dev.penstock.failure.ErrorCode.SOURCE_BUSY;
import static dev.penstock.failure.ErrorCode.SOURCE_REFUSED;
import static dev.penstock.failure.ErrorCode.SOURCE_UNREACHABLE;

import dev.penstock.source.jdbc.dialect.Failures;
import java.sql.SQLException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLSyntaxErrorException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransactionRollbackException;
import java.sql.SQLTransientConnectionException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What states mean that the SQL standard gives to errors; else, what the exception's class does.
 */
final class GenericFailures implements Failures {
  private static final List<Rule> RULES =
      List.of(
          new Rule(
              List.of("28*"),
              LOGIN_REFUSED,
              "wrong user name or password",
              "the login was refused (%s)",
              "Mend username and password of the source; the login is tried once only, so that no account gets locked."),
          new Rule(
              List.of("08*"),
              SOURCE_UNREACHABLE,
              "no connection, or it broke",
              "%s",
              "Check the url, that the server runs, and that a firewall lets this machine through."),
          new Rule(
              List.of("40*"),
              SOURCE_BUSY,
              "deadlock, or the transaction was rolled back",
              "%s",
              "Run the job again; retry_count does so by itself."),
          new Rule(
              List.of("53*"),
              SOURCE_BUSY,
              "no disk, memory or connections at the server",
              "%s",
              "Lower jobs or max_connections, or run the job again later."),
          new Rule(
              List.of("HYT00", "HYT01", "57014", "57*"),
              SOURCE_REFUSED,
              "timeout_seconds is over, or somebody ended the query",
              "%s",
              "Raise timeout_seconds, or make the query cheaper, for example with an index on watermark_column."),
          new Rule(
              List.of("42*"),
              SOURCE_REFUSED,
              "no such table or column, wrong SQL, or a grant is missing",
              "%s",
              "Check the names in this row and the SQL in query and query_filter, and that the source's user may SELECT from them."),
          new Rule(
              List.of("25*"),
              SOURCE_REFUSED,
              "something would write",
              "%s",
              "Penstock only reads; take what writes out of query and query_filter."),
          Failures.ANY_OTHER);

  /** For drivers that give no state; the first that fits counts. */
  private static final Map<Class<? extends SQLException>, String> STATES = new LinkedHashMap<>();

  static {
    STATES.put(SQLInvalidAuthorizationSpecException.class, "28000");
    STATES.put(SQLTimeoutException.class, "HYT00");
    STATES.put(SQLTransactionRollbackException.class, "40000");
    STATES.put(SQLNonTransientConnectionException.class, "08000");
    STATES.put(SQLTransientConnectionException.class, "08000");
    STATES.put(SQLRecoverableException.class, "08000");
    STATES.put(SQLSyntaxErrorException.class, "42000");
  }

  @Override
  public List<Rule> rules() {
    return RULES;
  }

  @Override
  public Failure explain(SQLException error) {
    String state = state(error);
    return RULES.stream()
        .filter(rule -> rule.isOf(state))
        .findFirst()
        .orElseThrow()
        .failure(words(error));
  }

  private static String state(SQLException error) {
    String state = error.getSQLState();
    return state == null || state.isBlank()
        ? STATES.entrySet().stream()
            .filter(known -> known.getKey().isInstance(error))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElse("")
        : state;
  }

  private static String words(SQLException error) {
    String message = String.valueOf(error.getMessage());
    // H2 goes on with the statement, which may be long.
    String line = message.split("; SQL statement:|\\R", 2)[0].strip();
    return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
  }
}
