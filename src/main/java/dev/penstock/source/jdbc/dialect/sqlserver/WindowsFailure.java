package dev.penstock.source.jdbc.dialect.sqlserver;

import dev.penstock.failure.ErrorCode;
import dev.penstock.source.jdbc.dialect.Failures.Failure;
import java.sql.SQLException;
import org.ietf.jgss.GSSException;

/** A user of Windows did not get in. A pool hands on what a driver may throw, and nothing else. */
final class WindowsFailure extends SQLException {
  private static final long serialVersionUID = 1L;

  private static final int NO_LOGIN = 18456;
  private static final int UNTRUSTED = 18452;

  private static final String SPN_OF_ITS_ACCOUNT =
      "See to it that the SPN belongs to the account under which SQL Server runs (setspn -L tells), and that the server's machine trusts the user's domain.";

  private final transient Failure failure;

  WindowsFailure(Failure failure, Throwable cause) {
    super(failure.what(), "28000", cause);
    this.failure = failure;
  }

  Failure failure() {
    return failure;
  }

  /** What the server said to a user of Windows; the same error when it is about something else. */
  static SQLException of(SQLException error, WindowsLogin login) {
    if (error instanceof WindowsFailure) {
      return error;
    }
    String what = "the login was refused (%s)".formatted(SqlServerFailures.words(error));
    return switch (error.getErrorCode()) {
      case NO_LOGIN ->
          new WindowsFailure(
              new Failure(ErrorCode.LOGIN_REFUSED, what, noLogin(error, login)), error);
      case UNTRUSTED ->
          new WindowsFailure(
              new Failure(ErrorCode.LOGIN_REFUSED, what, untrusted(login.scheme())), error);
      default -> error.getCause() instanceof GSSException why ? notProven(error, why) : error;
    };
  }

  private static WindowsFailure notProven(SQLException error, GSSException why) {
    String what =
        "the server could not prove that it is the one for which there is a ticket (%s)"
            .formatted(KerberosFailures.said(why));
    return new WindowsFailure(
        new Failure(ErrorCode.SOURCE_REFUSED, what, SPN_OF_ITS_ACCOUNT), error);
  }

  private static String noLogin(SQLException error, WindowsLogin login) {
    String[] quoted = SqlServerFailures.words(error).split("'", -1);
    String user = quoted.length == 3 && quoted[1].contains("\\") ? quoted[1] : login.user();
    return "Windows vouches for the user, but the server does not let it in: have the database administrator run CREATE LOGIN [%s] FROM WINDOWS, and CREATE USER for it in the database."
        .formatted(user.replace("]", "]]"));
  }

  private static String untrusted(WindowsScheme scheme) {
    return switch (scheme) {
      case NTLM ->
          "Mend domain, username and password of the user of Windows, and see to it that the server's machine trusts that domain; the login is tried once only, so that no account gets locked.";
      case KERBEROS -> SPN_OF_ITS_ACCOUNT;
    };
  }
}
