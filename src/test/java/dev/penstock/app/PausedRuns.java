package dev.penstock.app;

import dev.penstock.cli.CommandTree;
import dev.penstock.cli.Console;
import dev.penstock.engine.StopSignal;
import dev.penstock.secret.Redactor;
import dev.penstock.secret.SecretStore;
import dev.penstock.source.Connector;
import dev.penstock.storage.Containers;
import dev.penstock.testing.pause.Gate;
import dev.penstock.testing.pause.PausingConnector;
import dev.penstock.testing.pause.PausingContainers;
import dev.penstock.testing.pause.Point;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The program, for campaigns: runs a command for each line that it is given, and can be held at any
 * step of a run. It is the real program but for what stands between the engine and its stores and
 * sources. {@link #obey} has the lines that it knows; it answers {@code @at <call>} and {@code
 * @exit <code>}.
 */
public final class PausedRuns {
  private static final String END = "";

  private final BlockingQueue<String> commands = new LinkedBlockingQueue<>();
  private final Gate gate = new Gate(where -> System.out.println("@at " + where));
  private final ShiftedClock clock = new ShiftedClock();

  private PausedRuns() {}

  public static void main(String[] arguments) throws InterruptedException {
    PausedRuns runs = new PausedRuns();
    Thread orders = new Thread(runs::listen, "orders");
    orders.setDaemon(true);
    orders.start();
    for (String line = runs.commands.take(); !line.equals(END); line = runs.commands.take()) {
      System.out.println("@exit " + runs.run(line.split(" ")));
    }
    System.exit(0);
  }

  private void listen() {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] words = line.split(" ", 2);
        obey(words[0], words.length > 1 ? words[1] : "");
      }
    } catch (IOException e) {
      System.out.println("@lost " + e);
    }
    commands.add(END);
  }

  private void obey(String word, String rest) {
    switch (word) {
      case "do" -> commands.add(rest);
      case "point" -> {
        String[] parts = rest.split(" ", 2);
        gate.armAt(Point.valueOf(parts[0]), Integer.parseInt(parts[1]));
      }
      case "call" -> gate.armAt(Long.parseLong(rest));
      case "go" -> gate.go();
      case "locks" -> gate.locks(Gate.Locks.valueOf(rest));
      case "clock" -> clock.offset = Duration.parse(rest);
      default -> throw new IllegalArgumentException(word);
    }
  }

  private int run(String... arguments) {
    Redactor redactor = new Redactor();
    Console console = new Console(System.out, System.out, redactor::redact, Console.Terminal.PLAIN);
    return new CommandTree(
            new PausedWiring(redactor, console),
            console,
            new StopSignal(),
            clock,
            EngineVersion.TEXT)
        .execute(arguments);
  }

  private final class PausedWiring extends Wiring {
    PausedWiring(Redactor redactor, Console console) {
      super(Path.of(""), System.getenv(), redactor, clock, console::tell);
    }

    @Override
    Connector databases(SourceRooms sources) {
      return new PausingConnector(super.databases(sources), gate);
    }

    @Override
    Containers containers(SecretStore store) {
      return new PausingContainers(super.containers(store), gate);
    }
  }

  /** The system's clock, set forward or back. */
  private static final class ShiftedClock extends Clock {
    private volatile Duration offset = Duration.ZERO;

    @Override
    public Instant instant() {
      return Clock.systemUTC().instant().plus(offset);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException("nobody needs it");
    }
  }
}
