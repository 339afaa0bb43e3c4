package dev.penstock.secret.keyvault;

import com.azure.security.keyvault.secrets.models.KeyVaultSecret;
import com.azure.security.keyvault.secrets.models.SecretProperties;
import dev.penstock.failure.IngestException;
import dev.penstock.secret.keyvault.VaultUnavailableException.Reason;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * What one run has learned from its vault: each secret is asked for once at most, and what it
 * answered is kept in memory, a failure too. Safe for threads.
 */
final class VaultContents {
  /** A vault lets through some 400 requests a second; more at a time would gain nothing. */
  private static final int REQUESTS_AT_A_TIME = 8;

  private final VaultAddress address;
  private final VaultRequests requests;
  private final Clock clock;

  /** Without values; empty when the vault does not let us list. */
  private final Optional<Map<String, SecretProperties>> listed;

  private final Map<String, CompletableFuture<Optional<String>>> values = new ConcurrentHashMap<>();

  private VaultContents(
      VaultAddress address,
      VaultRequests requests,
      Clock clock,
      Optional<Map<String, SecretProperties>> listed) {
    this.address = address;
    this.requests = requests;
    this.clock = clock;
    this.listed = listed;
  }

  /** Lists the names, where that is allowed, and reads those ahead that are meant. */
  static VaultContents read(
      VaultAddress address,
      VaultRequests requests,
      Clock clock,
      Duration longest,
      Predicate<String> ahead) {
    VaultContents contents = new VaultContents(address, requests, clock, listed(requests));
    contents.readAhead(ahead, longest);
    return contents;
  }

  /** Whoever may only get must know the names, which we do. */
  private static Optional<Map<String, SecretProperties>> listed(VaultRequests requests) {
    try {
      return Optional.of(requests.list());
    } catch (VaultUnavailableException e) {
      if (e.reason() == Reason.FORBIDDEN) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private void readAhead(Predicate<String> ahead, Duration longest) {
    List<String> names = listed.orElse(Map.of()).keySet().stream().filter(ahead).toList();
    if (names.isEmpty()) {
      return;
    }
    ExecutorService threads =
        Executors.newFixedThreadPool(
            Math.min(REQUESTS_AT_A_TIME, names.size()), VaultContents::daemon);
    try {
      names.forEach(name -> threads.execute(() -> readAhead(name)));
      threads.shutdown();
      if (!threads.awaitTermination(longest.toMillis(), TimeUnit.MILLISECONDS)) {
        throw tooSlow(names.size(), longest);
      }
    } catch (InterruptedException e) {
      // What is missing is read when it is asked for.
      Thread.currentThread().interrupt();
    } finally {
      threads.shutdownNow();
    }
  }

  /** What came of it, a failure too, is told to whoever asks for the name. */
  private void readAhead(String name) {
    CompletableFuture<Optional<String>> unused = future(name);
  }

  private VaultUnavailableException tooSlow(int count, Duration longest) {
    return new VaultUnavailableException(
        Reason.OTHER,
        "%s: %d secrets were not read within %d s.\nCheck the network between this machine and the vault, and whether others throttle it."
            .formatted(address, count, longest.toSeconds()),
        null);
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "key-vault");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * The value, which may be blank; empty when the vault has no such secret.
   *
   * @throws IngestException when the vault did not tell, or the secret must not be used
   */
  Optional<String> value(String name) {
    try {
      return future(name).join();
    } catch (CompletionException e) {
      throw (IngestException) e.getCause();
    }
  }

  /** Whether the value is known, and is blank. */
  boolean isKnownBlank(String name) {
    CompletableFuture<Optional<String>> future = values.get(name);
    return future != null
        && future.isDone()
        && !future.isCompletedExceptionally()
        && future.join().filter(String::isBlank).isPresent();
  }

  /** The first who comes asks the vault; the others wait for the answer. */
  private CompletableFuture<Optional<String>> future(String name) {
    CompletableFuture<Optional<String>> mine = new CompletableFuture<>();
    CompletableFuture<Optional<String>> first = values.putIfAbsent(name, mine);
    if (first != null) {
      return first;
    }
    try {
      mine.complete(ask(name));
    } catch (IngestException e) {
      mine.completeExceptionally(e);
    } catch (RuntimeException | Error e) {
      mine.completeExceptionally(e);
      throw e;
    }
    return mine;
  }

  private Optional<String> ask(String name) {
    if (listed.isPresent()) {
      SecretProperties properties = listed.get().get(name);
      if (properties == null) {
        return Optional.empty();
      }
      refuse(properties);
    }
    Optional<KeyVaultSecret> secret = requests.get(name);
    secret.map(KeyVaultSecret::getProperties).ifPresent(this::refuse);
    return secret.map(found -> Optional.ofNullable(found.getValue()).orElse(""));
  }

  private void refuse(SecretProperties properties) {
    SecretState.refusal(address, properties, clock.instant())
        .ifPresent(
            refusal -> {
              throw refusal;
            });
  }
}
