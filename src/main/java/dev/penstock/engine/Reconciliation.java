package dev.penstock.engine;

import dev.penstock.destination.Delivery;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.job.Job;

/**
 * Compares the rows counted at the source with the rows read; the destination compares these with
 * its files.
 */
final class Reconciliation {
  private Reconciliation() {}

  static void check(Job job, Delivery delivery) {
    long read = delivery.rows() + delivery.discards().rows() + delivery.dropped();
    delivery
        .survey()
        .rows()
        .ifPresent(
            counted -> {
              if (counted != read) {
                throw new IngestException(
                    ErrorCode.COUNT_MISMATCH,
                    ("%s: the source counted %,d rows of %s in the window, but %,d were read. Nothing was committed.\n"
                            + "Run it again; if it stays, the table changes while it is read: see docs/sources.")
                        .formatted(job.place(), counted, job.extract().qualifiedName(), read));
              }
            });
  }
}
