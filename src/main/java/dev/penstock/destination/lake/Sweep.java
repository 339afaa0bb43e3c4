package dev.penstock.destination.lake;

import dev.penstock.storage.FileInfo;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StoragePath;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/** Deletes what dead runs staged and what loads took away, once it is older than its lifetime. */
final class Sweep {
  private final Storage storage;
  private final JobPaths paths;
  private final CommitLog log;

  Sweep(Storage storage, JobPaths paths, CommitLog log) {
    this.storage = storage;
    this.paths = paths;
    this.log = log;
  }

  /**
   * To be called only when the newest record is published: then no record names a staged file.
   *
   * @param before what was last touched earlier than this is deleted
   */
  void run(Instant before) {
    boolean crashed = sweepStaging(before);
    sweepRemoved(before);
    if (crashed) {
      sweepTemporaries(before);
    }
  }

  private boolean sweepStaging(Instant before) {
    Map<String, Instant> newest = new HashMap<>();
    for (FileInfo file : storage.list(paths.staging())) {
      newest.merge(
          folder(paths.staging(), file), file.modifiedAt(), (a, b) -> a.isAfter(b) ? a : b);
    }
    newest.forEach(
        (folder, touched) -> {
          if (touched.isBefore(before)) {
            storage.delete(paths.staging().resolve(folder));
          }
        });
    return !newest.isEmpty();
  }

  private void sweepRemoved(Instant before) {
    TreeSet<String> folders = new TreeSet<>();
    for (FileInfo file : storage.list(paths.removed())) {
      folders.add(folder(paths.removed(), file));
    }
    folders.removeIf(folder -> !folder.matches("\\d{20}"));
    for (String folder : folders) {
      // The files keep the time at which they were written; the record knows when they were taken.
      long sequence = Long.parseLong(folder);
      if (log.read(sequence).committedAt().isBefore(before)) {
        storage.delete(paths.removed(sequence));
      }
    }
  }

  /** A death while a record was being put leaves a temporary file beside it. */
  private void sweepTemporaries(Instant before) {
    for (FileInfo file : storage.list(paths.commits())) {
      if (file.path().name().startsWith(".") && file.modifiedAt().isBefore(before)) {
        storage.delete(file.path());
      }
    }
  }

  private static String folder(StoragePath parent, FileInfo file) {
    return file.path().names().get(parent.names().size());
  }
}
