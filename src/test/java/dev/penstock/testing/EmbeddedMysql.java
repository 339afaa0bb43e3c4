package dev.penstock.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One MySQL server for all tests of a JVM, started at first use and stopped with the JVM. The
 * program comes from a jar that the profile {@code mysql} brings, of which no class is used. It
 * numbers its transactions (GTID) and keeps a binary log.
 */
public final class EmbeddedMysql {
  public static final String VERSION = "8.0.15";

  private static final String IN_JAR = "/mysql-Linux-amd64.tar.gz";
  private static final Path PROGRAM = Path.of("target", "mysql", VERSION).toAbsolutePath();

  private static EmbeddedMysql server;
  private static Optional<String> obstacle;

  private final int port;
  private final Path data;

  private EmbeddedMysql(int port, Path data) {
    this.port = port;
    this.data = data;
  }

  /** Why there is none: no such jar on the class path, or a library that it needs. */
  static synchronized Optional<String> obstacle() {
    if (obstacle == null) {
      obstacle = lookForObstacle();
    }
    return obstacle;
  }

  private static Optional<String> lookForObstacle() {
    if (EmbeddedMysql.class.getResource(IN_JAR) == null) {
      return Optional.of("no MySQL on the class path: run with -Pmysql");
    }
    try {
      unpack();
      Process process =
          new ProcessBuilder(mysqld(), "--no-defaults", "--version")
              .redirectErrorStream(true)
              .start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return ServerProcess.await(process) == 0
          ? Optional.empty()
          : Optional.of("MySQL does not run here: " + said.strip());
    } catch (IOException e) {
      return Optional.of("MySQL does not run here: " + e.getMessage());
    }
  }

  private static String mysqld() {
    return PROGRAM.resolve("bin/mysqld").toString();
  }

  /** Once for all JVMs of a build; two that begin at the same time write the same. */
  private static void unpack() throws IOException {
    if (Files.exists(PROGRAM)) {
      return;
    }
    Files.createDirectories(PROGRAM.getParent());
    Path part = Files.createTempDirectory(PROGRAM.getParent(), "part");
    Process tar =
        new ProcessBuilder("tar", "xz", "-C", part.toString()).redirectErrorStream(true).start();
    try (InputStream in = EmbeddedMysql.class.getResourceAsStream(IN_JAR);
        OutputStream out = tar.getOutputStream()) {
      in.transferTo(out);
    }
    if (ServerProcess.await(tar) != 0) {
      throw new IOException("tar cannot unpack " + IN_JAR);
    }
    Files.move(part, PROGRAM);
  }

  private static synchronized EmbeddedMysql server() {
    if (server == null) {
      try {
        server = start();
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
    return server;
  }

  private static EmbeddedMysql start() throws IOException {
    unpack();
    Path home = Files.createTempDirectory("mysql");
    Path data = home.resolve("data");
    initialise(home);
    int port = ServerProcess.freePort();
    Path script = Files.writeString(home.resolve("first.sql"), FIRST);
    ServerProcess.start(
        program(
            home,
            "--port=" + port,
            "--bind-address=127.0.0.1",
            "--mysqlx=OFF",
            "--skip-name-resolve",
            "--gtid-mode=ON",
            "--enforce-gtid-consistency=ON",
            "--sync-binlog=0",
            "--log-bin-trust-function-creators=ON",
            "--init-file=" + script),
        home,
        "ready for connections");
    return new EmbeddedMysql(port, data);
  }

  private static final String FIRST =
      """
      CREATE DATABASE %s;
      CREATE USER '%s'@'%%' IDENTIFIED BY '%s';
      GRANT ALL ON *.* TO '%s'@'%%' WITH GRANT OPTION;
      """
          .formatted(
              EmbeddedMaria.DATABASE,
              EmbeddedMaria.USER,
              EmbeddedMaria.PASSWORD,
              EmbeddedMaria.USER);

  private static void initialise(Path home) throws IOException {
    Path log = home.resolve("initialise.log");
    Process process =
        program(home, "--initialize-insecure")
            .redirectErrorStream(true)
            .redirectOutput(Redirect.to(log.toFile()))
            .start();
    if (ServerProcess.await(process) != 0) {
      throw new IOException(Files.readString(log));
    }
  }

  private static ProcessBuilder program(Path home, String... options) {
    List<String> command = new ArrayList<>();
    command.add(mysqld());
    command.add("--no-defaults");
    command.add("--basedir=" + PROGRAM);
    command.add("--lc-messages-dir=" + PROGRAM.resolve("share"));
    command.add("--datadir=" + home.resolve("data"));
    command.add("--tmpdir=" + home);
    command.add("--secure-file-priv=NULL");
    command.add("--socket=" + home.resolve("socket"));
    command.add("--pid-file=" + home.resolve("pid"));
    command.add("--innodb-flush-log-at-trx-commit=0");
    command.add("--innodb-buffer-pool-size=32M");
    command.add("--innodb-flush-method=nosync");
    command.add("--max-connections=60");
    if (System.getProperty("user.name").equals("root")) {
      command.add("--user=root");
    }
    command.addAll(List.of(options));
    return new ProcessBuilder(command);
  }

  static int port() {
    return server().port;
  }

  /** A file that the server made for itself, such as {@code ca.pem} or {@code public_key.pem}. */
  public static Path file(String name) {
    return server().data.resolve(name);
  }
}
