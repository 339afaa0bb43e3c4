package dev.penstock.secret;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Several stores, asked one after another: the first answer wins. Every value that it gives out is
 * known to the redactor before anybody can print it.
 */
public final class SecretStores implements SecretStore {
  private static final Logger LOG = LoggerFactory.getLogger(SecretStores.class);

  private final List<SecretStore> stores;
  private final Redactor redactor;
  private final Set<SecretKey> logged = ConcurrentHashMap.newKeySet();

  /**
   * @param stores in the order in which they are asked
   * @param redactor learns every value that is given out
   */
  public SecretStores(List<SecretStore> stores, Redactor redactor) {
    if (stores.isEmpty()) {
      throw new IllegalArgumentException("no secret store to ask");
    }
    this.stores = List.copyOf(stores);
    this.redactor = requireNonNull(redactor, "redactor");
  }

  @Override
  public Optional<Secret> find(SecretKey key) {
    for (SecretStore store : stores) {
      Optional<Secret> answer = store.find(key);
      if (answer.isPresent()) {
        hideFromNowOn(key, answer.get());
        logOnce(key, answer.get());
        return answer;
      }
    }
    return Optional.empty();
  }

  /** The places of all stores, {@code a, b and c}. */
  @Override
  public String place(SecretKey key) {
    List<String> places = stores.stream().map(store -> store.place(key)).toList();
    int last = places.size() - 1;
    return last == 0
        ? places.get(0)
        : places.stream().limit(last).collect(Collectors.joining(", "))
            + " and "
            + places.get(last);
  }

  private void hideFromNowOn(SecretKey key, Secret secret) {
    String name = key.key().toLowerCase(Locale.ROOT);
    if (PlainSettings.include(name, secret.reveal())) {
      return;
    }
    if (name.equals("credentials") || secret.reveal().startsWith("jdbc:")) {
      redactor.registerUrl(secret.reveal());
    } else {
      redactor.register(secret.reveal());
    }
  }

  private void logOnce(SecretKey key, Secret secret) {
    if (logged.add(key)) {
      LOG.info("{} answered for {}.{}", secret.store(), key.owner(), key.key());
    }
  }
}
