package dev.penstock.storage;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import java.util.Optional;

/** Folders that stand for containers. */
record Folders(Storage storage) implements Containers {
  @Override
  public Place place(Optional<String> container) {
    try {
      return new Place(storage, container.map(StoragePath.ROOT::resolve).orElse(StoragePath.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IngestException(
          ErrorCode.CONFIG,
          "target_container '%s' is no folder name.\nUse folder names joined by single slashes, without . and .. and backslashes."
              .formatted(container.orElse("")),
          e);
    }
  }

  @Override
  public void close() {
    storage.close();
  }
}
