package dev.penstock.source;

import dev.penstock.job.Job;
import java.time.Instant;
import java.util.Optional;

/**
 * One connection to a source, made to ask how it is. Used by one thread; failures are
 * IngestException.
 */
public interface Visit extends AutoCloseable {
  /** What the other side says of itself. */
  Server server();

  /** Asks for the least and waits for the answer. */
  void roundTrip();

  /** What time it is there; empty where the clock is this machine's. */
  Optional<Instant> clock();

  /** Selects none of the rows that this job would read, which the source must allow. */
  void tryReading(Job job);

  @Override
  void close();
}
