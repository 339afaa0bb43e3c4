package dev.penstock.destination.lake;

import dev.penstock.destination.CommitRecord;
import dev.penstock.destination.DataFile;
import dev.penstock.failure.IngestException;
import dev.penstock.job.WriteDisposition;
import dev.penstock.parquet.ParquetFooters;
import dev.penstock.storage.FileInfo;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StoragePath;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds the published files of earlier loads, and those that a load takes away, reading as little
 * of the log as it can.
 */
final class LiveFiles {
  private final Storage storage;
  private final CommitLog log;
  private final String jobId;

  LiveFiles(Storage storage, CommitLog log, String jobId) {
    this.storage = storage;
    this.log = log;
    this.jobId = jobId;
  }

  static LiveFiles of(JobHome home) {
    return new LiveFiles(home.storage(), home.log(), home.job().id());
  }

  /**
   * @param scope a snapshot takes away the files whose paths begin so
   * @param newest the sequence of the newest record, which is published; 0 when there is none
   * @return paths from the store's root, sorted
   */
  List<String> replacedBy(WriteDisposition disposition, String scope, long newest) {
    return switch (disposition) {
      case APPEND -> List.of();
      case SNAPSHOT -> List.copyOf(ownFilesIn(scope, newest));
      case REPLACE -> all(newest).stream().map(DataFile::path).sorted().toList();
    };
  }

  /**
   * The store says what is in the folder, the log says which of it is this job's. Most days the
   * folder is empty and no record is read. Times decide nothing here, as clocks may jump.
   */
  private Set<String> ownFilesIn(String scope, long newest) {
    Set<String> present = present(scope);
    Set<String> own = new TreeSet<>();
    for (long sequence = newest; sequence > 0 && !present.isEmpty(); sequence--) {
      for (DataFile file : log.read(sequence).added()) {
        if (present.remove(file.path())) {
          own.add(file.path());
        }
      }
    }
    return own;
  }

  private Set<String> present(String scope) {
    int slash = scope.lastIndexOf('/');
    StoragePath folder = slash < 0 ? StoragePath.ROOT : new StoragePath(scope.substring(0, slash));
    Set<String> present = new HashSet<>();
    for (FileInfo file : storage.list(folder)) {
      if (file.path().value().startsWith(scope) && mayBeOwn(file)) {
        present.add(file.path().value());
      }
    }
    return present;
  }

  /** Spares the walk through the whole log where other jobs write to the same folder. */
  private boolean mayBeOwn(FileInfo file) {
    try {
      String name = file.path().value();
      String writer =
          ParquetFooters.read(name, file.bytes(), new StoredBytes(storage, file.path()))
              .keyValues()
              .get(FooterKeys.JOB);
      return jobId.equals(writer);
    } catch (IngestException e) {
      // No whole Parquet file any more, or never one: only the log can tell whose it is.
      return true;
    }
  }

  /**
   * The files that are published as of this record, those of newer loads first.
   *
   * @param newest the sequence of the newest record; 0 when there is none
   */
  List<DataFile> all(long newest) {
    Map<String, DataFile> live = new LinkedHashMap<>();
    Set<String> gone = new HashSet<>();
    for (long sequence = newest; sequence > 0; sequence--) {
      CommitRecord commit = log.read(sequence);
      commit.added().stream()
          .filter(file -> !gone.contains(file.path()))
          .forEach(file -> live.put(file.path(), file));
      gone.addAll(commit.removed());
      if (commit.kind() == CommitRecord.Kind.LOAD
          && commit.disposition() == WriteDisposition.REPLACE) {
        // It took away everything before it.
        break;
      }
    }
    return List.copyOf(live.values());
  }
}
