package dev.penstock.storage;

import java.util.Optional;

/**
 * A store with several containers, such as an account in a cloud. Safe for use by several threads.
 */
public interface Containers extends AutoCloseable {
  /**
   * Where the files of a container lie; reaches no network.
   *
   * @param container its name; empty for the one that the store's address names
   * @throws dev.penstock.failure.IngestException CONFIG when the name cannot be one
   */
  Place place(Optional<String> container);

  /** Closes every store that was given out. */
  @Override
  void close();

  /**
   * A container's files.
   *
   * @param storage not to be closed by whoever asked
   * @param base the container's folder in it
   */
  record Place(Storage storage, StoragePath base) {}

  /** The folders of a store that has no containers of its own, one for each name. */
  static Containers folders(Storage storage) {
    return new Folders(storage);
  }
}
