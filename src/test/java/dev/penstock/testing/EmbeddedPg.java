package dev.penstock.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/** One PostgreSQL server for all tests of a JVM, started at first use and stopped with the JVM. */
public final class EmbeddedPg {
  public static final String USER = "postgres";
  public static final String DATABASE = "postgres";

  private static EmbeddedPostgres server;

  private EmbeddedPg() {}

  private static synchronized EmbeddedPostgres server() {
    if (server == null) {
      try {
        server =
            EmbeddedPostgres.builder()
                .setServerConfig("max_connections", "60")
                .setServerConfig("fsync", "off")
                .start();
        guard(server);
      } catch (IOException | SQLException e) {
        throw new IllegalStateException(e);
      }
    }
    return server;
  }

  /** Lets everybody in without a password but the role {@code guarded}. */
  private static void guard(EmbeddedPostgres started) throws SQLException {
    try (Connection connection = started.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      String file = single(statement, "SHOW hba_file");
      statement.execute(
          "COPY (VALUES ('host all guarded all scram-sha-256'), ('host all all all trust')) TO '"
              + file
              + "'");
      String before = single(statement, "SELECT pg_conf_load_time()");
      statement.execute("SELECT pg_reload_conf()");
      String now = before;
      while (now.equals(before)) {
        try (Connection later = started.getPostgresDatabase().getConnection();
            Statement question = later.createStatement()) {
          now = single(question, "SELECT pg_conf_load_time()");
        }
      }
    }
  }

  private static String single(Statement statement, String sql) throws SQLException {
    try (ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getString(1);
    }
  }

  /** The one role that needs a password; it may read everything. */
  public static void createGuardedRole() throws SQLException {
    execute(
        "DO $$ BEGIN CREATE ROLE guarded LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$",
        "GRANT pg_read_all_data TO guarded");
  }

  /** The server listens on 127.0.0.1. */
  public static int port() {
    return server().getPort();
  }

  /** What a source of the superuser's needs, by the columns of the sheet Sources. */
  public static Map<String, String> settings() {
    return settings(USER);
  }

  /** The same of another user, who needs no password. */
  public static Map<String, String> settings(String user) {
    return settings(port(), user);
  }

  /** The same by way of a port that something else listens on. */
  public static Map<String, String> settings(int port, String user) {
    return Map.of(
        "host",
        "127.0.0.1",
        "port",
        Integer.toString(port),
        "database",
        DATABASE,
        "username",
        user,
        "option_sslmode",
        "disable");
  }

  /** A connection of the superuser; the caller closes it. */
  public static Connection connect() throws SQLException {
    return server().getPostgresDatabase().getConnection();
  }

  /** Executes statements as the superuser. */
  public static void execute(String... statements) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
