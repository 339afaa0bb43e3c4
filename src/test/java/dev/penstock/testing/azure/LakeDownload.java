package dev.penstock.testing.azure;

import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.storage.common.StorageSharedKeyCredential;
import com.azure.storage.file.datalake.DataLakeFileSystemClient;
import com.azure.storage.file.datalake.DataLakeServiceClientBuilder;
import com.azure.storage.file.datalake.models.ListPathsOptions;
import com.azure.storage.file.datalake.models.PathItem;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLContext;

/** What lies in a container, got as any client of the service gets it. */
public final class LakeDownload {
  private final DataLakeFileSystemClient container;

  private LakeDownload(DataLakeFileSystemClient container) {
    this.container = container;
  }

  /** From a server over plain http, with the account's key. */
  public static LakeDownload of(AdlsServer server, String container) {
    return of(server, container, HttpClient.newBuilder());
  }

  /** From a server over https. */
  public static LakeDownload of(AdlsServer server, String container, SSLContext tls) {
    return of(server, container, HttpClient.newBuilder().sslContext(tls));
  }

  private static LakeDownload of(AdlsServer server, String container, HttpClient.Builder http) {
    return new LakeDownload(
        new DataLakeServiceClientBuilder()
            .endpoint(server.endpoint())
            .credential(new StorageSharedKeyCredential(AdlsServer.ACCOUNT, AdlsServer.KEY))
            .httpClient(new JdkHttpClientBuilder(http).build())
            .buildClient()
            .getFileSystemClient(container));
  }

  /** The paths of all files, in the order of the service. */
  public List<String> files() {
    return container.listPaths(new ListPathsOptions().setRecursive(true), null).stream()
        .filter(path -> !path.isDirectory())
        .map(PathItem::getName)
        .toList();
  }

  /** Puts every file whose path begins so below {@code folder}, and gives the folder back. */
  public Path into(Path folder, String beginning) throws IOException {
    for (String path : files()) {
      if (path.startsWith(beginning)) {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        try (OutputStream out = Files.newOutputStream(file)) {
          container.getFileClient(path).read(out);
        }
      }
    }
    return folder;
  }
}
