package dev.penstock.storage.local;

import dev.penstock.storage.StoragePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Turns a store's paths into the file system's, and lets none of them leave the root. */
final class LocalPaths {
  private final Path root;
  private final Failures failures;

  LocalPaths(Path root, Failures failures) {
    this.root = root.toAbsolutePath().normalize();
    this.failures = failures;
  }

  Path root() {
    return root;
  }

  /** The place of {@code path}, after making sure that no symbolic link leads out of the root. */
  Path resolve(StoragePath path) {
    Path resolved;
    try {
      resolved = root.resolve(path.value()).normalize();
    } catch (InvalidPathException e) {
      throw failures.outside(path, "this system allows no such file name");
    }
    if (!resolved.startsWith(root)) {
      throw failures.outside(path, "it lies outside of the destination");
    }
    try {
      refuseLinksOutwards(path, resolved);
    } catch (IOException e) {
      throw failures.of("look at", path, e);
    }
    return resolved;
  }

  /** The inverse of {@link #resolve} for a file found below {@code directory}. */
  static StoragePath below(StoragePath directory, Path start, Path file) {
    return directory.resolve(start.relativize(file).toString().replace('\\', '/'));
  }

  private void refuseLinksOutwards(StoragePath path, Path resolved) throws IOException {
    Path present = resolved;
    while (!present.equals(root) && !Files.exists(present, LinkOption.NOFOLLOW_LINKS)) {
      present = present.getParent();
    }
    if (present.equals(root)) {
      return;
    }
    try {
      if (!present.toRealPath().startsWith(root.toRealPath())) {
        throw failures.outside(path, "a symbolic link leads out of the destination");
      }
    } catch (NoSuchFileException e) {
      // A link to nothing would be created wherever it points; a file that just went away is fine.
      if (Files.isSymbolicLink(present)) {
        throw failures.outside(path, "a symbolic link there leads nowhere");
      }
    }
  }
}
