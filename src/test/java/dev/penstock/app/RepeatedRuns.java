package dev.penstock.app;

import dev.penstock.cli.CommandTree;
import dev.penstock.cli.Console;
import dev.penstock.engine.StopSignal;
import dev.penstock.secret.Redactor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;

/**
 * A process that runs a command for each line that it is given, so that two of them can meet many
 * times. Answers with {@code exit <code>}.
 */
public final class RepeatedRuns {
  private RepeatedRuns() {}

  public static void main(String[] arguments) throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    System.out.println("ready");
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      System.out.println("exit " + run(line.split(" ")));
    }
  }

  private static int run(String... arguments) {
    Redactor redactor = new Redactor();
    Clock clock = Clock.systemUTC();
    Console console = new Console(System.out, System.err, redactor::redact, Console.Terminal.PLAIN);
    Wiring wiring = new Wiring(Path.of(""), System.getenv(), redactor, clock, text -> {});
    return new CommandTree(wiring, console, new StopSignal(), clock, EngineVersion.TEXT)
        .execute(arguments);
  }
}
