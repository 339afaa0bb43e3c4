package dev.penstock.engine;

import dev.penstock.destination.CommitRecord;
import dev.penstock.destination.Destination;
import dev.penstock.failure.IngestException;
import dev.penstock.job.Job;
import dev.penstock.source.Survey;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges loads by those that went before: of the same job, else of the largest of other jobs of the
 * same source, value by value. Used by one thread.
 */
public final class Forecaster {
  private static final Logger LOG = LoggerFactory.getLogger(Forecaster.class);

  /** Loads further back were of another time. */
  private static final int LOADS = 5;

  /** A load of so few rows is all start and end; it says nothing of one that is longer. */
  private static final long FEW_ROWS = 10_000;

  private static final int MUCH_LARGER = 10;

  private final Destination destination;
  private final List<Job> jobs;
  private final long fileBytes;
  private final Map<String, List<CommitRecord>> loads = new HashMap<>();

  /**
   * @param jobs of which the loads may be judged by
   * @param fileBytes near which a file is ended
   */
  public Forecaster(Destination destination, List<Job> jobs, long fileBytes) {
    this.destination = destination;
    this.jobs = List.copyOf(jobs);
    this.fileBytes = fileBytes;
  }

  /** Empty for a plan that reads nothing. */
  public Optional<Forecast> of(Planner.Plan plan) {
    Optional<Survey> survey = plan.survey().filter(found -> !found.nothingNew());
    return survey.map(found -> of(plan, found));
  }

  private Forecast of(Planner.Plan plan, Survey survey) {
    boolean counted = survey.rows().isPresent();
    OptionalLong rows = counted ? survey.rows() : known(plan);
    Optional<Pace> pace = pace(plan.job(), plan.width());
    if (rows.isEmpty() || pace.isEmpty()) {
      return new Forecast(
          rows, counted, OptionalLong.empty(), OptionalLong.empty(), Optional.empty(), "");
    }
    long bytes = Math.round(rows.getAsLong() * pace.get().bytesPerRow());
    long files = Math.max(plan.splits().size(), (bytes + fileBytes - 1) / fileBytes);
    return new Forecast(
        rows,
        counted,
        OptionalLong.of(bytes),
        OptionalLong.of(files),
        pace.get().duration(rows.getAsLong()),
        pace.get().basis());
  }

  /** What the catalogue says of the whole table tells nothing of a window in it. */
  private static OptionalLong known(Planner.Plan plan) {
    boolean whole =
        plan.job().extract().filter().isEmpty()
            && plan.survey().orElseThrow().window().after().isEmpty();
    return whole ? plan.facts().rows() : OptionalLong.empty();
  }

  private Optional<Pace> pace(Job job, int columns) {
    List<CommitRecord> own = loads(job);
    if (!own.isEmpty()) {
      String basis =
          own.size() == 1 ? "as in the load before" : "as in the " + own.size() + " loads before";
      return Optional.of(Pace.of(own, 1, basis));
    }
    Optional<Job> other =
        jobs.stream()
            .filter(one -> one.tables().isEmpty() && one.sourceName().equals(job.sourceName()))
            .filter(one -> !loads(one).isEmpty())
            .max(Comparator.comparingLong(one -> largest(loads(one)).rows()));
    return other.map(
        one -> {
          List<CommitRecord> theirs = loads(one);
          int width = Math.max(1, largest(theirs).schema().columns().size());
          return Pace.of(theirs, (double) columns / width, "judged by the loads of " + one.id());
        });
  }

  private static CommitRecord largest(List<CommitRecord> loads) {
    return loads.stream().max(Comparator.comparingLong(CommitRecord::rows)).orElseThrow();
  }

  private List<CommitRecord> loads(Job job) {
    return loads.computeIfAbsent(job.id(), id -> read(job));
  }

  /** What is wrong with the log of one job keeps no plan from being shown; its own plan tells. */
  private List<CommitRecord> read(Job job) {
    try {
      return destination.ledger(job).newest(LOADS).stream()
          .filter(commit -> commit.kind() == CommitRecord.Kind.LOAD && commit.rows() > 0)
          .toList();
    } catch (IngestException e) {
      LOG.info("job {}: its loads cannot be judged by: {}", job.id(), e.getMessage());
      return List.of();
    }
  }

  /**
   * How loads went.
   *
   * @param shortest of all loads, which is about what starting and committing take
   * @param rows of the largest
   * @param largest how long that took
   * @param share of its columns that the expected load has
   */
  private record Pace(
      double bytesPerRow,
      Duration shortest,
      long rows,
      Duration largest,
      double share,
      String basis) {
    static Pace of(List<CommitRecord> loads, double share, String basis) {
      long rows = loads.stream().mapToLong(CommitRecord::rows).sum();
      long bytes = loads.stream().mapToLong(CommitRecord::bytes).sum();
      CommitRecord most = Forecaster.largest(loads);
      Duration shortest =
          loads.stream().map(Pace::took).min(Comparator.naturalOrder()).orElseThrow();
      return new Pace(share * bytes / rows, shortest, most.rows(), took(most), share, basis);
    }

    private static Duration took(CommitRecord load) {
      return Duration.between(load.jobStartedAt(), load.committedAt());
    }

    /** Empty when only much smaller loads are known. */
    Optional<Duration> duration(long expected) {
      if (rows < FEW_ROWS && expected > MUCH_LARGER * rows) {
        return Optional.empty();
      }
      double millis = largest.toMillis() * share * expected / rows;
      Duration scaled = Duration.ofMillis(Math.round(millis));
      return Optional.of(scaled.compareTo(shortest) > 0 ? scaled : shortest);
    }
  }
}
