package dev.penstock.source.jdbc;

import dev.penstock.failure.IngestException;
import dev.penstock.source.jdbc.dialect.Failures.Failure;
import java.sql.SQLException;

/** Entra ID gave no token. A pool hands on what a driver may throw, and nothing else. */
final class SignInFailure extends SQLException {
  private static final long serialVersionUID = 1L;

  private final IngestException reason;

  SignInFailure(IngestException reason) {
    super(reason.getMessage(), reason);
    this.reason = reason;
  }

  Failure failure() {
    String message = reason.getMessage();
    int end = message.lastIndexOf('\n');
    String what = end < 0 ? message : message.substring(0, end);
    String sentence = what.endsWith(".") ? what.substring(0, what.length() - 1) : what;
    return new Failure(reason.code(), sentence, message.substring(end + 1));
  }
}
