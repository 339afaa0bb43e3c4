package dev.penstock.engine;

import dev.penstock.destination.CommitRecord;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.job.Job;
import dev.penstock.job.LoadType;
import dev.penstock.source.Watermark;
import java.util.Optional;

/** Where a run reads on. */
final class StartingPoint {
  private StartingPoint() {}

  /** The watermark to read on from; empty reads from the cursor's initial value. */
  static Optional<Watermark> of(Job job, Optional<CommitRecord> last, RunRequest.Refresh refresh) {
    if (job.extract().cursor().isEmpty()
        || refresh == RunRequest.Refresh.EVERYTHING
        || last.isEmpty()) {
      return Optional.empty();
    }
    CommitRecord commit = last.get();
    if (commit.watermark().isEmpty()) {
      if (commit.kind() != CommitRecord.Kind.STATE && commit.loadType() == LoadType.FULL) {
        throw afterFullLoad(job);
      }
      // Forgotten by hand, or the table was empty when all of it was read.
      return Optional.empty();
    }
    Watermark watermark = commit.watermark().get();
    String column = job.extract().cursor().get().column();
    if (!watermark.column().equals(column)) {
      throw otherColumn(job, column, watermark);
    }
    return commit.watermark();
  }

  private static IngestException afterFullLoad(Job job) {
    return new IngestException(
        ErrorCode.CONFIG,
        ("%s: load_type is INCREMENTAL, but the last load of job %s was FULL and left no"
                + " watermark; reading on would deliver rows twice.\n"
                + "Run it once with --full-refresh --job %s, which replaces the table, or say"
                + " where to go on with: state set %s VALUE.")
            .formatted(job.place(), job.id(), job.id(), job.id()));
  }

  private static IngestException otherColumn(Job job, String column, Watermark watermark) {
    return new IngestException(
        ErrorCode.CONFIG,
        ("%s, column watermark_column: '%s', but the watermark of the last load is one of column"
                + " '%s' (%s).\n"
                + "Put '%s' back, or run it once with --full-refresh --job %s, which replaces the"
                + " table.")
            .formatted(
                job.place(),
                column,
                watermark.column(),
                watermark.value(),
                watermark.column(),
                job.id()));
  }
}
