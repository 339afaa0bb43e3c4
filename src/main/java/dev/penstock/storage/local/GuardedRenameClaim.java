package dev.penstock.storage.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;

/**
 * For file systems without hard links (exFAT, some network shares): looks whether the name is free
 * and renames, while holding an operating-system lock that every Penstock on this root takes. The
 * system drops the lock when its holder dies, and the rename is one step, so no torn file can stand
 * under the name.
 */
final class GuardedRenameClaim implements NameClaim {
  // Locks of the operating system are held by the process: inside it, another lock must decide.
  // Static, because two stores in one process may share a root.
  private static final ReentrantLock PROCESS = new ReentrantLock();

  private final Path guard;

  GuardedRenameClaim(Path guard) {
    this.guard = guard;
  }

  @Override
  public boolean claim(Path file, Path target) throws IOException {
    PROCESS.lock();
    try (FileChannel channel =
            FileChannel.open(guard, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = channel.lock()) {
      if (!held.isValid() || Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
        return false;
      }
      Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
      return true;
    } finally {
      PROCESS.unlock();
    }
  }

  @Override
  public boolean keepsOldName() {
    return false;
  }
}
