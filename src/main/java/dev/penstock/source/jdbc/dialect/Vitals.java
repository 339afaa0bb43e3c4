package dev.penstock.source.jdbc.dialect;

import dev.penstock.failure.Problem;
import dev.penstock.source.Server;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What one kind of database says of itself. */
public interface Vitals {
  /** To be asked inside a transaction that {@link Transactions#begin} began. */
  Server server(Connection connection, ConnectionSettings settings) throws SQLException;

  /**
   * What the source has opted out of that keeps others from reading along or answering in the
   * server's place, as warnings; empty when nothing.
   */
  List<Problem> weaknesses(Connection connection, ConnectionSettings settings) throws SQLException;

  /** The server's clock; empty when the database is no server. */
  Optional<Instant> clock(Connection connection) throws SQLException;
}
