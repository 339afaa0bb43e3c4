package dev.penstock.destination;

import dev.penstock.source.BatchReader;

/** Columns of one published file, being read. */
public interface DeliveredFile extends BatchReader {
  /** The load that delivered its rows, though an undo may have brought them back. */
  String loadId();

  Content content();

  /** What the rows of a file say. */
  enum Content {
    /** These rows are there. */
    ROWS,
    /** The rows with these keys are gone. */
    TOMBSTONES
  }
}
