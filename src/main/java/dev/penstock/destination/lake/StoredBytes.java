package dev.penstock.destination.lake;

import dev.penstock.parquet.ParquetFooters;
import dev.penstock.storage.StoragePath;
import dev.penstock.storage.StorageReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;

/** A file of the store, as the reader of footers wants it. */
record StoredBytes(StorageReader storage, StoragePath path) implements ParquetFooters.Bytes {
  @Override
  public InputStream open(long offset) throws IOException {
    return storage
        .open(path, offset)
        .orElseThrow(() -> new FileNotFoundException("it was deleted meanwhile"));
  }
}
