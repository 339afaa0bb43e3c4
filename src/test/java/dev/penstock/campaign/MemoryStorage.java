package dev.penstock.campaign;

import dev.penstock.storage.FileInfo;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StoragePath;
import dev.penstock.storage.Upload;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A store in memory, under a clock of one's own. Each instance is one process's way to the same
 * files; its locks are leases that lapse a minute after their process has died.
 */
final class MemoryStorage implements Storage {
  static final Duration LEASE = Duration.ofMinutes(1);

  private final Files files;

  /** The files and leases that every process sees. */
  static final class Files {
    private final Clock clock;
    private final NavigableMap<StoragePath, Content> contents = new TreeMap<>();
    private final Map<StoragePath, Lease> leases = new HashMap<>();

    Files(Clock clock) {
      this.clock = clock;
    }

    /** Where the files are now. */
    synchronized List<String> paths() {
      return contents.keySet().stream().map(StoragePath::value).toList();
    }

    private synchronized Content put(StoragePath path) {
      Content content = new Content(clock.instant());
      contents.put(path, content);
      return content;
    }
  }

  /** A file's bytes; a file that is written to keeps them when it is moved. */
  private static final class Content {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private Instant modifiedAt;

    Content(Instant modifiedAt) {
      this.modifiedAt = modifiedAt;
    }
  }

  /** A lock on a file, while its process lives and a minute longer. */
  private final class Lease implements Lock {
    private final StoragePath path;
    private Optional<Instant> until = Optional.empty();

    Lease(StoragePath path) {
      this.path = path;
    }

    MemoryStorage owner() {
      return MemoryStorage.this;
    }

    @Override
    public void close() {
      synchronized (files) {
        files.leases.remove(path, this);
      }
    }
  }

  MemoryStorage(Files files) {
    this.files = files;
  }

  /** The process is dead: nobody renews its leases any more. */
  void die() {
    synchronized (files) {
      files.leases.values().stream()
          .filter(lease -> lease.until.isEmpty() && lease.owner() == this)
          .forEach(lease -> lease.until = Optional.of(files.clock.instant().plus(LEASE)));
    }
  }

  /** The leases of this process are lost, though it lives on. */
  void loseLeases() {
    synchronized (files) {
      files.leases.values().removeIf(lease -> lease.owner() == this);
    }
  }

  @Override
  public String root() {
    return "memory";
  }

  @Override
  public Optional<FileInfo> find(StoragePath path) {
    synchronized (files) {
      return Optional.ofNullable(files.contents.get(path)).map(content -> info(path, content));
    }
  }

  @Override
  public List<FileInfo> list(StoragePath directory) {
    synchronized (files) {
      return files.contents.entrySet().stream()
          .filter(file -> isBelow(file.getKey(), directory))
          .map(file -> info(file.getKey(), file.getValue()))
          .toList();
    }
  }

  private static boolean isBelow(StoragePath path, StoragePath directory) {
    return directory.equals(StoragePath.ROOT) || path.value().startsWith(directory.value() + "/");
  }

  private static FileInfo info(StoragePath path, Content content) {
    return new FileInfo(path, content.bytes.size(), content.modifiedAt);
  }

  @Override
  public Optional<InputStream> open(StoragePath path, long offset) {
    synchronized (files) {
      return Optional.ofNullable(files.contents.get(path))
          .map(content -> content.bytes.toByteArray())
          .map(
              bytes ->
                  new ByteArrayInputStream(
                      Arrays.copyOfRange(
                          bytes, (int) Math.min(offset, bytes.length), bytes.length)));
    }
  }

  @Override
  public Upload create(StoragePath path) {
    return new MemoryUpload(files.put(path));
  }

  @Override
  public boolean putIfAbsent(StoragePath path, byte[] content) {
    synchronized (files) {
      if (files.contents.containsKey(path)) {
        return false;
      }
      files.put(path).bytes.writeBytes(content);
      return true;
    }
  }

  @Override
  public Move move(StoragePath from, StoragePath to) {
    synchronized (files) {
      if (!files.contents.containsKey(from)) {
        return Move.SOURCE_MISSING;
      }
      if (files.contents.containsKey(to)) {
        return Move.TARGET_EXISTS;
      }
      files.contents.put(to, files.contents.remove(from));
      return Move.MOVED;
    }
  }

  @Override
  public void delete(StoragePath path) {
    synchronized (files) {
      files.contents.keySet().removeIf(file -> file.equals(path) || isBelow(file, path));
    }
  }

  @Override
  public Optional<Lock> lock(StoragePath path) {
    synchronized (files) {
      Lease held = files.leases.get(path);
      if (held != null && held.until.filter(files.clock.instant()::isAfter).isEmpty()) {
        return Optional.empty();
      }
      Lease lease = new Lease(path);
      files.leases.put(path, lease);
      return Optional.of(lease);
    }
  }

  /** Leases are renewed no more. */
  @Override
  public void close() {
    die();
  }

  private final class MemoryUpload implements Upload {
    private final Content content;

    MemoryUpload(Content content) {
      this.content = content;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      synchronized (files) {
        content.bytes.write(bytes, offset, length);
        content.modifiedAt = files.clock.instant();
      }
    }

    @Override
    public void complete() {
      // Memory needs no forcing.
    }

    @Override
    public void close() {
      // As above.
    }
  }
}
