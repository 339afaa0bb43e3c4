package dev.penstock.secret.keyvault;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.util.Set;
import java.util.function.Consumer;

/**
 * How a run uses its vault.
 *
 * @param sources the names of the sources of the run: what belongs to them is read ahead
 * @param notice is told once, on the console, when an unavailable vault is passed over
 */
public record VaultUse(
    Set<String> sources,
    Unavailable unavailable,
    Consumer<String> notice,
    Patience patience,
    Clock clock) {
  /** What comes of a vault that cannot be reached or refuses us. */
  public enum Unavailable {
    /** Whatever is asked for fails: the setting vault_required is Y. */
    FAILS,
    /** The next store is asked: vault_required is N. */
    IS_PASSED_OVER
  }

  public VaultUse {
    sources = Set.copyOf(sources);
    requireNonNull(unavailable, "unavailable");
    requireNonNull(notice, "notice");
    requireNonNull(patience, "patience");
    requireNonNull(clock, "clock");
  }
}
