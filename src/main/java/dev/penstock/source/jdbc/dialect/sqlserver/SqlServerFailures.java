package dev.penstock.source.jdbc.dialect.sqlserver;

import dev.penstock.source.jdbc.dialect.Failures;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What error numbers of SQL Server mean, and states of the driver where there is no number. */
final class SqlServerFailures implements Failures {
  /** What the driver writes behind sentences. */
  private static final Pattern CONNECTION = Pattern.compile("\\s*ClientConnectionId:[0-9a-f-]+");

  @Override
  public List<Rule> rules() {
    return SqlServerRules.ALL;
  }

  @Override
  public Failure explain(SQLException error) {
    if (error instanceof WindowsFailure known) {
      return known.failure();
    }
    String words = words(error);
    if (has(error, OutOfMemoryError.class)) {
      return Failures.outOfMemory();
    }
    Optional<Rule> byNumber = numbered(Integer.toString(error.getErrorCode()));
    if (byNumber.isPresent()) {
      return byNumber.get().failure(words);
    }
    Optional<Failure> tls = SqlServerTls.explain(error, words);
    if (tls.isPresent()) {
      return tls.get();
    }
    String state = error.getSQLState() == null ? "" : error.getSQLState();
    String said = has(error, UnknownHostException.class) ? "no such host is known" : words;
    return rule(state).orElseGet(() -> rules().get(rules().size() - 1)).failure(said);
  }

  /** No number is taken for the beginning of a state. */
  private Optional<Rule> numbered(String number) {
    return rules().stream().filter(rule -> rule.codes().contains(number)).findFirst();
  }

  private Optional<Rule> rule(String code) {
    return rules().stream()
        .filter(rule -> !rule.codes().contains("*") && rule.isOf(code))
        .findFirst();
  }

  private static boolean has(Throwable error, Class<? extends Throwable> kind) {
    return Stream.iterate(error, cause -> cause != null, Throwable::getCause)
        .limit(20)
        .anyMatch(kind::isInstance);
  }

  /** What it says, without the number of the connection. */
  static String words(SQLException error) {
    String message =
        error.getMessage() == null ? "error " + error.getErrorCode() : error.getMessage();
    String line = CONNECTION.matcher(message).replaceAll("").lines().findFirst().orElse("").strip();
    return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
  }
}
