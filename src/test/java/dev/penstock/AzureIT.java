package dev.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.testing.PenstockProcess;
import dev.penstock.testing.PenstockProcess.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A lake in Azure, with the packaged jar and the committed workbook: what is told offline. */
final class AzureIT {
  @TempDir Path home;
  private PenstockProcess penstock;

  @BeforeEach
  void freshClone() throws IOException {
    Files.createDirectories(home.resolve("config"));
    for (String file : List.of("ingestion_config.xlsx", "demo_shop.sql")) {
      Files.copy(Path.of("config", file), home.resolve("config").resolve(file));
    }
    penstock = new PenstockProcess(home);
  }

  @Test
  void aWrongLakeIsToldWholeBeforeAnythingRuns() throws Exception {
    penstock
        .with("DLT_DESTINATION_FILESYSTEM_BUCKET_URL", "az://Raw?sv=1&sig=CANARY1")
        .with("DLT_DESTINATION_FILESYSTEM_AZURE_STORAGE_ACCOUNT_KEY", "CANARY2!")
        .with("DLT_DESTINATION_FILESYSTEM_AZURE_CLIENT_SECRET", "CANARY3");

    Result run = penstock.run();

    assertThat(run.exitCode()).as(run.err() + run.out()).isEqualTo(2);
    assertThat(run.err())
        .isEqualTo(
            """
            [destination.filesystem] bucket_url: 'az://Raw?***' holds a key or a signature.
            Take it out, and put it into azure_storage_account_key or azure_storage_sas_token of [destination.filesystem.credentials].
            [destination.filesystem.credentials]: a service principal has azure_client_secret, but no azure_tenant_id and no azure_client_id.
            Give all three, or none: then whoever the machine is signs in.
            [destination.filesystem.credentials] azure_storage_account_key: it is not Base64, as every key is.
            Copy the key whole: az storage account keys list --account-name ACCOUNT --query "[0].value" --output tsv.
            """);
    assertNoSecret();
  }

  @Test
  void validateTellsOfAnExpiredSas() throws Exception {
    penstock
        .with("DLT_DESTINATION_FILESYSTEM_BUCKET_URL", "abfss://raw@shop.dfs.core.windows.net")
        .with(
            "DLT_DESTINATION_FILESYSTEM_AZURE_STORAGE_SAS_TOKEN",
            "?sv=2024-11-04&sr=c&sp=rwdl&se=2020-01-01&sig=CANARY");

    Result validate = penstock.run("validate");

    assertThat(validate.exitCode()).as(validate.err() + validate.out()).isEqualTo(2);
    assertThat(validate.out())
        .contains(
            "azure_storage_sas_token: it expired at 2020-01-01T00:00:00Z.",
            "Make a new SAS, or sign in with an identity, which does not expire.",
            "nothing can run, 1 error, 0 warnings.");
    assertNoSecret();
  }

  @Test
  void aLocalTargetLoadsNothingOfAzure() throws Exception {
    penstock.with("JAVA_TOOL_OPTIONS", "-Xlog:class+load:file=classes.txt");

    assertThat(penstock.run("validate").exitCode()).isZero();

    assertThat(Files.readString(home.resolve("classes.txt")))
        .contains("dev.penstock.app.Target ")
        .doesNotContain(" com.azure.", " com.microsoft.aad.");
  }

  /** Neither on the console nor in a file that was written. */
  private void assertNoSecret() throws IOException {
    try (Stream<Path> paths = Files.walk(home)) {
      for (Path file : paths.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
            .as(file.toString())
            .doesNotContain("CANARY", "\tat ");
      }
    }
  }
}
