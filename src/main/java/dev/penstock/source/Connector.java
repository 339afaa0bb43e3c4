package dev.penstock.source;

import dev.penstock.job.Job;
import java.util.List;

/** Opens sources of one kind. Safe for use by several threads. */
public interface Connector extends AutoCloseable {
  /** Connects and reads the job's schema; the caller closes the source. */
  Source open(Job job);

  /**
   * The names of the tables and views in the job's schema, without one in the source's default;
   * connects once.
   *
   * @throws dev.penstock.failure.IngestException CONFIG when sources of this kind have no tables
   */
  List<String> tables(Job job);

  /** Closes what the sources shared, such as connection pools. */
  @Override
  void close();
}
