package dev.penstock.source;

import dev.penstock.job.Job;

/** Whoever can look in on a source without loading anything. Safe for use by several threads. */
public interface Reachable {
  /**
   * Connects to the source of a job, once, with connections of its own. The caller closes the
   * visit.
   *
   * @throws dev.penstock.failure.IngestException when it cannot connect; the message says why
   */
  Visit visit(Job job);
}
