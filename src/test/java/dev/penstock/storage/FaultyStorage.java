package dev.penstock.storage;

import dev.penstock.failure.CommitUnknownException;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Puts one fault at the n-th call to a store, counting the calls to its uploads as its own. After a
 * halt every further call halts too, and the locks fall, as when the process had died.
 */
public final class FaultyStorage implements Storage {
  /** What happens at the call. */
  public enum Fault {
    /** The call fails and has done nothing. */
    FAIL_BEFORE,
    /** The call has done its work, but its answer is lost. */
    FAIL_AFTER,
    /** The process dies as the call begins. */
    HALT_BEFORE,
    /** The process dies as the call ends. */
    HALT_AFTER,
    /** Half of the bytes are written, then the process dies; elsewhere as HALT_BEFORE. */
    TORN_WRITE
  }

  /** The death of the process: no code of the engine may catch it. */
  public static final class Halt extends Error {
    private static final long serialVersionUID = 1L;

    Halt() {
      super("the process has died");
    }
  }

  /** What a call does. */
  private interface Work<T> {
    T call();
  }

  private final Storage storage;
  private final Fault fault;
  private final int at;
  private final List<Lock> locks = new ArrayList<>();
  private int calls;
  private int fired;
  private boolean halted;

  /**
   * @param at the number of the call, from 1; 0 lets all of them pass
   */
  public FaultyStorage(Storage storage, Fault fault, int at) {
    this.storage = storage;
    this.fault = fault;
    this.at = at;
  }

  public int fired() {
    return fired;
  }

  /** The process of the run has ended, and with it its locks. */
  public void endProcess() {
    locks.forEach(Lock::close);
  }

  @Override
  public String root() {
    return storage.root();
  }

  @Override
  public Optional<FileInfo> find(StoragePath path) {
    return call("find " + path, () -> storage.find(path), Optional::empty);
  }

  @Override
  public List<FileInfo> list(StoragePath directory) {
    return call("list " + directory, () -> storage.list(directory), List::of);
  }

  @Override
  public Optional<InputStream> open(StoragePath path, long offset) {
    return call("open " + path, () -> storage.open(path, offset), Optional::empty);
  }

  @Override
  public Upload create(StoragePath path) {
    Upload upload = call("create " + path, () -> storage.create(path), () -> null);
    return new FaultyUpload(path, upload);
  }

  @Override
  public boolean putIfAbsent(StoragePath path, byte[] content) {
    try {
      return call("put " + path, () -> storage.putIfAbsent(path, content), () -> false);
    } catch (IngestException e) {
      if (fault == Fault.FAIL_AFTER && e.getMessage().startsWith("injected")) {
        throw new CommitUnknownException(e.getMessage(), e);
      }
      throw e;
    }
  }

  @Override
  public Move move(StoragePath from, StoragePath to) {
    return call("move " + from, () -> storage.move(from, to), () -> Move.SOURCE_MISSING);
  }

  @Override
  public void delete(StoragePath path) {
    run("delete " + path, () -> storage.delete(path));
  }

  @Override
  public Optional<Lock> lock(StoragePath path) {
    return call(
        "lock " + path,
        () -> {
          Optional<Lock> lock = storage.lock(path);
          lock.ifPresent(locks::add);
          return lock;
        },
        Optional::empty);
  }

  @Override
  public void close() {
    storage.close();
  }

  private void run(String what, Runnable work) {
    call(
        what,
        () -> {
          work.run();
          return true;
        },
        () -> false);
  }

  private <T> T call(String what, Work<T> work, Work<T> torn) {
    if (halted) {
      throw new Halt();
    }
    calls++;
    if (calls != at) {
      return work.call();
    }
    fired++;
    strike(what, work, torn);
    throw new AssertionError(fault);
  }

  private void strike(String what, Work<?> work, Work<?> torn) {
    switch (fault) {
      case FAIL_BEFORE -> {
        throw failure(what);
      }
      case FAIL_AFTER -> {
        work.call();
        throw failure(what);
      }
      case HALT_BEFORE -> {
        throw halt();
      }
      case HALT_AFTER -> {
        work.call();
        throw halt();
      }
      case TORN_WRITE -> {
        torn.call();
        throw halt();
      }
    }
  }

  private Halt halt() {
    halted = true;
    endProcess();
    return new Halt();
  }

  private static IngestException failure(String what) {
    return new IngestException(ErrorCode.STORAGE, "injected at " + what);
  }

  private final class FaultyUpload implements Upload {
    private final StoragePath path;
    private final Upload upload;

    FaultyUpload(StoragePath path, Upload upload) {
      this.path = path;
      this.upload = upload;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      call(
          "write " + path,
          () -> {
            upload.write(bytes, offset, length);
            return true;
          },
          () -> {
            upload.write(bytes, offset, length / 2);
            return false;
          });
    }

    @Override
    public void complete() {
      run("complete " + path, upload::complete);
    }

    @Override
    public void close() {
      // Not counted: a dead process closes its files as well.
      upload.close();
    }
  }
}
