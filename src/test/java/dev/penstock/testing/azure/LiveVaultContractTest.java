package dev.penstock.testing.azure;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.azure.core.http.HttpClient;
import com.azure.security.keyvault.secrets.SecretClient;
import com.azure.security.keyvault.secrets.SecretClientBuilder;
import dev.penstock.identity.AzureHttp;
import dev.penstock.identity.Identities;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** The contract against a real vault, which it leaves as it was but for deleted secrets. */
@Tag("live")
final class LiveVaultContractTest extends VaultContract {
  private static final String VARIABLE = "PENSTOCK_LIVE_VAULT_URL";

  @BeforeAll
  static void wanted() {
    assumeTrue(
        System.getenv(VARIABLE) != null,
        "set " + VARIABLE + " to the URL of a vault in which you are Key Vault Secrets Officer");
  }

  @Override
  SecretClient client() {
    HttpClient http = AzureHttp.client(System.getenv());
    return new SecretClientBuilder()
        .vaultUrl(System.getenv(VARIABLE))
        .httpClient(http)
        .credential(new Identities(System.getenv(), http).defaultIdentity().credential())
        .buildClient();
  }
}
