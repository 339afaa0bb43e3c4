package dev.penstock.audit.csv;

import dev.penstock.audit.AuditEntry;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Reads audit files back. */
public final class AuditReader {
  private final AuditFiles files;

  public AuditReader(Path folder) {
    // The zone decides the names of files to write; reading takes whatever is there.
    this.files = new AuditFiles(folder, ZoneOffset.UTC);
  }

  /**
   * The last rows that are wanted, over all files, oldest first; torn lines are passed over. Empty
   * when nothing was written yet. Durations and times come back to the millisecond.
   */
  public List<AuditEntry> last(int rows, Predicate<AuditEntry> wanted) {
    List<AuditEntry> newestFirst = new ArrayList<>();
    List<Path> all = files.all();
    for (int i = all.size() - 1; i >= 0 && newestFirst.size() < rows; i--) {
      List<String> lines = lines(all.get(i));
      for (int j = lines.size() - 1; j >= 0 && newestFirst.size() < rows; j--) {
        Optional<AuditEntry> entry = AuditRow.read(lines.get(j)).filter(wanted);
        entry.ifPresent(newestFirst::add);
      }
    }
    Collections.reverse(newestFirst);
    return List.copyOf(newestFirst);
  }

  private List<String> lines(Path file) {
    try {
      return files.lines(file);
    } catch (IOException e) {
      throw new IngestException(
          ErrorCode.STORAGE_REFUSED,
          "%s: cannot be read (%s).\nSee to it that this user may read it."
              .formatted(file, e.getClass().getSimpleName()),
          e);
    }
  }
}
