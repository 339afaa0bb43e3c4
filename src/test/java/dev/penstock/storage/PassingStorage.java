package dev.penstock.storage;

import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** Passes every call on to a store; for tests that change one of them. */
public abstract class PassingStorage implements Storage {
  private final Storage storage;

  protected PassingStorage(Storage storage) {
    this.storage = storage;
  }

  @Override
  public String root() {
    return storage.root();
  }

  @Override
  public Optional<FileInfo> find(StoragePath path) {
    return storage.find(path);
  }

  @Override
  public List<FileInfo> list(StoragePath directory) {
    return storage.list(directory);
  }

  @Override
  public Optional<InputStream> open(StoragePath path, long offset) {
    return storage.open(path, offset);
  }

  @Override
  public Upload create(StoragePath path) {
    return storage.create(path);
  }

  @Override
  public boolean putIfAbsent(StoragePath path, byte[] content) {
    return storage.putIfAbsent(path, content);
  }

  @Override
  public Move move(StoragePath from, StoragePath to) {
    return storage.move(from, to);
  }

  @Override
  public void delete(StoragePath path) {
    storage.delete(path);
  }

  @Override
  public Optional<Lock> lock(StoragePath path) {
    return storage.lock(path);
  }

  @Override
  public void close() {
    storage.close();
  }
}
