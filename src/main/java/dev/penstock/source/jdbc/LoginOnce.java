package dev.penstock.source.jdbc;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.source.jdbc.dialect.ConnectionSettings;
import dev.penstock.source.jdbc.dialect.Dialect;
import dev.penstock.source.jdbc.dialect.EntraLogin;
import dev.penstock.source.jdbc.dialect.Failures.Failure;
import dev.penstock.source.jdbc.dialect.TokenRules;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * Makes the connections of a pool, and never knocks again once a login was refused: a pool that
 * tries on would lock the account.
 */
final class LoginOnce implements DataSource {
  private final Dialect dialect;
  private final ConnectionSettings settings;
  private final EntraTokens tokens;
  private final SessionSql sessionSql;
  private final AtomicReference<SQLException> refusal = new AtomicReference<>();
  private final AtomicReference<Connection> first = new AtomicReference<>();

  LoginOnce(
      Dialect dialect, ConnectionSettings settings, EntraTokens tokens, SessionSql sessionSql) {
    this.dialect = dialect;
    this.settings = settings;
    this.tokens = tokens;
    this.sessionSql = sessionSql;
  }

  /** The name of the source. */
  String source() {
    return settings.source();
  }

  boolean areToldThatTheyOnlyRead() {
    return dialect.access().isToldThatItOnlyReads();
  }

  /** Connects now, so that a failure is told at once; the pool gets this connection. */
  void tryFirst() throws SQLException {
    first.set(connect());
  }

  @Override
  public Connection getConnection() throws SQLException {
    Connection made = first.getAndSet(null);
    return made == null ? connect() : made;
  }

  private Connection connect() throws SQLException {
    SQLException refused = refusal.get();
    if (refused != null) {
      throw refused;
    }
    try {
      return setUp(dialect.access().connect(signedIn()));
    } catch (SQLException e) {
      if (explain(e).code() == ErrorCode.LOGIN_REFUSED) {
        refusal.set(e);
      }
      throw e;
    }
  }

  private Connection setUp(Connection connection) throws SQLException {
    try {
      sessionSql.run(connection, this::explain);
      return connection;
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  /** Tokens live for an hour or so, and a pool for as long as a run: each connection asks anew. */
  private ConnectionSettings signedIn() throws SignInFailure {
    Optional<EntraLogin> login = settings.entra();
    Optional<TokenRules> rules = dialect.access().tokens();
    if (login.isEmpty() || rules.isEmpty()) {
      return settings;
    }
    try {
      return settings.withToken(
          tokens.token(settings.source(), login.get(), rules.get().scope(settings)));
    } catch (IngestException e) {
      throw new SignInFailure(e);
    }
  }

  /** What an error of this source means. */
  Failure explain(SQLException error) {
    if (error instanceof SignInFailure failed) {
      return failed.failure();
    }
    Failure failure = dialect.failures().explain(error);
    String username = settings.username().orElse("");
    return dialect
        .access()
        .tokens()
        .filter(any -> settings.entra().isPresent())
        .map(rules -> new Failure(failure.code(), failure.what(), rules.mend(failure, username)))
        .orElse(failure);
  }

  void close() {
    try (Connection unused = first.getAndSet(null)) {
      return;
    } catch (SQLException e) {
      // A connection that nobody has used and that does not close is the server's to clear away.
      return;
    }
  }

  @Override
  public Connection getConnection(String username, String password) throws SQLException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(PrintWriter out) {}

  @Override
  public void setLoginTimeout(int seconds) {}

  @Override
  public int getLoginTimeout() {
    return 0;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return false;
  }
}
