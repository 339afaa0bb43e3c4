package dev.penstock.storage.local;

import dev.penstock.storage.StoragePath;
import dev.penstock.storage.Upload;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;

/** A file being written in place. */
final class LocalUpload implements Upload {
  private final StoragePath path;
  private final Path file;
  private final Failures failures;
  private final FileOutputStream out;

  LocalUpload(StoragePath path, Path file, Failures failures) throws IOException {
    this.path = path;
    this.file = file;
    this.failures = failures;
    // Not a channel: an interrupt would close it in the middle of a write.
    this.out = new FileOutputStream(file.toFile());
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      throw failures.of("write", path, e);
    }
  }

  @Override
  public void complete() {
    try {
      out.getFD().sync();
      out.close();
      Durable.directory(file.getParent());
    } catch (IOException e) {
      throw failures.of("write", path, e);
    }
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw failures.of("close", path, e);
    }
  }
}
