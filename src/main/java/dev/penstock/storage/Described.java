package dev.penstock.storage;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** A store that has more to say of itself than its files. */
public interface Described {
  /** Where its service answers; empty when it is a folder. */
  Optional<URI> endpoint();

  /**
   * Who it is used as: label to value, for people, in the order in which to show them. May sign in;
   * failures are IngestException. Never holds a secret.
   */
  Map<String, String> identity();

  /** What kind of store it is, in the same form. May ask it; failures are IngestException. */
  Map<String, String> facts();
}
