package dev.penstock.storage.adls;

import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import dev.penstock.secret.Secret;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StoragePath;
import dev.penstock.testing.azure.AdlsServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;

/** Stores on a stand-in, with little patience. */
public final class AdlsStores {
  /** The container that every store here is in. */
  public static final String CONTAINER = "lake";

  /** One for all, as in a process of its own: a client for each store would cost the most time. */
  private static final com.azure.core.http.HttpClient HTTP = http();

  /** For tests of what is asked, and not of how. */
  private static final com.azure.core.http.HttpClient PLAIN = new PlainHttp();

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

  /** Blocks as small, and time enough for the first sign-in of a process. */
  static final AdlsLimits SIGNING_IN =
      new AdlsLimits(
          Duration.ofSeconds(30),
          Duration.ofSeconds(30),
          4,
          Duration.ofSeconds(60),
          Duration.ofMillis(1),
          Duration.ofMillis(4),
          Duration.ofMillis(20),
          Duration.ofSeconds(60),
          Duration.ofSeconds(20),
          1 << 10,
          2);

  /** As little patience, and blocks that hold a record whole: what a lake asks for is counted. */
  private static final AdlsLimits LAKE = limits(QUICK.leaseRenewal(), 1 << 16);

  /** So little patience that a stalled request costs a test nothing, and several tries. */
  private static final AdlsLimits STORMY =
      new AdlsLimits(
          Duration.ofMillis(400),
          Duration.ofMillis(400),
          6,
          Duration.ofSeconds(20),
          Duration.ofMillis(1),
          Duration.ofMillis(8),
          Duration.ofMillis(20),
          Duration.ofSeconds(60),
          Duration.ofSeconds(20),
          1 << 16,
          2);

  /** As little patience, and leases that are renewed this often. */
  static AdlsLimits renewing(Duration often) {
    return limits(often, QUICK.blockBytes());
  }

  private static AdlsLimits limits(Duration leaseRenewal, int blockBytes) {
    return new AdlsLimits(
        QUICK.requestTimeout(),
        QUICK.appendTimeout(),
        QUICK.maxTries(),
        QUICK.deadline(),
        QUICK.firstDelay(),
        QUICK.maxDelay(),
        QUICK.maxRetryAfter(),
        QUICK.leaseDuration(),
        leaseRenewal,
        blockBytes,
        QUICK.blocksInFlight());
  }

  private AdlsStores() {}

  /** An account with an empty container. */
  public static AdlsServer account() {
    AdlsServer account = AdlsServer.http();
    account.createContainer(CONTAINER);
    return account;
  }

  /** That container, from its root down, by the client of a run. */
  public static Storage open(String endpoint) {
    return open(endpoint, LAKE);
  }

  /** A folder of that container where every request is answered; the caller closes it. */
  public static Storage open(String endpoint, StoragePath folder) {
    return open(address(endpoint, folder), key(), PLAIN, LAKE);
  }

  /** As {@link #open(String)}, for a service in bad weather. */
  public static Storage openInStorm(String endpoint) {
    return open(endpoint, STORMY);
  }

  /** The same for a service in bad weather. */
  public static Storage openInStorm(String endpoint, String folder) {
    return open(address(endpoint, new StoragePath(folder)), key(), HTTP, STORMY);
  }

  static Storage open(String endpoint, AdlsLimits limits) {
    return open(endpoint, key(), limits);
  }

  static Storage open(String endpoint, AdlsAccess access, AdlsLimits limits) {
    return open(address(endpoint, StoragePath.ROOT), access, HTTP, limits);
  }

  static Storage open(
      AdlsAddress address,
      AdlsAccess access,
      com.azure.core.http.HttpClient http,
      AdlsLimits limits) {
    return new AdlsContainers(address, access, http, limits).place(Optional.empty()).storage();
  }

  static AdlsAddress address(String endpoint, StoragePath folder) {
    return new AdlsAddress(URI.create(endpoint), AdlsServer.ACCOUNT, CONTAINER, folder);
  }

  static AdlsAccess key() {
    return new AdlsAccess.AccountKey(AdlsServer.ACCOUNT, new Secret(AdlsServer.KEY, "the test"));
  }

  static com.azure.core.http.HttpClient http() {
    return new JdkHttpClientBuilder(HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1))
        .build();
  }
}
