package dev.penstock.source.jdbc.dialect.sqlserver;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.secret.Secret;
import dev.penstock.source.jdbc.dialect.ConnectionSettings;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;

/** The settings of a source as the driver has them. */
final class SqlServerOptions {
  /** Options that load no class and change no statement, by name in lower case. */
  private static final Map<String, String> OPTIONS =
      Map.of(
          "hostnameincertificate", "hostNameInCertificate",
          "servercertificate", "serverCertificate",
          "applicationintent", "applicationIntent",
          "multisubnetfailover", "multiSubnetFailover",
          "failoverpartner", "failoverPartner",
          "logintimeout", "loginTimeout",
          "packetsize", "packetSize");

  /** Known here, and not handed on as they are. */
  private static final Set<String> OWN =
      Set.of("sslmode", "sslrootcert", "encrypt", "trustservercertificate", "instancename");

  static final Duration LOGIN_TIMEOUT = Duration.ofSeconds(15);

  /** What other drivers need and this one does without. */
  private static final Set<String> IDLE = Set.of("driver", "mars_connection");

  /** All that may stand beside host and password in a secret store. */
  static final List<String> NAMES =
      Stream.concat(
              Stream.of(
                  "encrypt",
                  "trustservercertificate",
                  "sslmode",
                  "sslrootcert",
                  "hostnameincertificate",
                  "applicationintent",
                  "instancename"),
              WindowsLogin.OPTIONS.stream())
          .toList();

  private SqlServerOptions() {}

  static Properties properties(ConnectionSettings settings, TrustFile trust) {
    Properties properties = new Properties();
    properties.setProperty("applicationName", "penstock");
    properties.setProperty("applicationIntent", "ReadOnly");
    properties.setProperty("loginTimeout", Long.toString(LOGIN_TIMEOUT.toSeconds()));
    // A broken connection fails the job's attempt, lest a transaction goes on as another one.
    properties.setProperty("connectRetryCount", "0");
    // After a refusal other than that of a password the driver tries once more all the same.
    properties.setProperty("connectRetryInterval", "1");
    properties.setProperty("responseBuffering", "adaptive");
    properties.setProperty("sendStringParametersAsUnicode", "true");
    properties.setProperty("sendTimeAsDatetime", "false");
    settings.options().forEach((name, value) -> option(settings, properties, name, value));
    SqlServerTls.of(settings).set(properties);
    trust.set(properties);
    SqlServerAddress address = SqlServerAddress.of(settings);
    properties.setProperty("serverName", address.host());
    address
        .instance()
        .ifPresentOrElse(
            name -> properties.setProperty("instanceName", name),
            () -> properties.setProperty("portNumber", Integer.toString(address.port())));
    properties.setProperty("databaseName", settings.database().orElseThrow());
    login(settings, properties);
    return properties;
  }

  private static void login(ConnectionSettings settings, Properties properties) {
    String password = settings.password().map(Secret::reveal).orElse("");
    Optional<WindowsLogin> windows = WindowsLogin.of(settings);
    if (windows.isPresent()) {
      windows.get().set(properties);
      return;
    }
    if (settings.entra().isPresent()) {
      properties.setProperty("accessToken", password);
      return;
    }
    settings.username().ifPresent(user -> properties.setProperty("user", user));
    properties.setProperty("password", password);
  }

  private static void option(
      ConnectionSettings settings, Properties properties, String name, String value) {
    if (OWN.contains(name) || IDLE.contains(name) || WindowsLogin.isOption(name)) {
      return;
    }
    if (!OPTIONS.containsKey(name)) {
      throw refused(
          settings,
          name,
          "not an option that may be set for SQL Server",
          "Remove it; option_encrypt and option_trustservercertificate are the ones most often meant.");
    }
    properties.setProperty(OPTIONS.get(name), value.strip());
  }

  static IngestException refused(
      ConnectionSettings settings, String option, String what, String mend) {
    return new IngestException(
        ErrorCode.CONFIG,
        "sheet Sources, source %s, column option_%s: %s.\n%s"
            .formatted(settings.source(), option.toLowerCase(Locale.ROOT), what, mend));
  }
}
