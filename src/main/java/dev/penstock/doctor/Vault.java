package dev.penstock.doctor;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** The vault that a run asks first for each secret. */
public interface Vault {
  /** In words, such as {@code key vault kv-penstock.vault.azure.net}. */
  String name();

  /** Where it answers. */
  URI endpoint();

  /**
   * Signs in and tries what a run does.
   *
   * @throws dev.penstock.failure.IngestException when nobody gets in; its message ends with the
   *     mend
   */
  Access access();

  /**
   * What it lets us do.
   *
   * @param identity who is signed in, in words
   * @param claims whom the token names, with the tenant; empty when it cannot be read
   * @param latency of one request, signing in not counted
   * @param names how many secrets there are; empty when they may not be listed
   * @param refusal why no secret may be read, the mend on a line of its own; empty when they may
   */
  record Access(
      String identity,
      Optional<String> claims,
      Duration latency,
      OptionalInt names,
      Optional<String> refusal) {
    public Access {
      requireNonNull(identity, "identity");
      requireNonNull(claims, "claims");
      requireNonNull(latency, "latency");
      requireNonNull(names, "names");
      requireNonNull(refusal, "refusal");
    }
  }
}
