package dev.penstock.secret.keyvault;

import static java.util.Objects.requireNonNull;

import dev.penstock.failure.IngestException;
import dev.penstock.failure.Problem;
import dev.penstock.secret.Secret;
import dev.penstock.secret.SecretKey;
import dev.penstock.secret.SecretKey.Scope;
import dev.penstock.secret.SecretStore;
import dev.penstock.secret.keyvault.VaultUnavailableException.Reason;
import dev.penstock.secret.keyvault.VaultUse.Unavailable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Secrets in Azure Key Vault. Nothing is asked until the first look-up; then the names are listed
 * once, and what belongs to the sources of the run and to the destination is read in parallel and
 * kept in memory.
 *
 * <p>A missing or empty secret is no answer, so that the next store is asked. One that is disabled,
 * expired or not yet valid fails, as an older value elsewhere must not take its place unseen. When
 * the vault does not let us know what it holds, {@link Unavailable} decides.
 */
public final class KeyVaultSecrets implements SecretStore {
  private static final Logger LOG = LoggerFactory.getLogger(KeyVaultSecrets.class);
  private static final String DESTINATION = VaultNames.prefix(Scope.DESTINATION, "filesystem");

  private final VaultAddress address;
  private final VaultLogin login;
  private final VaultUse use;
  private final VaultNames names = new VaultNames();
  private final AtomicBoolean noticed = new AtomicBoolean();
  private Optional<VaultContents> contents = Optional.empty();
  private Optional<VaultUnavailableException> unavailable = Optional.empty();

  /**
   * @throws dev.penstock.failure.ConfigException when the names of two sources are one in the vault
   */
  public KeyVaultSecrets(VaultAddress address, VaultLogin login, VaultUse use) {
    VaultNames.refuseCollisions(use.sources());
    this.address = requireNonNull(address, "address");
    this.login = requireNonNull(login, "login");
    this.use = use;
  }

  /** What keeps a vault from being used for these sources, told without reaching it. */
  public static List<Problem> collisions(Set<String> sources) {
    return VaultNames.collisions(sources);
  }

  @Override
  public Optional<Secret> find(SecretKey key) {
    Optional<String> name = names.claim(key);
    if (name.isEmpty()) {
      return Optional.empty();
    }
    try {
      return contents()
          .value(name.get())
          .filter(value -> !value.isBlank())
          .map(value -> new Secret(value, store(), place(name.get(), "")));
    } catch (VaultUnavailableException e) {
      return passOver(e);
    }
  }

  @Override
  public String place(SecretKey key) {
    String name = VaultNames.of(key);
    if (name.length() > VaultNames.LONGEST) {
      return place(name, " is longer than the " + VaultNames.LONGEST + " characters of a name");
    }
    boolean blank = known().filter(known -> known.isKnownBlank(name)).isPresent();
    return place(name, blank ? " is empty" : "");
  }

  private String place(String name, String remark) {
    return "%s (%s%s)".formatted(store(), name, remark);
  }

  private String store() {
    return "key vault " + address.name();
  }

  private synchronized Optional<VaultContents> known() {
    return contents;
  }

  /** The first who asks reads the vault, the others wait; a failure is as final as an answer. */
  private synchronized VaultContents contents() {
    if (unavailable.isPresent()) {
      throw unavailable.get();
    }
    if (contents.isEmpty()) {
      try {
        VaultRequests requests = VaultRequests.to(address, login, use.patience());
        contents =
            Optional.of(
                VaultContents.read(
                    address, requests, use.clock(), use.patience().retry().deadline(), ahead()));
        LOG.info("{}: signed in as {}", address, login.identity().get());
      } catch (VaultUnavailableException e) {
        unavailable = Optional.of(e);
        throw e;
      }
    }
    return contents.get();
  }

  /** What the sources of this run will ask for; a vault may hold much that is not ours. */
  private Predicate<String> ahead() {
    List<String> prefixes =
        Stream.concat(
                use.sources().stream().map(source -> VaultNames.prefix(Scope.SOURCES, source)),
                Stream.of(DESTINATION))
            .toList();
    return name -> prefixes.stream().anyMatch(name::startsWith);
  }

  private Optional<Secret> passOver(VaultUnavailableException failure) {
    if (use.unavailable() == Unavailable.FAILS) {
      throw new IngestException(
          failure.code(),
          failure.getMessage()
              + "\nWith the setting vault_required at N, the environment and .dlt/secrets.toml would be asked instead.",
          failure);
    }
    if (noticed.compareAndSet(false, true)) {
      String text =
          failure.getMessage()
              + "\nAs vault_required is N, the environment and .dlt/secrets.toml are asked instead.";
      LOG.warn("{}", text);
      use.notice().accept("WARNING " + text.replace("\n", "\n        "));
    }
    return Optional.empty();
  }

  /**
   * Tries what a run would do, anew at each call.
   *
   * @throws IngestException SECRET when the vault is not reached; the message says how to mend it
   */
  public VaultReach reach() {
    VaultRequests requests = VaultRequests.to(address, login, use.patience());
    OptionalInt count = count(requests);
    long start = System.nanoTime();
    Optional<String> refusal = refusalToGet(requests);
    Duration latency = Duration.ofNanos(System.nanoTime() - start);
    return new VaultReach(address.toString(), login.identity().get(), latency, count, refusal);
  }

  private static OptionalInt count(VaultRequests requests) {
    try {
      return OptionalInt.of(requests.list().size());
    } catch (VaultUnavailableException e) {
      if (e.reason() == Reason.FORBIDDEN) {
        return OptionalInt.empty();
      }
      throw e;
    }
  }

  /** By a name that nobody has: whoever may not get is refused before the name is looked up. */
  private static Optional<String> refusalToGet(VaultRequests requests) {
    try {
      requests.get("penstock-doctor-asks-for-a-secret-that-is-not-there");
      return Optional.empty();
    } catch (VaultUnavailableException e) {
      if (e.reason() == Reason.FORBIDDEN) {
        return Optional.of(e.getMessage());
      }
      throw e;
    }
  }
}
