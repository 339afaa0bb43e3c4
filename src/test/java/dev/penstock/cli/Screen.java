package dev.penstock.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;

/** A console that keeps what is printed. */
final class Screen {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Console console;

  Screen(Console.Terminal terminal) {
    console =
        new Console(
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8),
            text -> text.replace("hunter2", "***"),
            terminal);
  }

  Console console() {
    return console;
  }

  /** What was printed as a result so far. */
  String out() {
    return out.toString(UTF_8);
  }

  /** What was told beside the results so far. */
  String err() {
    return err.toString(UTF_8);
  }
}
