package dev.penstock.storage.adls;

import dev.penstock.secret.Secret;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StorageContract;
import dev.penstock.storage.StoragePath;
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
        "set PENSTOCK_LIVE_ADLS_URL and PENSTOCK_LIVE_ADLS_KEY or PENSTOCK_LIVE_ADLS_SAS to test a real account")
final class LiveAdlsStorageTest extends StorageContract {
  private static final String URL = "PENSTOCK_LIVE_ADLS_URL";
  private static final String KEY = "PENSTOCK_LIVE_ADLS_KEY";
  private static final String SAS = "PENSTOCK_LIVE_ADLS_SAS";

  private final String folder = "penstock-" + UUID.randomUUID();

  @Override
  protected Storage open() {
    AdlsAddress address = address();
    StoragePath place = address.folder().resolve(folder);
    return store(
        new AdlsAddress(address.endpoint(), address.account(), address.container(), place));
  }

  @AfterEach
  void deleteFolder() {
    try (Storage storage = store(address())) {
      storage.delete(new StoragePath(folder));
    }
  }

  private static Storage store(AdlsAddress address) {
    Optional<AdlsAccess> key =
        variable(KEY)
            .map(
                value ->
                    new AdlsAccess.AccountKey(address.account(), new Secret(value, "environment")));
    AdlsAccess access =
        key.orElseGet(
            () -> new AdlsAccess.SasToken(new Secret(variable(SAS).orElseThrow(), "environment")));
    return new AdlsContainers(address, access, AdlsStores.http()).place(Optional.empty()).storage();
  }

  static boolean isConfigured() {
    return variable(URL).isPresent() && (variable(KEY).isPresent() || variable(SAS).isPresent());
  }

  private static AdlsAddress address() {
    return AdlsAddress.parse(variable(URL).orElseThrow(), Optional.empty(), Optional.empty());
  }

  private static Optional<String> variable(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
  }
}
