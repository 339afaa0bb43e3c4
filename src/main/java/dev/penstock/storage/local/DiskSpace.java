package dev.penstock.storage.local;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** How much room a disk has, in words. */
final class DiskSpace {
  private static final double BYTES_PER_GB = 1e9;

  private DiskSpace() {}

  /** Of the disk on which a folder lies, or will lie once it is made. */
  static String of(Path folder) {
    Path existing = folder.toAbsolutePath();
    while (existing.getParent() != null && Files.notExists(existing)) {
      existing = existing.getParent();
    }
    try {
      FileStore disk = Files.getFileStore(existing);
      return String.format(
          Locale.ROOT,
          "%,.1f GB free of %,.1f",
          disk.getUsableSpace() / BYTES_PER_GB,
          disk.getTotalSpace() / BYTES_PER_GB);
    } catch (IOException e) {
      return "unknown (" + e.getClass().getSimpleName() + ")";
    }
  }
}
