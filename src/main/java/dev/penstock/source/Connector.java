package dev.penstock.source;

import dev.penstock.job.Job;

/** Opens sources of one kind. Safe for use by several threads. */
public interface Connector extends AutoCloseable {
  /** Connects and reads the job's schema; the caller closes the source. */
  Source open(Job job);

  /** Closes what the sources shared, such as connection pools. */
  @Override
  void close();
}
