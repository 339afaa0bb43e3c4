package dev.penstock.app;

import dev.penstock.cli.CommandTree;
import dev.penstock.cli.Console;
import dev.penstock.engine.StopSignal;
import dev.penstock.secret.Redactor;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;

/** Where the program begins and ends. */
public final class Penstock {
  private Penstock() {}

  public static void main(String[] arguments) {
    StopSignal stop = new StopSignal();
    try (Shutdown shutdown = new Shutdown(stop)) {
      int exitCode = run(stop, arguments);
      shutdown.done();
      System.exit(exitCode);
    }
  }

  private static int run(StopSignal stop, String... arguments) {
    Clock clock = Clock.systemUTC();
    Redactor redactor = new Redactor();
    Console console =
        new Console(
            stream(FileDescriptor.out), stream(FileDescriptor.err), redactor::redact, terminal());
    Wiring wiring = new Wiring(Path.of(""), System.getenv(), redactor, clock, console::tell);
    return new CommandTree(wiring, console, stop, clock, EngineVersion.TEXT).execute(arguments);
  }

  /** Only the shell knows: from Java 22 on, {@code System.console()} is there for a pipe too. */
  private static Console.Terminal terminal() {
    return Boolean.getBoolean("penstock.interactive")
        ? Console.Terminal.INTERACTIVE
        : Console.Terminal.PLAIN;
  }

  /** UTF-8 whatever the locale says, so that names print as the workbook has them. */
  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }
}
