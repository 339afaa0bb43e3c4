package dev.penstock.destination.lake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.campaign.Invariants;
import dev.penstock.campaign.LakeCopy;
import dev.penstock.destination.CommitRecord;
import dev.penstock.destination.DataFile;
import dev.penstock.destination.Loads.Row;
import dev.penstock.job.Job;
import dev.penstock.job.Settings;
import dev.penstock.parquet.ParquetOptions;
import dev.penstock.storage.Containers;
import dev.penstock.storage.FileInfo;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StoragePath;
import dev.penstock.storage.adls.AdlsStores;
import dev.penstock.storage.local.LocalStorage;
import dev.penstock.testing.DuckDb;
import dev.penstock.testing.azure.AdlsServer;
import dev.penstock.testing.azure.AdlsServer.Stored;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A lake in some store, as its readers and its log see it. */
public final class Lake {
  public static final LakeOptions OPTIONS =
      new LakeOptions(
          Settings.DEFAULT_LAYOUT,
          ZoneOffset.UTC,
          ParquetOptions.DEFAULT,
          1 << 20,
          LakeOptions.LoadedAt.OMITTED,
          Duration.ofDays(7),
          "0.1.0");

  private final Path root;
  private final Supplier<Storage> store;
  private final Optional<Supplier<Map<String, Stored>>> remote;
  private final BiConsumer<String, byte[]> hand;
  private final Connection duckdb;

  /**
   * @param duckdb reads the files; the caller closes it
   */
  public Lake(Path root, Connection duckdb) {
    this.root = root;
    this.store = () -> new LocalStorage(root);
    this.remote = Optional.empty();
    this.hand = (path, bytes) -> write(root.resolve(path), bytes);
    this.duckdb = duckdb;
  }

  /**
   * In a folder of an account's container {@link AdlsStores#CONTAINER}, which answers every
   * request.
   *
   * @param copies where files are put for DuckDB to read; not there yet
   */
  public Lake(Path copies, AdlsServer account, StoragePath folder, Connection duckdb) {
    String beginning = folder.equals(StoragePath.ROOT) ? "" : folder.value() + "/";
    this.root = copies;
    this.store = () -> AdlsStores.open(account.endpoint(), folder);
    this.remote = Optional.of(() -> account.files(AdlsStores.CONTAINER, beginning));
    this.hand = (path, bytes) -> account.put(AdlsStores.CONTAINER, beginning + path, bytes);
    this.duckdb = duckdb;
  }

  public static Connection connect() {
    try {
      return DuckDb.connect();
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  public Storage storage() {
    return store.get();
  }

  /** Every file of it, while nobody holds a lock. */
  public Map<String, byte[]> contents() {
    Map<String, byte[]> contents = new TreeMap<>();
    if (remote.isPresent()) {
      remote.get().get().forEach((path, file) -> contents.put(path, file.bytes()));
      return contents;
    }
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.put(root.relativize(file).toString(), Files.readAllBytes(file));
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return contents;
  }

  /** Makes of an empty lake what another one is, for trials that all begin alike. */
  public void layDown(Map<String, byte[]> contents) {
    contents.forEach(hand);
  }

  private static void write(Path file, byte[] bytes) {
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, bytes);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  public LakeDestination destination(Storage storage) {
    return new LakeDestination(Containers.folders(storage), OPTIONS, Clock.systemUTC());
  }

  /** The Parquet files that a glob finds, without what begins with an underscore. */
  List<Path> published() {
    remote.ifPresent(this::download);
    if (!Files.exists(root)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(file -> file.toString().endsWith(".parquet"))
          .filter(file -> !root.relativize(file).toString().contains("_penstock"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Makes the folder of copies what the store is. */
  private void download(Supplier<Map<String, Stored>> from) {
    try (LocalStorage copies = new LocalStorage(root)) {
      for (FileInfo old : copies.list(StoragePath.ROOT)) {
        copies.delete(old.path());
      }
    }
    LakeCopy.ofAccount(from.get(), root);
  }

  public List<Row> rows() {
    List<Path> files = published();
    List<Row> rows = new ArrayList<>();
    if (!files.isEmpty()) {
      String list =
          files.stream()
              .map(file -> "'" + file.toString().replace("'", "''") + "'")
              .collect(Collectors.joining(", "));
      for (List<String> row :
          query("SELECT id, full_name FROM read_parquet([" + list + "]) ORDER BY id")) {
        rows.add(new Row(Long.parseLong(row.get(0)), row.get(1)));
      }
    }
    return rows;
  }

  List<List<String>> query(String sql) {
    try (Statement statement = duckdb.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      List<List<String>> rows = new ArrayList<>();
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          row.add(result.getString(i));
        }
        rows.add(row);
      }
      return rows;
    } catch (SQLException e) {
      throw new AssertionError(sql, e);
    }
  }

  /** What lies there now, for a reader that shares no code with the lake. */
  public Invariants look(Job job) {
    LakeCopy copy =
        remote
            .map(files -> LakeCopy.ofAccount(files.get(), root))
            .orElseGet(() -> LakeCopy.ofFolder(root));
    return Invariants.of(copy, JobPaths.of(job, place(job)).home().value(), duckdb);
  }

  /** The log has no gap; what it says is published is there, whole, and nothing else is. */
  public void requireConsistent(Job job) {
    try (Storage storage = storage();
        LakeDestination destination = destination(storage)) {
      List<CommitRecord> log = destination.ledger(job).all();
      List<DataFile> live = new ArrayList<>();
      for (int i = 0; i < log.size(); i++) {
        CommitRecord commit = log.get(i);
        assertThat(commit.sequence()).isEqualTo(i + 1);
        live.removeIf(file -> commit.removed().contains(file.path()));
        live.addAll(commit.added());
      }
      assertThat(published())
          .extracting(file -> root.relativize(file).toString())
          .containsExactlyInAnyOrderElementsOf(live.stream().map(DataFile::path).toList());
      for (DataFile file : live) {
        assertThat(storage.find(new StoragePath(file.path())).map(FileInfo::bytes))
            .contains(file.bytes());
      }
    }
  }

  private static StoragePath place(Job job) {
    return job.target().container().map(StoragePath.ROOT::resolve).orElse(StoragePath.ROOT);
  }

  /** Files of the job's home below {@code folder}, with their bytes. */
  Map<String, Long> kept(Job job, String folder) {
    try (Storage storage = storage()) {
      return storage.list(JobPaths.of(job, place(job)).home().resolve(folder)).stream()
          .collect(Collectors.toMap(file -> file.path().name(), FileInfo::bytes));
    }
  }
}
