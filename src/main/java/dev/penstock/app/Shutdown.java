package dev.penstock.app;

import dev.penstock.cli.ExitCode;
import dev.penstock.engine.StopSignal;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ends the process cleanly on SIGINT and SIGTERM: asks the run to stop, waits until nothing is
 * half-visible, and exits with 130.
 */
final class Shutdown implements AutoCloseable {
  /**
   * A commit under way is let finish; a database that does not answer a cancel is not waited for
   * any longer.
   */
  private static final long PATIENCE_SECONDS = 60;

  private final CountDownLatch done = new CountDownLatch(1);

  Shutdown(StopSignal stop) {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(stop), "shutdown"));
  }

  private void stop(StopSignal stop) {
    if (done.getCount() == 0) {
      return;
    }
    stop.request();
    try {
      boolean ended = done.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
      // Not exit(): this hook runs inside an exit, whose code would be the signal's (143 for
      // SIGTERM).
      Runtime.getRuntime().halt(ended ? ExitCode.INTERRUPTED : ExitCode.SOME_JOB_FAILED);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The command has ended by itself. */
  void done() {
    done.countDown();
  }

  @Override
  public void close() {
    done();
  }
}
