package dev.penstock.secret.keyvault;

import static dev.penstock.evidence.Said.assertThatThrownBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.http.HttpClient;
import dev.penstock.evidence.BadInput;
import dev.penstock.evidence.Input;
import dev.penstock.failure.IngestException;
import dev.penstock.identity.AzureHttp;
import dev.penstock.identity.Identities;
import dev.penstock.identity.Identity;
import dev.penstock.secret.Secret;
import dev.penstock.secret.SecretKey;
import dev.penstock.secret.keyvault.VaultUse.Unavailable;
import dev.penstock.testing.azure.EntraServer;
import dev.penstock.testing.azure.Redirected;
import dev.penstock.testing.azure.TestTls;
import dev.penstock.testing.azure.VaultServer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Through the real library; only the name of the vault is looked up by the test. */
final class KeyVaultSecretsTest {
  private static final String TENANT = "11111111-1111-1111-1111-111111111111";
  private static final String CLIENT = "22222222-2222-2222-2222-222222222222";
  private static final Instant NOW = Instant.parse("2026-11-21T03:15:00Z");
  private static final SecretKey PASSWORD = SecretKey.ofSource("Shop_EU", "password");

  private final EntraServer entra = EntraServer.start().addApp(TENANT, CLIENT, "app-secret");
  private final VaultServer vault = VaultServer.start(entra, TENANT);
  private final List<Duration> pauses = new ArrayList<>();
  private final List<String> notices = new ArrayList<>();

  @AfterEach
  void close() {
    vault.close();
    entra.close();
  }

  @Test
  void findsASecretUnderTheNamesOfItsSourceAndKey() {
    vault.put("shop-eu-password", "canary-1");

    Secret secret = secrets().find(PASSWORD).orElseThrow();

    assertThat(secret.reveal()).isEqualTo("canary-1");
    assertThat(secret.place()).isEqualTo("key vault kv-test (shop-eu-password)");
  }

  @Test
  void listsOnceAndReadsEachSecretOnce() {
    vault.put("shop-eu-password", "a").put("shop-eu-host", "b").put("crm-password", "c");
    KeyVaultSecrets secrets = secrets();
    assertThat(vault.requests()).isEmpty();

    for (String key : List.of("password", "host", "username", "password", "username")) {
      secrets.find(SecretKey.ofSource("shop_eu", key));
    }

    assertThat(withToken()).isEqualTo(3);
  }

  @Test
  void readsNamesDirectlyWhereListingIsNotAllowed() {
    vault.put("shop-eu-password", "a");
    vault
        .faults()
        .answer(1, r -> r.path().equals("/secrets") && r.bearerToken().isPresent(), rbac());
    KeyVaultSecrets secrets = secrets();

    assertThat(secrets.find(PASSWORD)).isPresent();
    assertThat(secrets.find(SecretKey.ofSource("shop_eu", "host"))).isEmpty();
    assertThat(secrets.find(SecretKey.ofSource("shop_eu", "host"))).isEmpty();
    assertThat(withToken()).isEqualTo(3);
  }

  @Test
  @BadInput(
      value = Input.SECRET_MISSING,
      taken = "an empty one counts as missing, and is named as empty")
  void anEmptySecretIsNoAnswerAndIsTold() {
    vault.put("shop-eu-password", " ");
    KeyVaultSecrets secrets = secrets();

    assertThat(secrets.find(PASSWORD)).isEmpty();
    assertThat(secrets.place(PASSWORD)).isEqualTo("key vault kv-test (shop-eu-password is empty)");
  }

  @Test
  @BadInput(
      value = Input.SECRET_DISABLED,
      says =
          "key vault kv-test.vault.azure.net: the secret shop-eu-password is disabled.\nEnable it: az keyvault secret set-attributes --vault-name kv-test --name shop-eu-password --enabled true")
  void aDisabledSecretFailsEvenWhereTheVaultIsNotRequired() {
    vault.put("shop-eu-password", "canary-2").disable("shop-eu-password");

    assertThatThrownBy(() -> secrets(Unavailable.IS_PASSED_OVER).find(PASSWORD))
        .isInstanceOf(IngestException.class)
        .hasMessage(
            """
            key vault kv-test.vault.azure.net: the secret shop-eu-password is disabled.
            Enable it: az keyvault secret set-attributes --vault-name kv-test --name shop-eu-password --enabled true""");
  }

