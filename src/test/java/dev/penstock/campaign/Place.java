package dev.penstock.campaign;

import dev.penstock.destination.lake.Lake;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StoragePath;
import dev.penstock.storage.adls.AdlsStores;
import dev.penstock.testing.azure.AdlsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** Where the trials of a campaign take place: a store, and in it a lake of its own for each. */
final class Place implements AutoCloseable {
  /** The stores that the campaigns are about. */
  enum Kind {
    LOCAL("local disk"),
    ADLS("ADLS stand-in");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    /** As the report has it. */
    String words() {
      return words;
    }
  }

  private final Path folder;
  private final Optional<AdlsServer> account;
  private final Connection duckdb = Lake.connect();
  private int lakes;

  /**
   * @param folder for the files of the lakes, or for copies of them
   */
  Place(Kind kind, Path folder) {
    this.folder = folder;
    this.account =
        switch (kind) {
          case LOCAL -> Optional.empty();
          case ADLS -> Optional.of(AdlsStores.account());
        };
  }

  /** The stand-in behind the lakes; only of {@link Kind#ADLS}. */
  AdlsServer account() {
    return account.orElseThrow();
  }

  /** An empty lake; the one before it is gone. */
  Lake lake() {
    clear();
    lakes++;
    String name = "lake-" + lakes;
    Path files = folder.resolve(name);
    if (account.isEmpty()) {
      return new Lake(files, duckdb);
    }
    return new Lake(files, account.get(), new StoragePath(name), duckdb);
  }

  /** The lake of {@link #lake()}, by a client that is ready for bad weather; to be closed. */
  Storage inStorm() {
    return AdlsStores.openInStorm(account().endpoint(), "lake-" + lakes);
  }

  /** Thousands of lakes would fill the memory that they lie in. */
  private void clear() {
    Path last = folder.resolve("lake-" + lakes);
    if (!Files.exists(last)) {
      return;
    }
    try (Stream<Path> files = Files.walk(last)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws SQLException {
    account.ifPresent(AdlsServer::close);
    duckdb.close();
  }
}
