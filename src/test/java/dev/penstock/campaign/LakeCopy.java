package dev.penstock.campaign;

import dev.penstock.storage.FileInfo;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StoragePath;
import dev.penstock.testing.azure.AdlsServer.Stored;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Every file of a store at one moment.
 *
 * @param readable the folder in which readers find the Parquet files, under their paths
 * @param files by path from the store's root; lock files have no bytes
 */
public record LakeCopy(Path readable, Map<String, Kept> files) {
  /** A file. */
  public static final class Kept {
    private final byte[] bytes;
    private final Instant modifiedAt;

    Kept(byte[] bytes, Instant modifiedAt) {
      this.bytes = bytes.clone();
      this.modifiedAt = modifiedAt;
    }

    byte[] bytes() {
      return bytes.clone();
    }

    Instant modifiedAt() {
      return modifiedAt;
    }
  }

  /** A folder as the operating system shows it. */
  public static LakeCopy ofFolder(Path root) {
    Map<String, Kept> files = new TreeMap<>();
    if (Files.exists(root)) {
      try (Stream<Path> found = Files.walk(root)) {
        for (Path file : found.filter(Files::isRegularFile).toList()) {
          String path = root.relativize(file).toString().replace('\\', '/');
          files.put(
              path,
              new Kept(
                  // Reading a locked file and closing it would let go of the lock.
                  path.endsWith("/lock") ? new byte[0] : Files.readAllBytes(file),
                  Files.getLastModifiedTime(file).toInstant()));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return new LakeCopy(root, files);
  }

  /**
   * A store as it answers.
   *
   * @param copies where the Parquet files are put for other readers
   */
  public static LakeCopy ofStore(Storage store, Path copies) {
    Map<String, Kept> files = new TreeMap<>();
    try {
      for (FileInfo file : store.list(StoragePath.ROOT)) {
        String path = file.path().value();
        try (InputStream in = store.open(file.path(), 0).orElseThrow()) {
          files.put(path, new Kept(in.readAllBytes(), file.modifiedAt()));
        }
        if (isVisible(path)) {
          Path copy = copies.resolve(path);
          Files.createDirectories(copy.getParent());
          Files.write(copy, files.get(path).bytes);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new LakeCopy(copies, files);
  }

  /**
   * A folder of an account, as it holds it.
   *
   * @param copies where the Parquet files are put for other readers
   */
  public static LakeCopy ofAccount(Map<String, Stored> found, Path copies) {
    Map<String, Kept> files = new TreeMap<>();
    found.forEach((path, file) -> files.put(path, new Kept(file.bytes(), file.modifiedAt())));
    LakeCopy copy = new LakeCopy(copies, files);
    try {
      for (String path : copy.visible()) {
        Files.createDirectories(copies.resolve(path).getParent());
        Files.write(copies.resolve(path), files.get(path).bytes);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return copy;
  }

  /** The Parquet files that a reader finds who skips names that begin with an underscore. */
  public List<String> visible() {
    return files.keySet().stream().filter(LakeCopy::isVisible).toList();
  }

  private static boolean isVisible(String path) {
    return path.endsWith(".parquet") && !("/" + path).contains("/_");
  }
}
