package dev.penstock.engine;

import dev.penstock.destination.Session;
import dev.penstock.job.Job;
import dev.penstock.source.Source;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.MDC;

/**
 * A job's place at the destination and its source, opened at the same time: either may be far away,
 * and neither needs the other.
 */
record Opening(Session session, Source source) implements AutoCloseable {
  /**
   * Waits for both; when one fails, the other is closed. When both fail, what the destination says
   * comes first.
   */
  static Opening of(EngineRooms rooms, Job job) {
    CompletableFuture<Source> source = new CompletableFuture<>();
    opener(rooms, job, source).start();
    Session session;
    try {
      session = rooms.destination().acquire(job);
    } catch (RuntimeException | Error e) {
      closeAfter(e, source);
      throw e;
    }
    try {
      return new Opening(session, source.join());
    } catch (CompletionException e) {
      closeAfter(e.getCause(), session);
      throw rethrown(e.getCause());
    }
  }

  private static Thread opener(EngineRooms rooms, Job job, CompletableFuture<Source> opened) {
    String id = MDC.get(Engine.LOG_JOB);
    Thread thread =
        new Thread(
            () -> {
              MDC.put(Engine.LOG_JOB, id);
              try {
                opened.complete(rooms.connectors().open(job));
              } catch (RuntimeException | Error e) {
                opened.completeExceptionally(e);
              }
            },
            "source-" + job.id());
    thread.setDaemon(true);
    return thread;
  }

  private static void closeAfter(Throwable failure, CompletableFuture<Source> opening) {
    try {
      opening.join().close();
    } catch (CompletionException e) {
      failure.addSuppressed(e.getCause());
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  private static void closeAfter(Throwable failure, Session session) {
    try {
      session.close();
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  private static RuntimeException rethrown(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    return (RuntimeException) failure;
  }

  /** The source first: the job is held until nothing reads for it. */
  @Override
  public void close() {
    try (Session held = session) {
      source.close();
    }
  }
}
