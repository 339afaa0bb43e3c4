package dev.penstock.destination.lake;

import dev.penstock.destination.SplitResult;
import dev.penstock.parquet.ConstantColumn;
import dev.penstock.parquet.ParquetOptions;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StoragePath;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.arrow.vector.types.pojo.Schema;

/** Begins the files of one load in its staging folder. Safe for use by several threads. */
final class StagedFiles {
  static final String SUFFIX = ".parquet";

  private final Storage storage;
  private final StoragePath folder;
  private final String tag;
  private final Map<Integer, AtomicInteger> begun = new ConcurrentHashMap<>();
  private final Set<String> unfinished = ConcurrentHashMap.newKeySet();
  private volatile boolean kept;

  /**
   * @param tag stands in the names of the files; empty for whoever is the first in this folder
   */
  StagedFiles(Storage storage, StoragePath folder, String tag) {
    this.storage = storage;
    this.folder = folder;
    this.tag = tag;
  }

  /** What files of one kind have in common. */
  record Contents(
      Schema schema,
      List<ConstantColumn> constants,
      ParquetOptions options,
      Map<String, String> footer) {}

  StoragePath folder() {
    return folder;
  }

  /**
   * A new file for a split. A split that is read again goes on counting, so that two attempts never
   * share a file.
   */
  StagedFileWriter begin(int split, Contents contents) {
    int number = begun.computeIfAbsent(split, key -> new AtomicInteger()).getAndIncrement();
    StoragePath path = folder.resolve("%04d-%04d%s%s".formatted(split, number, tag, SUFFIX));
    unfinished.add(path.value());
    return new StagedFileWriter(path, storage.create(path), contents);
  }

  /** A result names these files, so that another attempt may count on them. */
  void keep(SplitResult result) {
    kept = true;
    result.files().forEach(file -> unfinished.remove(file.path()));
  }

  /** Whether a result names any. */
  boolean hasKept() {
    return kept;
  }

  /** Deletes what was begun here and no result names. */
  void deleteUnfinished() {
    unfinished.forEach(path -> storage.delete(new StoragePath(path)));
  }

  /** The file id of a staged path. */
  static String fileId(StoragePath path) {
    return path.name().substring(0, path.name().length() - SUFFIX.length());
  }
}
