package dev.penstock.source.jdbc.dialect.generic;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.secret.Secret;
import dev.penstock.source.jdbc.dialect.Access;
import dev.penstock.source.jdbc.dialect.ConnectionSettings;
import dev.penstock.source.jdbc.dialect.FirstRows;
import dev.penstock.source.jdbc.dialect.TokenRules;
import dev.penstock.source.jdbc.dialect.Vitals;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverPropertyInfo;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connections through a driver of which nothing is known but what JDBC says of all. */
final class GenericAccess implements Access {
  private static final Logger LOG = LoggerFactory.getLogger(GenericAccess.class);

  /** A statement ends before its connection does. */
  private static final Duration GRACE = Duration.ofSeconds(15);

  /** What makes a driver send rows as they are read, by the beginning of the URL. */
  private static final Map<String, Map<String, String>> STREAMING =
      Map.of("jdbc:duckdb:", Map.of("jdbc_stream_results", "true"));

  private final UnderWay underWay;

  GenericAccess(UnderWay underWay) {
    this.underWay = underWay;
  }

  @Override
  public List<String> requiredKeys() {
    return List.of("url");
  }

  @Override
  public List<String> ownKeys() {
    return List.of("url", DriverJars.JAR, DriverJars.CLASS, Isolation.KEY);
  }

  @Override
  public boolean takesWhole(String url) {
    return true;
  }

  /** Some drivers refuse; {@link #connect} asks them once. */
  @Override
  public boolean isToldThatItOnlyReads() {
    return false;
  }

  @Override
  public Optional<TokenRules> tokens() {
    return Optional.empty();
  }

  @Override
  public String place(ConnectionSettings settings) {
    return JdbcUrl.shown(settings.own("url").orElse("?"));
  }

  @Override
  public Vitals vitals() {
    return new GenericVitals();
  }

  @Override
  public Connection connect(ConnectionSettings settings) throws SQLException {
    String url = url(settings);
    Driver driver = new DriverJars(settings, url).driver();
    Connection connection = connect(driver, url, properties(settings, driver, url));
    if (connection == null) {
      throw new SQLException("the driver took the url and gave no connection", "08001");
    }
    try {
      where("read-only", () -> connection.setReadOnly(true));
      Isolation.set(connection, settings);
      where("without auto-commit", () -> connection.setAutoCommit(false));
      return connection;
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  /** Drivers may look for their parts through the thread. */
  private static Connection connect(Driver driver, String url, Properties properties)
      throws SQLException {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(driver.getClass().getClassLoader());
    try {
      return driver.connect(url, properties);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static String url(ConnectionSettings settings) {
    String url = settings.own("url").orElseThrow();
    if (url.startsWith("jdbc:")) {
      return url;
    }
    throw new IngestException(
        ErrorCode.CONFIG,
        "source %s, url: it does not begin with jdbc:.\nWrite the url as the driver's manual has it, such as jdbc:duckdb:shop.duckdb."
            .formatted(settings.source()));
  }

  private static Properties properties(ConnectionSettings settings, Driver driver, String url) {
    Properties properties = new Properties();
    STREAMING.forEach(
        (start, tuned) -> {
          if (url.startsWith(start)) {
            properties.putAll(tuned);
          }
        });
    settings.username().ifPresent(user -> properties.setProperty("user", user));
    settings.password().map(Secret::reveal).ifPresent(p -> properties.setProperty("password", p));
    settings
        .options()
        .forEach((name, value) -> properties.setProperty(spelled(name, driver, url), value));
    return properties;
  }

  /** The sheet knows no letter case; drivers do. */
  private static String spelled(String name, Driver driver, String url) {
    try {
      for (DriverPropertyInfo known : driver.getPropertyInfo(url, new Properties())) {
        if (known.name.toLowerCase(Locale.ROOT).equals(name)) {
          return known.name;
        }
      }
    } catch (SQLException | RuntimeException e) {
      LOG.info("the driver does not tell its properties: {}", e.getMessage());
    }
    return name;
  }

  @Override
  public void begin(Connection connection, Session session) throws SQLException {
    if (!connection.getAutoCommit()) {
      connection.rollback();
    }
    int silence = (int) Math.min(Integer.MAX_VALUE, session.timeout().plus(GRACE).toMillis());
    where("within a time", () -> connection.setNetworkTimeout(Runnable::run, silence));
    where("under a name", () -> connection.setClientInfo("ApplicationName", session.name()));
  }

  /** A wish that a driver may have no way to fulfil. */
  private interface Wish {
    void ask() throws SQLException;
  }

  private static void where(String how, Wish wish) {
    try {
      wish.ask();
    } catch (SQLException | AbstractMethodError | UnsupportedOperationException e) {
      LOG.debug("the driver cannot connect {}: {}", how, e.getMessage());
    }
  }

  /** No connection can join what another one sees, as far as JDBC says. */
  @Override
  public Optional<String> exportSnapshot(Connection connection, Session session) {
    return Optional.empty();
  }

  /**
   * Drivers differ in whether their own limit counts until the first row or the last, so the wait
   * for the first is ended from here.
   */
  @Override
  public ResultSet query(PreparedStatement statement, Session session) throws SQLException {
    Connection connection = statement.getConnection();
    underWay.add(connection, statement);
    return FirstRows.of(statement, session.timeout(), this::cancel);
  }

  @Override
  public void cancel(Connection connection) throws SQLException {
    Optional<Statement> statement = underWay.on(connection);
    if (statement.isPresent() && !statement.get().isClosed()) {
      try {
        statement.get().cancel();
      } catch (SQLFeatureNotSupportedException e) {
        LOG.info("the driver cannot call a query back: {}", e.getMessage());
      }
    }
  }
}
