package dev.penstock.source.jdbc.dialect.sqlite;

import dev.penstock.failure.Problem;
import dev.penstock.source.Server;
import dev.penstock.source.jdbc.dialect.ConnectionSettings;
import dev.penstock.source.jdbc.dialect.Vitals;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A file has no server: all there is to say is which library reads it. */
final class SqliteVitals implements Vitals {
  @Override
  public Server server(Connection connection, ConnectionSettings settings) throws SQLException {
    return new Server(
        new SqliteAccess().place(settings),
        "SQLite " + connection.getMetaData().getDatabaseProductVersion(),
        Optional.empty(),
        Optional.empty(),
        connection.isReadOnly() ? Server.Access.READ_ONLY : Server.Access.READ_WRITE,
        List.of());
  }

  /** Nothing goes over a network. */
  @Override
  public List<Problem> weaknesses(Connection connection, ConnectionSettings settings) {
    return List.of();
  }

  @Override
  public Optional<Instant> clock(Connection connection) {
    return Optional.empty();
  }
}
