package dev.penstock.campaign;

import dev.penstock.storage.Storage;
import dev.penstock.storage.StorageContract;
import java.time.Clock;

/** The simulation stands on a store that keeps what every store promises. */
final class MemoryStorageTest extends StorageContract {
  private final MemoryStorage.Files files = new MemoryStorage.Files(Clock.systemUTC());

  @Override
  protected Storage open() {
    return new MemoryStorage(files);
  }
}
