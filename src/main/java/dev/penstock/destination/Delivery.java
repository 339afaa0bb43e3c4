package dev.penstock.destination;

import static java.util.Objects.requireNonNull;

import dev.penstock.schema.Discards;
import dev.penstock.source.Burden;
import dev.penstock.source.Survey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Everything that a load has to say for itself when it commits.
 *
 * @param splits the results of all splits, in the order of their indexes
 * @param attempts how many times the job was tried, this one included
 * @param dropped rows that were read and are not among those of the splits, as a load before had
 *     delivered them
 * @param tombstones rows saying that others are gone; not among those of the splits, under an index
 *     of its own
 * @param remembering empty where no late rows are looked for
 * @param burden what was asked of the source
 */
public record Delivery(
    Survey survey,
    List<SplitResult> splits,
    int attempts,
    long dropped,
    Optional<SplitResult> tombstones,
    Optional<Remembering> remembering,
    Burden burden) {
  public Delivery {
    requireNonNull(burden, "burden");
    splits = List.copyOf(splits);
    requireNonNull(tombstones, "tombstones");
    requireNonNull(remembering, "remembering");
  }

  /** One of which it is not known what was asked of the source. */
  public Delivery(
      Survey survey,
      List<SplitResult> splits,
      int attempts,
      long dropped,
      Optional<SplitResult> tombstones,
      Optional<Remembering> remembering) {
    this(survey, splits, attempts, dropped, tombstones, remembering, Burden.NONE);
  }

  /** One that neither drops nor remembers rows. */
  public Delivery(Survey survey, List<SplitResult> splits, int attempts) {
    this(survey, splits, attempts, 0, Optional.empty(), Optional.empty());
  }

  /** The same with more to say. */
  public Delivery with(Survey told) {
    return new Delivery(told, splits, attempts, dropped, tombstones, remembering, burden);
  }

  /** The same, which says besides that rows are gone. */
  public Delivery with(SplitResult written) {
    return new Delivery(
        survey, splits, attempts, dropped, Optional.of(written), remembering, burden);
  }

  /** The same, which says besides what was asked of the source. */
  public Delivery with(Burden asked) {
    return new Delivery(survey, splits, attempts, dropped, tombstones, remembering, asked);
  }

  /** The results of the splits and the tombstones. */
  public List<SplitResult> results() {
    List<SplitResult> all = new ArrayList<>(splits);
    tombstones.ifPresent(all::add);
    return all;
  }

  /** Rows that say that another is gone. */
  public long deletes() {
    return tombstones.map(SplitResult::rows).orElse(0L);
  }

  /** What was read and left out, as the table's contract wants it. */
  public Discards discards() {
    return splits.stream().map(SplitResult::discards).reduce(Discards.NONE, Discards::plus);
  }

  /** Rows of the source that the load adds. */
  public long rows() {
    return splits.stream().mapToLong(SplitResult::rows).sum();
  }
}
