package dev.penstock.destination.lake;

import dev.penstock.destination.CommitRecord;
import dev.penstock.destination.DataFile;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.storage.FileInfo;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StoragePath;
import dev.penstock.storage.StorageWriter.Move;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes visible what a commit record names. May be repeated, by any run and at any time: what is
 * done already stays done.
 */
final class Publisher {
  private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);

  private final Storage storage;
  private final JobPaths paths;
  private final CommitLog log;

  Publisher(Storage storage, JobPaths paths, CommitLog log) {
    this.storage = storage;
    this.paths = paths;
    this.log = log;
  }

  void publish(CommitRecord commit) {
    // First away, then in: a reader in between misses rows for a moment, but never sees them twice.
    for (String path : commit.removed()) {
      takeAway(commit.sequence(), path);
    }
    for (DataFile file : commit.added()) {
      show(commit, file);
    }
    tidy(commit);
  }

  private void takeAway(long sequence, String path) {
    StoragePath from = new StoragePath(path);
    Move move = storage.move(from, paths.removed(sequence).resolve(path));
    if (move == Move.TARGET_EXISTS) {
      storage.delete(from);
    }
  }

  private void show(CommitRecord commit, DataFile file) {
    StoragePath target = new StoragePath(file.path());
    switch (storage.move(new StoragePath(file.stagedPath()), target)) {
      case MOVED -> {}
      case TARGET_EXISTS, SOURCE_MISSING -> requireSame(commit, file, storage.find(target));
    }
  }

  private void requireSame(CommitRecord commit, DataFile file, Optional<FileInfo> found) {
    if (found.isEmpty()) {
      // Asked only after the look for the file: another run may publish it and take it away again
      // at
      // any moment, but not before it has written a later record.
      if (log.holds(commit.sequence() + 1)) {
        return;
      }
      throw new IngestException(
          ErrorCode.STORAGE_REFUSED,
          "job %s: %s/%s is named by record %d, but is neither staged nor published.\n"
                  .formatted(commit.jobId(), storage.root(), file.path(), commit.sequence())
              + "Restore it from a backup; it was deleted by something other than Penstock.");
    }
    if (found.get().bytes() != file.bytes()) {
      throw new IngestException(
          ErrorCode.STORAGE_REFUSED,
          "job %s: %s/%s has %d bytes, but record %d says %d.\n"
                  .formatted(
                      commit.jobId(),
                      storage.root(),
                      file.path(),
                      found.get().bytes(),
                      commit.sequence(),
                      file.bytes())
              + "Move that file away and run the job again; it is not the one that was loaded.");
    }
  }

  private void tidy(CommitRecord commit) {
    try {
      log.markPublished(commit.sequence());
      storage.delete(paths.staging(commit.loadId()));
    } catch (IngestException e) {
      // The load is whole; the next run looks again, and old staged files go by age.
      LOG.warn("job {}: {}", commit.jobId(), e.getMessage());
    }
  }
}
