package dev.penstock.source.jdbc.dialect;

import dev.penstock.failure.ErrorCode;
import dev.penstock.source.jdbc.dialect.Failures.Failure;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.sql.SQLException;
import java.util.Optional;

/** What Java found wrong with a server's certificate, whichever driver asked it. */
public final class CertificateFailures {
  public static final String UNTRUSTED =
      "the server's certificate is signed by nobody whom this Java trusts";
  public static final String NAME_FILE =
      "Name the file with the certificate of the authority that signed it in option_sslrootcert. ";

  private CertificateFailures() {}

  /**
   * Empty when it is about something else.
   *
   * @param optOut where it stands how much is checked, as a sentence
   */
  public static Optional<Failure> explain(SQLException error, String optOut) {
    if (has(error, CertificateExpiredException.class)) {
      return refused(
          "the server's certificate has expired",
          "Have it renewed at the server; if others can connect, this machine's clock is wrong. "
              + optOut);
    }
    if (has(error, CertificateNotYetValidException.class)) {
      return refused(
          "the server's certificate is not valid yet",
          "Set this machine's clock, or have the certificate made anew. " + optOut);
    }
    if (has(error, CertPathBuilderException.class)
        || has(error, CertPathValidatorException.class)) {
      return refused(UNTRUSTED, NAME_FILE + optOut);
    }
    return Optional.empty();
  }

  public static Optional<Failure> otherName(String optOut) {
    return refused(
        "the server's certificate is for another name than this host",
        "Write the host as the certificate does, or have the certificate made for this name; otherwise something in between answers in the server's place. "
            + optOut);
  }

  public static Optional<Failure> noTls(String optOut) {
    return refused(
        "the server does not speak TLS, without which nothing is sent to it",
        "Have TLS switched on at the server. " + optOut);
  }

  public static Optional<Failure> refused(String what, String mend) {
    return Optional.of(new Failure(ErrorCode.SOURCE_REFUSED, what, mend));
  }

  private static boolean has(Throwable error, Class<? extends Throwable> kind) {
    Throwable cause = error;
    while (cause != null && !kind.isInstance(cause)) {
      cause = cause.getCause() == cause ? null : cause.getCause();
    }
    return cause != null;
  }
}
