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
}
