package dev.penstock.source.jdbc.dialect.mysql;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.failure.Problem;
import dev.penstock.source.jdbc.dialect.CertificateFailures;
import dev.penstock.source.jdbc.dialect.ConnectionSettings;
import dev.penstock.source.jdbc.dialect.Failures.Failure;
import dev.penstock.source.jdbc.dialect.OwnMachine;
import dev.penstock.source.jdbc.dialect.TlsWeaknesses;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How the server is checked: chain and name of the certificate, unless {@code option_sslmode} of
 * the source says otherwise, and then the audit says so. The words are those of PostgreSQL; those
 * of MySQL and of the driver do as well.
 */
final class MysqlTls {
  private static final String LOCAL = "disable";

  private static final Map<String, String> WORDS =
      Map.of(
          "verify-full", TlsWeaknesses.USUAL,
          "verify_identity", TlsWeaknesses.USUAL,
          "verify-ca", "verify-ca",
          "verify_ca", "verify-ca",
          "require", "require",
          "required", "require",
          "trust", "require",
          "disable", LOCAL,
          "disabled", LOCAL);

  private static final String OPT_OUT =
      "How much is checked stands in option_sslmode of the source: verify-full unless it is set.";

  private MysqlTls() {}

  /** The mode that counts; throws IngestException(CONFIG) for a word that is none. */
  static String mode(ConnectionSettings settings) {
    String given = settings.options().get("sslmode");
    if (given == null) {
      return OwnMachine.isServerOf(settings) ? LOCAL : TlsWeaknesses.USUAL;
    }
    String mode = WORDS.get(given.strip().toLowerCase(Locale.ROOT));
    if (mode == null) {
      throw new IngestException(
          ErrorCode.CONFIG,
          "sheet Sources, source %s, column option_sslmode: '%s' is not known.\nWrite verify-full, verify-ca, require or disable, or leave it empty, so that verify-full counts."
              .formatted(settings.source(), given));
    }
    return mode;
  }

  /** The driver's word for a mode. */
  static String driverWord(String mode) {
    return mode.equals("require") ? "trust" : mode;
  }

  static boolean isVerified(ConnectionSettings settings) {
    return mode(settings).startsWith("verify-");
  }

  /** See {@link TlsWeaknesses#of}. */
  static List<Problem> weaknesses(boolean encrypted, ConnectionSettings settings) {
    return TlsWeaknesses.of(settings, mode(settings), encrypted);
  }

  /** What went wrong with TLS; empty when something else did. */
  static Optional<Failure> explain(SQLException error, String words) {
    if (words.contains("ssl not enabled in the server")) {
      return CertificateFailures.noTls(OPT_OUT);
    }
    if (words.contains("RSA public key is not available")) {
      return Optional.of(
          new Failure(
              ErrorCode.SOURCE_REFUSED,
              "the server takes the password over TLS, or under its public key, which is not known here",
              "Leave option_sslmode at verify-full, or name a file with the server's public key in option_serverrsapublickeyfile."));
    }
    if (words.contains("Self signed certificates")) {
      return CertificateFailures.refused(
          CertificateFailures.UNTRUSTED, CertificateFailures.NAME_FILE + OPT_OUT);
    }
    if (words.contains("hostname verification failed") || words.contains("doesn't correspond to")) {
      return CertificateFailures.otherName(OPT_OUT);
    }
    return CertificateFailures.explain(error, OPT_OUT);
  }
}
