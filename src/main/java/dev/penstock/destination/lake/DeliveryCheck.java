package dev.penstock.destination.lake;

import dev.penstock.destination.SplitResult;
import dev.penstock.destination.StagedFile;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.parquet.ParquetFooters;
import dev.penstock.storage.FileInfo;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StoragePath;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Compares what was delivered with what lies in the staging folder, before it may be committed. */
final class DeliveryCheck {
  private final Storage storage;
  private final StoragePath folder;
  private final String place;

  /**
   * @param place the job, as messages begin
   */
  DeliveryCheck(Storage storage, StoragePath folder, String place) {
    this.storage = storage;
    this.folder = folder;
    this.place = place;
  }

  /** Reads every file's footer again, from the store. */
  void run(List<SplitResult> delivered) {
    Set<Integer> splits = new HashSet<>();
    Set<String> paths = new HashSet<>();
    for (SplitResult split : delivered) {
      require(splits.add(split.split()), "split " + split.split() + " was delivered twice");
      long rows = 0;
      for (StagedFile file : split.files()) {
        require(paths.add(file.path()), "file " + file.path() + " was delivered twice");
        check(file);
        rows += file.rows();
      }
      require(
          rows == split.rows(),
          "split %d read %d rows, but its files hold %d"
              .formatted(split.split(), split.rows(), rows));
    }
  }

  private void check(StagedFile file) {
    StoragePath path = new StoragePath(file.path());
    require(path.parent().equals(folder), "file " + file.path() + " was not staged by this load");
    long bytes = storage.find(path).map(FileInfo::bytes).orElse(-1L);
    require(bytes >= 0, "file " + file.path() + " is gone");
    require(
        bytes == file.bytes(),
        "file %s was written with %d bytes, but has %d"
            .formatted(file.path(), file.bytes(), bytes));
    long rows = ParquetFooters.rows(file.path(), bytes, new StoredBytes(storage, path));
    require(
        rows == file.rows(),
        "file %s was written with %d rows, but its footer says %d"
            .formatted(file.path(), file.rows(), rows));
  }

  private void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IngestException(
          ErrorCode.COUNT_MISMATCH,
          place
              + ": "
              + otherwise
              + ".\nNothing of this load is visible. Run the job again; if it happens again, check"
              + " the destination's disk.");
    }
  }
}
