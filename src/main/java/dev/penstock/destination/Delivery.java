package dev.penstock.destination;

import static java.util.Objects.requireNonNull;

import dev.penstock.source.Survey;
import java.util.List;
import java.util.Optional;

/**
 * Everything that a load has to say for itself when it commits.
 *
 * @param splits the results of all splits, in the order of their indexes
 * @param attempts how many times the job was tried, this one included
 * @param dropped rows that were read and are not among those of the splits, as a load before had
 *     delivered them
 * @param remembering empty where no late rows are looked for
 */
public record Delivery(
    Survey survey,
    List<SplitResult> splits,
    int attempts,
    long dropped,
    Optional<Remembering> remembering) {
  public Delivery {
    splits = List.copyOf(splits);
    requireNonNull(remembering, "remembering");
  }

  /** One that remembers no rows. */
  public Delivery(Survey survey, List<SplitResult> splits, int attempts) {
    this(survey, splits, attempts, 0, Optional.empty());
  }

  /** Rows that the load adds. */
  public long rows() {
    return splits.stream().mapToLong(SplitResult::rows).sum();
  }
}
