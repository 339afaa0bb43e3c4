package dev.penstock.source.jdbc.dialect.sqlserver;

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
import java.util.Properties;

/**
 * How the server is checked: chain and name of the certificate, unless the source says otherwise,
 * and then the audit says so.
 *
 * @param mode {@code verify-full}, {@code strict}, {@code require} or {@code disable}
 */
record SqlServerTls(String mode) {
  static final String STRICT = "strict";
  private static final String REQUIRE = "require";
  private static final String DISABLE = "disable";

  private static final Map<String, String> MODES =
      Map.of(
          TlsWeaknesses.USUAL,
          TlsWeaknesses.USUAL,
          STRICT,
          STRICT,
          REQUIRE,
          REQUIRE,
          DISABLE,
          DISABLE);

  /** The words of ODBC and of the driver for yes and no. */
  private static final Map<String, Boolean> WORDS =
      Map.of(
          "yes",
          true,
          "true",
          true,
          "mandatory",
          true,
          "1",
          true,
          "1.0",
          true,
          "no",
          false,
          "false",
          false,
          "optional",
          false,
          "0",
          false,
          "0.0",
          false);

  private static final String OPT_OUT =
      "How much is checked stands in Encrypt and TrustServerCertificate of the source: all, unless they are set.";

  /** What the source's options come to; throws IngestException(CONFIG) for a word that is none. */
  static SqlServerTls of(ConnectionSettings settings) {
    String mode = mode(settings);
    if (settings.entra().isPresent() && mode.equals(DISABLE)) {
      throw SqlServerOptions.refused(
          settings,
          settings.options().containsKey("sslmode") ? "sslmode" : "encrypt",
          "a token of Entra ID travels over TLS alone",
          "Remove it.");
    }
    return new SqlServerTls(mode);
  }

  private static String mode(ConnectionSettings settings) {
    String given = word(settings, "sslmode");
    if (!given.isEmpty()) {
      return Optional.ofNullable(MODES.get(given))
          .orElseThrow(
              () ->
                  SqlServerOptions.refused(
                      settings,
                      "sslmode",
                      "'%s' is not known".formatted(given),
                      "Write verify-full, strict, require or disable, or leave it empty, so that verify-full counts."));
    }
    String encrypt = word(settings, "encrypt");
    boolean trusting = isYes(settings, "trustservercertificate", false);
    if (encrypt.equals(STRICT)) {
      return STRICT;
    }
    if (encrypt.isEmpty() && !trusting) {
      boolean local = OwnMachine.isServerOf(settings) && settings.entra().isEmpty();
      return local ? DISABLE : TlsWeaknesses.USUAL;
    }
    if (!isYes(settings, "encrypt", true)) {
      return DISABLE;
    }
    return trusting ? REQUIRE : TlsWeaknesses.USUAL;
  }

  private static String word(ConnectionSettings settings, String name) {
    return settings.options().getOrDefault(name, "").strip().toLowerCase(Locale.ROOT);
  }

  private static boolean isYes(ConnectionSettings settings, String name, boolean usual) {
    String word = word(settings, name);
    if (word.isEmpty()) {
      return usual;
    }
    return Optional.ofNullable(WORDS.get(word))
        .orElseThrow(
            () ->
                SqlServerOptions.refused(
                    settings,
                    name,
                    "'%s' is not known".formatted(word),
                    name.equals("encrypt") ? "Write yes, no or strict." : "Write yes or no."));
  }

  void set(Properties properties) {
    properties.setProperty(
        "encrypt", mode.equals(STRICT) ? STRICT : Boolean.toString(isEncrypted()));
    properties.setProperty("trustServerCertificate", Boolean.toString(mode.equals(REQUIRE)));
  }

  boolean isEncrypted() {
    return !mode.equals(DISABLE);
  }

  /** For the doctor. */
  String words() {
    return switch (mode) {
      case DISABLE -> "none";
      case REQUIRE -> "TLS, certificate not verified";
      default -> "TLS, certificate verified";
    };
  }

  /** What the source has opted out of; nothing on the own machine. */
  List<Problem> weaknesses(ConnectionSettings settings) {
    String known = mode.equals(STRICT) ? TlsWeaknesses.USUAL : mode;
    boolean own = settings.options().containsKey("sslmode");
    return TlsWeaknesses.of(settings, known, isEncrypted()).stream()
        .map(p -> own ? p : Problem.warning(p.where(), p.what(), mend()))
        .toList();
  }

  private String mend() {
    return isEncrypted()
        ? "Set TrustServerCertificate to no, and option_sslrootcert to the file of the authority that signed the certificate."
        : "Remove Encrypt from the settings of the source, or set it to yes.";
  }

  /** What went wrong with TLS; empty when something else did. */
  static Optional<Failure> explain(SQLException error, String words) {
    if (words.contains("Failed to validate the server name")) {
      return CertificateFailures.otherName(OPT_OUT);
    }
    if (words.contains("not configured to support SSL")) {
      return CertificateFailures.noTls(OPT_OUT);
    }
    return words.contains("SSL") || words.contains("TLS")
        ? CertificateFailures.explain(error, OPT_OUT)
        : Optional.empty();
  }

  static boolean isOne(Failure failure) {
    return failure.what().contains("TLS") || failure.what().startsWith("the server's certificate");
  }
}
