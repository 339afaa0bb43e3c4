package dev.penstock.storage;

import java.util.Map;

/** A store that has more to say of itself than its files, for people to read. */
public interface Described {
  /**
   * Label to value, in the order in which to show them, such as {@code identity} and who is signed
   * in. May ask the network; failures are IngestException. Never holds a secret.
   */
  Map<String, String> facts();
}
