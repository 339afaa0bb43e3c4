package dev.penstock.source.jdbc.dialect.postgres;

import dev.penstock.failure.ErrorCode;
import dev.penstock.source.jdbc.dialect.Failures;
import java.io.IOException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What SQLSTATEs of PostgreSQL mean. */
final class PostgresFailures implements Failures {
  @Override
  public List<Rule> rules() {
    return PostgresRules.ALL;
  }

  /** The driver's own failures carry states that tell less than their words and causes. */
  @Override
  public Failure explain(SQLException error) {
    String state = error.getSQLState() == null ? "" : error.getSQLState();
    String words = words(error);
    Rule rule = rule(state);
    if (!rule.codes().contains(state)) {
      if (Failures.has(error, OutOfMemoryError.class)) {
        return Failures.outOfMemory();
      }
      if (words.contains("no password was provided")) {
        return new Failure(
            ErrorCode.LOGIN_REFUSED,
            "the server asks for a password and there is none",
            "Give the source a password in one of the secret stores.");
      }
      Optional<Failure> tls = PostgresTls.explain(error, words);
      if (tls.isPresent()) {
        return tls.get();
      }
      if (rule.code() == ErrorCode.SOURCE_UNREACHABLE || isBroken(rule, error)) {
        return rule("08000")
            .failure(
                Failures.has(error, UnknownHostException.class) ? "no such host is known" : words);
      }
    }
    return rule.failure(words);
  }

  private Rule rule(String state) {
    return rules().stream().filter(rule -> rule.isOf(state)).findFirst().orElseThrow();
  }

  /** A state that says nothing, over a connection that broke. */
  private static boolean isBroken(Rule rule, SQLException error) {
    return rule.codes().contains("*") && Failures.has(error, IOException.class);
  }

  /** The server's own sentence where there is one; the driver adds position and place to it. */
  private static String words(SQLException error) {
    ServerErrorMessage server =
        error instanceof PSQLException postgres ? postgres.getServerErrorMessage() : null;
    String words = server == null ? error.getMessage() : server.getMessage();
    String line =
        words == null ? "error " + error.getSQLState() : words.lines().findFirst().orElse("");
    return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
  }
}
