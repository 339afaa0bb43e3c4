package dev.penstock.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.cli.CommandTree;
import dev.penstock.cli.Console;
import dev.penstock.engine.StopSignal;
import dev.penstock.secret.Redactor;
import dev.penstock.testing.Sheets;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A folder of the program in which secrets are laid out, and looked for where they must not be. */
final class CanaryHome {
  private final Path home;
  private final Sheets sheets = new Sheets();
  private final StringBuilder toml = new StringBuilder();
  private final Map<String, String> environment = new LinkedHashMap<>();
  private final StringBuilder printed = new StringBuilder();

  /**
   * @param home not there yet
   */
  CanaryHome(Path home) throws IOException {
    this.home = home;
    Files.createDirectories(home.resolve(".dlt"));
  }

  /** The workbook, to be filled before {@link #write}. */
  Sheets sheets() {
    return sheets;
  }

  /** The secrets file, to be filled before {@link #write}. */
  StringBuilder toml() {
    return toml;
  }

  /** The variables, to be filled before the first command. */
  Map<String, String> environment() {
    return environment;
  }

  Path path(String name) {
    return home.resolve(name);
  }

  /** What all commands so far have printed. */
  String printed() {
    return printed.toString();
  }

  /** In each form another: with what URLs, TOML, SQL and JSON write in a way of their own. */
  static String canary(String name) {
    return "k4n4ry" + Integer.toHexString(name.hashCode()) + "x;%41&=/+\u00e9";
  }

  void write() throws IOException {
    sheets.write(home.resolve("config/ingestion_config.xlsx"));
    Files.writeString(home.resolve(".dlt/secrets.toml"), toml);
  }

  /** Says what the worst of these commands exits with. */
  int run(List<String> commands) {
    return commands.stream().mapToInt(command -> run(command.split(" "))).max().orElseThrow();
  }

  int run(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream both = new PrintStream(out, true, UTF_8);
    Redactor redactor = new Redactor();
    Clock clock = Clock.systemUTC();
    Console console = new Console(both, both, redactor::redact, Console.Terminal.PLAIN);
    Wiring wiring = new Wiring(home, Map.copyOf(environment), redactor, clock, console::tell);
    int exitCode =
        new CommandTree(wiring, console, new StopSignal(), clock, EngineVersion.TEXT)
            .execute(arguments);
    printed.append(String.join(" ", arguments)).append('\n').append(out.toString(UTF_8));
    return exitCode;
  }

  /** The jobs that have failed in any run, by the audit. */
  List<String> failedJobs() throws IOException {
    List<String> failed = new ArrayList<>();
    try (Stream<Path> files = Files.list(home.resolve("metadata"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".csv")).toList()) {
        for (String line : Files.readAllLines(file)) {
          String[] cells = line.split(",", 4);
          if (cells[2].equals("FAILED") || cells[2].equals("SECRETS_INVALID")) {
            failed.add(cells[1]);
          }
        }
      }
    }
    return failed;
  }

  /** On the console, and in every file but those into which it was put by hand. */
  void requireNowhere(String canary) throws IOException {
    requireNot("the console", printed(), canary);
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = home.relativize(file).toString();
        if (!name.startsWith("config") && !name.startsWith(".dlt")) {
          requireNot(name, new String(Files.readAllBytes(file), UTF_8), canary);
        }
      }
    }
  }

  private static void requireNot(String where, String text, String canary) {
    // Up to its first special character it is the same in all forms but Base64.
    String beginning = canary.replaceFirst("[^A-Za-z0-9].*", "");
    assertThat(text).as(where).doesNotContain(beginning);
    String base64 = Base64.getEncoder().encodeToString(canary.getBytes(UTF_8));
    assertThat(text).as(where).doesNotContain(base64.substring(0, 16));
  }
}
