package dev.penstock.source.jdbc.dialect.postgres;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.secret.Secret;
import dev.penstock.source.jdbc.dialect.Access;
import dev.penstock.source.jdbc.dialect.ConnectionSettings;
import dev.penstock.source.jdbc.dialect.TokenRules;
import dev.penstock.source.jdbc.dialect.Vitals;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.postgresql.Driver;
import org.postgresql.PGConnection;
import org.postgresql.PGProperty;

/** Connections to PostgreSQL. */
final class PostgresAccess implements Access {
  private static final int USUAL_PORT = 5432;

  /** These name classes and files to load, or change how statements are sent. */
  private static final Set<String> REFUSED_OPTIONS =
      Set.of(
          "socketfactory",
          "socketfactoryarg",
          "sslfactory",
          "sslfactoryarg",
          "sslhostnameverifier",
          "sslpasswordcallback",
          "authenticationpluginclassname",
          "xmlfactoryfactory",
          "loggerfile",
          "loggerlevel",
          "preferquerymode",
          "user",
          "password",
          "service");

  @Override
  public List<String> requiredKeys() {
    return List.of("host", "database", "username");
  }

  @Override
  public Optional<TokenRules> tokens() {
    return Optional.of(new PostgresTokens());
  }

  @Override
  public String place(ConnectionSettings settings) {
    return "PostgreSQL at %s:%d".formatted(settings.host().orElse("?"), port(settings));
  }

  private static int port(ConnectionSettings settings) {
    return settings.port() == 0 ? USUAL_PORT : settings.port();
  }

  @Override
  public Vitals vitals() {
    return new PostgresVitals();
  }

  @Override
  public Connection connect(ConnectionSettings settings) throws SQLException {
    String host = settings.host().orElseThrow();
    String url =
        "jdbc:postgresql://%s:%d/%s"
            .formatted(
                host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host,
                port(settings),
                URLEncoder.encode(settings.database().orElseThrow(), StandardCharsets.UTF_8));
    Connection connection = new Driver().connect(url, properties(settings));
    connection.setAutoCommit(false);
    return connection;
  }

  private static Properties properties(ConnectionSettings settings) {
    Properties properties = new Properties();
    PGProperty.CONNECT_TIMEOUT.set(properties, 10);
    PGProperty.LOGIN_TIMEOUT.set(properties, 15);
    PGProperty.TCP_KEEP_ALIVE.set(properties, true);
    PGProperty.APPLICATION_NAME.set(properties, "penstock");
    PGProperty.SSL_MODE.set(properties, PostgresTls.usualMode(settings));
    settings.options().forEach((name, value) -> option(settings, properties, name, value));
    if (settings.entra().isPresent()) {
      requireTls(settings, properties);
    }
    if (PostgresTls.isVerified(settings)
        && PGProperty.SSL_ROOT_CERT.getOrDefault(properties) == null) {
      // The driver's own default looks for a file that hardly anyone has. Not for the other modes:
      // it would refuse the certificates that they are there for.
      PGProperty.SSL_FACTORY.set(properties, "org.postgresql.ssl.DefaultJavaSSLFactory");
    }
    // A table may have been altered since; a cached statement would still be of the old one.
    PGProperty.PREPARED_STATEMENT_CACHE_QUERIES.set(properties, 0);
    // Values arrive as text, which the column writers read without a String in between.
    PGProperty.BINARY_TRANSFER.set(properties, false);
    settings.username().ifPresent(user -> PGProperty.USER.set(properties, user));
    settings.password().map(Secret::reveal).ifPresent(p -> PGProperty.PASSWORD.set(properties, p));
    return properties;
  }

  /** The server asks for a token as it is, so that only TLS keeps it from being read underway. */
  private static void requireTls(ConnectionSettings settings, Properties properties) {
    String mode = PGProperty.SSL_MODE.getOrDefault(properties);
    if (!PostgresTls.isAlwaysEncrypted(mode)) {
      throw new IngestException(
          ErrorCode.CONFIG,
          "sheet Sources, source %s, column option_sslmode: '%s' lets the access token of Entra ID travel in plain text.\n%s"
              .formatted(
                  settings.source(),
                  mode,
                  "Remove it, so that verify-full counts, or write verify-ca or require."));
    }
  }

  private static void option(
      ConnectionSettings settings, Properties properties, String name, String value) {
    for (PGProperty known : PGProperty.values()) {
      if (known.getName().equalsIgnoreCase(name)
          && !REFUSED_OPTIONS.contains(name.toLowerCase(Locale.ROOT))) {
        known.set(properties, value);
        return;
      }
    }
    throw new IngestException(
        ErrorCode.CONFIG,
        "sheet Sources, source %s, column option_%s: not an option that may be set for PostgreSQL.\n%s"
            .formatted(
                settings.source(), name, "Remove it; option_sslmode is the one most often meant."));
  }

  @Override
  public void begin(Connection connection, Session session) throws SQLException {
    connection.setNetworkTimeout(
        Runnable::run,
        Math.toIntExact(Math.min(session.timeout().toMillis() + 30_000, 86_400_000)));
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
      if (session.snapshot().isPresent()) {
        statement.execute(
            "SET TRANSACTION SNAPSHOT '%s'".formatted(session.snapshot().get().replace("'", "''")));
      }
    }
    configure(connection, session);
  }

  /** For this transaction alone, so that poolers which share connections are not disturbed. */
  private static void configure(Connection connection, Session session) throws SQLException {
    Map<String, String> settings =
        Map.of(
            "application_name", clip(session.name()),
            "statement_timeout", Long.toString(session.timeout().toMillis()),
            "idle_in_transaction_session_timeout", "0",
            "TimeZone", "UTC",
            "DateStyle", "ISO, MDY",
            "IntervalStyle", "iso_8601",
            "bytea_output", "hex",
            "extra_float_digits", "3",
            // Where a string ends must not depend on the server's settings.
            "standard_conforming_strings", "on");
    String calls =
        String.join(", ", Collections.nCopies(settings.size(), "set_config(?, ?, true)"));
    try (PreparedStatement statement = connection.prepareStatement("SELECT " + calls)) {
      int at = 1;
      for (Map.Entry<String, String> setting : settings.entrySet()) {
        statement.setString(at++, setting.getKey());
        statement.setString(at++, setting.getValue());
      }
      statement.execute();
    }
  }

  private static String clip(String name) {
    return name.length() > 63 ? name.substring(0, 63) : name;
  }

  @Override
  public Optional<String> exportSnapshot(Connection connection, Session session)
      throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT pg_export_snapshot()")) {
      result.next();
      return Optional.of(result.getString(1));
    } catch (SQLException e) {
      // A savepoint would not do: no snapshot can be exported inside one.
      connection.rollback();
      begin(connection, session);
      return Optional.empty();
    }
  }

  @Override
  public Optional<String> groupObstacle() {
    return Optional.empty();
  }

  /** The server counts each fetch by itself. */
  @Override
  public ResultSet query(PreparedStatement statement, Session session) throws SQLException {
    return statement.executeQuery();
  }

  /** A statement's own cancel() would not do: it reaches no fetch after the first. */
  @Override
  public void cancel(Connection connection) throws SQLException {
    connection.unwrap(PGConnection.class).cancelQuery();
  }
}
