package dev.penstock.engine;

import static java.util.Objects.requireNonNull;

import dev.penstock.destination.CommitRecord;
import dev.penstock.destination.Ledger;
import dev.penstock.failure.IngestException;
import dev.penstock.job.Cursor;
import dev.penstock.job.Job;
import dev.penstock.job.LoadType;
import dev.penstock.source.Known;
import dev.penstock.source.Recalling;
import dev.penstock.source.Source;
import dev.penstock.source.Survey;
import dev.penstock.source.Watermark;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The rows that the source has now where a load has read.
 *
 * @param rows empty when they cannot be told
 * @param reason why not; empty when they can
 */
public record Recount(OptionalLong rows, String reason) {
  public Recount {
    requireNonNull(rows, "rows");
    requireNonNull(reason, "reason");
  }

  /**
   * Counts the window of a load: what a run would now find past its beginning, less what it would
   * find past its end. A full load is compared with the whole table.
   */
  static Recount of(Connectors connectors, Ledger ledger, Job job, CommitRecord load) {
    Optional<String> obstacle = obstacle(job, load);
    if (obstacle.isPresent()) {
      return unknown(obstacle.get());
    }
    try (Source source = connectors.open(job)) {
      Bounds bounds = bounds(source, ledger, job, load);
      Survey past = bounds.before().survey();
      if (load.loadType() == LoadType.FULL || past.rows().isEmpty()) {
        return of(past);
      }
      Survey later = bounds.after().survey();
      return later.rows().isEmpty()
          ? of(later)
          : new Recount(OptionalLong.of(past.rows().getAsLong() - later.rows().getAsLong()), "");
    } catch (IngestException e) {
      return unknown(e.getMessage());
    }
  }

  /** Where the load began and where it ended. */
  private record Bounds(Bound before, Bound after) {}

  private interface Bound {
    Survey survey();
  }

  private static Bounds bounds(Source source, Ledger ledger, Job job, CommitRecord load) {
    if (!(source instanceof Recalling recalling && recalling.recalls())) {
      return new Bounds(() -> source.survey(load.from()), () -> source.survey(load.watermark()));
    }
    return new Bounds(
        () -> source.survey(load.from(), before(ledger, job, load)),
        () -> source.survey(load.watermark(), Remembered.known(job, ledger, load)));
  }

  private static Optional<Known> before(Ledger ledger, Job job, CommitRecord load) {
    Optional<CommitRecord> before =
        ledger.all().stream().filter(one -> one.sequence() == load.sequence() - 1).findFirst();
    if (load.from().isEmpty() || before.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Remembered.known(job, ledger, before.get());
    } catch (IngestException e) {
      throw new IngestException(
          e.code(),
          "how far each record of the parent was read before the load is not known (what a later load replaced is deleted after staging_lifetime): "
              + e.getMessage().lines().findFirst().orElse(""),
          e);
    }
  }

  private static Optional<String> obstacle(Job job, CommitRecord load) {
    if (load.loadType() != job.loadType()) {
      return Optional.of("the load was " + load.loadType() + ", the job is " + job.loadType());
    }
    if (load.loadType() == LoadType.INCREMENTAL && load.watermark().isEmpty()) {
      return Optional.of("the load left no watermark, as the table had no rows");
    }
    Optional<String> column = job.extract().cursor().map(Cursor::column);
    return load.watermark()
        .map(Watermark::column)
        .filter(loaded -> !column.equals(Optional.of(loaded)))
        .map(loaded -> "the load read by column " + loaded + ", the job reads by another now");
  }

  private static Recount of(Survey survey) {
    return survey.rows().isPresent()
        ? new Recount(survey.rows(), "")
        : unknown(
            survey.warnings().stream()
                .filter(warning -> warning.contains("not counted"))
                .findFirst()
                .orElse("the source does not count"));
  }

  private static Recount unknown(String reason) {
    return new Recount(OptionalLong.empty(), reason);
  }
}
