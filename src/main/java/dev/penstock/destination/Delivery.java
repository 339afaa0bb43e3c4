package dev.penstock.destination;

import dev.penstock.source.Survey;
import java.util.List;

/**
 * Everything that a load has to say for itself when it commits.
 *
 * @param splits the results of all splits, in the order of their indexes
 * @param attempts how many times the job was tried, this one included
 */
public record Delivery(Survey survey, List<SplitResult> splits, int attempts) {
  public Delivery {
    splits = List.copyOf(splits);
  }

  public long rows() {
    return splits.stream().mapToLong(SplitResult::rows).sum();
  }
}
