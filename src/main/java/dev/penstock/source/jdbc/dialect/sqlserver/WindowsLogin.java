package dev.penstock.source.jdbc.dialect.sqlserver;

import com.microsoft.sqlserver.jdbc.SQLServerDriver;
import dev.penstock.failure.IngestException;
import dev.penstock.secret.Secret;
import dev.penstock.source.jdbc.dialect.Access;
import dev.penstock.source.jdbc.dialect.ConnectionSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;

/** What the settings of a source say of a user of Windows. */
record WindowsLogin(ConnectionSettings settings, WindowsScheme scheme) {
  static final String DOMAIN = "domain";
  static final String SERVER_SPN = "serverspn";
  static final String REALM = "realm";
  static final String KEYTAB = "keytab";
  static final String TICKET_CACHE = "ticketcache";
  private static final String JAAS = "jaasconfigurationname";
  private static final String TIMEOUT = "logintimeout";
  private static final String PARTNER = "failoverpartner";

  /** Options that say how to sign in, by name in lower case. */
  static final List<String> OPTIONS =
      Stream.concat(
              Stream.of(WindowsScheme.OPTION, DOMAIN, SERVER_SPN, REALM, KEYTAB, TICKET_CACHE),
              WindowsScheme.TRUSTED.stream())
          .toList();

  /** Options of the driver's own way to sign in, in whose place ours is. */
  private static final Set<String> IDLE = Set.of("usedefaultjaasconfig", "usedefaultgsscredential");

  private static final List<String> OF_KERBEROS = List.of(REALM, KEYTAB, TICKET_CACHE);

  /**
   * Empty for a login of SQL Server and for a token; throws IngestException(CONFIG) for what cannot
   * be meant.
   */
  static Optional<WindowsLogin> of(ConnectionSettings settings) {
    Optional<WindowsLogin> login =
        WindowsScheme.of(settings).map(scheme -> new WindowsLogin(settings, scheme));
    if (given(settings, JAAS)) {
      throw SqlServerOptions.refused(
          settings,
          JAAS,
          "files of JAAS are not read",
          "Name the file that it names in option_keytab or option_ticketcache, and remove it.");
    }
    if (login.isEmpty() || login.get().scheme != WindowsScheme.KERBEROS) {
      OF_KERBEROS.forEach(
          name ->
              refuseIf(
                  given(settings, name),
                  settings,
                  name,
                  "is for Kerberos alone",
                  "Set option_authenticationscheme to JavaKerberos, or remove it."));
    }
    login.ifPresent(WindowsLogin::check);
    return login;
  }

  static boolean isOption(String name) {
    return OPTIONS.contains(name) || IDLE.contains(name) || name.equals(JAAS);
  }

  /** What is needed beside host and database; nothing for one who has a ticket. */
  static List<String> requiredKeys(WindowsScheme scheme, Access.Given given) {
    if (scheme == WindowsScheme.NTLM) {
      return List.of("username", "password");
    }
    return given.setting("password").isPresent() ? List.of("username") : List.of();
  }

  private void check() {
    refuseIf(
        settings.entra().isPresent(),
        settings,
        WindowsScheme.OPTION,
        "the source signs in with Entra ID (authentication) already",
        "Remove one of the two.");
    refuseIf(
        given(settings, PARTNER),
        settings,
        PARTNER,
        "a user of Windows signs in once, at one server",
        "Name the listener of the availability group as host, and remove it.");
    if (scheme == WindowsScheme.KERBEROS) {
      checkKerberos();
    }
  }

