package dev.penstock.testing.azure;

import com.azure.storage.common.StorageSharedKeyCredential;
import com.azure.storage.file.datalake.DataLakeFileSystemClient;
import com.azure.storage.file.datalake.DataLakeServiceClientBuilder;
import dev.penstock.identity.AzureHttp;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIf;

/** The same on a real account, in a folder of its own that is deleted afterwards. */
@Tag("live")
@EnabledIf(
    value = "isConfigured",
    disabledReason =
        "set PENSTOCK_LIVE_ADLS_URL (https://account.dfs.core.windows.net/container) and PENSTOCK_LIVE_ADLS_KEY or PENSTOCK_LIVE_ADLS_SAS to test a real account")
final class LiveAdlsContractTest extends LakeServiceContract {
  private final String folder = "penstock-" + UUID.randomUUID() + "/";

  static boolean isConfigured() {
    return variable("URL").isPresent()
        && (variable("KEY").isPresent() || variable("SAS").isPresent());
  }

  @Override
  protected DataLakeFileSystemClient open() {
    URI url = URI.create(variable("URL").orElseThrow());
    DataLakeServiceClientBuilder builder =
        new DataLakeServiceClientBuilder()
            .endpoint("https://" + url.getHost())
            .httpClient(AzureHttp.client(Map.of()));
    String account = url.getHost().substring(0, url.getHost().indexOf('.'));
    variable("KEY")
        .ifPresentOrElse(
            key -> builder.credential(new StorageSharedKeyCredential(account, key)),
            () -> builder.sasToken(variable("SAS").orElseThrow()));
    return builder.buildClient().getFileSystemClient(url.getPath().split("/", -1)[1]);
  }

  @Override
  protected String folder() {
    return folder;
  }

  @AfterEach
  void deleteFolder() {
    lake.getDirectoryClient(folder).deleteRecursively();
  }

  private static Optional<String> variable(String name) {
    return Optional.ofNullable(System.getenv("PENSTOCK_LIVE_ADLS_" + name))
        .filter(value -> !value.isBlank());
  }
}
