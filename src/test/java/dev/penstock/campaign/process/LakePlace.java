package dev.penstock.campaign.process;

import dev.penstock.testing.azure.AdlsServer;
import dev.penstock.testing.azure.AdlsServer.Stored;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/** Where the lake of a campaign lies. */
interface LakePlace extends AutoCloseable {
  /** In the words of the report. */
  String store();

  /** The variables that lead a process there. */
  Map<String, String> environment();

  /** The folder of the runs, as it is seen from here. */
  Path home();

  /** A folder of this machine with what the lake's folder holds now; it goes with the next. */
  Path files() throws IOException;

  /** The leases that dead and stopped processes hold have run out. */
  void dropLocks();

  /** A text that must not be seen in any output. */
  String secret();

  @Override
  void close();

  /** The folder {@code data}. */
  static LakePlace onDisk(Path home) {
    return new DiskPlace(home);
  }

  /** The stand-in of Azure, where a lock is a lease. */
  static LakePlace inAzure(Path home) {
    AdlsServer server = AdlsServer.http();
    server.createContainer("raw");
    return new LakePlace() {
      @Override
      public String store() {
        return "ADLS stand-in";
      }

      @Override
      public Map<String, String> environment() {
        return Map.of(
            "DLT_DESTINATION_FILESYSTEM_BUCKET_URL",
            server.endpoint() + "/raw/lake",
            "DLT_DESTINATION_FILESYSTEM_AZURE_STORAGE_ACCOUNT_KEY",
            AdlsServer.KEY);
      }

      @Override
      public Path home() {
        return home;
      }

      @Override
      public Path files() throws IOException {
        Path copy = home.resolve("copy");
        delete(copy);
        Files.createDirectories(copy);
        for (Map.Entry<String, Stored> file : server.files("raw", "lake/").entrySet()) {
          Path target = copy.resolve(file.getKey());
          Files.createDirectories(target.getParent());
          Files.write(target, file.getValue().bytes());
          Files.setLastModifiedTime(target, FileTime.from(file.getValue().modifiedAt()));
        }
        return copy;
      }

      private void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
          try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
              Files.delete(file);
            }
          }
        }
      }

      @Override
      public void dropLocks() {
        server.lapseLeases("raw");
      }

      @Override
      public String secret() {
        return AdlsServer.KEY;
      }

      @Override
      public void close() {
        server.close();
      }
    };
  }
}
