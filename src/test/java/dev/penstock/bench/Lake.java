package dev.penstock.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.azure.core.http.HttpClient;
import com.azure.core.util.BinaryData;
import com.azure.storage.common.StorageSharedKeyCredential;
import com.azure.storage.file.datalake.DataLakeFileSystemClient;
import com.azure.storage.file.datalake.DataLakeFileSystemClientBuilder;
import com.azure.storage.file.datalake.models.ListPathsOptions;
import com.azure.storage.file.datalake.models.PathItem;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The stand-in for a lake, in a process of its own as a lake is, with its files on the same disk as
 * those of a load to a folder. Started when it is first needed.
 */
final class Lake implements AutoCloseable {
  private final Path root;
  private final Path log;
  private Process process;
  private BufferedReader answers;
  private PrintStream questions;
  private String endpoint;
  private DataLakeFileSystemClient client;

  /**
   * @param root of its files; emptied when it starts
   * @param log what the process complains about
   */
  Lake(Path root, Path log) {
    this.root = root;
    this.log = log;
  }

  /** Settings of a Penstock that loads into a folder of its own for this round. */
  Map<String, String> environment(int round) {
    start();
    Map<String, String> environment = new HashMap<>();
    set(environment, "BUCKET_URL", "%s/%s/%s".formatted(endpoint, LakeHost.CONTAINER, name(round)));
    set(environment, "AZURE_STORAGE_ACCOUNT_NAME", LakeHost.ACCOUNT);
    set(environment, "AZURE_STORAGE_ACCOUNT_KEY", LakeHost.KEY);
    return environment;
  }

  private static void set(Map<String, String> environment, String key, String value) {
    environment.put("DLT_DESTINATION_FILESYSTEM_" + key, value);
  }

  /** Fetches the Parquet files of this round, as far as readers of the lake see them. */
  void download(int round, Path folder) {
    ListPathsOptions all = new ListPathsOptions().setPath(name(round)).setRecursive(true);
    for (PathItem item : client.listPaths(all, null)) {
      String name = item.getName();
      if (name.endsWith(".parquet") && !name.contains("/_")) {
        read(name, folder.resolve(name));
      }
    }
  }

  private void read(String name, Path file) {
    try (OutputStream out = Files.newOutputStream(Places.withParent(file))) {
      client.getFileClient(name).read(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The text of a file below the folder of this round. */
  String text(int round, String path) {
    return BinaryData.fromStream(
            client.getFileClient(name(round) + "/" + path).openInputStream().getInputStream())
        .toString();
  }

  void write(int round, String path, String text) {
    client.getFileClient(name(round) + "/" + path).upload(BinaryData.fromString(text), true);
  }

  private DataLakeFileSystemClient opened() {
    return new DataLakeFileSystemClientBuilder()
        .endpoint(endpoint)
        .fileSystemName(LakeHost.CONTAINER)
        .credential(new StorageSharedKeyCredential(LakeHost.ACCOUNT, LakeHost.KEY))
        .httpClient(HttpClient.createDefault())
        .buildClient();
  }

  private static String name(int round) {
    return "round-" + round;
  }

  /** How many requests came since this was last asked. */
  int requests() {
    questions.println();
    return Integer.parseInt(line());
  }

  private void start() {
    if (process != null) {
      return;
    }
    try {
      Command host = Command.java(LakeHost.class, Places.emptied(root).toString());
      process = new ProcessBuilder(host.words()).redirectError(log.toFile()).start();
      answers = process.inputReader(UTF_8);
      questions = new PrintStream(process.getOutputStream(), true, UTF_8);
      endpoint = line();
      client = opened();
    } catch (IOException e) {
      throw new BenchException("The stand-in for a lake does not start", e);
    }
  }

  private String line() {
    try {
      String line = answers.readLine();
      if (line == null) {
        throw new BenchException("The stand-in for a lake ended; it printed:\n" + Places.text(log));
      }
      return line;
    } catch (IOException e) {
      throw new BenchException("The stand-in for a lake does not answer", e);
    }
  }

  @Override
  public void close() {
    if (process != null) {
      process.destroy();
    }
  }
}
