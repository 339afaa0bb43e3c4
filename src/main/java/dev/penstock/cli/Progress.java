package dev.penstock.cli;

import dev.penstock.engine.RunListener;

/** Shows a run while it runs. */
interface Progress extends AutoCloseable {
  static Progress on(Console console) {
    return switch (console.terminal()) {
      case INTERACTIVE -> new LiveProgress(console);
      case PLAIN -> new PlainProgress(console);
    };
  }

  RunListener listener();

  /** Leaves the screen as the next line of text expects it. */
  @Override
  void close();
}
