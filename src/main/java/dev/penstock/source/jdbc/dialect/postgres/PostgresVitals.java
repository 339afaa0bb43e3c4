package dev.penstock.source.jdbc.dialect.postgres;

import dev.penstock.failure.Problem;
import dev.penstock.source.Server;
import dev.penstock.source.jdbc.dialect.ConnectionSettings;
import dev.penstock.source.jdbc.dialect.Vitals;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/** What a server of PostgreSQL says of itself. */
final class PostgresVitals implements Vitals {
  private static final String SERVER =
      """
      SELECT current_setting('server_version') AS version, session_user AS login,
        current_setting('transaction_read_only') AS read_only,
        (SELECT s.version FROM pg_stat_ssl s WHERE s.pid = pg_backend_pid() AND s.ssl) AS tls""";

  private static final String ENCRYPTED =
      "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()";

  @Override
  public Server server(Connection connection, ConnectionSettings settings) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(SERVER)) {
      result.next();
      Optional<String> tls = Optional.ofNullable(result.getString("tls"));
      return new Server(
          new PostgresAccess().place(settings),
          "PostgreSQL " + result.getString("version"),
          Optional.of(result.getString("login")),
          Optional.of(encryption(tls, settings)),
          result.getString("read_only").equals("on")
              ? Server.Access.READ_ONLY
              : Server.Access.READ_WRITE,
          PostgresTls.weaknesses(tls.isPresent(), settings));
    }
  }

  private static String encryption(Optional<String> tls, ConnectionSettings settings) {
    return tls.map(
            version ->
                version
                    + (PostgresTls.isVerified(settings)
                        ? ", certificate verified"
                        : ", certificate not verified"))
        .orElse("none");
  }

  @Override
  public List<Problem> weaknesses(Connection connection, ConnectionSettings settings)
      throws SQLException {
    if (PostgresTls.weaknesses(true, settings).isEmpty()) {
      return List.of();
    }
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(ENCRYPTED)) {
      boolean encrypted = result.next() && result.getBoolean(1);
      return PostgresTls.weaknesses(encrypted, settings).stream()
          .map(problem -> withMode(problem, settings))
          .toList();
    }
  }

  private static Problem withMode(Problem problem, ConnectionSettings settings) {
    String mode = " (option_sslmode is " + PostgresTls.mode(settings) + ")";
    return Problem.warning(problem.where(), problem.what() + mode, problem.mend());
  }

  @Override
  public Optional<Instant> clock(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT clock_timestamp()")) {
      result.next();
      return Optional.of(result.getObject(1, OffsetDateTime.class).toInstant());
    }
  }
}
