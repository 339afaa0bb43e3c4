package dev.penstock.destination;

import static java.util.Objects.requireNonNull;

import dev.penstock.schema.Discards;
import java.util.List;

/**
 * What came of one split. It serialises to JSON.
 *
 * @param rows in {@code files}
 * @param discards what was read and left out
 */
public record SplitResult(int split, long rows, List<StagedFile> files, Discards discards) {
  public SplitResult {
    files = List.copyOf(files);
    requireNonNull(discards, "discards");
  }

  /** One that left nothing out. */
  public SplitResult(int split, long rows, List<StagedFile> files) {
    this(split, rows, files, Discards.NONE);
  }

  /** Rows that were read at the source. */
  public long rowsRead() {
    return rows + discards.rows();
  }
}
