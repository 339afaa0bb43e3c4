package dev.penstock.storage.adls;

import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import dev.penstock.secret.Secret;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StoragePath;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;

/** Stores on a stand-in, with little patience. */
public final class AdlsStores {
  static final String KEY = "Y2FuYXJ5LWNhbmFyeS1jYW5hcnktY2FuYXJ5LWNhbmFyeQ==";

  /** One second a request, short waits; blocks so small that tests write several. */
  static final AdlsLimits QUICK =
      new AdlsLimits(
          Duration.ofSeconds(1),
          Duration.ofSeconds(1),
          4,
          Duration.ofSeconds(20),
          Duration.ofMillis(1),
          Duration.ofMillis(4),
          Duration.ofMillis(20),
          Duration.ofSeconds(60),
          Duration.ofSeconds(20),
          1 << 10,
          2);

  private AdlsStores() {}

  /** The container {@code lake} of the stand-in, from its root down. */
  public static Storage open(String endpoint) {
    return open(endpoint, QUICK);
  }

  /** A folder of that container; the caller closes it. */
  public static Storage open(String endpoint, String folder) {
    AdlsAddress address =
        new AdlsAddress(URI.create(endpoint), "acct", "lake", new StoragePath(folder));
    AdlsAccess key = new AdlsAccess.AccountKey("acct", new Secret(KEY, "the test"));
    return new AdlsContainers(address, key, http(), QUICK).place(Optional.empty()).storage();
  }

  static Storage open(String endpoint, AdlsLimits limits) {
    return open(endpoint, new AdlsAccess.AccountKey("acct", new Secret(KEY, "the test")), limits);
  }

  static Storage open(String endpoint, AdlsAccess access, AdlsLimits limits) {
    AdlsAddress address = new AdlsAddress(URI.create(endpoint), "acct", "lake", StoragePath.ROOT);
    return new AdlsContainers(address, access, http(), limits).place(Optional.empty()).storage();
  }

  static com.azure.core.http.HttpClient http() {
    return new JdkHttpClientBuilder(HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1))
        .build();
  }
}
