package dev.penstock.destination.lake;

import dev.penstock.parquet.ConstantColumn;
import dev.penstock.parquet.ParquetOptions;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StoragePath;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.arrow.vector.types.pojo.Schema;

/** Begins the files of one load in its staging folder. Safe for use by several threads. */
final class StagedFiles {
  static final String SUFFIX = ".parquet";

  private final Storage storage;
  private final StoragePath folder;
  private final Contents contents;
  private final Map<Integer, AtomicInteger> begun = new ConcurrentHashMap<>();

  StagedFiles(Storage storage, StoragePath folder, Contents contents) {
    this.storage = storage;
    this.folder = folder;
    this.contents = contents;
  }

  /** What every file of the load has in common. */
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
  StagedFileWriter begin(int split) {
    int number = begun.computeIfAbsent(split, key -> new AtomicInteger()).getAndIncrement();
    StoragePath path = folder.resolve("%04d-%04d%s".formatted(split, number, SUFFIX));
    return new StagedFileWriter(path, storage.create(path), contents);
  }

  /** The file id of a staged path. */
  static String fileId(StoragePath path) {
    return path.name().substring(0, path.name().length() - SUFFIX.length());
  }
}
