package dev.penstock.destination.lake;

import dev.penstock.failure.IngestException;
import dev.penstock.parquet.ParquetFooters;
import dev.penstock.storage.FileInfo;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StoragePath;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The folders that a job ever published to, as they are now.
 *
 * @param files by path, sorted
 */
record PublishedFolders(Map<String, FileInfo> files) {
  /** One listing, of the folder that holds all of them. */
  static PublishedFolders of(Storage storage, Set<String> everPublished) {
    Set<StoragePath> folders =
        everPublished.stream()
            .map(path -> new StoragePath(path).parent())
            .collect(Collectors.toSet());
    Map<String, FileInfo> files = new TreeMap<>();
    if (!folders.isEmpty()) {
      for (FileInfo file : storage.list(common(folders))) {
        if (folders.contains(file.path().parent())) {
          files.put(file.path().value(), file);
        }
      }
    }
    return new PublishedFolders(files);
  }

  private static StoragePath common(Set<StoragePath> folders) {
    StoragePath common = folders.iterator().next();
    for (StoragePath folder : folders) {
      while (!isWithin(folder, common)) {
        common = common.parent();
      }
    }
    return common;
  }

  private static boolean isWithin(StoragePath folder, StoragePath other) {
    return other.equals(StoragePath.ROOT)
        || folder.equals(other)
        || folder.value().startsWith(other + "/");
  }

  /** Whether a file says that this job wrote it. */
  static boolean isWrittenBy(Storage storage, String jobId, FileInfo file) {
    try {
      String name = file.path().value();
      return jobId.equals(
          ParquetFooters.read(name, file.bytes(), new StoredBytes(storage, file.path()))
              .keyValues()
              .get(FooterKeys.JOB));
    } catch (IngestException e) {
      // No whole Parquet file: it may be anybody's.
      return false;
    }
  }

  /** The files that are none of these. */
  List<FileInfo> without(Set<String> paths) {
    return files.values().stream().filter(file -> !paths.contains(file.path().value())).toList();
  }
}
