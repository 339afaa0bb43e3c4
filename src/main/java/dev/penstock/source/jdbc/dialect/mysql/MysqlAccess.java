package dev.penstock.source.jdbc.dialect.mysql;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.secret.Secret;
import dev.penstock.source.jdbc.dialect.Access;
import dev.penstock.source.jdbc.dialect.ConnectionSettings;
import dev.penstock.source.jdbc.dialect.FirstRows;
import dev.penstock.source.jdbc.dialect.OwnMachine;
import dev.penstock.source.jdbc.dialect.TokenRules;
import dev.penstock.source.jdbc.dialect.Vitals;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.mariadb.jdbc.Configuration;
import org.mariadb.jdbc.Driver;
import org.mariadb.jdbc.HostAddress;

/** Connections to MariaDB and MySQL, both by MariaDB's driver. */
final class MysqlAccess implements Access {
  private static final int USUAL_PORT = 3306;
  private static final Duration GRACE = Duration.ofSeconds(30);
  private static final Duration LONGEST = Duration.ofDays(1);

  /** Options that load no class and change no statement, by name in lower case. */
  private static final Map<String, String> OPTIONS =
      Map.of(
          "sslrootcert", "serverSslCert",
          "serversslcert", "serverSslCert",
          "enabledsslprotocolsuites", "enabledSslProtocolSuites",
          "enabledsslciphersuites", "enabledSslCipherSuites",
          "serverrsapublickeyfile", "serverRsaPublicKeyFile",
          "usecompression", "useCompression",
          "connecttimeout", "connectTimeout",
          "localsocketaddress", "localSocketAddress");

  @Override
  public List<String> requiredKeys() {
    return List.of("host", "database", "username");
  }

  @Override
  public Optional<TokenRules> tokens() {
    return Optional.empty();
  }

  @Override
  public String place(ConnectionSettings settings) {
    return "MySQL or MariaDB at %s:%d".formatted(settings.host().orElse("?"), port(settings));
  }

  private static int port(ConnectionSettings settings) {
    return settings.port() == 0 ? USUAL_PORT : settings.port();
  }

  @Override
  public Vitals vitals() {
    return new MysqlVitals();
  }

  @Override
  public Connection connect(ConnectionSettings settings) throws SQLException {
    String host = settings.host().orElseThrow().replace("[", "").replace("]", "");
    // The name of a database is no part of a URL, in which it could hold options.
    Configuration configuration =
        Configuration.parse("jdbc:mariadb://localhost/", properties(settings)).toBuilder()
            .addresses(HostAddress.from(host, port(settings)))
            .database(settings.database().orElseThrow())
            .build();
    Connection connection = Driver.connect(configuration);
    try {
      connection.setAutoCommit(false);
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  private static Properties properties(ConnectionSettings settings) {
    Properties properties = new Properties();
    properties.setProperty("connectTimeout", "10000");
    // Of the login; each transaction sets its own.
    properties.setProperty("socketTimeout", "15000");
    properties.setProperty("connectionAttributes", "program_name:penstock");
    settings.options().forEach((name, value) -> option(settings, properties, name, value));
    properties.setProperty("sslMode", MysqlTls.driverWord(MysqlTls.mode(settings)));
    // On the own machine nobody stands between, who could hand out a key of his own.
    properties.setProperty(
        "allowPublicKeyRetrieval", Boolean.toString(OwnMachine.isServerOf(settings)));
    // A server must neither read files here nor send the password on to another one.
    properties.setProperty("allowLocalInfile", "false");
    properties.setProperty("permitRedirect", "false");
    properties.setProperty("allowMultiQueries", "false");
    // The server's own rules stay as they are.
    properties.setProperty("jdbcCompliantTruncation", "false");
    // Numbers stay what they are declared to be.
    properties.setProperty("tinyInt1isBit", "false");
    properties.setProperty("transformedBitIsBoolean", "false");
    properties.setProperty("yearIsDateType", "false");
    settings.username().ifPresent(user -> properties.setProperty("user", user));
    settings.password().map(Secret::reveal).ifPresent(p -> properties.setProperty("password", p));
    return properties;
  }

  private static void option(
      ConnectionSettings settings, Properties properties, String name, String value) {
    if (name.equals("sslmode")) {
      return;
    }
    if (!OPTIONS.containsKey(name)) {
      throw new IngestException(
          ErrorCode.CONFIG,
          "sheet Sources, source %s, column option_%s: not an option that may be set for MySQL or MariaDB.\n%s"
              .formatted(
                  settings.source(),
                  name,
                  "Remove it; option_sslmode is the one most often meant."));
    }
    properties.setProperty(OPTIONS.get(name), value);
  }

  @Override
  public void begin(Connection connection, Session session) throws SQLException {
    connection.rollback();
    Duration silence = session.timeout().plus(GRACE);
    connection.setNetworkTimeout(
        Runnable::run, (int) Math.min(silence.toMillis(), LONGEST.toMillis()));
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
      // Half the time, lest the end of the statement says less of what it waited for.
      statement.execute(
          "SET time_zone = '+00:00', lock_wait_timeout = %d, net_write_timeout = %d, wait_timeout = %d%s"
              .formatted(
                  Math.max(1, session.timeout().toSeconds() / 2),
                  LONGEST.toSeconds(),
                  LONGEST.toSeconds(),
                  freshStatistics(connection)));
      statement.execute(timeout(connection, session.timeout()));
      statement.execute("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY");
    }
  }

  /** Seconds with decimals in one, milliseconds in the other; nothing stands for no limit. */
  private static String timeout(Connection connection, Duration timeout) throws SQLException {
    return isMariaDb(connection)
        ? "SET max_statement_time = " + timeout.toMillis() / 1000.0
        : "SET max_execution_time = " + timeout.toMillis();
  }

  /** MySQL 8 tells for a day the sizes of tables that it has told once. */
  private static String freshStatistics(Connection connection) throws SQLException {
    return !isMariaDb(connection) && connection.getMetaData().getDatabaseMajorVersion() >= 8
        ? ", information_schema_stats_expiry = 0"
        : "";
  }

  private static boolean isMariaDb(Connection connection) throws SQLException {
    return connection.getMetaData().getDatabaseProductName().equals("MariaDB");
  }

  /** No connection can join what another one sees. */
  @Override
  public Optional<String> exportSnapshot(Connection connection, Session session) {
    return Optional.empty();
  }

  /**
   * To the server a statement lasts until its last row is taken. So its own limit is lifted, and
   * the wait for the first rows is ended from here; each wait after that is the network's.
   */
  @Override
  public ResultSet query(PreparedStatement statement, Session session) throws SQLException {
    Connection connection = statement.getConnection();
    try (Statement setting = connection.createStatement()) {
      setting.execute(timeout(connection, Duration.ZERO));
    }
    return FirstRows.of(statement, session.timeout(), this::cancel);
  }

  @Override
  public void cancel(Connection connection) throws SQLException {
    connection.unwrap(org.mariadb.jdbc.Connection.class).cancelCurrentQuery();
  }
}
