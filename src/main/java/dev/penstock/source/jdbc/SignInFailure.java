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
    String[] parts = reason.getMessage().split("\n", 2);
    String what = parts[0].endsWith(".") ? parts[0].substring(0, parts[0].length() - 1) : parts[0];
    return new Failure(reason.code(), what, parts.length > 1 ? parts[1] : "");
  }
}
