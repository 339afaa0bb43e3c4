package dev.penstock.storage.adls;

import static java.util.Objects.requireNonNull;

import com.azure.core.http.HttpClient;
import com.azure.core.http.policy.HttpLogDetailLevel;
import com.azure.core.http.policy.HttpLogOptions;
import com.azure.storage.common.StorageSharedKeyCredential;
import com.azure.storage.file.datalake.DataLakeFileSystemClient;
import com.azure.storage.file.datalake.DataLakeFileSystemClientBuilder;
import dev.penstock.secret.Secret;
import dev.penstock.storage.Containers;
import dev.penstock.storage.StoragePath;
import dev.penstock.storage.adls.AdlsAccess.AccountKey;
import dev.penstock.storage.adls.AdlsAccess.Cases;
import dev.penstock.storage.adls.AdlsAccess.SasToken;
import dev.penstock.storage.adls.AdlsAccess.SignedIn;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The containers of one storage account. Penstock makes none of them. */
public final class AdlsContainers implements Containers {
  private final AdlsAddress address;
  private final AdlsAccess access;
  private final HttpClient http;
  private final AdlsLimits limits;
  private final Map<String, AdlsStorage> opened = new ConcurrentHashMap<>();

  /**
   * @param http stays the caller's
   */
  public AdlsContainers(AdlsAddress address, AdlsAccess access, HttpClient http) {
    this(address, access, http, AdlsLimits.DEFAULT);
  }

  AdlsContainers(AdlsAddress address, AdlsAccess access, HttpClient http, AdlsLimits limits) {
    this.address = requireNonNull(address, "address");
    this.access = requireNonNull(access, "access");
    this.http = requireNonNull(http, "http");
    this.limits = requireNonNull(limits, "limits");
  }

  /** Makes the client of an account that does not exist, so that the next one is made quickly. */
  public static void prepare(HttpClient http) {
    AdlsAddress nowhere =
        new AdlsAddress(URI.create("https://account.invalid"), "account", "none", StoragePath.ROOT);
    AdlsAccess access = new AdlsAccess.AccountKey("account", new Secret("bm9uZQ==", "none"));
    try (AdlsContainers containers = new AdlsContainers(nowhere, access, http)) {
      containers.place(Optional.empty());
    }
  }

  @Override
  public Place place(Optional<String> container) {
    AdlsAddress asked = container.map(address::inContainer).orElse(address);
    return new Place(
        opened.computeIfAbsent(asked.container(), name -> open(asked)), StoragePath.ROOT);
  }

  @Override
  public void close() {
    opened.values().forEach(AdlsStorage::close);
  }

  private AdlsStorage open(AdlsAddress asked) {
    AdlsFailures failures = new AdlsFailures(asked, asked.root(asked.container()), access);
    Container container =
        new Container(client(asked), asked.folder(), new AdlsCalls(limits), failures);
    return new AdlsStorage(container, asked, access);
  }

  private DataLakeFileSystemClient client(AdlsAddress asked) {
    DataLakeFileSystemClientBuilder builder =
        new DataLakeFileSystemClientBuilder()
            .endpoint(asked.endpoint().toString())
            .fileSystemName(asked.container())
            .httpClient(http)
            .httpLogOptions(new HttpLogOptions().setLogLevel(HttpLogDetailLevel.NONE))
            .retryOptions(AdlsCalls.LIBRARY);
    return access.when(new Opening(builder)).buildClient();
  }

  /** Gives a client what it may come in with. */
  private record Opening(DataLakeFileSystemClientBuilder builder)
      implements Cases<DataLakeFileSystemClientBuilder> {
    @Override
    public DataLakeFileSystemClientBuilder accountKey(AccountKey access) {
      return builder.credential(
          new StorageSharedKeyCredential(access.account(), access.key().reveal()));
    }

    @Override
    public DataLakeFileSystemClientBuilder sasToken(SasToken access) {
      return builder.sasToken(access.token().reveal());
    }

    @Override
    public DataLakeFileSystemClientBuilder signedIn(SignedIn access) {
      return builder.credential(access.identity().credential());
    }
  }
}
