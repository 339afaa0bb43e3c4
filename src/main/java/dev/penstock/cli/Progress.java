package dev.penstock.cli;

import dev.penstock.engine.RunListener;
import java.time.Duration;

/** Shows a run while it runs. */
interface Progress extends AutoCloseable {
  static Progress on(Console console) {
    return switch (console.terminal()) {
      case INTERACTIVE -> new LiveProgress(console, System::nanoTime, Duration.ofMillis(200));
      case PLAIN -> new PlainProgress(console, System::nanoTime);
    };
  }

  RunListener listener();

  /** Leaves the screen as the next line of text expects it. */
  @Override
  void close();
}
