package dev.penstock.storage.local;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.storage.StoragePath;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.Locale;
import java.util.Optional;

/** Says what the operating system refused, and what to do about it. */
final class Failures {
  /** Below this much free space, a failed write is taken for a full disk in any language. */
  private static final long FULL_BYTES = 64 * 1024;

  private final String rootName;
  private final Path root;

  Failures(String rootName, Path root) {
    this.rootName = rootName;
    this.root = root;
  }

  /**
   * @param verb what was tried, as in {@code cannot <verb> data/shop/orders}
   */
  IngestException of(String verb, StoragePath path, Exception cause) {
    String where = "cannot " + verb + " " + place(path) + ": ";
    if (cause instanceof ClosedByInterruptException
        || cause instanceof FileLockInterruptionException) {
      return new IngestException(
          ErrorCode.INTERRUPTED, where + "the run was told to stop.\nRun the job again.", cause);
    }
    String reason = reason(cause);
    return mend(cause, reason)
        .map(mend -> new IngestException(ErrorCode.STORAGE_REFUSED, where + mend, cause))
        .orElseGet(
            () ->
                new IngestException(
                    ErrorCode.STORAGE,
                    where
                        + reason
                        + ".\nCheck the disk and its mount, then run the job again; nothing was"
                        + " published.",
                    cause));
  }

  /** A path that leads out of the root. */
  IngestException outside(StoragePath path, String reason) {
    return new IngestException(
        ErrorCode.STORAGE_REFUSED,
        "refused to touch %s: %s.\nName a folder below %s, without links that lead out of it."
            .formatted(place(path), reason, rootName));
  }

  String place(StoragePath path) {
    return path.equals(StoragePath.ROOT) ? rootName : rootName + "/" + path;
  }

  private Optional<String> mend(Exception cause, String reason) {
    if (cause instanceof AccessDeniedException) {
      return Optional.of(
          "permission denied.\nGive the user who runs Penstock read and write access to %s, or name"
                  .formatted(rootName)
              + " another destination.");
    }
    if (cause instanceof ReadOnlyFileSystemException || reason.contains("read-only")) {
      return Optional.of(
          "the disk is mounted read-only.\nMount it for writing, or name another destination.");
    }
    if (cause instanceof NotDirectoryException
        || cause instanceof FileAlreadyExistsException
        || reason.contains("not a directory")) {
      return Optional.of(
          "a file stands where a folder is needed.\nMove that file away, or name another folder.");
    }
    if (reason.contains("quota")) {
      return Optional.of(
          "the disk quota is used up.\nFree space or raise the quota, then run the job again.");
    }
    return reason.contains("no space left") || isFull()
        ? Optional.of("the disk is full.\nFree space, then run the job again.")
        : Optional.empty();
  }

  private boolean isFull() {
    try {
      return Files.exists(root) && Files.getFileStore(root).getUsableSpace() < FULL_BYTES;
    } catch (IOException e) {
      // The failure at hand is the one to report; whether the disk is full stays unknown.
      return false;
    }
  }

  private static String reason(Exception cause) {
    if (cause instanceof NoSuchFileException) {
      return "no such file";
    }
    String text =
        cause instanceof FileSystemException file && file.getReason() != null
            ? file.getReason()
            : String.valueOf(cause.getMessage());
    return text.toLowerCase(Locale.ROOT);
  }
}
