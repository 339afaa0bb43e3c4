package dev.penstock.storage.adls;

import static java.util.Objects.requireNonNull;

import dev.penstock.failure.ConfigException;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.storage.StoragePath;
import java.net.URI;
import java.util.Optional;

/**
 * Where a lake lies.
 *
 * @param endpoint the account's base URL without a slash at its end: {@code
 *     https://acct.dfs.core.windows.net}, or {@code http://127.0.0.1:10000/acct} where the account
 *     stands in the path
 * @param container the container that jobs without target_container load into
 * @param folder the folder in each container below which everything lies
 */
public record AdlsAddress(URI endpoint, String account, String container, StoragePath folder) {
  public AdlsAddress {
    requireNonNull(endpoint, "endpoint");
    requireNonNull(account, "account");
    requireNonNull(folder, "folder");
    if (!ContainerName.isValid(container)) {
      throw new IllegalArgumentException("'" + container + "' is no container name");
    }
  }

  /**
   * Reads a {@code bucket_url}; reaches no network.
   *
   * @param accountName azure_storage_account_name
   * @param accountHost azure_account_host
   * @throws ConfigException when the address is wrong; never shows a secret that stands in it
   */
  public static AdlsAddress parse(
      String bucketUrl, Optional<String> accountName, Optional<String> accountHost) {
    return new AddressParser(new BucketUrl(bucketUrl), accountName, accountHost).address();
  }

  /**
   * The same folder in another container.
   *
   * @throws IngestException CONFIG when it cannot be a container's name
   */
  public AdlsAddress inContainer(String other) {
    if (!ContainerName.isValid(other)) {
      throw new IngestException(
          ErrorCode.CONFIG,
          "target_container '%s' is no container name.\n%s"
              .formatted(other, ContainerName.HOW_TO_NAME));
    }
    return new AdlsAddress(endpoint, account, other, folder);
  }

  /** The place of a container as people write it, such as {@code abfss://raw@acct.dfs.../lake}. */
  public String root(String ofContainer) {
    String place =
        accountInPath()
            ? endpoint + "/" + ofContainer
            : "abfss://" + ofContainer + "@" + endpoint.getAuthority();
    return folder.equals(StoragePath.ROOT) ? place : place + "/" + folder;
  }

  /** Whether the account stands in the path of each request and not in its host. */
  public boolean accountInPath() {
    return !endpoint.getPath().isEmpty();
  }
}
