package dev.penstock.destination.lake;

import dev.penstock.destination.CommitRecord;
import dev.penstock.destination.CommitRecord.Kind;
import dev.penstock.destination.DataFile;
import dev.penstock.destination.LoadIds;
import dev.penstock.destination.Note;
import dev.penstock.destination.RememberedRows;
import dev.penstock.destination.Undo;
import dev.penstock.job.Job;
import dev.penstock.job.LoadType;
import dev.penstock.schema.TableSchema;
import dev.penstock.source.Consistency;
import dev.penstock.source.Watermark;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** Makes the records of what people change by hand. */
final class HandWritten {
  private final JobHome home;
  private final Optional<CommitRecord> last;

  /**
   * @param last the newest record
   */
  HandWritten(JobHome home, Optional<CommitRecord> last) {
    this.home = home;
    this.last = last;
  }

  /** What a record of each kind has of its own. */
  private record Change(
      Kind kind,
      LoadType loadType,
      Optional<Watermark> watermark,
      List<DataFile> added,
      List<String> removed,
      String why,
      OptionalLong backTo,
      Optional<RememberedRows> remembered,
      TableSchema schema) {}

  CommitRecord state(Optional<Watermark> watermark, String runId, String why) {
    return record(
        new Change(
            Kind.STATE,
            home.job().loadType(),
            watermark,
            List.of(),
            List.of(),
            why,
            OptionalLong.empty(),
            watermark.flatMap(set -> stillKnown()),
            schema()),
        runId);
  }

  /**
   * Which rows were delivered does not change with the watermark. A file that is gone is not named
   * again: what lies at or below the new watermark is then taken as delivered.
   */
  private Optional<RememberedRows> stillKnown() {
    return last.flatMap(CommitRecord::remembered)
        .filter(rows -> new RememberedFiles(home).isThere(rows));
  }

  /**
   * @param base the record as of which the job stands again
   */
  CommitRecord undo(Undo undo, Optional<CommitRecord> base, String runId, String why) {
    return record(
        new Change(
            Kind.UNDO,
            // Where a full load stands again, reading on behind no watermark would double its rows.
            base.map(CommitRecord::loadType).orElse(home.job().loadType()),
            undo.watermark(),
            undo.returning(),
            undo.leaving().stream().map(DataFile::path).toList(),
            why,
            OptionalLong.of(undo.backTo()),
            base.flatMap(CommitRecord::remembered),
            schema().backTo(base.map(CommitRecord::schema).orElse(TableSchema.NONE))),
        runId);
  }

  private TableSchema schema() {
    return last.map(CommitRecord::schema).orElse(TableSchema.NONE);
  }

  private CommitRecord record(Change change, String runId) {
    Job job = home.job();
    Instant now = home.clock().instant();
    return new CommitRecord(
        CommitRecord.format(change.kind(), change.remembered(), 0),
        last.map(CommitRecord::sequence).orElse(0L) + 1,
        new LoadIds(home.clock()).next(),
        UUID.randomUUID().toString(),
        runId,
        job.id(),
        change.kind(),
        change.loadType(),
        job.target().disposition(),
        job.sourceName(),
        job.extract().tableName(),
        last.flatMap(CommitRecord::watermark),
        change.watermark(),
        change.added(),
        change.removed(),
        change.added().stream().mapToLong(DataFile::rows).sum(),
        OptionalLong.empty(),
        "",
        change.schema(),
        Consistency.PER_SPLIT,
        1,
        List.of(),
        now,
        now,
        home.options().engineVersion(),
        Optional.of(new Note(Holder.person(), change.why(), change.backTo())),
        change.remembered(),
        0,
        0,
        Optional.empty());
  }
}
