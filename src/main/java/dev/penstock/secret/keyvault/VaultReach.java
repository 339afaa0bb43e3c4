package dev.penstock.secret.keyvault;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a vault lets us do.
 *
 * @param vault its address in words, {@code key vault kv-penstock.vault.azure.net}
 * @param identity who is signed in, in words
 * @param latency of one request, signing in not counted
 * @param names how many secrets there are; empty when they may not be listed
 * @param refusal why a secret may not be read, with the mend on a line of its own; empty when it
 *     may
 */
public record VaultReach(
    String vault, String identity, Duration latency, OptionalInt names, Optional<String> refusal) {
  public VaultReach {
    requireNonNull(vault, "vault");
    requireNonNull(identity, "identity");
    requireNonNull(latency, "latency");
    requireNonNull(names, "names");
    requireNonNull(refusal, "refusal");
  }
}
