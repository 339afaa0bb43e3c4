package dev.penstock.source.jdbc.dialect.mysql;

import dev.penstock.failure.Problem;
import dev.penstock.source.Server;
import dev.penstock.source.jdbc.dialect.ConnectionSettings;
import dev.penstock.source.jdbc.dialect.Vitals;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a server of MariaDB or MySQL says of itself. */
final class MysqlVitals implements Vitals {
  private static final String SERVER = "SELECT version(), current_user()";
  private static final String ENCRYPTION = "SHOW SESSION STATUS LIKE 'Ssl_version'";

  /** Two names for the same, by server and version. */
  private static final String READ_ONLY =
      "SHOW SESSION VARIABLES WHERE variable_name IN ('tx_read_only', 'transaction_read_only') AND value = 'ON'";

  @Override
  public Server server(Connection connection, ConnectionSettings settings) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(SERVER)) {
      result.next();
      Optional<String> tls = encryption(connection);
      return new Server(
          new MysqlAccess().place(settings),
          product(result.getString(1)),
          Optional.of(result.getString(2)),
          Optional.of(words(tls, settings)),
          isReadOnly(connection) ? Server.Access.READ_ONLY : Server.Access.READ_WRITE,
          MysqlTls.weaknesses(tls.isPresent(), settings));
    }
  }

  /** Such as {@code 11.4.5-MariaDB-log} or {@code 8.0.15}. */
  private static String product(String version) {
    String number = version.split("-", 2)[0];
    return (version.contains("MariaDB") ? "MariaDB " : "MySQL ") + number;
  }

  private static String words(Optional<String> tls, ConnectionSettings settings) {
    String verified =
        MysqlTls.isVerified(settings) ? ", certificate verified" : ", certificate not verified";
    return tls.map(version -> version + verified).orElse("none");
  }

  private static boolean isReadOnly(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(READ_ONLY)) {
      return result.next();
    }
  }

  private static Optional<String> encryption(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(ENCRYPTION)) {
      String version = result.next() ? result.getString(2) : "";
      return Optional.of(version).filter(v -> !v.isEmpty());
    }
  }

  @Override
  public List<Problem> weaknesses(Connection connection, ConnectionSettings settings)
      throws SQLException {
    if (MysqlTls.weaknesses(true, settings).isEmpty()) {
      return List.of();
    }
    String mode = " (option_sslmode is " + MysqlTls.mode(settings) + ")";
    return MysqlTls.weaknesses(encryption(connection).isPresent(), settings).stream()
        .map(p -> Problem.warning(p.where(), p.what() + mode, p.mend()))
        .toList();
  }

  @Override
  public Optional<Instant> clock(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT unix_timestamp(sysdate(6))")) {
      result.next();
      long micros = result.getBigDecimal(1).movePointRight(6).longValue();
      return Optional.of(Instant.EPOCH.plusNanos(micros * 1000));
    }
  }
}
