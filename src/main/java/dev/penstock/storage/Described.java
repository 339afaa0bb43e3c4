package dev.penstock.storage;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** A store that has more to say of itself than its files. */
public interface Described {
  /** Where its service answers; empty when it is a folder. */
  Optional<URI> endpoint();

  /**
   * Label to value, for people, in the order in which to show them, such as {@code identity} and
   * who is signed in. May ask the network; failures are IngestException. Never holds a secret.
   */
  Map<String, String> facts();
}
