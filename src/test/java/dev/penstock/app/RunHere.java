package dev.penstock.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.penstock.cli.CommandTree;
import dev.penstock.cli.Console;
import dev.penstock.engine.StopSignal;
import dev.penstock.secret.Redactor;
import dev.penstock.testing.PenstockProcess.Result;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Set;

/** A command in this JVM, wired as in a process of its own, which would take a second to start. */
public final class RunHere {
  /** They write files where this JVM runs, which is the checkout. */
  private static final Set<String> WRITERS = Set.of("init", "discover");

  private RunHere() {}

  /**
   * @param home the folder that it works in
   * @param environment all the variables that it sees
   */
  public static Result run(Path home, Map<String, String> environment, String... arguments) {
    if (arguments.length > 0 && WRITERS.contains(arguments[0])) {
      throw new IllegalArgumentException(arguments[0] + " needs a process of its own");
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Clock clock = Clock.systemUTC();
    Redactor redactor = new Redactor();
    Console console =
        new Console(
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8),
            redactor::redact,
            Console.Terminal.PLAIN);
    Wiring wiring = new Wiring(home, Map.copyOf(environment), redactor, clock, console::tell);
    int exitCode =
        new CommandTree(wiring, console, new StopSignal(), clock, EngineVersion.TEXT)
            .execute(arguments);
    return new Result(exitCode, out.toString(UTF_8), err.toString(UTF_8));
  }
}
