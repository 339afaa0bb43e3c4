package dev.penstock.secret.keyvault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class VaultAddressTest {
  @ParameterizedTest
  @CsvSource({
    "https://kv.vault.azure.net/, key vault kv.vault.azure.net",
    "https://KV.vault.azure.cn, key vault kv.vault.azure.cn",
    "https://kv.vault.usgovcloudapi.net, key vault kv.vault.usgovcloudapi.net",
  })
  void takesVaultsOfEveryCloud(String text, String words) {
    assertThat(VaultAddress.of(Map.of("AZURE_KEY_VAULT_URL", text)).orElseThrow())
        .hasToString(words);
  }

  @Test
  void anEmptyVariableMeansNoVault() {
    assertThat(VaultAddress.of(Map.of("AZURE_KEY_VAULT_URL", " "))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kv | 'kv' does not begin with https://. | Write https://kv.vault.azure.net.",
        "http://kv.vault.azure.net | 'http://kv.vault.azure.net' does not begin with https://. | Write https://kv.vault.azure.net.",
        "https://kv.vault.azure.net/secrets | 'https://kv.vault.azure.net/secrets' leads into the vault. | Write https://kv.vault.azure.net.",
        "https://kv.privatelink.vaultcore.azure.net | 'https://kv.privatelink.vaultcore.azure.net' is the inner name of a private endpoint. | Write the vault's own name, https://kv.vault.azure.net; with a private endpoint, DNS leads it to the private address.",
      },
      quoteCharacter = '`')
  void refusesWhatIsNoVault(String text, String what, String mend) {
    assertThatThrownBy(() -> VaultAddress.of(Map.of("AZURE_KEY_VAULT_URL", text)))
        .hasMessage("environment variable AZURE_KEY_VAULT_URL: " + what + "\n" + mend);
  }
}
