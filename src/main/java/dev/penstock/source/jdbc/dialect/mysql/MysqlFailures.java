package dev.penstock.source.jdbc.dialect.mysql;

import dev.penstock.source.jdbc.dialect.Failures;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What error numbers of MariaDB and MySQL mean. */
final class MysqlFailures implements Failures {
  /** What the driver writes before each of the server's sentences. */
  private static final Pattern CONNECTION = Pattern.compile("^\\(conn=\\d+\\) ");

  @Override
  public List<Rule> rules() {
    return MysqlRules.ALL;
  }

  @Override
  public Failure explain(SQLException error) {
    String words = Failures.sentence(error, CONNECTION);
    Optional<Rule> byNumber = exactly(Integer.toString(error.getErrorCode()));
    if (byNumber.isPresent()) {
      return byNumber.get().failure(words);
    }
    if (Failures.has(error, OutOfMemoryError.class)) {
      return Failures.outOfMemory();
    }
    Optional<Failure> tls = MysqlTls.explain(error, words);
    if (tls.isPresent()) {
      return tls.get();
    }
    return byState(error, words);
  }
}
