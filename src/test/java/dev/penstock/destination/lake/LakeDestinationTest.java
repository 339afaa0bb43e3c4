package dev.penstock.destination.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.destination.CommitRecord;
import dev.penstock.destination.Destination;
import dev.penstock.destination.DestinationContract;
import dev.penstock.destination.Load;
import dev.penstock.destination.Loads;
import dev.penstock.destination.Loads.Row;
import dev.penstock.destination.Session;
import dev.penstock.destination.SplitResult;
import dev.penstock.evidence.Measure;
import dev.penstock.evidence.Secures;
import dev.penstock.failure.CommitUnknownException;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.job.Job;
import dev.penstock.job.LoadType;
import dev.penstock.job.Settings;
import dev.penstock.job.Target;
import dev.penstock.job.WriteDisposition;
import dev.penstock.parquet.ParquetOptions;
import dev.penstock.storage.Containers;
import dev.penstock.storage.FaultyStorage;
import dev.penstock.storage.FaultyStorage.Fault;
import dev.penstock.storage.FileInfo;
import dev.penstock.storage.PassingStorage;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StoragePath;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LakeDestinationTest extends DestinationContract {
  private static final Job APPEND =
      Loads.job("orders", LoadType.INCREMENTAL, WriteDisposition.APPEND);
  private static final Job SNAPSHOT = Loads.job("orders", LoadType.FULL, WriteDisposition.SNAPSHOT);

  @TempDir private Path folder;
  private Connection duckdb;
  private Lake lake;

  @AfterEach
  void disconnect() throws SQLException {
    duckdb.close();
  }

  @Override
  protected Destination open() {
    duckdb = Lake.connect();
    lake = new Lake(folder.resolve("data"), duckdb);
    return lake.destination(lake.storage());
  }

  @Override
  protected List<Row> visible(Job job) {
    lake.requireConsistent(job);
    return lake.rows();
  }

  @Test
  void laysFilesOutByTableAndDayAndSaysWhere() {
    CommitRecord commit = loads.load(destination, SNAPSHOT, MORNING, 1, 2);
    assertThat(commit.partitionPath())
        .isEqualTo(folder.resolve("data") + "/lake/raw/shop/orders/2026/11/21");
    assertThat(destination.ledger(SNAPSHOT).partitionPath(NEXT_DAY))
        .isEqualTo(folder.resolve("data") + "/lake/raw/shop/orders/2026/11/22");
    assertThat(lake.published())
        .containsExactly(
            folder.resolve(
                "data/lake/raw/shop/orders/2026/11/21/" + commit.loadId() + ".0000-0000.parquet"));
  }

  /** Two runs that both hold a lock which does not hold may write it at the same moment. */
  @Test
  void whoHoldsTheLockIsNotWorthFailing() {
    loads.load(destination, APPEND, MORNING, 1);
    // After the lock: create, write, complete.
    for (int call = 2; call <= 4; call++) {
      FaultyStorage faulty = new FaultyStorage(lake.storage(), Fault.FAIL_BEFORE, call);
      try (Destination one = lake.destination(faulty)) {
        loads.load(one, APPEND, MORNING, call);
      }
      assertThat(faulty.fired()).isEqualTo(1);
    }
    assertThat(visible(APPEND)).extracting(Row::id).containsExactly(1L, 2L, 3L, 4L);
  }

  @Test
  void carriesTheLoadIdInEveryRowAndTheFooter() {
    CommitRecord commit = loads.load(destination, SNAPSHOT, MORNING, 1, 2);
    String file = lake.published().get(0).toString();
    assertThat(lake.query("SELECT * FROM '" + file + "' ORDER BY id"))
        .containsExactly(
            List.of("1", "name 1", commit.loadId()), List.of("2", "name 2", commit.loadId()));
    assertThat(
            lake.query(
                "SELECT decode(key), decode(value) FROM parquet_kv_metadata('"
                    + file
                    + "') WHERE decode(key) LIKE 'penstock.%' ORDER BY 1"))
        .containsExactly(
            List.of("penstock.engine_version", "0.1.0"),
            List.of("penstock.job", "shop_orders"),
            List.of("penstock.load_id", commit.loadId()),
            List.of("penstock.schema_version", "1"),
            List.of("penstock.source", "shop"));
  }

  @Test
  void addsTheTimeOfTheLoadOnRequest() {
    try (LakeDestination stamped =
        new LakeDestination(
            Containers.folders(lake.storage()),
            options(1 << 20, LakeOptions.LoadedAt.ADDED),
            Clock.fixed(NOON, ZoneOffset.UTC))) {
      loads.load(stamped, SNAPSHOT, MORNING, 1);
    }
    assertThat(
            lake.query(
                "SELECT epoch_ms(_loaded_at) FROM '" + lake.published().get(0).toString() + "'"))
        .containsExactly(List.of(Long.toString(NOON.toEpochMilli())));
  }

  @Test
  void refusesOnlyTheColumnsThatItAdds() {
    try (Session session = destination.acquire(SNAPSHOT)) {
      session.begin(loads.loadPackage(SNAPSHOT, MORNING), Loads.columns("_loaded_at")).close();
      assertThatThrownBy(
              () -> session.begin(loads.loadPackage(SNAPSHOT, MORNING), Loads.columns("_load_id")))
          .hasMessage(
              """
              sheet SourceConfig, row 7: column '_load_id' would be named '_load_id', which is \
              added to every row.
              Rename the column with query, or leave it out with columns.""")
          .extracting("code")
          .isEqualTo(ErrorCode.CONFIG);
    }
  }

  @Test
  void showsTheColumnsOfAnEmptyTable() {
    loads.load(destination, SNAPSHOT, MORNING);
    assertThat(
            lake.query(
                "SELECT column_name FROM (DESCRIBE SELECT * FROM '"
                    + lake.published().get(0)
                    + "')"))
        .containsExactly(List.of("id"), List.of("full_name"), List.of("_load_id"));
    loads.load(destination, APPEND, MORNING);
    assertThat(lake.published()).hasSize(1);
  }

  @Test
  void beginsAnotherFileNearTheTargetSize() {
    try (LakeDestination small =
        new LakeDestination(
            Containers.folders(lake.storage()),
            options(1, LakeOptions.LoadedAt.OMITTED),
            Clock.systemUTC())) {
      CommitRecord commit = loads.load(small, SNAPSHOT, MORNING, 1, 2, 3);
      assertThat(commit.added()).hasSize(3);
      assertThat(commit.added()).allMatch(file -> file.crc32c().matches("[0-9a-f]{8}"));
    }
    assertThat(visible(SNAPSHOT)).isEqualTo(Loads.rows(1, 2, 3));
  }

  @Test
  @Secures(Measure.PATHS)
  void keepsHostileTableNamesBelowTheirFolder() {
    List<String> tables =
        List.of("../../etc", "CON", "a/b", "x".repeat(300), "_penstock", ".hidden", "a\"; DROP--");
    for (String table : tables) {
      loads.load(
          destination, Loads.job(table, LoadType.INCREMENTAL, WriteDisposition.APPEND), MORNING, 1);
    }
    Path base = folder.resolve("data/lake/raw/shop");
    assertThat(lake.published())
        .hasSize(tables.size())
        .allMatch(file -> file.startsWith(base))
        .extracting(file -> base.relativize(file).getName(0))
        .doesNotHaveDuplicates();
    assertThat(lake.query("SELECT count(*) FROM read_parquet('" + base + "/*/2026/**/*.parquet')"))
        .containsExactly(List.of("7"));
  }

  @Test
  void leavesTheFilesOfOthersInTheSameFolder() throws IOException {
    Job other = renamed(SNAPSHOT, "other_job");
    loads.load(destination, other, MORNING, 7);
    loads.load(destination, SNAPSHOT, MORNING, 1);
    Path folderOfTheDay = lake.published().get(0).getParent();
    Files.writeString(folderOfTheDay.resolve("notes.parquet"), "no Parquet");
    CommitRecord rerun = loads.load(destination, SNAPSHOT, NOON, 2);
    Files.delete(folderOfTheDay.resolve("notes.parquet"));
    assertThat(rerun.removed()).hasSize(1);
    assertThat(lake.rows()).isEqualTo(Loads.rows(2, 7));
  }

  private static Job renamed(Job job, String id) {
    return new Job(
        id,
        job.place(),
        job.sourceName(),
        job.sourceType(),
        job.loadType(),
        job.extract(),
        job.target(),
        job.effort(),
        job.dependsOn(),
        job.description());
  }

  @Test
  void refusesAFolderOutsideTheRoot() {
    assertThatThrownBy(() -> destination.acquire(snapshotInto("lake", "../../etc")))
        .hasMessage(
            """
            sheet SourceConfig, row 7: target_folder_path '../../etc' is no path below the \
            destination.
            Use folder names joined by single slashes, without . and .. and backslashes.""")
        .extracting("code")
        .isEqualTo(ErrorCode.CONFIG);
  }

  @Test
  void refusesAContainerOutsideTheRoot() {
    assertThatThrownBy(() -> destination.acquire(snapshotInto("../lake", "raw")))
        .hasMessage(
            """
            sheet SourceConfig, row 7: target_container '../lake' is no folder name.
            Use folder names joined by single slashes, without . and .. and backslashes.""")
        .extracting("code")
        .isEqualTo(ErrorCode.CONFIG);
  }

  private static Job snapshotInto(String container, String folder) {
    return new Job(
        SNAPSHOT.id(),
        SNAPSHOT.place(),
        SNAPSHOT.sourceName(),
        SNAPSHOT.sourceType(),
        SNAPSHOT.loadType(),
        SNAPSHOT.extract(),
        new Target(
            Optional.of(container),
            Optional.of(folder),
            SNAPSHOT.target().disposition(),
            SNAPSHOT.target().naming(),
            List.of()),
        SNAPSHOT.effort(),
        List.of(),
        "");
  }

  @Test
  void namesWhoHoldsTheJob() {
    try (Session session = destination.acquire(SNAPSHOT)) {
      assertThat(session.last()).isEmpty();
      assertThatThrownBy(() -> destination.acquire(SNAPSHOT))
          .hasMessageMatching(
              "job shop_orders \\(sheet SourceConfig, row 7\\) is held by process "
                  + ProcessHandle.current().pid()
                  + " on .+, since \\S+Z\\.\nWait for that run to end, then run the job again; a run"
                  + " that died lets go within a minute\\.");
    }
  }

  @Test
  void letsTheFirstCommitWinWhenTheLockFails() {
    try (LakeDestination lockless = lake.destination(new Lockless(lake.storage()));
        Session first = lockless.acquire(APPEND);
        Session second = lockless.acquire(APPEND)) {
      loads.load(first, APPEND, MORNING, 1, 2);
      assertThatThrownBy(() -> loads.load(second, APPEND, MORNING, 1, 2))
          .isInstanceOf(IngestException.class)
          .hasMessageMatching(
              "job shop_orders: run run-1 committed record 1 at \\S+, while load \\S+ was being"
                  + " made\\.\nNothing of this load is visible\\. Run the job again, and never twice"
                  + " at once\\.")
          .extracting("code")
          .isEqualTo(ErrorCode.CONFLICT);
      assertThat(lake.kept(APPEND, "staging")).isEmpty();
      loads.load(second, APPEND, MORNING, 3);
    }
    assertThat(visible(APPEND)).isEqualTo(Loads.rows(1, 2, 3));
  }

  @Test
  void givesEachSequenceToOneOfManyWriters() throws Exception {
    int writers = 4;
    int commits = 5;
    ExecutorService threads = Executors.newFixedThreadPool(writers);
    CyclicBarrier barrier = new CyclicBarrier(writers);
    try (LakeDestination lockless = lake.destination(new Lockless(lake.storage()))) {
      List<Future<?>> futures = new ArrayList<>();
      for (int i = 0; i < writers; i++) {
        int writer = i;
        futures.add(
            threads.submit(
                () -> {
                  barrier.await();
                  for (int n = 0; n < commits; n++) {
                    loadUntilWon(lockless, writer * commits + n);
                  }
                  return null;
                }));
      }
      for (Future<?> future : futures) {
        future.get();
      }
    } finally {
      threads.shutdown();
    }
    assertThat(destination.ledger(APPEND).all()).hasSize(writers * commits);
    assertThat(visible(APPEND)).hasSize(writers * commits).doesNotHaveDuplicates();
  }

  private void loadUntilWon(LakeDestination lockless, long id) {
    while (true) {
      try (Loads own = new Loads()) {
        own.load(lockless, APPEND, MORNING, id);
        return;
      } catch (IngestException e) {
        // Only losing the race is a reason to try again.
        assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT);
      }
    }
  }

  @Test
  void deletesNothingWhenTheCommitIsInDoubt() {
    Silent silent = new Silent(lake.storage());
    try (LakeDestination doubtful = lake.destination(silent)) {
      assertThatThrownBy(() -> loads.load(doubtful, APPEND, MORNING, 1, 2))
          .isInstanceOf(CommitUnknownException.class)
          .hasMessageMatching(
              "job shop_orders, load \\S+: it is not known whether"
                  + " .*/commits/00000000000000000001\\.json was written \\(no answer\\)\\.\n"
                  + "Nothing was deleted\\. Run the job again: it shows the load if the record is"
                  + " there, and reads the rows anew if not\\.");
    }
    assertThat(lake.kept(APPEND, "staging")).hasSize(1);
    destination.acquire(APPEND).close();
    assertThat(visible(APPEND)).isEqualTo(Loads.rows(1, 2));
    assertThat(lake.kept(APPEND, "staging")).isEmpty();
  }

  @Test
  void keepsWhatItTookAwayForTheLifetime() {
    loads.load(destination, SNAPSHOT, MORNING, 1);
    loads.load(destination, SNAPSHOT, NOON, 2);
    assertThat(lake.kept(SNAPSHOT, "removed")).hasSize(1);
    destination.acquire(SNAPSHOT).close();
    assertThat(lake.kept(SNAPSHOT, "removed")).hasSize(1);
    later().acquire(SNAPSHOT).close();
    assertThat(lake.kept(SNAPSHOT, "removed")).isEmpty();
    assertThat(visible(SNAPSHOT)).isEqualTo(Loads.rows(2));
  }

  @Test
  void sweepsWhatADeadRunStagedOnceItIsOld() throws IOException {
    loads.load(destination, APPEND, MORNING, 1);
    Path home = folder.resolve("data/lake/raw/shop/_penstock/shop_orders");
    Files.createDirectories(home.resolve("staging/dead"));
    Files.writeString(home.resolve("staging/dead/0000-0000.parquet"), "half");
    Files.writeString(home.resolve("commits/.00000000000000000002.json.tmp"), "half");
    destination.acquire(APPEND).close();
    assertThat(lake.kept(APPEND, "staging")).hasSize(1);
    later().acquire(APPEND).close();
    assertThat(lake.kept(APPEND, "staging")).isEmpty();
    assertThat(lake.kept(APPEND, "commits")).containsOnlyKeys("00000000000000000001.json");
  }

  @Test
  void readsTheLogWithoutItsHint() throws IOException {
    loads.load(destination, APPEND, MORNING, 1);
    loads.load(destination, APPEND, MORNING, 2);
    Path hint = folder.resolve("data/lake/raw/shop/_penstock/shop_orders/published");
    for (String text : List.of("", "0000000000", "00000000000000000001", "00000000000000000009")) {
      Files.writeString(hint, text);
      assertThat(destination.ledger(APPEND).last().map(CommitRecord::sequence)).contains(2L);
    }
    Files.delete(hint);
    loads.load(destination, APPEND, MORNING, 3);
    assertThat(visible(APPEND)).isEqualTo(Loads.rows(1, 2, 3));
  }

  @Test
  void missesARecordThatSomebodyDeleted() throws IOException {
    loads.load(destination, APPEND, MORNING, 1);
    loads.load(destination, APPEND, MORNING, 2);
    Path log = folder.resolve("data/lake/raw/shop/_penstock/shop_orders/commits");
    Files.delete(log.resolve("00000000000000000001.json"));
    assertThatThrownBy(() -> destination.ledger(APPEND).all())
        .hasMessage(
            log
                + "/00000000000000000001.json: the commit record is missing, though later ones are"
                + " there.\nRestore the file from a backup; what it loaded is not known without it.");
  }

  @Test
  void findsAStagedFileThatChangedAfterItWasWritten() throws IOException {
    try (Session session = destination.acquire(SNAPSHOT);
        Load load = session.begin(loads.loadPackage(SNAPSHOT, MORNING), Loads.SCHEMA)) {
      SplitResult split = loads.write(load, 0, 1, 2);
      Path staged = folder.resolve("data").resolve(split.files().get(0).path());
      Files.write(staged, new byte[] {1, 2, 3});
      assertThatThrownBy(() -> load.commit(Loads.delivery(SNAPSHOT, 2, split)))
          .hasMessageContaining(" bytes, but has 3.\n")
          .extracting("code")
          .isEqualTo(ErrorCode.COUNT_MISMATCH);
    }
    assertThat(visible(SNAPSHOT)).isEmpty();
  }

  @Test
  void aCommitThatCannotBeShownYetStandsWithAWarning() {
    Storage stuck =
        new Lockless(lake.storage()) {
          @Override
          public Move move(StoragePath from, StoragePath to) {
            if (!to.name().endsWith(".parquet")) {
              return super.move(from, to);
            }
            throw new IngestException(ErrorCode.STORAGE, "the share is busy.\nTry again.");
          }
        };
    try (LakeDestination busy = lake.destination(stuck)) {
      CommitRecord commit = loads.load(busy, APPEND, MORNING, 1, 2);
      assertThat(commit.warnings())
          .containsExactly(
              "a warning",
              "record 1 is committed, but not all of it is visible yet (the share is busy.); the next"
                  + " run of the job shows it first");
      assertThat(lake.published()).isEmpty();
    }

    destination.acquire(APPEND).close();

    assertThat(visible(APPEND)).isEqualTo(Loads.rows(1, 2));
    assertThat(destination.ledger(APPEND).last().map(CommitRecord::warnings))
        .contains(List.of("a warning"));
  }

  @Test
  void showsACommitWhoseStoreStumblesForAMoment() {
    AtomicInteger stumbles = new AtomicInteger(2);
    Storage stumbling =
        new Lockless(lake.storage()) {
          @Override
          public Move move(StoragePath from, StoragePath to) {
            if (to.name().endsWith(".parquet") && stumbles.getAndDecrement() > 0) {
              throw new IngestException(ErrorCode.STORAGE, "the share is busy");
            }
            return super.move(from, to);
          }
        };
    try (LakeDestination stumbled = lake.destination(stumbling)) {
      CommitRecord commit = loads.load(stumbled, APPEND, MORNING, 1, 2);
      assertThat(commit.warnings()).containsExactly("a warning");
    }
    assertThat(visible(APPEND)).isEqualTo(Loads.rows(1, 2));
  }

  @Test
  void aLongLogCostsNoMoreThanAShortOne() throws IOException {
    loads.load(destination, SNAPSHOT, MORNING, 1);
    int shortLog = callsOfLoad(NEXT_DAY);
    Path home = folder.resolve("data/lake/raw/shop/_penstock/shop_orders");
    String second = Files.readString(home.resolve("commits/" + JobPaths.digits(2) + ".json"));
    for (int sequence = 3; sequence <= 10_000; sequence++) {
      Files.writeString(
          home.resolve("commits/" + JobPaths.digits(sequence) + ".json"),
          second.replaceFirst("\"sequence\"\\s*:\\s*2", "\"sequence\":" + sequence));
    }
    Files.writeString(home.resolve("published"), JobPaths.digits(10_000));

    assertThat(callsOfLoad(NEXT_DAY.plus(Duration.ofDays(1)))).isEqualTo(shortLog);
    assertThat(destination.ledger(SNAPSHOT).last().map(CommitRecord::sequence)).contains(10_001L);
  }

  private int callsOfLoad(Instant at) {
    AtomicInteger calls = new AtomicInteger();
    Storage counting =
        new Lockless(lake.storage()) {
          @Override
          public Optional<FileInfo> find(StoragePath path) {
            calls.incrementAndGet();
            return super.find(path);
          }

          @Override
          public List<FileInfo> list(StoragePath directory) {
            calls.incrementAndGet();
            return super.list(directory);
          }

          @Override
          public Optional<InputStream> open(StoragePath path, long offset) {
            calls.incrementAndGet();
            return super.open(path, offset);
          }
        };
    try (LakeDestination counted = lake.destination(counting)) {
      loads.load(counted, SNAPSHOT, at, 1);
    }
    return calls.get();
  }

  @Test
  void aClockThatIsSetBackGivesNoNegativeDuration() {
    try (LakeDestination early =
        new LakeDestination(
            Containers.folders(lake.storage()),
            options(1 << 20, LakeOptions.LoadedAt.OMITTED),
            Clock.fixed(MORNING.minusSeconds(3600), ZoneOffset.UTC))) {
      CommitRecord commit = loads.load(early, SNAPSHOT, MORNING, 1);
      assertThat(commit.committedAt()).isEqualTo(MORNING);
    }
  }

  private static LakeOptions options(long targetFileBytes, LakeOptions.LoadedAt loadedAt) {
    return new LakeOptions(
        Settings.DEFAULT_LAYOUT,
        ZoneOffset.UTC,
        ParquetOptions.DEFAULT,
        targetFileBytes,
        loadedAt,
        Duration.ofDays(7),
        "0.1.0");
  }

  private LakeDestination later() {
    Instant nextMonth = Instant.now().plus(Duration.ofDays(30));
    return new LakeDestination(
        Containers.folders(lake.storage()), Lake.OPTIONS, Clock.fixed(nextMonth, ZoneOffset.UTC));
  }

  /** A store whose locks hold nobody off. */
  private static class Lockless extends PassingStorage {
    Lockless(Storage storage) {
      super(storage);
    }

    @Override
    public Optional<Lock> lock(StoragePath path) {
      return Optional.of(() -> {});
    }
  }

  /** A store that puts commit records, but does not say so. */
  private static final class Silent extends Lockless {
    Silent(Storage storage) {
      super(storage);
    }

    @Override
    public boolean putIfAbsent(StoragePath path, byte[] content) {
      boolean put = super.putIfAbsent(path, content);
      if (path.name().endsWith(".json")) {
        throw new CommitUnknownException("no answer", new IOException("timed out"));
      }
      return put;
    }
  }
}
