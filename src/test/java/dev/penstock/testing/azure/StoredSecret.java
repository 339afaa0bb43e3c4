package dev.penstock.testing.azure;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** One version of a secret in the vault stand-in. */
record StoredSecret(
    String name,
    String version,
    String value,
    Map<String, String> tags,
    State state,
    Optional<Instant> notBefore,
    Optional<Instant> expires,
    Instant created) {
  enum State {
    ENABLED,
    DISABLED
  }

  static StoredSecret of(String name, String value) {
    return new StoredSecret(
        name,
        UUID.randomUUID().toString().replace("-", ""),
        value,
        Map.of(),
        State.ENABLED,
        Optional.empty(),
        Optional.empty(),
        Instant.now());
  }

  StoredSecret with(State newState) {
    return new StoredSecret(name, version, value, tags, newState, notBefore, expires, created);
  }

  StoredSecret with(Map<String, String> newTags) {
    return new StoredSecret(name, version, value, newTags, state, notBefore, expires, created);
  }

  StoredSecret valid(Optional<Instant> from, Optional<Instant> until) {
    return new StoredSecret(name, version, value, tags, state, from, until, created);
  }

  /** As a list shows it: no value, no version. */
  Map<String, Object> item(String url) {
    Map<String, Object> item = new LinkedHashMap<>();
    item.put("id", url + "/secrets/" + name);
    item.put("attributes", attributes());
    item.put("tags", tags);
    return item;
  }

  Map<String, Object> bundle(String url) {
    Map<String, Object> bundle = new LinkedHashMap<>();
    bundle.put("value", value);
    bundle.put("id", url + "/secrets/" + name + "/" + version);
    bundle.put("attributes", attributes());
    bundle.put("tags", tags);
    return bundle;
  }

  private Map<String, Object> attributes() {
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("enabled", state == State.ENABLED);
    notBefore.ifPresent(instant -> attributes.put("nbf", instant.getEpochSecond()));
    expires.ifPresent(instant -> attributes.put("exp", instant.getEpochSecond()));
    attributes.put("created", created.getEpochSecond());
    attributes.put("updated", created.getEpochSecond());
    attributes.put("recoveryLevel", "Recoverable+Purgeable");
    attributes.put("recoverableDays", 90);
    return attributes;
  }
}
