package dev.penstock.source.jdbc.dialect.generic;

import dev.penstock.failure.Problem;
import dev.penstock.source.Server;
import dev.penstock.source.jdbc.dialect.ConnectionSettings;
import dev.penstock.source.jdbc.dialect.Vitals;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a driver says of the database behind it. */
final class GenericVitals implements Vitals {
  @Override
  public Server server(Connection connection, ConnectionSettings settings) throws SQLException {
    DatabaseMetaData data = connection.getMetaData();
    return new Server(
        JdbcUrl.shown(settings.own("url").orElse("?")),
        data.getDatabaseProductName() + " " + data.getDatabaseProductVersion(),
        Optional.ofNullable(data.getUserName()).filter(user -> !user.isBlank()),
        Optional.of("as the driver does it"),
        connection.isReadOnly() ? Server.Access.READ_ONLY : Server.Access.READ_WRITE,
        List.of());
  }

  /** How a driver is told to verify a certificate, each has its own words for. */
  @Override
  public List<Problem> weaknesses(Connection connection, ConnectionSettings settings) {
    return List.of();
  }

  @Override
  public Optional<Instant> clock(Connection connection) {
    return Optional.empty();
  }
}
