package dev.penstock;

import dev.penstock.testing.azure.AdlsServer;
import dev.penstock.testing.azure.LakeDownload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On the stand-in of Azure Data Lake Storage, where a lock is a lease, which is advice only. */
final class KillAndRaceOnAdlsIT extends KillAndRaceRounds {
  private static final String JOB_HOME = "lake/shop/_penstock/" + JOB + "/";
  private static final String ORDERS = "lake/shop/orders/";

  @TempDir Path copies;
  private AdlsServer server;
  private LakeDownload lake;
  private int copy;

  KillAndRaceOnAdlsIT() {
    super(3);
  }

  @Override
  Map<String, String> target() throws IOException {
    server = AdlsServer.http();
    server.createContainer("raw");
    lake = LakeDownload.of(server, "raw");
    return Map.of(
        "DLT_DESTINATION_FILESYSTEM_BUCKET_URL",
        server.endpoint() + "/raw/lake",
        "DLT_DESTINATION_FILESYSTEM_AZURE_STORAGE_ACCOUNT_KEY",
        AdlsServer.KEY);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Override
  void letLocksLapse() {
    // A minute, which is how long a lease lasts, is over in a tenth of a second.
    server.leaseTimeScale(600);
  }

  @Test
  void twoProcessesThatNoLeaseKeepsApartLoadEveryRowOnce() throws Exception {
    letLocksLapse();
    race();
  }

  @Override
  List<String> files(String folder, String ending) {
    return lake.files().stream()
        .filter(path -> path.startsWith(JOB_HOME + folder + "/") && path.endsWith(ending))
        .toList();
  }

  @Override
  Path orders() throws IOException {
    copy++;
    Path fresh = Files.createDirectory(copies.resolve("" + copy));
    return lake.into(fresh, ORDERS).resolve(ORDERS);
  }
}
