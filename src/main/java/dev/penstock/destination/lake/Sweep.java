package dev.penstock.destination.lake;

import dev.penstock.storage.FileInfo;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StoragePath;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
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
   * @param newest the sequence of the newest record: what was planned on an older one can never be
   *     committed, and is deleted whatever its age
   * @return whether dead runs had left anything
   */
  boolean run(Instant before, long newest) {
    boolean crashed = sweepStaging(before, newest);
    sweepRemoved(before);
    if (crashed) {
      sweepTemporaries(before);
    }
    return crashed;
  }

  private boolean sweepStaging(Instant before, long newest) {
    Map<String, Instant> lastTouched = new HashMap<>();
    Set<StoragePath> overtaken = new HashSet<>();
    for (FileInfo file : storage.list(paths.staging())) {
      lastTouched.merge(
          folder(paths.staging(), file), file.modifiedAt(), (a, b) -> a.isAfter(b) ? a : b);
      if (file.path().name().equals(DraftFiles.PLAN) && isOvertaken(file.path().parent(), newest)) {
        overtaken.add(file.path().parent());
      }
    }
    lastTouched.forEach(
        (name, touched) -> {
          StoragePath folder = paths.staging().resolve(name);
          if (touched.isBefore(before) || overtaken.contains(folder)) {
            storage.delete(folder);
          }
        });
    return !lastTouched.isEmpty();
  }

  private boolean isOvertaken(StoragePath folder, long newest) {
    return new DraftFiles(storage, folder)
        .plan()
        .filter(file -> file.plan().base() < newest)
        .isPresent();
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
