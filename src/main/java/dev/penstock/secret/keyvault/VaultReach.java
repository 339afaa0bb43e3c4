package dev.penstock.secret.keyvault;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * What a vault lets us do.
 *
 * @param vault its address in words, {@code key vault kv-penstock.vault.azure.net}
 * @param identity who is signed in, in words
 * @param latency of one request, signing in not counted
 * @param names how many secrets there are; empty when they may not be listed
 * @param get whether a secret may be read
 */
public record VaultReach(
    String vault, String identity, Duration latency, OptionalInt names, Permission get) {
  /** Whether the vault lets this identity do something. */
  public enum Permission {
    GRANTED,
    REFUSED
  }

  public VaultReach {
    requireNonNull(vault, "vault");
    requireNonNull(identity, "identity");
    requireNonNull(latency, "latency");
    requireNonNull(names, "names");
    requireNonNull(get, "get");
  }
}
