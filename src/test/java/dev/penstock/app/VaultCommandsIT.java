package dev.penstock.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.testing.PenstockProcess;
import dev.penstock.testing.PenstockProcess.Result;
import dev.penstock.testing.Sheets;
import dev.penstock.testing.azure.EntraServer;
import dev.penstock.testing.azure.TestTls;
import dev.penstock.testing.azure.VaultServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The commands that meet a vault, as a user runs them: from the packaged jar, which is led to the
 * stand-in under the name of a real vault, with every check of the libraries left on.
 */
final class VaultCommandsIT {
  private static final String TENANT = "11111111-1111-1111-1111-111111111111";
  private static final String CLIENT = "22222222-2222-2222-2222-222222222222";
  private static final String CANARY = "c4n4ry-v4ult-8Q";
  private static final String CLIENT_CANARY = "c4n4ry-cl13nt-8Q";

  @TempDir private Path home;
  private final EntraServer entra = EntraServer.start().addApp(TENANT, CLIENT, CLIENT_CANARY);
  private final VaultServer vault = VaultServer.start(entra, TENANT);

  @BeforeEach
  void home() throws IOException {
    vault.publicUrl("https://shop.vault.azure.net:" + vault.port());
    new Sheets()
        .row(
            "Sources",
            "source_name",
            "crm",
            "source_type",
            "postgresql",
            "host",
            "127.0.0.1",
            "port",
            "1",
            "database",
            "crm",
            "username",
            "reader")
        .job("crm_people", "postgresql", "crm", "people", "target_container", "people")
        .write(home.resolve("config/ingestion_config.xlsx"));
    Files.writeString(home.resolve("hosts"), "127.0.0.1 shop.vault.azure.net localhost\n");
  }

  @AfterEach
  void close() {
    vault.close();
    entra.close();
  }

  @Test
  void checkNamesThePlaceThatAnswers() throws Exception {
    vault.put("crm-password", CANARY);
    Result ended = penstock(withVault(), "secrets", "check");
    assertThat(ended.out()).contains("key vault shop (crm-password)").contains(" 0 failed.");
    assertThat(ended.exitCode()).isZero();
    assertNothingShown(ended);
  }

  @Test
  void checkTellsOfADisabledSecretAndGoesOn() throws Exception {
    vault.put("crm-password", CANARY).disable("crm-password");
    vault.put("destination-filesystem-bucket-url", "https://" + "not a lake");
    Result ended = penstock(withVault(), "secrets", "check");
    assertThat(ended.out()).contains("failed, see below").contains("(settings)");
    assertThat(ended.err())
        .contains(
            "crm.password:\nkey vault shop.vault.azure.net: the secret crm-password is disabled.")
        .contains("filesystem.(settings):\n[destination.filesystem] bucket_url: ");
    assertThat(ended.exitCode()).isEqualTo(1);
    assertNothingShown(ended);
  }

  @Test
  void pushShowsThenWrites() throws Exception {
    Files.createDirectory(home.resolve(".dlt"));
    Files.writeString(
        home.resolve(".dlt/secrets.toml"), "[sources.crm]\npassword = '" + CANARY + "'\n");
    Result shown = penstock(withVault(), "secrets", "push");
    assertThat(shown.out())
        .contains("crm-password")
        .endsWith(
            "key vault shop.vault.azure.net: 1 to write of 1. Nothing was written; --yes writes.\n");
    assertThat(shown.exitCode()).isZero();
    assertThat(vault.value("crm-password")).isEmpty();

    Result written = penstock(withVault(), "secrets", "push", "--yes");
    assertThat(written.out())
        .endsWith("key vault shop.vault.azure.net: 1 written, 0 failed, 0 left as they are.\n");
    assertThat(written.exitCode()).isZero();
    assertThat(vault.value("crm-password")).hasValue(CANARY);
    assertNothingShown(shown);
    assertNothingShown(written);
  }

  @Test
  void aRunEndsWithOneMessageWhenTheVaultIsWantedAndDown() throws Exception {
    vault.put("crm-password", CANARY).let(VaultServer.Access.FIREWALL);
    Result ended = penstock(withVault(), "run");
    assertThat(ended.out() + ended.err())
        .containsOnlyOnce("its firewall does not let this machine in");
    assertThat(ended.exitCode()).isEqualTo(1);
    assertNothingShown(ended);
  }

  @Test
  void validateAsksNoVaultAndSaysSo() throws Exception {
    Result ended = penstock(withVault(), "validate");
    assertThat(ended.out() + ended.err())
        .contains(
            "key vault shop.vault.azure.net: it is asked at run time alone, so that what sources need was not checked.");
    assertThat(ended.exitCode()).isZero();
    assertThat(vault.requests()).isEmpty();
  }

  @Test
  void validateWithoutAVaultLoadsNothingOfAzure() throws Exception {
    Path classes = home.resolve("classes.txt");
    Result ended = penstock(Map.of("DLT_CRM_PASSWORD", CANARY), "validate");
    assertThat(ended.exitCode()).isZero();
    assertThat(Files.readAllLines(classes))
        .anyMatch(line -> line.contains("dev.penstock.app.SecretPlaces"))
        .noneMatch(
            line ->
                line.contains(" com.azure.")
                    || line.contains(" com.microsoft.aad.")
                    || line.contains(" reactor."));
  }

  private Map<String, String> withVault() {
    return Map.of(
        "AZURE_KEY_VAULT_URL", "https://shop.vault.azure.net:" + vault.port(),
        "AZURE_AUTHORITY_HOST", entra.authorityHost(),
        "AZURE_TENANT_ID", TENANT,
        "AZURE_CLIENT_ID", CLIENT,
        "AZURE_CLIENT_SECRET", CLIENT_CANARY);
  }

  private Result penstock(Map<String, String> environment, String... arguments) throws Exception {
    return new PenstockProcess(home)
        .withJava(TestTls.trustArguments())
        .withJava(List.of("-Djdk.net.hosts.file=" + home.resolve("hosts")))
        .withJava(List.of("-Xlog:class+load:file=" + home.resolve("classes.txt")))
        .with(environment)
        .run(arguments);
  }

  private void assertNothingShown(Result ended) throws IOException {
    assertThat(ended.out() + ended.err()).doesNotContain(CANARY, CLIENT_CANARY);
    for (String folder : List.of("logs", "metadata")) {
      if (Files.exists(home.resolve(folder))) {
        try (Stream<Path> files = Files.walk(home.resolve(folder))) {
          for (Path file : files.filter(Files::isRegularFile).toList()) {
            assertThat(Files.readString(file, UTF_8)).doesNotContain(CANARY, CLIENT_CANARY);
          }
        }
      }
    }
  }
}
