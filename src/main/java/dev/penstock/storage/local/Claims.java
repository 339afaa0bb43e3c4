package dev.penstock.storage.local;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * The one way in which names are claimed on a root. All processes on a file system must find the
 * same way, so it depends on the file system alone and never on the failure of a single call.
 */
final class Claims {
  /** Finds the way, once there is a root to try it on. */
  @FunctionalInterface
  interface Choice {
    NameClaim choose(Path root) throws IOException;
  }

  static final Choice PROBED =
      root ->
          hasHardLinks(root)
              ? new HardLinkClaim()
              : new GuardedRenameClaim(root.resolve(LocalStorage.GUARD));

  private final Path root;
  private final Choice choice;
  private volatile NameClaim chosen;

  Claims(Path root, Choice choice) {
    this.root = root;
    this.choice = choice;
  }

  boolean claim(Path file, Path target) throws IOException {
    return chosen().claim(file, target);
  }

  boolean keepOldName() throws IOException {
    return chosen().keepsOldName();
  }

  private NameClaim chosen() throws IOException {
    if (chosen == null) {
      // Two threads may both choose; they find the same.
      chosen = choice.choose(root);
    }
    return chosen;
  }

  private static boolean hasHardLinks(Path root) throws IOException {
    Path first = root.resolve(".penstock.links." + UUID.randomUUID());
    Path second = root.resolve(first.getFileName() + ".2");
    Files.createFile(first);
    try {
      Files.createLink(second, first);
      return Files.isSameFile(first, second);
    } catch (UnsupportedOperationException | FileSystemException e) {
      return false;
    } finally {
      Files.deleteIfExists(second);
      Files.deleteIfExists(first);
    }
  }
}
