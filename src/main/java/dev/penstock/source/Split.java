package dev.penstock.source;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * A piece of a job that is read alone. It serialises to JSON, so that another process can read it.
 *
 * @param index from 0, unique in the run
 * @param query what is sent to the source; the plan shows it
 * @param parameters values bound to the query's placeholders, in order, as text
 * @param snapshot the name of the snapshot that the reader must import; empty when the source has
 *     none to share
 * @param part on which side of the watermark its rows lie
 */
public record Split(
    int index, String query, List<String> parameters, Optional<String> snapshot, Part part) {
  /** On which side of the watermark rows lie. */
  public enum Part {
    /** Past it: no load has delivered them. */
    NEW,
    /** At or below it: most were delivered, and late ones were not. */
    AGAIN
  }

  public Split {
    requireNonNull(part, "part");
    requireNonNull(query, "query");
    parameters = List.copyOf(parameters);
    requireNonNull(snapshot, "snapshot");
  }

  /** A split of rows past the watermark. */
  public Split(int index, String query, List<String> parameters, Optional<String> snapshot) {
    this(index, query, parameters, snapshot, Part.NEW);
  }
}
