package dev.penstock.secret;

import java.util.Optional;

/** A place that keeps secrets. Safe for use by several threads. */
public interface SecretStore {
  /**
   * The secret under this key, never blank; empty when this store has none. Throws
   * IngestException(SECRET) when it cannot say.
   */
  Optional<Secret> find(SecretKey key);

  /**
   * Where this store looks for the key and, if a value stands there that cannot count, why not, in
   * words that follow "Looked in": {@code environment (DLT_SHOP_PASSWORD is empty)}.
   */
  default String place(SecretKey key) {
    return "a store that keeps its places to itself";
  }

  /**
   * Whether a key that this store does not find is missing for a run too. False when a run asks a
   * store that cannot be asked now, such as a vault while no network may be reached.
   */
  default boolean tellsAll() {
    return true;
  }
}
