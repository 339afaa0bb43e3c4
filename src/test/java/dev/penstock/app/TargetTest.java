package dev.penstock.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.credential.TokenCredential;
import dev.penstock.failure.ConfigException;
import dev.penstock.failure.Problem;
import dev.penstock.identity.Identity;
import dev.penstock.secret.Secret;
import dev.penstock.secret.SecretKey;
import dev.penstock.secret.SecretStore;
import dev.penstock.storage.Containers;
import dev.penstock.storage.adls.AdlsAccess;
import dev.penstock.storage.adls.AdlsAddress;
import dev.penstock.storage.local.LocalStorage;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TargetTest {
  private static final String CREDENTIALS = "[destination.filesystem.credentials]";
  private static final String KEY = "Q0FOQVJZ".repeat(10) + "Q0FOQQ==";
  private static final String SAS = "sv=2024-11-04&sr=c&sp=racwdlm&se=2027-01-01&sig=CANARY";

  @TempDir Path home;
  private final Map<String, String> values = new HashMap<>();
  private final FakeAzure azure = new FakeAzure();

  @BeforeEach
  void nameALake() {
    values.put("bucket_url", "abfss://raw@shop.dfs.core.windows.net/lake");
  }

  @Test
  void opensTheLakeWithTheAccountKey() {
    values.put("azure_storage_account_key", KEY + "\n");

    target().open().close();

    assertThat(azure.opened)
        .containsExactly(
            "abfss://raw@shop.dfs.core.windows.net/lake with the key " + KEY + " of shop");
  }

  @Test
  void showsNoPasswordOfAFolderThatIsNone() {
    values.put("bucket_url", "file://me:CAN/ARY;@server/lake");

    assertThat(target().problems())
        .extracting(Problem::message)
        .containsExactly(
            "[destination.filesystem] bucket_url: 'file://***@server/lake' names no folder.\n"
                + "Name a folder, such as bucket_url = \"data\" or \"file:///srv/lake\".");
  }

  @Test
  void opensTheLakeWithASasWithoutItsQuestionMark() {
    values.put("azure_storage_sas_token", "?" + SAS);

    target().open().close();

    assertThat(azure.opened)
        .containsExactly("abfss://raw@shop.dfs.core.windows.net/lake with the SAS " + SAS);
  }

  @Test
  void opensTheLakeWithAServicePrincipal() {
    principal();

    target().open().close();

    assertThat(azure.opened)
        .containsExactly(
            "abfss://raw@shop.dfs.core.windows.net/lake as loader of contoso with CANARY");
  }

  @Test
  void opensTheLakeAsWhoeverTheMachineIs() {
    values.put("bucket_url", "az://raw/lake");
    values.put("azure_storage_account_name", " shop ");
    values.put("azure_account_host", "shop.dfs.core.usgovcloudapi.net");

    target().open().close();

    assertThat(azure.opened)
        .containsExactly("abfss://raw@shop.dfs.core.usgovcloudapi.net/lake as this machine");
  }

  @Test
  void saysWhichOfSeveralIsUsed() {
    values.put("azure_storage_account_key", KEY);
    values.put("azure_storage_sas_token", SAS);
    principal();

    assertThat(target().problems())
        .containsExactly(
            Problem.warning(
                CREDENTIALS,
                "there is an account key and a SAS and a service principal; the account key is used.",
                "Take away what is not needed."));
    values.remove("azure_storage_account_key");
    assertThat(target().problems())
        .containsExactly(
            Problem.warning(
                CREDENTIALS,
                "there is a SAS and a service principal; the SAS is used.",
                "Take away what is not needed."));
    target().open().close();
    assertThat(azure.opened).hasSize(1).first().asString().endsWith(SAS);
  }

  @Test
  void namesWhatAServicePrincipalLacks() {
    values.put("azure_client_id", "loader");

    assertThat(target().problems())
        .containsExactly(
            Problem.error(
                CREDENTIALS,
                "a service principal has azure_client_id, but no azure_tenant_id and no azure_client_secret.",
                "Give all three, or none: then whoever the machine is signs in."));
  }

  @Test
  void refusesAKeyThatIsNone() {
    String where = CREDENTIALS + " azure_storage_account_key";
    String mend =
        "Copy the key whole: az storage account keys list --account-name ACCOUNT --query \"[0].value\" --output tsv.";

    values.put("azure_storage_account_key", "CANARY!");
    assertThat(target().problems())
        .containsExactly(Problem.error(where, "it is not Base64, as every key is.", mend));
    values.put("azure_storage_account_key", "Q0FOQVJZ");
    assertThat(target().problems())
        .containsExactly(
            Problem.warning(where, "it has 6 bytes, but the keys of accounts have 64.", mend));
    values.put(
        "azure_storage_account_key", "DefaultEndpointsProtocol=https;AccountKey=" + KEY + ";");
    assertThat(target().problems())
        .containsExactly(
            Problem.error(
                where, "it is a connection string.", "Give what follows AccountKey= alone."));
  }

  @Test
  void tellsEverythingAtOnceAndNoSecret() {
    values.put("bucket_url", "az://Raw");
    values.put("azure_storage_account_key", "CANARY!");
    values.put("azure_tenant_id", "contoso");

    assertThatThrownBy(() -> target().open())
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            """
            [destination.filesystem] bucket_url: 'az://Raw' does not say which storage account.
            Set azure_storage_account_name in [destination.filesystem.credentials], or write abfss://container@account.dfs.core.windows.net/folder.
            [destination.filesystem.credentials]: a service principal has azure_tenant_id, but no azure_client_id and no azure_client_secret.
            Give all three, or none: then whoever the machine is signs in.
            [destination.filesystem.credentials] azure_storage_account_key: it is not Base64, as every key is.
            Copy the key whole: az storage account keys list --account-name ACCOUNT --query "[0].value" --output tsv.""");
    assertThat(azure.opened).isEmpty();
  }

  @Test
  void tellsOfAnExpiredSasWithoutANetwork() {
    values.put("azure_storage_sas_token", SAS.replace("2027", "2026"));

    assertThat(target().problems())
        .containsExactly(
            Problem.error(
                CREDENTIALS + " azure_storage_sas_token",
                "it expired at 2026-01-01T00:00:00Z.",
                "Make a new SAS, or sign in with an identity, which does not expire."));
  }

  @ParameterizedTest
  @ValueSource(strings = {"lake", "file:lake", "C:\\lake"})
  void leavesFoldersAlone(String folder) {
    values.put("bucket_url", folder.equals("file:lake") ? home.toUri().toString() : folder);

    assertThat(target().problems()).isEmpty();
    target().open().close();
    assertThat(azure.opened).isEmpty();
  }

  @Test
  void warnsWhenTheLakeOfAnAccountIsNotNamed() {
    values.remove("bucket_url");
    assertThat(target().problems()).isEmpty();

    values.put("azure_storage_account_name", "shop");
    assertThat(target().problems())
        .containsExactly(
            Problem.warning(
                "[destination.filesystem] bucket_url",
                "missing, so that files land in the folder data, though azure_storage_account_name is 'shop'.",
                "Set bucket_url = \"abfss://container@shop.dfs.core.windows.net/folder\"."));
  }

  private void principal() {
    values.put("azure_tenant_id", "contoso");
    values.put("azure_client_id", "loader");
    values.put("azure_client_secret", "CANARY");
  }

  private Target target() {
    SecretStore store =
        key ->
            Optional.of(key)
                .filter(asked -> asked.scope() == SecretKey.Scope.DESTINATION)
                .filter(asked -> asked.owner().equals("filesystem"))
                .map(asked -> values.get(asked.key()))
                .map(value -> new Secret(value, "test"));
    Clock clock = Clock.fixed(Instant.parse("2026-11-21T04:00:00Z"), ZoneOffset.UTC);
    return new Target(store, home, clock, azure);
  }

  /** Somebody who cannot sign in. */
  private record Somebody(String words) implements Identity {
    @Override
    public TokenCredential credential() {
      throw new AssertionError("asked for a token");
    }
  }

  private final class FakeAzure implements Azure {
    private final List<String> opened = new ArrayList<>();

    @Override
    public Containers lake(AdlsAddress address, AdlsAccess access) {
      opened.add(address.root(address.container()) + access.when(new Words()));
      return Containers.folders(new LocalStorage(home.resolve("data")));
    }

    @Override
    public Identity servicePrincipal(String tenantId, String clientId, Secret clientSecret) {
      return new Somebody(clientId + " of " + tenantId + " with " + clientSecret.reveal());
    }

    @Override
    public Identity ofThisMachine() {
      return new Somebody("this machine");
    }
  }

  private static final class Words implements AdlsAccess.Cases<String> {
    @Override
    public String accountKey(AdlsAccess.AccountKey access) {
      return " with the key " + access.key().reveal() + " of " + access.account();
    }

    @Override
    public String sasToken(AdlsAccess.SasToken access) {
      return " with the SAS " + access.token().reveal();
    }

    @Override
    public String signedIn(AdlsAccess.SignedIn access) {
      return " as " + access.identity().words();
    }
  }
}
