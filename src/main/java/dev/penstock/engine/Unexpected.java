package dev.penstock.engine;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.job.Job;
import org.apache.arrow.memory.OutOfMemoryException;

/** What nobody has foreseen, in words for whoever has to deal with it. */
final class Unexpected {
  private Unexpected() {}

  /** The failure itself where it explains itself. */
  static IngestException of(Job job, Throwable failure) {
    if (failure instanceof IngestException known) {
      return known;
    }
    if (failure instanceof OutOfMemoryError || failure instanceof OutOfMemoryException) {
      return new IngestException(
          ErrorCode.INTERNAL,
          "%s: out of memory (%s).\nLower chunk_size or parallelism of this row, or give more with PENSTOCK_JAVA_OPTS=-Xmx1g."
              .formatted(job.place(), failure.getMessage()),
          failure);
    }
    return new IngestException(
        ErrorCode.INTERNAL,
        "%s: Penstock failed in a way it does not know: %s.\nPlease report it with the log in logs/errors/."
            .formatted(job.place(), failure),
        failure);
  }
}
