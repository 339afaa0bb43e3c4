package dev.penstock.secret;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
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
   * The secret under this key.
   *
   * @throws IngestException SECRET, with every place that was looked at, when there is none
   */
  default Secret require(SecretKey key) {
    return find(key).orElseThrow(() -> missing(key));
  }

  /** What to throw when a secret that must be there is not. */
  default IngestException missing(SecretKey key) {
    return new IngestException(
        ErrorCode.SECRET,
        "%s: no %s found. Looked in %s.\nPut it into one of these places; docs/secrets.md shows how."
            .formatted(key.ownerInWords(), key.key(), place(key)));
  }
}
