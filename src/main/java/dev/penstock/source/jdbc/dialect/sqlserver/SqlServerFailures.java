package dev.penstock.source.jdbc.dialect.sqlserver;

import dev.penstock.source.jdbc.dialect.Failures;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

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
    if (Failures.has(error, OutOfMemoryError.class)) {
      return Failures.outOfMemory();
    }
    Optional<Rule> byNumber = exactly(Integer.toString(error.getErrorCode()));
    if (byNumber.isPresent()) {
      return byNumber.get().failure(words);
    }
    Optional<Failure> tls = SqlServerTls.explain(error, words);
    if (tls.isPresent()) {
      return tls.get();
    }
    return byState(error, words);
  }

  /** What it says, without the number of the connection. */
  static String words(SQLException error) {
    return Failures.sentence(error, CONNECTION);
  }
}
