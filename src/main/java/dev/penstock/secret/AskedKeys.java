package dev.penstock.secret;

import static java.util.Objects.requireNonNull;

import dev.penstock.failure.IngestException;
import dev.penstock.secret.KeyAnswer.Outcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Asks a store and keeps for each key what came of it, so that a look-up can be listed. A failure
 * is kept too and counts as no answer, so that one bad key does not hide the others. For one
 * thread.
 */
public final class AskedKeys implements SecretStore {
  private final SecretStore store;
  private final Map<SecretKey, KeyAnswer> answers = new LinkedHashMap<>();

  public AskedKeys(SecretStore store) {
    this.store = requireNonNull(store, "store");
  }

  @Override
  public Optional<Secret> find(SecretKey key) {
    try {
      Optional<Secret> secret = store.find(key);
      answers.put(
          key,
          secret
              .map(found -> new KeyAnswer(key, Outcome.FOUND, found.place()))
              .orElseGet(() -> new KeyAnswer(key, Outcome.OPTIONAL, "Looked in " + place(key))));
      return secret;
    } catch (IngestException e) {
      answers.put(key, new KeyAnswer(key, Outcome.FAILED, e.getMessage()));
      return Optional.empty();
    }
  }

  @Override
  public String place(SecretKey key) {
    return store.place(key);
  }

  /** In the order in which they were first asked for. Nobody said that any of them is needed. */
  public List<KeyAnswer> answers() {
    return List.copyOf(answers.values());
  }
}
