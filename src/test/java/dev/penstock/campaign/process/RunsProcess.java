package dev.penstock.campaign.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.penstock.app.PausedRuns;
import dev.penstock.testing.ClassArchive;
import dev.penstock.testing.OwnJar;
import dev.penstock.testing.PenstockProcess;
import dev.penstock.testing.pause.Gate;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A JVM of its own, with the classes of the packaged jar, that runs commands, and that can be held
 * at a step, stopped and killed; see {@link PausedRuns}.
 */
final class RunsProcess implements AutoCloseable {
  private static final long LONGEST_SECONDS = 120;

  private final Process process;
  private final Path errors;
  private final Writer orders;
  private final BufferedReader answers;

  /** What came of an order. */
  enum Outcome {
    HELD,
    ENDED,
    DIED
  }

  /**
   * @param exitCode of the command; -1 unless it has ended
   * @param text what it printed; where it is held
   */
  record Answer(Outcome outcome, int exitCode, String text) {}

  /**
   * How the JVM is started.
   *
   * @param prefix a command that starts the command behind it, such as {@code unshare}
   */
  record Launch(List<String> prefix) {
    static final Launch PLAIN = new Launch(List.of());
  }

  private RunsProcess(Process process, Path errors) {
    this.process = process;
    this.errors = errors;
    this.orders = process.outputWriter(UTF_8);
    this.answers = process.inputReader(UTF_8);
  }

  /** Starts in this folder; returns at once. */
  static RunsProcess start(Path home, Map<String, String> environment, Launch launch)
      throws IOException {
    List<String> command = new ArrayList<>(launch.prefix());
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx256m",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xshare:auto",
            "-Xlog:disable",
            "-Xlog:all=error:stderr",
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            ClassArchive.flag()));
    command.addAll(List.of("-cp", Jars.CLASS_PATH, PausedRuns.class.getName()));
    Path errors = Files.createTempFile("runs", ".err");
    Process started =
        new PenstockProcess(home)
            .with(environment)
            .at(new ProcessBuilder(command))
            .redirectError(errors.toFile())
            .start();
    return new RunsProcess(started, errors);
  }

  long pid() {
    return process.pid();
  }

  void send(String order) throws IOException {
    orders.write(order + "\n");
    orders.flush();
  }

  /** Gives a command, and waits for what comes of it. */
  Answer run(String command) throws IOException {
    begin(command);
    return next();
  }

  void begin(String command) throws IOException {
    send("do " + command);
  }

  /** Waits until a run is held or has ended. */
  Answer next() throws IOException {
    CompletableFuture<Void> watch =
        CompletableFuture.runAsync(
            process::destroyForcibly,
            CompletableFuture.delayedExecutor(LONGEST_SECONDS, TimeUnit.SECONDS));
    try {
      return read();
    } finally {
      watch.cancel(false);
    }
  }

  private Answer read() throws IOException {
    StringBuilder text = new StringBuilder();
    for (String line = answers.readLine(); line != null; line = answers.readLine()) {
      if (line.startsWith("@at ")) {
        return new Answer(Outcome.HELD, -1, line.substring("@at ".length()));
      }
      if (line.startsWith("@exit ")) {
        int exitCode = Integer.parseInt(line.substring("@exit ".length()));
        return new Answer(Outcome.ENDED, exitCode, text.toString());
      }
      text.append(line).append('\n');
    }
    return new Answer(Outcome.DIED, -1, text + errors());
  }

  /** What it wrote beside its answers, which should be nothing. */
  String errors() throws IOException {
    return Files.readString(errors);
  }

  void go() throws IOException {
    send("go");
  }

  /** As {@code kill -9} does. What it has answered so far can still be read. */
  void kill() throws InterruptedException {
    // Not the process itself, which would close the streams.
    process.toHandle().destroyForcibly();
    process.waitFor();
  }

  /** After a while, unless it dies by itself before. */
  void killAfter(Duration time) throws InterruptedException {
    if (!process.waitFor(time.toNanos(), TimeUnit.NANOSECONDS)) {
      kill();
    }
  }

  /** No thread of it runs until {@link #resume}. */
  void stop() throws IOException, InterruptedException {
    signal("-STOP");
  }

  void resume() throws IOException, InterruptedException {
    signal("-CONT");
  }

  private void signal(String name) throws IOException, InterruptedException {
    String pid = Long.toString(process.pid());
    int exit = new ProcessBuilder("kill", name, pid).inheritIO().start().waitFor();
    if (exit != 0) {
      throw new IOException("kill " + name + " " + pid + " ended with " + exit);
    }
  }

  /** Lets it end by itself, as soon as it has done what it was told. */
  void end() throws IOException, InterruptedException {
    orders.close();
    if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
      throw new IOException("it does not end");
    }
  }

  @Override
  public void close() {
    try {
      kill();
      orders.close();
      Files.deleteIfExists(errors);
    } catch (IOException e) {
      // It is dead; what it was still to be told is of no use to it.
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The packaged jar and what holds its runs. */
  private static final class Jars {
    static final String CLASS_PATH = classPath();

    private static String classPath() {
      try (OwnJar own = OwnJar.begin()) {
        own.add(PausedRuns.class, "PausedRuns").add(Gate.class, "");
        return own.classPath();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
