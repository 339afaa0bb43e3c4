package dev.penstock.source.jdbc;

import static java.util.Objects.requireNonNull;

import dev.penstock.source.Consistency;
import dev.penstock.source.Resumed;
import dev.penstock.source.Survey;
import dev.penstock.source.jdbc.GroupMoment.Moment;
import java.util.Optional;

/**
 * The moment at which a job sees its database.
 *
 * @param shared that of the job's group; empty for one of its own
 */
record HeldMoment(Optional<Moment> shared) {
  static final HeldMoment OWN = new HeldMoment(Optional.empty());

  HeldMoment {
    requireNonNull(shared, "shared");
  }

  /** The snapshot that others join to see the same. */
  Optional<String> snapshot() {
    return shared.map(Moment::snapshot);
  }

  /** What was read at the moment of one group is not gone on with at another. */
  String bookmarkPrefix() {
    return shared.map(held -> "at " + held.token() + " ").orElse("");
  }

  /** One moment of the group's is the moment of all its jobs. */
  Survey mark(Survey survey) {
    return shared.isPresent() && survey.consistency().equals(Consistency.SNAPSHOT)
        ? survey.resumed(survey.rows(), Consistency.ofGroup(shared.get().group()))
        : survey;
  }

  /**
   * All that was read before was read at this very moment.
   *
   * @param own how consistent the job is by itself
   */
  Resumed mark(Resumed resumed, Consistency own) {
    if (shared.isEmpty() || !own.equals(Consistency.SNAPSHOT)) {
      return resumed;
    }
    Consistency ofGroup = Consistency.ofGroup(shared.get().group());
    return resumed instanceof Resumed.Possible possible
        ? new Resumed.Possible(
            possible.survey().resumed(possible.survey().rows(), ofGroup), possible.splits())
        : resumed;
  }
}
