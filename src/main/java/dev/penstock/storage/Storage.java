package dev.penstock.storage;

/** A store of files below one root. */
public interface Storage extends StorageReader, StorageWriter, AutoCloseable {
  /** The root as people write it, such as {@code data} or {@code abfss://container@account...}. */
  String root();

  @Override
  void close();
}
