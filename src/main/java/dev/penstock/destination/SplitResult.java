package dev.penstock.destination;

import java.util.List;

/** What came of one split. It serialises to JSON. */
public record SplitResult(int split, long rows, List<StagedFile> files) {
  public SplitResult {
    files = List.copyOf(files);
  }
}
