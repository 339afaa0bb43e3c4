package dev.penstock.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A database server that lives as long as the JVM, with a folder that goes away with it. */
final class ServerProcess {
  private ServerProcess() {}

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** Returns once the server's log, which is to come to its output, says that it listens. */
  static void start(ProcessBuilder server, Path home, String ready) throws IOException {
    Process process = server.redirectErrorStream(true).start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(process, home)));
    awaitReady(process, ready);
  }

  /** The exit code of a process that ends by itself. */
  static int await(Process process) throws IOException {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** Who reads none of what follows would make the server wait one day. */
  static void awaitReady(Process process, String ready) throws IOException {
    BufferedReader log = process.inputReader(StandardCharsets.UTF_8);
    StringBuilder said = new StringBuilder();
    for (String line = log.readLine(); line != null; line = log.readLine()) {
      if (line.contains(ready)) {
        Thread drain = new Thread(() -> drain(log), "server-log");
        drain.setDaemon(true);
        drain.start();
        return;
      }
      said.append(line).append('\n');
    }
    throw new IOException("the server did not start:\n" + said);
  }

  private static void drain(BufferedReader log) {
    try {
      log.lines().forEach(rest -> {});
    } catch (UncheckedIOException e) {
      // The process was ended, and its log with it.
    }
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

  static void delete(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
