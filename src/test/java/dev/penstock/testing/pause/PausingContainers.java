package dev.penstock.testing.pause;

import dev.penstock.storage.Containers;
import dev.penstock.storage.FileInfo;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StoragePath;
import dev.penstock.storage.Upload;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Passes a gate before and after each call to the stores. */
public final class PausingContainers implements Containers {
  private final Containers containers;
  private final Gate gate;

  public PausingContainers(Containers containers, Gate gate) {
    this.containers = containers;
    this.gate = gate;
  }

  @Override
  public Place place(Optional<String> container) {
    Place place = containers.place(container);
    return new Place(new PausingStorage(place.storage()), place.base());
  }

  @Override
  public void close() {
    containers.close();
  }

  private <T> T call(String call, String path, Supplier<T> work) {
    gate.pass(Moment.BEFORE, call, path);
    T answer = work.get();
    gate.pass(Moment.AFTER, call, path);
    return answer;
  }

  private void run(String call, String path, Runnable work) {
    gate.pass(Moment.BEFORE, call, path);
    work.run();
    gate.pass(Moment.AFTER, call, path);
  }

  private final class PausingStorage implements Storage {
    private final Storage storage;

    PausingStorage(Storage storage) {
      this.storage = storage;
    }

    @Override
    public String root() {
      return storage.root();
    }

    @Override
    public Optional<FileInfo> find(StoragePath path) {
      return call("find", path.value(), () -> storage.find(path));
    }

    @Override
    public List<FileInfo> list(StoragePath directory) {
      return call("list", directory.value(), () -> storage.list(directory));
    }

    @Override
    public Optional<InputStream> open(StoragePath path, long offset) {
      return call("open", path.value(), () -> storage.open(path, offset));
    }

    @Override
    public Upload create(StoragePath path) {
      Upload upload = call("create", path.value(), () -> storage.create(path));
      return new PausingUpload(path.value(), upload);
    }

    @Override
    public boolean putIfAbsent(StoragePath path, byte[] content) {
      return call("put", path.value(), () -> storage.putIfAbsent(path, content));
    }

    @Override
    public Move move(StoragePath from, StoragePath to) {
      return call("move", from.value(), () -> storage.move(from, to));
    }

    @Override
    public void delete(StoragePath path) {
      run("delete", path.value(), () -> storage.delete(path));
    }

    @Override
    public Optional<Lock> lock(StoragePath path) {
      Optional<Lock> lock =
          switch (gate.locks()) {
            case HOLD -> call("lock", path.value(), () -> storage.lock(path));
            case KEEP_NOBODY_OUT -> Optional.of(() -> {});
          };
      return lock.map(held -> () -> run("unlock", path.value(), held::close));
    }

    @Override
    public void close() {
      storage.close();
    }
  }

  private final class PausingUpload implements Upload {
    private final String path;
    private final Upload upload;

    PausingUpload(String path, Upload upload) {
      this.path = path;
      this.upload = upload;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      int half = length / 2;
      upload.write(bytes, offset, half);
      gate.pass(Moment.HALFWAY, "write", path);
      upload.write(bytes, offset + half, length - half);
    }

    @Override
    public void complete() {
      run("complete", path, upload::complete);
    }

    @Override
    public void close() {
      upload.close();
    }
  }
}
