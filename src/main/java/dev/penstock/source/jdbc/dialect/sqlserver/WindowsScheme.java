package dev.penstock.source.jdbc.dialect.sqlserver;

import dev.penstock.source.jdbc.dialect.ConnectionSettings;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** How a user of Windows proves who it is; a login of the server's own needs none of these. */
enum WindowsScheme {
  /** With the password, in answer to a challenge of the server. */
  NTLM,
  /** With a ticket that the domain has given. */
  KERBEROS;

  static final String OPTION = "authenticationscheme";

  /** As ODBC and as the driver have it; both mean the same. */
  static final List<String> TRUSTED = List.of("trusted_connection", "integratedsecurity");

  private static final List<String> YES = List.of("yes", "true", "1", "1.0", "sspi");
  private static final List<String> NO = List.of("no", "false", "0", "0.0");

  /**
   * What the options come to; a word that is none counts as nothing.
   *
   * @param option the value of an option, by its name in lower case
   */
  static Optional<WindowsScheme> of(Function<String, Optional<String>> option) {
    String word = option.apply(OPTION).map(WindowsScheme::word).orElse("");
    if (word.isEmpty()) {
      boolean trusted =
          TRUSTED.stream()
              .flatMap(name -> option.apply(name).stream())
              .anyMatch(value -> YES.contains(word(value)));
      return trusted ? Optional.of(KERBEROS) : Optional.empty();
    }
    return switch (word) {
      case "ntlm" -> Optional.of(NTLM);
      case "javakerberos", "kerberos" -> Optional.of(KERBEROS);
      default -> Optional.empty();
    };
  }

  /** Whether anything is said of it, rightly or not. */
  static boolean isMeant(Function<String, Optional<String>> option) {
    return option.apply(OPTION).isPresent()
        || TRUSTED.stream()
            .flatMap(name -> option.apply(name).stream())
            .anyMatch(value -> !NO.contains(word(value)));
  }

  /** The same; throws IngestException(CONFIG) for a word that is none. */
  static Optional<WindowsScheme> of(ConnectionSettings settings) {
    Optional<WindowsScheme> scheme = of(name -> Optional.ofNullable(settings.options().get(name)));
    String word = word(settings.options().getOrDefault(OPTION, ""));
    if (!word.isEmpty() && scheme.isEmpty()) {
      throw SqlServerOptions.refused(
          settings,
          OPTION,
          "'%s' is not supported".formatted(word),
          "Write JavaKerberos or NTLM for a user of Windows, or leave it empty for a login of SQL Server.");
    }
    for (String name : TRUSTED) {
      String value = word(settings.options().getOrDefault(name, ""));
      if (!value.isEmpty() && !YES.contains(value) && !NO.contains(value)) {
        throw SqlServerOptions.refused(
            settings, name, "'%s' is not known".formatted(value), "Write yes or no.");
      }
    }
    return scheme;
  }

  private static String word(String text) {
    return text.strip().toLowerCase(Locale.ROOT);
  }
}
