package dev.penstock.storage.adls;

import com.azure.storage.file.datalake.DataLakeDirectoryClient;
import com.azure.storage.file.datalake.DataLakeFileClient;
import com.azure.storage.file.datalake.DataLakeFileSystemClient;
import dev.penstock.storage.StoragePath;

/**
 * One container, from one folder down.
 *
 * @param folder stands before every path of the store
 */
record Container(
    DataLakeFileSystemClient client, StoragePath folder, AdlsCalls calls, AdlsFailures failures) {
  DataLakeFileClient file(StoragePath path) {
    return client.getFileClient(name(path));
  }

  DataLakeDirectoryClient directory(StoragePath path) {
    return client.getDirectoryClient(name(path));
  }

  /** From the container's root, as it is. */
  String name(StoragePath path) {
    if (folder.equals(StoragePath.ROOT)) {
      return path.value();
    }
    return path.equals(StoragePath.ROOT) ? folder.value() : folder.value() + "/" + path.value();
  }

  /** The inverse of {@link #name}. */
  StoragePath path(String name) {
    int prefix = folder.equals(StoragePath.ROOT) ? 0 : folder.value().length() + 1;
    return new StoragePath(name.substring(prefix));
  }
}
