package dev.penstock.storage;

/** A file being written, by one thread. */
public interface Upload extends AutoCloseable {
  void write(byte[] bytes, int offset, int length);

  /** Makes everything written so far durable, and ends the file. */
  void complete();

  /**
   * Closes; without {@link #complete()} the file is left incomplete, for the clean-up of its
   * directory.
   */
  @Override
  void close();
}