  private void checkKerberos() {
    limit();
    refuseIf(
        given(settings, DOMAIN),
        settings,
        DOMAIN,
        "is for NTLM alone",
        "Write the user as name@REALM in username, such as penstock@CORP.EXAMPLE.COM, or the realm in option_realm, and remove it.");
    refuseIf(
        settings.username().filter(name -> name.contains("\\")).isPresent(),
        settings,
        REALM,
        "username is '%s', which is no name of Kerberos".formatted(settings.username().orElse("")),
        "Write it as name@REALM, such as penstock@CORP.EXAMPLE.COM.");
    refuseIf(
        given(settings, KEYTAB) && settings.username().isEmpty(),
        settings,
        KEYTAB,
        "there is no username",
        "Write whose keys they are in username, as klist -k shows it.");
    refuseIf(
        given(settings, KEYTAB) && password().isPresent(),
        settings,
        KEYTAB,
        "there is a password too",
        "Remove one of the two.");
    refuseIf(
        given(settings, KEYTAB) && given(settings, TICKET_CACHE),
        settings,
        KEYTAB,
        "there is a ticket cache too",
        "Remove one of the two.");
    refuseIf(
        given(settings, TICKET_CACHE) && password().isPresent(),
        settings,
        TICKET_CACHE,
        "there is a password too",
        "Remove one of the two.");
  }

  private static void refuseIf(
      boolean is, ConnectionSettings settings, String option, String what, String mend) {
    if (is) {
      throw refused(settings, option, what, mend);
    }
  }

  private static IngestException refused(
      ConnectionSettings settings, String option, String what, String mend) {
    return SqlServerOptions.refused(settings, option, what, mend);
  }

  private static boolean given(ConnectionSettings settings, String name) {
    return !settings.options().getOrDefault(name, "").isBlank();
  }

  Optional<String> option(String name) {
    return Optional.ofNullable(settings.options().get(name))
        .map(String::strip)
        .filter(value -> !value.isEmpty());
  }

  Optional<Secret> password() {
    return settings.password().filter(secret -> !secret.reveal().isEmpty());
  }

  /** The user's name, without the domain that may stand before it. */
  private String name() {
    String name = settings.username().orElse("");
    return name.substring(name.indexOf('\\') + 1);
  }

  /** As Windows writes it, for messages. */
  String user() {
    String name = settings.username().orElse("");
    return scheme == WindowsScheme.KERBEROS || name.contains("\\") || domain().isEmpty()
        ? name
        : domain() + "\\" + name;
  }

  private String domain() {
    String name = settings.username().orElse("");
    return option(DOMAIN).orElseGet(() -> name.substring(0, Math.max(0, name.indexOf('\\'))));
  }

  /** Signs in once. */
  Connection connect(Properties properties) throws SQLException {
    try {
      if (scheme == WindowsScheme.NTLM) {
        return new SQLServerDriver().connect(SqlServerAccess.URL, properties);
      }
      try (KerberosTickets tickets = new Kerberos(this).tickets(limit())) {
        return tickets.connect(properties);
      }
    } catch (SQLException e) {
      throw WindowsFailure.of(e, this);
    }
  }

  private Duration limit() {
    try {
      return option(TIMEOUT)
          .map(seconds -> Duration.ofSeconds(Integer.parseInt(seconds)))
          .orElse(SqlServerOptions.LOGIN_TIMEOUT);
    } catch (NumberFormatException e) {
      throw refused(
          settings,
          TIMEOUT,
          "'%s' is no whole number of seconds".formatted(option(TIMEOUT).orElse("")),
          "Write one from 1 to 65535, or leave it empty for 15.");
    }
  }

  void set(Properties properties) {
    properties.setProperty("integratedSecurity", "true");
    // Else the driver tries a second time after most refusals, and an account may be locked sooner.
    properties.setProperty("transparentNetworkIPResolution", "false");
    if (scheme == WindowsScheme.KERBEROS) {
      properties.setProperty("authenticationScheme", "JavaKerberos");
      return;
    }
    properties.setProperty("authenticationScheme", "NTLM");
    properties.setProperty("user", name());
    properties.setProperty("password", password().map(Secret::reveal).orElse(""));
    properties.setProperty("domain", domain());
    option(SERVER_SPN).ifPresent(spn -> properties.setProperty("serverSpn", spn));
  }
}
