package dev.penstock.source.jdbc.dialect;

import dev.penstock.failure.Problem;
import dev.penstock.source.Server;
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
          PostgresAccess.isLocal(settings) ? List.of() : weaknesses(tls, settings));
    }
  }

  private static String encryption(Optional<String> tls, ConnectionSettings settings) {
    return tls.map(
            version ->
                version
                    + (isVerified(settings)
                        ? ", certificate verified"
                        : ", certificate not verified"))
        .orElse("none");
  }

  private static boolean isVerified(ConnectionSettings settings) {
    String mode = PostgresAccess.isLocal(settings) ? "prefer" : "verify-full";
    return settings.options().getOrDefault("sslmode", mode).startsWith("verify-");
  }

  private static List<Problem> weaknesses(Optional<String> tls, ConnectionSettings settings) {
    String where = "source " + settings.source();
    if (tls.isEmpty()) {
      return List.of(
          Problem.warning(
              where,
              "the connection is not encrypted; whoever is on the way can read the rows and the password's proof",
              "Remove option_sslmode from sheet Sources (the usual mode is verify-full), or set it to verify-full."));
    }
    return isVerified(settings)
        ? List.of()
        : List.of(
            Problem.warning(
                where,
                "the server's certificate is not verified; somebody in between could answer in its place",
                "Set option_sslmode to verify-full in sheet Sources, and option_sslrootcert to the file of the authority that signed the certificate."));
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
