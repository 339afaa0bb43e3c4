package dev.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.testing.PenstockProcess;
import dev.penstock.testing.PenstockProcess.Result;
import dev.penstock.testing.Sheets;
import dev.penstock.testing.azure.AdlsServer;
import dev.penstock.testing.azure.EntraServer;
import dev.penstock.testing.azure.LakeDownload;
import dev.penstock.testing.azure.TestTls;
import dev.penstock.testing.azure.VaultServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged jar on a machine with a managed identity and no secret of its own: everything comes
 * from a vault, whose name a hosts file leads to the stand-in, so that TLS and the check of the
 * vault's challenge are what they are in Azure.
 */
final class VaultIT {
  private static final String TENANT = "11111111-2222-3333-4444-555555555555";
  private static final String CLIENT = "66666666-7777-8888-9999-000000000000";
  private static final String HOST = "shop.vault.azure.net";

  @TempDir Path home;
  private final EntraServer entra = EntraServer.start();
  private final VaultServer vault = VaultServer.start(entra, TENANT);
  private AdlsServer lake;
  private PenstockProcess penstock;

  @BeforeEach
  void everythingInTheVault() throws Exception {
    lake = AdlsServer.http();
    lake.createContainer("raw");
    entra.setSystemIdentity(TENANT, CLIENT, "/subscriptions/s/virtualMachines/loader");
    vault
        .publicUrl("https://" + HOST + ":" + vault.port())
        .put("shop-path", shop().toString())
        .put("destination-filesystem-bucket-url", lake.endpoint() + "/raw/lake")
        .put("destination-filesystem-azure-storage-account-key", AdlsServer.KEY);
    workbook("Y");
    Path hosts = home.resolve("hosts");
    Files.writeString(hosts, "127.0.0.1 localhost\n127.0.0.1 " + HOST + "\n");
    penstock =
        new PenstockProcess(home)
            .withJava(TestTls.trustArguments())
            .withJava(List.of("-Djdk.net.hosts.file=" + hosts))
            .with(entra.virtualMachine())
            .with("AZURE_AUTHORITY_HOST", entra.authorityHost())
            .with("AZURE_KEY_VAULT_URL", "https://" + HOST + ":" + vault.port());
  }

  @AfterEach
  void stop() {
    lake.close();
    vault.close();
    entra.close();
  }

