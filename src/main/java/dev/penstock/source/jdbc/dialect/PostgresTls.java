package dev.penstock.source.jdbc.dialect;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.Problem;
import dev.penstock.source.jdbc.dialect.Failures.Failure;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What keeps others from reading along, or from answering in the server's place: chain and name of
 * the certificate are checked unless {@code option_sslmode} of the source says otherwise, and then
 * the audit says so.
 */
final class PostgresTls {
  /** The usual mode, and the one between two programs of one machine. */
  private static final String USUAL = "verify-full";

  private static final String LOCAL = "prefer";

  private static final Set<String> ENCRYPTED = Set.of("require", "verify-ca", USUAL);

  /** Nothing that only begins like an address of the own machine may pass for one. */
  private static final Pattern OWN_MACHINE =
      Pattern.compile(
          "(?i)localhost|127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}|\\[?(?:::1|0:0:0:0:0:0:0:1)]?");

  private static final String OPT_OUT =
      "How much is checked stands in option_sslmode of the source: verify-full unless it is set.";

  private PostgresTls() {}

  /** Whether nothing goes over a network; several hosts may be given, separated by commas. */
  static boolean isLocal(ConnectionSettings settings) {
    return Stream.of(settings.host().orElse("").split(",", -1))
        .allMatch(host -> OWN_MACHINE.matcher(host.strip()).matches());
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
    String mode = mode(settings);
    if (isLocal(settings) || (encrypted && mode.equals(USUAL))) {
      return List.of();
    }
    String where = "source " + settings.source();
    if (!encrypted) {
      return List.of(
          Problem.warning(
              where,
              "the connection is not encrypted; whoever is on the way can read the rows and the password's proof",
              "Remove option_sslmode from sheet Sources (the usual mode is verify-full), or set it to verify-full."));
    }
    return List.of(
        Problem.warning(
            where,
            mode.equals("verify-ca")
                ? "the name in the server's certificate is not verified; whoever has a certificate of the same authority could answer in its place"
                : "the server's certificate is not verified; somebody in between could answer in its place",
            "Set option_sslmode to verify-full in sheet Sources, and option_sslrootcert to the file of the authority that signed the certificate."));
  }

  /** What went wrong with TLS; empty when something else did. */
  static Optional<Failure> explain(SQLException error, String words) {
    if (words.contains("does not support SSL")) {
      return refused(
          "the server does not speak TLS, without which nothing is sent to it",
          "Have TLS switched on at the server. " + OPT_OUT);
    }
    if (words.contains("could not be verified by hostnameverifier")) {
      return refused(
          "the server's certificate is for another name than this host",
          "Write the host as the certificate does, or have the certificate made for this name; otherwise something in between answers in the server's place. "
              + OPT_OUT);
    }
    return words.contains("SSL error") ? ofCertificate(error, words) : Optional.empty();
  }

  private static Optional<Failure> ofCertificate(SQLException error, String words) {
    if (has(error, CertificateExpiredException.class)) {
      return refused(
          "the server's certificate has expired",
          "Have it renewed at the server; if others can connect, this machine's clock is wrong. "
              + OPT_OUT);
    }
    if (has(error, CertificateNotYetValidException.class)) {
      return refused(
          "the server's certificate is not valid yet",
          "Set this machine's clock, or have the certificate made anew. " + OPT_OUT);
    }
    if (has(error, CertPathBuilderException.class)
        || has(error, CertPathValidatorException.class)) {
      return refused(
          "the server's certificate is signed by nobody whom this Java trusts",
          "Name the file with the certificate of the authority that signed it in option_sslrootcert. "
              + OPT_OUT);
    }
    return refused("no TLS with the server (" + words + ")", OPT_OUT);
  }

  /** Whether a failure is one of TLS. */
  static boolean isOne(Failure failure) {
    return failure.what().contains("TLS") || failure.what().startsWith("the server's certificate");
  }

  private static Optional<Failure> refused(String what, String mend) {
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
