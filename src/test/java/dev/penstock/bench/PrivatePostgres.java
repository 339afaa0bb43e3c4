package dev.penstock.bench;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** A PostgreSQL server of the bench's own, on a free port; its tables outlive it. */
final class PrivatePostgres implements AutoCloseable {
  static final String USER = "postgres";
  static final String DATABASE = "postgres";

  private final EmbeddedPostgres server;

  private PrivatePostgres(EmbeddedPostgres server) {
    this.server = server;
  }

  /** Starts the server on the data of the last bench, if there is any. */
  static PrivatePostgres start(Path folder, Machine machine) {
    try {
      EmbeddedPostgres.Builder builder =
          EmbeddedPostgres.builder()
              .setOverrideWorkingDirectory(
                  Files.createDirectories(folder.resolve("binaries")).toFile())
              .setDataDirectory(folder.resolve("data"))
              .setCleanDataDirectory(false)
              .setPGStartupWait(Duration.ofMinutes(1));
      return new PrivatePostgres(configured(builder, machine).start());
    } catch (IOException | IllegalStateException e) {
      throw new BenchException(
          "PostgreSQL does not start. If the reason below does not help, delete " + folder, e);
    }
  }

  private static EmbeddedPostgres.Builder configured(
      EmbeddedPostgres.Builder builder, Machine machine) {
    return builder
        .setServerConfig("shared_buffers", machine.sharedBuffers())
        .setServerConfig("max_wal_size", "4GB")
        .setServerConfig("fsync", "off")
        .setServerConfig("full_page_writes", "off")
        .setServerConfig("jit", "off")
        // A vacuum in the middle of a round would be charged to whatever is being timed.
        .setServerConfig("autovacuum", "off");
  }

  /**
   * Loads the table unless an earlier bench did, and brings it into memory.
   *
   * @param wide whether its wide twin is needed too
   */
  void prepare(LineItemTable table, boolean wide) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      if (!table.exists(connection)) {
        System.err.printf("Loading lineitem at scale %s (once)%n", table.scaleText());
        table.load(connection);
      }
      statement.execute("VACUUM (FREEZE, ANALYZE) " + table.qualifiedName());
      statement.execute("CREATE EXTENSION IF NOT EXISTS pg_prewarm");
      statement.execute("CHECKPOINT");
      statement.execute("SELECT pg_prewarm('%s')".formatted(table.qualifiedName()));
      if (wide) {
        new WideTable(table).prepare(connection);
      }
    } catch (SQLException | IOException e) {
      throw new BenchException("Cannot load " + table.qualifiedName(), e);
    }
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(url());
  }

  /** The one value in the one row of a query, as text. */
  String value(String query) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getString(1);
    } catch (SQLException e) {
      throw new BenchException("Cannot run " + query, e);
    }
  }

  /** Any password opens it: the server trusts the local machine. */
  String url() {
    return server.getJdbcUrl(USER, DATABASE);
  }

  int port() {
    return server.getPort();
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new BenchException("PostgreSQL does not stop", e);
    }
  }
}
