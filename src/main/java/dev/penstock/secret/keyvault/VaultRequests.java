package dev.penstock.secret.keyvault;

import com.azure.core.exception.ResourceNotFoundException;
import com.azure.core.http.policy.FixedDelay;
import com.azure.core.http.policy.RetryPolicy;
import com.azure.security.keyvault.secrets.SecretClient;
import com.azure.security.keyvault.secrets.SecretClientBuilder;
import com.azure.security.keyvault.secrets.models.KeyVaultSecret;
import com.azure.security.keyvault.secrets.models.SecretProperties;
import dev.penstock.secret.keyvault.VaultFailures.Deed;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What one asks of a vault, each call with its retries and its failures in words. Thread-safe. */
final class VaultRequests {
  private final SecretClient client;
  private final VaultFailures failures;

  private VaultRequests(SecretClient client, VaultFailures failures) {
    this.client = client;
    this.failures = failures;
  }

  /** Reaches nothing yet. */
  static VaultRequests to(VaultAddress address, VaultLogin login, Patience patience) {
    SecretClient client =
        new SecretClientBuilder()
            .vaultUrl(address.url().toString())
            .credential(login.credential())
            .httpClient(login.http())
            .addPolicy(new PatientPolicy(patience))
            .retryPolicy(new RetryPolicy(new FixedDelay(0, Duration.ZERO)))
            .buildClient();
    return new VaultRequests(client, new VaultFailures(address, login.identity()));
  }

  /** Every secret without its value, by its name in lower case. */
  Map<String, SecretProperties> list() {
    try {
      Map<String, SecretProperties> secrets = new TreeMap<>();
      client
          .listPropertiesOfSecrets()
          .forEach(secret -> secrets.put(secret.getName().toLowerCase(Locale.ROOT), secret));
      return secrets;
    } catch (RuntimeException e) {
      throw failures.of(Deed.LIST, "", e);
    }
  }

  /** The newest version; empty when there is no such secret. */
  Optional<KeyVaultSecret> get(String name) {
    try {
      return Optional.of(client.getSecret(name));
    } catch (ResourceNotFoundException e) {
      return Optional.empty();
    } catch (RuntimeException e) {
      throw failures.of(Deed.GET, name, e);
    }
  }

  void set(String name, String value) {
    try {
      client.setSecret(name, value);
    } catch (RuntimeException e) {
      throw failures.of(Deed.SET, name, e);
    }
  }
}
