package dev.penstock.app;

import dev.penstock.cli.CommandTree;
import dev.penstock.cli.Console;
import dev.penstock.engine.StopSignal;
import dev.penstock.secret.Redactor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A process that runs a command and is gone, without a word, as soon as so many files of a name
 * that matches are there. Arguments: folder, pattern, number, command.
 */
public final class HaltingRun {
  /** As of a process that is killed. */
  public static final int KILLED = 137;

  /** The number of files for a run to its end. */
  public static final int NEVER = 0;

  /** Short beside what a file takes; without it, the watch would take a core from the run. */
  private static final long PAUSE_NANOS = 1_000_000;

  private HaltingRun() {}

  public static void main(String[] arguments) {
    Path folder = Path.of(arguments[0]);
    int number = Integer.parseInt(arguments[2]);
    if (number != NEVER) {
      Thread watch = new Thread(() -> haltAt(folder, arguments[1], number), "watch");
      watch.setDaemon(true);
      watch.start();
    }
    Redactor redactor = new Redactor();
    Clock clock = Clock.systemUTC();
    Console console = new Console(System.out, System.err, redactor::redact, Console.Terminal.PLAIN);
    Wiring wiring = new Wiring(Path.of(""), System.getenv(), redactor, clock, text -> {});
    int exit =
        new CommandTree(wiring, console, new StopSignal(), clock, EngineVersion.TEXT)
            .execute(List.of(arguments).subList(3, arguments.length).toArray(String[]::new));
    System.exit(exit);
  }

  private static void haltAt(Path folder, String pattern, int number) {
    while (count(folder, pattern) < number) {
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    Runtime.getRuntime().halt(KILLED);
  }

  private static long count(Path folder, String pattern) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().matches(pattern)).count();
    } catch (IOException | java.io.UncheckedIOException e) {
      // Not there yet, or changing under the eyes of the walk.
      return 0;
    }
  }
}
