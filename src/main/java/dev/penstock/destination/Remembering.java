package dev.penstock.destination;

import java.io.IOException;
import java.io.OutputStream;

/** What a load has to remember of its rows, so that the next load knows them again. */
public interface Remembering {
  /** Rows that were read again at or below the watermark. */
  long again();

  /** How many rows are remembered. */
  long rows();

  /** Writes all of it; may be repeated. */
  void write(OutputStream out) throws IOException;
}
