package dev.penstock.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.stream.Stream;

/** One MariaDB server for all tests of a JVM, started at first use and stopped with the JVM. */
public final class EmbeddedMaria {
  public static final String USER = MariaServer.USER;
  public static final String PASSWORD = MariaServer.PASSWORD;
  public static final String DATABASE = MariaServer.DATABASE;

  private static MariaServer server;

  private EmbeddedMaria() {}

  private static synchronized MariaServer server() {
    if (server == null) {
      try {
        server = start();
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
    return server;
  }

  private static MariaServer start() throws IOException {
    Path home = Files.createTempDirectory("mariadb");
    MariaServer started =
        MariaServer.start(
            home,
            "--innodb-log-file-size=16M",
            "--innodb-buffer-pool-size=32M",
            "--max-connections=60");
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(started, home)));
    return started;
  }

  private static void stop(MariaServer started, Path home) {
    started.kill();
    try {
      delete(home);
    } catch (IOException e) {
      // What is left lies in the folder for temporary files.
      return;
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }

  /** The server listens on 127.0.0.1. */
  public static int port() {
    return server().port();
  }

  /** A connection of a user who may do everything; the caller closes it. */
  public static Connection connect() throws SQLException {
    return connect(DATABASE);
  }

  private static Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:mariadb://127.0.0.1:%d/%s?user=%s&password=%s&sessionVariables=sql_mode='ANSI,PIPES_AS_CONCAT',time_zone='+00:00',max_recursive_iterations=1000000"
            .formatted(port(), database, USER, PASSWORD));
  }

  /** Executes statements as a user who may do everything. */
  public static void execute(String... statements) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
