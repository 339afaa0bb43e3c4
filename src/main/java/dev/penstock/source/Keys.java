package dev.penstock.source;

import org.apache.arrow.vector.types.pojo.Schema;

/** The keys of all rows of a job. */
public interface Keys {
  /** The key columns as the source names them, in the key's order. */
  Schema schema();

  /** What is sent to the source; the plan shows it. */
  String query();

  /** Reads batches of {@link #schema}; the caller closes the reader. */
  BatchReader open();
}
