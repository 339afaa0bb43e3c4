package dev.penstock.cli;

import java.io.PrintStream;
import java.util.function.UnaryOperator;

/**
 * Where commands print: results to one stream, what is wrong to the other, secrets to neither. Safe
 * for threads.
 */
public final class Console {
  private final PrintStream out;
  private final PrintStream err;
  private final UnaryOperator<String> redactor;
  private final Terminal terminal;

  /** What the results stream is connected to. */
  public enum Terminal {
    /** A person is looking: lines may be drawn over. */
    INTERACTIVE,
    /** A file, a pipe or a scheduler: lines only. */
    PLAIN
  }

  /**
   * @param redactor takes secrets out of a text
   */
  public Console(
      PrintStream out, PrintStream err, UnaryOperator<String> redactor, Terminal terminal) {
    this.out = out;
    this.err = err;
    this.redactor = redactor;
    this.terminal = terminal;
  }

  public Terminal terminal() {
    return terminal;
  }

  /** Prints a result. */
  public synchronized void print(String text) {
    out.println(redactor.apply(text));
    out.flush();
  }

  /** Prints what is wrong, or what is under way, beside the results. */
  public synchronized void tell(String text) {
    err.println(redactor.apply(text));
    err.flush();
  }

  /**
   * Writes control sequences and text to the screen as they are; only for an interactive terminal.
   */
  synchronized void draw(String text) {
    out.print(redactor.apply(text));
    out.flush();
  }
}