  @Test
  void anExpiredSecretFailsWithItsDate() {
    vault
        .put("shop-eu-password", "canary-3")
        .valid("shop-eu-password", Optional.empty(), Optional.of(NOW.minusSeconds(60)));

    assertThatThrownBy(() -> secrets().find(PASSWORD))
        .hasMessageStartingWith(
            "key vault kv-test.vault.azure.net: the secret shop-eu-password expired on 2026-11-21 03:14 UTC.\n")
        .hasMessageNotContaining("canary-3");
  }

  @Test
  void aMissingRoleIsNamed() {
    vault.let(VaultServer.Access.NO_ROLE);

    assertThatThrownBy(() -> secrets().find(PASSWORD))
        .hasMessageContaining("has no role that lets it get secrets.")
        .hasMessageContaining("Give it the role Key Vault Secrets User on this vault");
  }

  @Test
  void aVaultBehindAFirewallIsPassedOverWithOneNoticeWhenNotRequired() {
    vault.let(VaultServer.Access.FIREWALL);
    KeyVaultSecrets secrets = secrets(Unavailable.IS_PASSED_OVER);

    assertThat(secrets.find(PASSWORD)).isEmpty();
    assertThat(secrets.find(SecretKey.ofSource("shop_eu", "host"))).isEmpty();
    assertThat(notices)
        .singleElement()
        .asString()
        .startsWith(
            "WARNING key vault kv-test.vault.azure.net: its firewall does not let this machine in");
  }

  @Test
  void throttlingIsWaitedForAsLongAsTheVaultSaysButNoLonger() {
    vault.put("shop-eu-password", "a");
    vault.faults().answer(1, r -> r.bearerToken().isPresent(), VaultServer.throttled(3));
    vault.faults().answer(1, r -> r.bearerToken().isPresent(), VaultServer.throttled(3600));

    assertThat(secrets().find(PASSWORD)).isPresent();
    assertThat(pauses).containsExactly(Duration.ofSeconds(3), Duration.ofSeconds(10));
  }

  @Test
  void twoKeysOfOneNameAreRefused() {
    KeyVaultSecrets secrets = secrets();
    assertThat(secrets.find(SecretKey.ofSource("a", "b-c"))).isEmpty();

    assertThatThrownBy(() -> secrets.find(SecretKey.ofSource("a-b", "c")))
        .hasMessageStartingWith(
            "source a, b-c and source a-b, c: both are a-b-c in the key vault.\n");
  }

  private KeyVaultSecrets secrets() {
    return secrets(Unavailable.FAILS);
  }

  private KeyVaultSecrets secrets(Unavailable unavailable) {
    Map<String, String> environment =
        Map.of(
            "AZURE_AUTHORITY_HOST",
            entra.authorityHost(),
            "AZURE_TENANT_ID",
            TENANT,
            "AZURE_CLIENT_ID",
            CLIENT,
            "AZURE_CLIENT_SECRET",
            "app-secret");
    HttpClient http = AzureHttp.client(environment, TestTls.clientContext());
    Identity identity = new Identities(environment, http).defaultIdentity();
    return new KeyVaultSecrets(
        VaultAddress.of(Map.of(VaultAddress.VARIABLE, "https://kv-test.vault.azure.net/"))
            .orElseThrow(),
        new VaultLogin(identity.credential(), new Redirected(http, vault.url()), identity::words),
        new VaultUse(
            Set.of("Shop_EU"),
            unavailable,
            notices::add,
            new Patience(Duration.ofSeconds(15), Patience.USUAL.retry(), new NotedWaits(pauses)),
            Clock.fixed(NOW, ZoneOffset.UTC)));
  }

  private long withToken() {
    return vault.requests().stream().filter(r -> r.bearerToken().isPresent()).count();
  }

  private static dev.penstock.testing.azure.StandInAnswer rbac() {
    return dev.penstock.testing.azure.StandInAnswer.json(
        403,
        Map.of(
            "error",
            Map.of(
                "code", "Forbidden",
                "message", "Caller is not authorized to perform action on resource.",
                "innererror", Map.of("code", "ForbiddenByRbac"))));
  }
}
