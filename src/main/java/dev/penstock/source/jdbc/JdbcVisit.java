package dev.penstock.source.jdbc;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.job.Job;
import dev.penstock.source.Server;
import dev.penstock.source.Visit;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A connection of its own, as a pool would hide how long it takes and wait for others. */
final class JdbcVisit implements Visit {
  private static final int PATIENCE_SECONDS = 5;

  private final Database database;
  private final Connection connection;

  private JdbcVisit(Database database, Connection connection) {
    this.database = database;
    this.connection = connection;
  }

  /**
   * @param database whose messages begin with the source's name
   */
  static JdbcVisit begin(Database database) {
    try {
      Connection connection = database.pool().connect();
      return new JdbcVisit(database, connection);
    } catch (SQLException e) {
      throw database.failed("connecting", e);
    }
  }

  /** What is asked of the connection. */
  private interface Question<T> {
    T ask() throws SQLException;
  }

  private <T> T answer(String what, Question<T> question) {
    try {
      return question.ask();
    } catch (SQLException e) {
      throw database.failed(what, e);
    }
  }

  @Override
  public Server server() {
    return answer(
        "asking for its version",
        () -> {
          database.dialect().access().begin(connection, database.session());
          return database.dialect().access().vitals().server(connection, database.settings());
        });
  }

  @Override
  public void roundTrip() {
    if (!answer("waiting for an answer", () -> connection.isValid(PATIENCE_SECONDS))) {
      throw new IngestException(
          ErrorCode.SOURCE_UNREACHABLE,
          "%s: %s, waiting for an answer: the connection is broken.\nSee to it that nothing between here and the server ends connections."
              .formatted(database.where(), database.address()));
    }
  }

  @Override
  public Optional<Instant> clock() {
    return answer(
        "asking for its clock", () -> database.dialect().access().vitals().clock(connection));
  }

  @Override
  public void tryReading(Job job) {
    Database seen =
        new Database(
            database.dialect(),
            database.pool(),
            database.settings(),
            database.session(),
            job.place(),
            "source %s (%s)".formatted(job.sourceName(), database.address()));
    String table = job.extract().qualifiedName();
    try {
      // What an earlier job made fail ended its transaction.
      connection.rollback();
      seen.dialect().access().begin(connection, seen.session());
      Selection selection =
          new SelectionFinder(seen.spokenOn(connection), job.extract(), connection).find();
      selectNothing(selection);
    } catch (SQLException e) {
      throw seen.failed("reading " + table, e);
    }
  }

  /** A statement that is prepared only would not be asked whether it may see the rows. */
  private void selectNothing(Selection selection) throws SQLException {
    String query = selection.select(String.join(", ", selection.expressions()), List.of("1 = 0"));
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      statement.executeQuery().close();
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      // Nothing was written, and the server clears away what is left.
      return;
    }
  }
}
