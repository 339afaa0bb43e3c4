package dev.penstock.campaign;

import dev.penstock.failure.CommitUnknownException;
import dev.penstock.failure.IngestException;
import dev.penstock.storage.FileInfo;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StoragePath;
import dev.penstock.storage.Upload;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/**
 * Tells of every call to a store before and after it, the calls to its uploads and locks included;
 * whoever is told may hold the call up, or let it fail.
 */
final class WatchedStorage implements Storage {
  /** What is asked of the store. */
  enum Kind {
    FIND,
    LIST,
    OPEN,
    CREATE,
    WRITE,
    COMPLETE,
    PUT,
    MOVE,
    DELETE,
    LOCK,
    RELEASE
  }

  /** One call. */
  record Call(Kind kind, StoragePath path) {
    @Override
    public String toString() {
      return kind + " " + path;
    }
  }

  /** How much of a call is done. */
  enum Extent {
    WHOLE,
    /** Half of the bytes, where it writes any; nothing elsewhere. */
    TORN
  }

  /** Is told of calls. */
  interface Watcher {
    Extent before(Call call);

    void after(Call call);
  }

  /** Nobody looks. */
  static final Watcher NOBODY =
      new Watcher() {
        @Override
        public Extent before(Call call) {
          return Extent.WHOLE;
        }

        @Override
        public void after(Call call) {
          // Nothing is done about it.
        }
      };

  /** What the lock is worth. */
  enum Locks {
    HELD,
    /** Everybody gets it, as on a drive whose locks do not hold, or when a lease was lost. */
    ADVICE_ONLY
  }

  private final Storage storage;
  private final Locks locks;
  private final Watcher watcher;
  private final Queue<Lock> taken = new ConcurrentLinkedQueue<>();

  WatchedStorage(Storage storage, Locks locks, Watcher watcher) {
    this.storage = storage;
    this.locks = locks;
    this.watcher = watcher;
  }

  /** The process of the run has ended, and with it its locks. */
  void endProcess() {
    taken.forEach(Lock::close);
  }

  @Override
  public String root() {
    return storage.root();
  }

  @Override
  public Optional<FileInfo> find(StoragePath path) {
    return call(Kind.FIND, path, () -> storage.find(path));
  }

  @Override
  public List<FileInfo> list(StoragePath directory) {
    return call(Kind.LIST, directory, () -> storage.list(directory));
  }

  @Override
  public Optional<InputStream> open(StoragePath path, long offset) {
    return call(Kind.OPEN, path, () -> storage.open(path, offset));
  }

  @Override
  public Upload create(StoragePath path) {
    return new WatchedUpload(path, call(Kind.CREATE, path, () -> storage.create(path)));
  }

  /** A failure after the effect leaves in doubt whether there was one. */
  @Override
  public boolean putIfAbsent(StoragePath path, byte[] content) {
    Call call = new Call(Kind.PUT, path);
    watcher.before(call);
    boolean made = storage.putIfAbsent(path, content);
    try {
      watcher.after(call);
    } catch (IngestException e) {
      throw new CommitUnknownException(e.getMessage(), e);
    }
    return made;
  }

  @Override
  public Move move(StoragePath from, StoragePath to) {
    return call(Kind.MOVE, from, () -> storage.move(from, to));
  }

  @Override
  public void delete(StoragePath path) {
    run(Kind.DELETE, path, () -> storage.delete(path));
  }

  @Override
  public Optional<Lock> lock(StoragePath path) {
    return call(
        Kind.LOCK,
        path,
        () ->
            switch (locks) {
              case HELD -> storage.lock(path).map(lock -> watched(path, lock));
              case ADVICE_ONLY -> Optional.of(watched(path, () -> {}));
            });
  }

  private Lock watched(StoragePath path, Lock lock) {
    taken.add(lock);
    return () -> run(Kind.RELEASE, path, lock::close);
  }

  @Override
  public void close() {
    storage.close();
  }

  private void run(Kind kind, StoragePath path, Runnable work) {
    call(
        kind,
        path,
        () -> {
          work.run();
          return true;
        });
  }

  private <T> T call(Kind kind, StoragePath path, Supplier<T> work) {
    Call call = new Call(kind, path);
    watcher.before(call);
    T result = work.get();
    watcher.after(call);
    return result;
  }

  private final class WatchedUpload implements Upload {
    private final StoragePath path;
    private final Upload upload;

    WatchedUpload(StoragePath path, Upload upload) {
      this.path = path;
      this.upload = upload;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      Call call = new Call(Kind.WRITE, path);
      switch (watcher.before(call)) {
        case WHOLE -> upload.write(bytes, offset, length);
        case TORN -> upload.write(bytes, offset, length / 2);
      }
      watcher.after(call);
    }

    @Override
    public void complete() {
      run(Kind.COMPLETE, path, upload::complete);
    }

    @Override
    public void close() {
      // Not told: a dead process closes its files as well.
      upload.close();
    }
  }
}
