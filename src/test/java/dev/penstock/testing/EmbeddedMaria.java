package dev.penstock.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;

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
      ServerProcess.delete(home);
    } catch (IOException e) {
      // What is left lies in the folder for temporary files.
      return;
    }
  }

  /** The server listens on 127.0.0.1. */
  public static int port() {
    return server().port();
  }

  /** Executes statements as a user who may do everything. */
  public static void execute(String... statements) throws SQLException {
    MysqlServer.MARIADB.execute(statements);
  }
}
