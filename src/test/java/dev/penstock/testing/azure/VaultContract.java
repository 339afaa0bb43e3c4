package dev.penstock.testing.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.exception.HttpResponseException;
import com.azure.core.exception.ResourceNotFoundException;
import com.azure.security.keyvault.secrets.SecretClient;
import com.azure.security.keyvault.secrets.models.KeyVaultSecret;
import com.azure.security.keyvault.secrets.models.SecretProperties;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a vault does, through the real library: the stand-in must do what the service does. */
abstract class VaultContract {
  private final String name = "Penstock-Contract-" + UUID.randomUUID();

  /** A client whose identity may get, list, set and delete. */
  abstract SecretClient client();

  @Test
  void givesTheNewestVersionAndEachOlderOneByName() {
    SecretClient client = client();
    String first = client.setSecret(name, "one").getProperties().getVersion();
    client.setSecret(name, "two");
    try {
      assertThat(client.getSecret(name).getValue()).isEqualTo("two");
      assertThat(client.getSecret(name, first).getValue()).isEqualTo("one");
      assertThat(client.getSecret(name.toUpperCase(Locale.ROOT)).getValue()).isEqualTo("two");
    } finally {
      client.beginDeleteSecret(name);
    }
    assertThatThrownBy(() -> client.getSecret(name))
        .isInstanceOf(ResourceNotFoundException.class)
        .hasMessageContaining("SecretNotFound")
        .hasMessageContaining("was not found in this key vault");
  }

  @Test
  void listsWithoutValues() {
    SecretClient client = client();
    client.setSecret(new KeyVaultSecret(name, "value"));
    try {
      assertThat(client.listPropertiesOfSecrets().stream().map(SecretProperties::getName))
          .contains(name);
    } finally {
      client.beginDeleteSecret(name);
    }
  }

  @Test
  void refusesAnUnderscoreInAName() {
    assertThatThrownBy(() -> client().getSecret("no_underscores"))
        .isInstanceOf(HttpResponseException.class)
        .hasMessageContaining("BadParameter");
  }
}
