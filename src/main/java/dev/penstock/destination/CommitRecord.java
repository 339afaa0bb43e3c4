package dev.penstock.destination;

import static java.util.Objects.requireNonNull;

import dev.penstock.job.LoadType;
import dev.penstock.job.WriteDisposition;
import dev.penstock.schema.TableSchema;
import dev.penstock.source.Burden;
import dev.penstock.source.Consistency;
import dev.penstock.source.Watermark;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The one file that makes a load package real and carries its watermark. It serialises to JSON.
 *
 * @param format the version of this record's own shape
 * @param sequence 1 for a job's first record, then without gaps
 * @param nonce random; by it a writer knows its own record when the store's answer was lost
 * @param kind what the record stands for
 * @param from the watermark before the load
 * @param watermark the watermark after it; empty for full loads and after a reset
 * @param added the files that this load publishes
 * @param removed the published paths that it takes away, from the store's root
 * @param rows rows in {@code added}
 * @param sourceRows rows counted at the source, without those that were delivered before; empty
 *     when not counted
 * @param partitionPath the folder that the load filled, as people write it
 * @param schema the table's columns as of this load
 * @param jobStartedAt when the job began; with {@code committedAt} it gives the duration
 * @param note who did it by hand and why; empty for loads
 * @param remembered which rows at and below the watermark are known; empty where no late rows are
 *     looked for
 * @param deletes rows in {@code added} that say that another is gone at the source
 * @param discarded rows of the source that were read and left out, as the table's contract wants it
 * @param burden what was asked of the source; empty where that is not known
 */
public record CommitRecord(
    int format,
    long sequence,
    String loadId,
    String nonce,
    String runId,
    String jobId,
    Kind kind,
    LoadType loadType,
    WriteDisposition disposition,
    String sourceName,
    String tableName,
    Optional<Watermark> from,
    Optional<Watermark> watermark,
    List<DataFile> added,
    List<String> removed,
    long rows,
    OptionalLong sourceRows,
    String partitionPath,
    TableSchema schema,
    Consistency consistency,
    int attempts,
    List<String> warnings,
    Instant jobStartedAt,
    Instant committedAt,
    String engineVersion,
    Optional<Note> note,
    Optional<RememberedRows> remembered,
    long deletes,
    long discarded,
    Optional<Burden> burden) {
  /**
   * The newest format that this version reads; what it writes is {@link #format(Kind, Optional,
   * long)}.
   */
  public static final int FORMAT = 5;

  /** What a record stands for. */
  public enum Kind {
    LOAD(1),
    /** A watermark set or forgotten by hand; no files. */
    STATE(2),
    /** Loads taken back by hand: their files go, those that they had taken away come back. */
    UNDO(2);

    private final int format;

    Kind(int format) {
      this.format = format;
    }

    /** The format of records of this kind that remember no rows and hold no deletes. */
    public int format() {
      return format;
    }
  }

  /**
   * The format of a record. The oldest that can say it, so that an older version goes on where
   * nobody has changed anything by hand and neither late nor deleted rows are looked for, and
   * refuses by its number what it cannot know.
   */
  public static int format(Kind kind, Optional<RememberedRows> remembered, long deletes) {
    if (deletes > 0) {
      return 4;
    }
    return remembered.isPresent() ? 3 : kind.format();
  }

  /** The same for a load, whose rows may be of the instant of a group. */
  public static int format(
      Kind kind, Optional<RememberedRows> remembered, long deletes, Consistency consistency) {
    return consistency.group().isPresent() ? 5 : format(kind, remembered, deletes);
  }

  public CommitRecord {
    requireNonNull(loadId, "loadId");
    requireNonNull(nonce, "nonce");
    requireNonNull(runId, "runId");
    requireNonNull(jobId, "jobId");
    requireNonNull(kind, "kind");
    requireNonNull(loadType, "loadType");
    requireNonNull(disposition, "disposition");
    requireNonNull(sourceName, "sourceName");
    requireNonNull(tableName, "tableName");
    requireNonNull(from, "from");
    requireNonNull(watermark, "watermark");
    added = List.copyOf(added);
    removed = List.copyOf(removed);
    warnings = List.copyOf(warnings);
    requireNonNull(sourceRows, "sourceRows");
    requireNonNull(partitionPath, "partitionPath");
    requireNonNull(schema, "schema");
    requireNonNull(consistency, "consistency");
    requireNonNull(jobStartedAt, "jobStartedAt");
    requireNonNull(committedAt, "committedAt");
    requireNonNull(engineVersion, "engineVersion");
    requireNonNull(note, "note");
    requireNonNull(remembered, "remembered");
    requireNonNull(burden, "burden");
  }

  /** A record that remembers no rows and holds no deletes. */
  public CommitRecord(
      int format,
      long sequence,
      String loadId,
      String nonce,
      String runId,
      String jobId,
      Kind kind,
      LoadType loadType,
      WriteDisposition disposition,
      String sourceName,
      String tableName,
      Optional<Watermark> from,
      Optional<Watermark> watermark,
      List<DataFile> added,
      List<String> removed,
      long rows,
      OptionalLong sourceRows,
      String partitionPath,
      TableSchema schema,
      Consistency consistency,
      int attempts,
      List<String> warnings,
      Instant jobStartedAt,
      Instant committedAt,
      String engineVersion,
      Optional<Note> note) {
    this(
        format,
        sequence,
        loadId,
        nonce,
        runId,
        jobId,
        kind,
        loadType,
        disposition,
        sourceName,
        tableName,
        from,
        watermark,
        added,
        removed,
        rows,
        sourceRows,
        partitionPath,
        schema,
        consistency,
        attempts,
        warnings,
        jobStartedAt,
        committedAt,
        engineVersion,
        note,
        Optional.empty(),
        0,
        0,
        Optional.empty());
  }

  /** The same with one warning more. */
  public CommitRecord warning(String more) {
    List<String> all = new ArrayList<>(warnings);
    all.add(more);
    return new CommitRecord(
        format,
        sequence,
        loadId,
        nonce,
        runId,
        jobId,
        kind,
        loadType,
        disposition,
        sourceName,
        tableName,
        from,
        watermark,
        added,
        removed,
        rows,
        sourceRows,
        partitionPath,
        schema,
        consistency,
        attempts,
        all,
        jobStartedAt,
        committedAt,
        engineVersion,
        note,
        remembered,
        deletes,
        discarded,
        burden);
  }

  public long bytes() {
    return added.stream().mapToLong(DataFile::bytes).sum();
  }
}
