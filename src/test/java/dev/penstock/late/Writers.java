package dev.penstock.late;

import dev.penstock.testing.EmbeddedPg;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Programs that write to a table at the same time, each in transactions that stay open for a random
 * number of turns: rows get their number and time when they are written, and are seen much later.
 */
final class Writers implements AutoCloseable {
  private final Random random;
  private final List<Writer> writers = new ArrayList<>();
  private int openAcrossRuns;

  Writers(Random random, int count) throws SQLException {
    this.random = random;
    for (int i = 0; i < count; i++) {
      Connection connection = EmbeddedPg.connect();
      connection.setAutoCommit(false);
      writers.add(new Writer(connection));
    }
  }

  static void createTable() throws SQLException {
    EmbeddedPg.execute(
        "DROP SCHEMA public CASCADE",
        "CREATE SCHEMA public",
        "CREATE TABLE events (id bigserial PRIMARY KEY, updated_at timestamptz NOT NULL DEFAULT"
            + " now(), due integer NOT NULL, note text)",
        "CREATE INDEX ON events (updated_at)");
  }

  void act(int turns) throws SQLException {
    for (int i = 0; i < turns; i++) {
      writers.get(random.nextInt(writers.size())).act();
    }
    openAcrossRuns += (int) writers.stream().filter(writer -> writer.open).count();
  }

  /** How many transactions were open when runs began, all together. */
  int openAcrossRuns() {
    return openAcrossRuns;
  }

  /** What one program writes while a run is under way. */
  void writeBeside() {
    try (Connection connection = EmbeddedPg.connect();
        Statement statement = connection.createStatement()) {
      for (int i = 0; i < 20; i++) {
        statement.execute(
            "INSERT INTO events (due, note) SELECT 500 + max(due), 'beside' FROM events");
      }
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  void endAll() throws SQLException {
    for (Writer writer : writers) {
      writer.connection.commit();
      writer.open = false;
    }
  }

  @Override
  public void close() throws SQLException {
    for (Writer writer : writers) {
      writer.connection.rollback();
      writer.connection.close();
    }
  }

  private final class Writer {
    private final Connection connection;
    private final List<Long> drawn = new ArrayList<>();
    private boolean open;

    Writer(Connection connection) {
      this.connection = connection;
    }

    void act() throws SQLException {
      try (Statement statement = connection.createStatement()) {
        open = true;
        switch (random.nextInt(10)) {
          case 0, 1, 2 -> insert(statement, "DEFAULT");
          case 3 -> drawn.add(draw(statement));
          case 4 -> {
            // A number drawn turns ago.
            insert(statement, drawn.isEmpty() ? "DEFAULT" : drawn.remove(0).toString());
          }
          case 5 -> touch(statement, ", updated_at = now()");
          case 6 -> touch(statement, "");
          case 7 -> end(random.nextInt(4) == 0);
          default -> end(false);
        }
      }
    }

    private void insert(Statement statement, String id) throws SQLException {
      // Due dates lie up to 300 behind the greatest there is.
      statement.execute(
          "INSERT INTO events (id, due, note) SELECT %s, coalesce(max(due), 1000) + %d, 'new' FROM events"
              .formatted(
                  id.equals("DEFAULT") ? "nextval('events_id_seq')" : id,
                  random.nextInt(350) - 250));
    }

    private long draw(Statement statement) throws SQLException {
      try (ResultSet result = statement.executeQuery("SELECT nextval('events_id_seq')")) {
        result.next();
        return result.getLong(1);
      }
    }

    /** Changes a recent row that no other program has its hands on. */
    private void touch(Statement statement, String more) throws SQLException {
      statement.execute(
          "UPDATE events SET note = note || 'x'%s WHERE id IN (SELECT id FROM events ORDER BY id DESC OFFSET %d LIMIT 1 FOR UPDATE SKIP LOCKED)"
              .formatted(more, random.nextInt(20)));
    }

    private void end(boolean badly) throws SQLException {
      if (badly) {
        connection.rollback();
      } else {
        connection.commit();
      }
      drawn.clear();
      open = false;
    }
  }
}
