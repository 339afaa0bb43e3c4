package dev.penstock.storage;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.storage.StorageWriter.Move;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Tries on a store what the commit protocol stands on: a name is given once, a move never lands on
 * a file, a listing shows what was written, a deletion deletes.
 */
public final class StorageProbe {
  private static final byte[] FIRST = "first".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] SECOND = "second".getBytes(StandardCharsets.US_ASCII);

  private final Storage storage;
  private final StoragePath directory;

  private StorageProbe(Storage storage, StoragePath directory) {
    this.storage = storage;
    this.directory = directory;
  }

  /**
   * Leaves nothing behind when it returns.
   *
   * @param directory does not exist yet; removed at the end
   * @throws IngestException STORAGE_REFUSED when the store breaks one of the promises
   */
  public static void check(Storage storage, StoragePath directory) {
    StorageProbe probe = new StorageProbe(storage, directory);
    probe.givesANameOnce();
    probe.neverMovesOntoAFile();
    probe.listsAndDeletes();
  }

  private void givesANameOnce() {
    StoragePath path = directory.resolve("put");
    require(storage.putIfAbsent(path, FIRST), "a new file could not be put");
    require(!storage.putIfAbsent(path, SECOND), "a file was put onto another");
    require(holds(path, FIRST), "a file that was put does not read back");
  }

  private void neverMovesOntoAFile() {
    StoragePath source = directory.resolve("source");
    StoragePath target = directory.resolve("moved/target");
    write(source, FIRST);
    require(storage.move(source, target) == Move.MOVED, "a file could not be moved");
    write(source, SECOND);
    require(storage.move(source, target) == Move.TARGET_EXISTS, "a file was moved onto another");
    require(holds(target, FIRST), "a moved file does not read back");
  }

  private void listsAndDeletes() {
    List<String> names =
        storage.list(directory).stream().map(file -> file.path().name()).sorted().toList();
    require(
        names.equals(List.of("put", "source", "target")),
        "the files put, source and target were written, but listed were " + names);
    storage.delete(directory);
    require(storage.list(directory).isEmpty(), "deleted files are still listed");
  }

  private void write(StoragePath path, byte[] content) {
    try (Upload upload = storage.create(path)) {
      upload.write(content, 0, content.length);
      upload.complete();
    }
  }

  private boolean holds(StoragePath path, byte[] content) {
    try (InputStream in = storage.open(path, 0).orElseGet(InputStream::nullInputStream)) {
      return Arrays.equals(in.readAllBytes(), content);
    } catch (IOException e) {
      throw new IngestException(
          ErrorCode.STORAGE,
          "cannot read " + storage.root() + "/" + path + ": " + e.getMessage(),
          e);
    }
  }

  private void require(boolean promise, String otherwise) {
    if (!promise) {
      throw new IngestException(
          ErrorCode.STORAGE_REFUSED,
          "%s: not safe to load into: %s.\nName a destination on a local disk, or in an Azure storage account with a hierarchical namespace."
              .formatted(storage.root(), otherwise));
    }
  }
}
