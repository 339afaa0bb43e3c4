package dev.penstock.source.jdbc.dialect.sqlserver;

import com.microsoft.sqlserver.jdbc.SQLServerDriver;
import dev.penstock.source.jdbc.dialect.Access;
import dev.penstock.source.jdbc.dialect.ConnectionSettings;
import dev.penstock.source.jdbc.dialect.FirstRows;
import dev.penstock.source.jdbc.dialect.TokenRules;
import dev.penstock.source.jdbc.dialect.Vitals;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/** Connections to SQL Server and Azure SQL. */
final class SqlServerAccess implements Access {
  /** Of the driver; all else is in the properties. */
  static final String URL = "jdbc:sqlserver://";

  private static final Duration GRACE = Duration.ofSeconds(30);
  private static final Duration LONGEST = Duration.ofDays(1);

  /** What fits beside a row version into the 128 bytes that a session may say of itself. */
  private static final int MOST_NAME_BYTES = 120;

  @Override
  public List<String> requiredKeys() {
    return List.of("host", "database", "username");
  }

  @Override
  public List<String> requiredKeys(Given given) {
    if (!WindowsScheme.isMeant(given::option)) {
      return requiredKeys();
    }
    List<String> keys = new ArrayList<>(List.of("host", "database"));
    WindowsScheme.of(given::option)
        .ifPresent(scheme -> keys.addAll(WindowsLogin.requiredKeys(scheme, given)));
    return keys;
  }

  @Override
  public void check(ConnectionSettings settings) {
    SqlServerOptions.properties(settings, TrustFile.NONE);
  }

  @Override
  public List<String> secretOptions() {
    return SqlServerOptions.NAMES;
  }

  @Override
  public Optional<TokenRules> tokens() {
    return Optional.of(new SqlServerTokens());
  }

  @Override
  public String place(ConnectionSettings settings) {
    return "SQL Server at " + SqlServerAddress.of(settings).words();
  }

  @Override
  public Vitals vitals() {
    return new SqlServerVitals();
  }

  @Override
  public Connection connect(ConnectionSettings settings) throws SQLException {
    try (TrustFile trust = TrustFile.of(settings)) {
      Properties properties = SqlServerOptions.properties(settings, trust);
      Optional<WindowsLogin> windows = WindowsLogin.of(settings);
      Connection connection =
          windows.isPresent()
              ? windows.get().connect(properties)
              : new SQLServerDriver().connect(URL, properties);
      try {
        connection.setAutoCommit(false);
        return SqlServerSession.around(connection);
      } catch (SQLException e) {
        connection.close();
        throw e;
      }
    }
  }

  /**
   * The database has no read-only transactions; what a job sends is a SELECT in parentheses, which
   * cannot write here. Row versions below the least that is noted here belong to transactions that
   * have ended before this one begins.
   */
  @Override
  public void begin(Connection connection, Session session) throws SQLException {
    connection.rollback();
    connection.unwrap(SqlServerSession.class).limitStatements(session.timeout());
    Duration silence = session.timeout().plus(GRACE);
    connection.setNetworkTimeout(
        Runnable::run, (int) Math.min(silence.toMillis(), LONGEST.toMillis()));
    try (Statement statement = connection.createStatement()) {
      // Half the time, lest the end of the statement says less of what it waited for.
      statement.execute("SET LOCK_TIMEOUT " + session.timeout().toMillis() / 2);
      statement.execute(
          "DECLARE @low varbinary(128) = MIN_ACTIVE_ROWVERSION() + %s SET CONTEXT_INFO @low"
              .formatted(hex(session.name())));
      boolean snapshot = SqlServerCatalog.allowsSnapshots(connection);
      connection.rollback();
      statement.execute(
          "SET TRANSACTION ISOLATION LEVEL " + (snapshot ? "SNAPSHOT" : "READ COMMITTED"));
    }
  }

  private static String hex(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
    return "0x"
        + HexFormat.of()
            .withUpperCase()
            .formatHex(bytes, 0, Math.min(bytes.length, MOST_NAME_BYTES));
  }

  /** No connection can join what another one sees. */
  @Override
  public Optional<String> exportSnapshot(Connection connection, Session session) {
    return Optional.empty();
  }

  /** The wait for the first rows is ended from here; each wait after that is the network's. */
  @Override
  public ResultSet query(PreparedStatement statement, Session session) throws SQLException {
    statement.setQueryTimeout(0);
    return FirstRows.of(statement, session.timeout(), this::cancel);
  }

  @Override
  public void cancel(Connection connection) throws SQLException {
    connection.unwrap(SqlServerSession.class).callBack();
  }
}
