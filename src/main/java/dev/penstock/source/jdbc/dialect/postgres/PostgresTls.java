package dev.penstock.source.jdbc.dialect.postgres;

import dev.penstock.failure.Problem;
import dev.penstock.source.jdbc.dialect.CertificateFailures;
import dev.penstock.source.jdbc.dialect.ConnectionSettings;
import dev.penstock.source.jdbc.dialect.Failures.Failure;
import dev.penstock.source.jdbc.dialect.OwnMachine;
import dev.penstock.source.jdbc.dialect.TlsWeaknesses;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What keeps others from reading along, or from answering in the server's place: chain and name of
 * the certificate are checked unless {@code option_sslmode} of the source says otherwise, and then
 * the audit says so.
 */
final class PostgresTls {
  /** The usual mode, and the one between two programs of one machine. */
  private static final String USUAL = TlsWeaknesses.USUAL;

  private static final String LOCAL = "prefer";

  private static final Set<String> ENCRYPTED = Set.of("require", "verify-ca", USUAL);

  private static final String OPT_OUT =
      "How much is checked stands in option_sslmode of the source: verify-full unless it is set.";

  private PostgresTls() {}

  /** Whether nothing goes over a network. */
  static boolean isLocal(ConnectionSettings settings) {
    return OwnMachine.isServerOf(settings);
  }

  /** The mode that counts without an option. */
  static String usualMode(ConnectionSettings settings) {
    return isLocal(settings) && settings.entra().isEmpty() ? LOCAL : USUAL;
  }

  static String mode(ConnectionSettings settings) {
    return settings.options().getOrDefault("sslmode", usualMode(settings));
  }

  /** Whether the mode lets no connection without TLS pass. */
  static boolean isAlwaysEncrypted(String mode) {
    return ENCRYPTED.contains(mode);
  }

  static boolean isVerified(ConnectionSettings settings) {
    return mode(settings).startsWith("verify-");
  }

  /**
   * What the source has opted out of; nothing on the own machine.
   *
   * @param encrypted whether the connection at hand is
   */
  static List<Problem> weaknesses(boolean encrypted, ConnectionSettings settings) {
    return TlsWeaknesses.of(settings, mode(settings), encrypted);
  }

  /** What went wrong with TLS; empty when something else did. */
  static Optional<Failure> explain(SQLException error, String words) {
    if (words.contains("does not support SSL")) {
      return CertificateFailures.noTls(OPT_OUT);
    }
    if (words.contains("could not be verified by hostnameverifier")) {
      return CertificateFailures.otherName(OPT_OUT);
    }
    return words.contains("SSL error")
        ? CertificateFailures.explain(error, OPT_OUT)
            .or(
                () ->
                    CertificateFailures.refused("no TLS with the server (" + words + ")", OPT_OUT))
        : Optional.empty();
  }

  /** Whether a failure is one of TLS. */
  static boolean isOne(Failure failure) {
    return failure.what().contains("TLS") || failure.what().startsWith("the server's certificate");
  }
}
