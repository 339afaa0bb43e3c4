package dev.penstock.storage.adls;

import dev.penstock.storage.StoragePath;
import java.util.Optional;
import java.util.Set;

/** Reads the forms that a bucket_url may have. */
final class AddressParser {
  private static final Set<String> NAMES_CONTAINER_ONLY = Set.of("az", "adl", "azure");
  private static final Set<String> HADOOP = Set.of("abfss", "abfs");
  private static final Set<String> WEB = Set.of("https", "http");
  private static final String FORMS =
      "Write az://container/folder or abfss://container@account.dfs.core.windows.net/folder, or name a folder of this machine.";

  private final BucketUrl url;
  private final Optional<String> accountName;
  private final Optional<String> accountHost;

  AddressParser(BucketUrl url, Optional<String> accountName, Optional<String> accountHost) {
    this.url = url;
    this.accountName = accountName;
    this.accountHost = accountHost;
  }

  AdlsAddress address() {
    refuseSecrets();
    String scheme = url.scheme();
    if (NAMES_CONTAINER_ONLY.contains(scheme)) {
      return containerOnly();
    }
    if (HADOOP.contains(scheme)) {
      return url.user().isPresent() ? hadoop() : containerOnly();
    }
    if (WEB.contains(scheme)) {
      return web();
    }
    throw url.refusal("is no address that this version can write to.", FORMS);
  }

  private void refuseSecrets() {
    if (url.holdsSignature()) {
      throw url.refusal(
          "holds a key or a signature.",
          "Take it out, and put it into azure_storage_account_key or azure_storage_sas_token of [destination.filesystem.credentials].");
    }
    if (url.holdsPassword()) {
      throw url.refusal(
          "holds a name with a password.",
          "Take it out, and put the key into azure_storage_account_key of [destination.filesystem.credentials]; write an @ in a folder's name as %40.");
    }
    if (url.holdsQuery()) {
      throw url.refusal(
          "has a part after a ? or #.",
          "End the address with the folder; a SAS goes into azure_storage_sas_token of [destination.filesystem.credentials].");
    }
  }

  /** {@code az://container/folder}: the account stands among the credentials. */
  private AdlsAddress containerOnly() {
    if (url.user().isPresent()) {
      throw url.refusal(
          "names something before an @.",
          "Write az://container/folder, or abfss://container@account.dfs.core.windows.net/folder.");
    }
    AccountHost host = new AccountHost(url, accountName);
    return address(
        accountHost.map(host::given).orElseGet(host::ofAccountName), url.host(), url.path());
  }

  /** {@code abfss://container@host/folder}. */
  private AdlsAddress hadoop() {
    String scheme = url.scheme().equals("abfs") ? "http" : "https";
    Endpoint endpoint = new AccountHost(url, accountName).ofHadoop(scheme, url.host());
    return address(endpoint, url.user().orElseThrow(), url.path());
  }

  /** {@code https://host/container/folder}, or {@code https://127.0.0.1/account/container}. */
  private AdlsAddress web() {
    if (url.user().isPresent()) {
      throw url.refusal(
          "names something before an @.",
          "Write https://account.dfs.core.windows.net/container/folder.");
    }
    Endpoint endpoint = new AccountHost(url, accountName).ofWeb(url.scheme(), url.host());
    String path = url.path();
    if (!endpoint.uri().getPath().isEmpty()) {
      path = afterFirst(path);
    }
    return address(endpoint, first(path), afterFirst(path));
  }

  private AdlsAddress address(Endpoint endpoint, String container, String folder) {
    if (container.isEmpty()) {
      throw url.refusal("names no container.", FORMS);
    }
    if (!ContainerName.isValid(container)) {
      throw url.refusal(
          "names the container '" + container + "', which cannot exist.",
          ContainerName.HOW_TO_NAME);
    }
    StoragePath path = new FolderText(url).path(folder);
    return new AdlsAddress(endpoint.uri(), endpoint.account(), container, path);
  }

  static String first(String path) {
    int slash = path.indexOf('/');
    return slash < 0 ? path : path.substring(0, slash);
  }

  private static String afterFirst(String path) {
    int slash = path.indexOf('/');
    return slash < 0 ? "" : path.substring(slash + 1);
  }
}
