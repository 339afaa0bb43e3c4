package dev.penstock.storage;

import java.util.Optional;

/**
 * Changes files. Safe for use by several threads; failures are IngestException(STORAGE or
 * STORAGE_REFUSED).
 */
public interface StorageWriter {
  /**
   * Begins a file, in place of any file of that path; parents are made. The caller closes the
   * upload.
   */
  Upload create(StoragePath path);

  /**
   * Writes a whole file in one step, durable when this returns, unless the path is taken.
   *
   * @return whether this call made the file
   * @throws dev.penstock.failure.CommitUnknownException when the store did not say whether it did
   */
  boolean putIfAbsent(StoragePath path, byte[] content);

  /**
   * Renames a file in one step, durable when this returns, never over another; parents are made.
   */
  Move move(StoragePath from, StoragePath to);

  /** Deletes a file, or a directory with all that it holds; nothing there is no failure. */
  void delete(StoragePath path);

  /** Takes a lock that saves work and decides nothing; empty when somebody else holds it. */
  Optional<Lock> lock(StoragePath path);

  /** How a move ended. */
  enum Move {
    MOVED,
    TARGET_EXISTS,
    SOURCE_MISSING
  }

  /** A lock until it is closed, or until its holder's process dies. */
  interface Lock extends AutoCloseable {
    @Override
    void close();
  }
}
