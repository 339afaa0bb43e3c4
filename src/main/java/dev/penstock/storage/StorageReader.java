package dev.penstock.storage;

import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * Looks at files. Safe for use by several threads; failures are IngestException(STORAGE or
 * STORAGE_REFUSED).
 */
public interface StorageReader {
  /** The file at this path; empty when there is none or when it is a directory. */
  Optional<FileInfo> find(StoragePath path);

  /**
   * The files below a directory, at any depth, in path order; none when the directory does not
   * exist.
   */
  List<FileInfo> list(StoragePath directory);

  /**
   * The bytes of a file from {@code offset} on; empty when there is no such file. The caller closes
   * the stream.
   */
  Optional<InputStream> open(StoragePath path, long offset);
}
