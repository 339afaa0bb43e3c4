package dev.penstock.engine;

import static java.util.Objects.requireNonNull;

import dev.penstock.failure.RetryPolicy;
import dev.penstock.failure.Time;
import dev.penstock.job.Blackout;
import dev.penstock.job.Job;
import dev.penstock.job.SourceTerms;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * When jobs begin and are tried again.
 *
 * @param retry of every job, but for the number of retries, which is the job's own
 * @param terms by the name of the source; of one that is absent nothing is restricted
 * @param longestWait that a job waits for the end of a blackout; it is skipped when that is further
 *     away
 * @param time in which a run waits, given the signal that ends its waits
 */
public record Pacing(
    RetryPolicy retry,
    Map<String, SourceTerms> terms,
    Duration longestWait,
    Function<StopSignal, Time> time) {
  /** Without terms of any source. */
  public static final Pacing USUAL =
      new Pacing(RetryPolicy.USUAL, Map.of(), Duration.ofHours(12), StopSignal::time);

  public Pacing {
    requireNonNull(retry, "retry");
    terms = Map.copyOf(terms);
    requireNonNull(longestWait, "longestWait");
    requireNonNull(time, "time");
  }

  SourceTerms terms(Job job) {
    return terms.getOrDefault(job.sourceName(), SourceTerms.NONE);
  }

  /** The blackout in which the job's source is now. */
  Optional<Blackout.Now> blackout(Job job, Clock clock) {
    return terms(job).blackout().flatMap(blackout -> blackout.at(clock.instant()));
  }

  /** What a blackout does to a job that would begin now. */
  String inWords(Job job, Blackout.Now blackout, Clock clock) {
    String sentence =
        "source %s is in its blackout until %s".formatted(job.sourceName(), blackout.end());
    return switch (terms(job).action()) {
      case SKIP -> sentence + ", and its blackout_action is skip";
      case WAIT ->
          isTooLong(blackout, clock)
              ? sentence
                  + ", which is longer than a job waits (%s, the setting blackout_longest_wait)"
                      .formatted(words(longestWait))
              : sentence + ", for which the job waits";
    };
  }

  boolean isTooLong(Blackout.Now blackout, Clock clock) {
    return Duration.between(clock.instant(), blackout.until()).compareTo(longestWait) > 0;
  }

  /** Such as {@code 90 s}, {@code 5 min} or {@code 4 h}. */
  static String words(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds % 3600 == 0 && seconds > 0) {
      return seconds / 3600 + " h";
    }
    return seconds % 60 == 0 && seconds > 0 ? seconds / 60 + " min" : seconds + " s";
  }
}