  @Test
  void everySecretComesFromTheVault() throws Exception {
    Result run = penstock.run();

    assertThat(run.exitCode()).as(run.err() + run.out()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(LakeDownload.of(lake, "raw").files())
        .filteredOn(path -> path.startsWith("lake/t/"))
        .hasSize(1);
    assertThat(log())
        .contains("key vault " + HOST + ": signed in as ")
        .contains("key vault shop answered for shop.path")
        .contains("key vault shop answered for filesystem.azure_storage_account_key");
    // One listing and one request for each of the three.
    assertThat(vault.requests()).filteredOn(asked -> asked.bearerToken().isPresent()).hasSize(4);
    assertNoSecret();
  }

  @Test
  void aVaultThatIsRequiredAndDoesNotLetUsInEndsTheRun() throws Exception {
    vault.let(VaultServer.Access.FIREWALL);

    Result run = penstock.run();

    assertThat(run.exitCode()).as(run.err() + run.out()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .isEqualTo(
            """
            key vault shop.vault.azure.net: its firewall does not let this machine in (its address is 203.0.113.5).
            Add the address to the vault's networking rules, or run inside an allowed network.
            With the setting vault_required at N, the environment and .dlt/secrets.toml would be asked instead.
            """);
    assertThat(lake.requests()).isEmpty();
  }

  @Test
  void aVaultThatIsDownEndsTheRun() throws Exception {
    vault.close();

    Result run = penstock.run();

    assertThat(run.exitCode()).as(run.err() + run.out()).isEqualTo(1);
    assertThat(run.err())
        .isEqualTo(
            """
            key vault shop.vault.azure.net: the connection was refused.
            Check that this machine's network and proxy let it reach port 443 of the vault.
            With the setting vault_required at N, the environment and .dlt/secrets.toml would be asked instead.
            """);
  }

  @Test
  void aVaultThatIsNotRequiredIsPassedOverWithOneWarning() throws Exception {
    vault.let(VaultServer.Access.NO_ROLE);
    workbook("N");

    Result run =
        penstock
            .with("DLT_SHOP_PATH", shop().toString())
            .with("DLT_DESTINATION_FILESYSTEM_BUCKET_URL", lake.endpoint() + "/raw/lake")
            .with("DLT_DESTINATION_FILESYSTEM_AZURE_STORAGE_ACCOUNT_KEY", AdlsServer.KEY)
            .run();

    assertThat(run.exitCode()).as(run.err() + run.out()).isZero();
    assertThat(run.err())
        .isEqualTo(
            """
            WARNING key vault shop.vault.azure.net: default credential (managed identity) has no role that lets it get secrets.
                    Give it the role Key Vault Secrets User on this vault; a new role needs some minutes to take effect.
                    As vault_required is N, the environment and .dlt/secrets.toml are asked instead.
            """);
    assertThat(log()).contains("environment answered for shop.path");
    assertNoSecret();
  }

  @Test
  void checkSaysWhoAnswersForEachKey() throws Exception {
    Result check = penstock.run("secrets", "check");

    assertThat(check.exitCode()).as(check.err() + check.out()).isZero();
    assertThat(check.out())
        .isEqualTo(
            """
            of                      key                         answered by
            ----------------------  --------------------------  -----------------------------------------------------------------
            source shop             authentication              missing (optional)
            source shop             query.authentication        missing (optional)
            source shop             path                        key vault shop (shop-path)
            source shop             password                    missing (optional)
            source shop             host                        missing (optional)
            destination filesystem  bucket_url                  key vault shop (destination-filesystem-bucket-url)
            destination filesystem  azure_storage_account_key   key vault shop (destination-filesystem-azure-storage-account-key)
            destination filesystem  azure_storage_sas_token     missing (optional)
            destination filesystem  azure_tenant_id             missing (optional)
            destination filesystem  azure_client_id             missing (optional)
            destination filesystem  azure_client_secret         missing (optional)
            destination filesystem  azure_storage_account_name  missing (optional)
            destination filesystem  azure_account_host          missing (optional)

            3 found, 0 missing and needed, 10 missing and optional, 0 failed.
            """);
    assertNoSecret();
  }

  @Test
  void pushCopiesTheFileIntoTheVault() throws Exception {
    Files.createDirectories(home.resolve(".dlt"));
    Files.writeString(
        home.resolve(".dlt/secrets.toml"),
        "[sources.shop]\npath = 'CANARY-elsewhere.db'\npassword = 'CANARY-new'\n");

    Result dry = penstock.run("secrets", "push");
    assertThat(dry.exitCode()).as(dry.err() + dry.out()).isZero();
    assertThat(dry.out())
        .isEqualTo(
            """
            of           key       secret in the vault  compared
            -----------  --------  -------------------  --------
            source shop  path      shop-path            differs
            source shop  password  shop-password        new

            key vault shop.vault.azure.net: 1 to write of 2. Nothing was written; --yes writes; --overwrite also writes those that differ.
            """);
    assertThat(vault.value("shop-password")).isEmpty();

    Result push = penstock.run("secrets", "push", "--yes");
    assertThat(push.exitCode()).as(push.err() + push.out()).isEqualTo(1);
    assertThat(push.out())
        .isEqualTo(
            """
            of           key       secret in the vault  result
            -----------  --------  -------------------  --------------------
            source shop  path      shop-path            not written: differs
            source shop  password  shop-password        written

            key vault shop.vault.azure.net: 1 written, 0 failed, 1 left as they are; --overwrite also writes those that differ.
            """);
    assertThat(vault.value("shop-password")).contains("CANARY-new");
    assertThat(vault.value("shop-path")).contains(shop().toString());
    Files.delete(home.resolve(".dlt/secrets.toml"));
    assertNoSecret();
  }

  private Path shop() {
    return home.resolve("shop.db");
  }

  private void workbook(String vaultRequired) throws Exception {
    Files.deleteIfExists(shop());
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + shop());
        Statement statement = connection.createStatement()) {
      statement.execute("create table t (id integer)");
      statement.execute("insert into t values (1), (2)");
    }
    new Sheets()
        .job("job", "sqlite", "shop", "t")
        .row("Settings", "name", "vault_required", "value", vaultRequired)
        .write(home.resolve("config/ingestion_config.xlsx"));
  }

  private String log() throws IOException {
    try (Stream<Path> files = Files.list(home.resolve("logs"))) {
      Path log = files.filter(path -> path.toString().endsWith(".log")).findFirst().orElseThrow();
      return Files.readString(log);
    }
  }

  private void assertNoSecret() throws IOException {
    try (Stream<Path> paths = Files.walk(home)) {
      for (Path file : paths.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
            .as(file.toString())
            .doesNotContain("CANARY", AdlsServer.KEY, "\tat ");
      }
    }
  }
}
