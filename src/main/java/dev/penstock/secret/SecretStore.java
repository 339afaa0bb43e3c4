package dev.penstock.secret;

import java.util.Optional;

/** A place that keeps secrets. Safe for use by several threads. */
public interface SecretStore {
  /**
   * The secret under this key; empty when this store has none. Throws IngestException(SECRET) when
   * it cannot say.
   */
  Optional<Secret> find(SecretKey key);
}
