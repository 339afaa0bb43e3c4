package dev.penstock.destination;

import static java.util.Objects.requireNonNull;

import dev.penstock.source.Watermark;
import java.util.List;
import java.util.Optional;

/**
 * What taking loads back would do.
 *
 * @param to the load id that was asked for; empty asks for the last load
 * @param newest the newest record when this was worked out
 * @param backTo the record as of which the job would stand again; 0 is before the first
 * @param undone the records taken back, newest first, at least one; by hand set watermarks among
 *     them
 * @param leaving published files that would go
 * @param returning files that the undone loads had taken away, from where they lie to where they
 *     would be published
 * @param watermark the one that the next run would read on from; empty reads from the start
 * @param warnings what would not be as it was then
 */
public record Undo(
    Optional<String> to,
    CommitRecord newest,
    long backTo,
    List<CommitRecord> undone,
    List<DataFile> leaving,
    List<DataFile> returning,
    Optional<Watermark> watermark,
    List<String> warnings) {
  public Undo {
    requireNonNull(to, "to");
    requireNonNull(newest, "newest");
    undone = List.copyOf(undone);
    leaving = List.copyOf(leaving);
    returning = List.copyOf(returning);
    requireNonNull(watermark, "watermark");
    warnings = List.copyOf(warnings);
  }

  /** Rows that would go. */
  public long rowsLeaving() {
    return rows(leaving);
  }

  /** Rows that would come back. */
  public long rowsReturning() {
    return rows(returning);
  }

  private static long rows(List<DataFile> files) {
    return files.stream().mapToLong(DataFile::rows).sum();
  }
}
