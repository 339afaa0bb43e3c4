package dev.penstock.destination.lake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.destination.CommitRecord;
import dev.penstock.destination.Finding;
import dev.penstock.destination.Inspection;
import dev.penstock.destination.Inspection.Depth;
import dev.penstock.destination.Load;
import dev.penstock.destination.Loads;
import dev.penstock.destination.Repair;
import dev.penstock.destination.Repair.Staging;
import dev.penstock.destination.Session;
import dev.penstock.destination.Upkeep;
import dev.penstock.job.Job;
import dev.penstock.job.LoadType;
import dev.penstock.job.WriteDisposition;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StoragePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class VerifyAndRepairTest {
  private static final Instant MORNING = Instant.parse("2026-11-21T03:15:00Z");
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
  private static final Job APPEND =
      Loads.job("orders", LoadType.INCREMENTAL, WriteDisposition.APPEND);
  private static final Job SNAPSHOT = Loads.job("orders", LoadType.FULL, WriteDisposition.SNAPSHOT);
  private static final String RELOAD =
      "Restore it from a backup, take the load back with undo and run the job again, or load the"
          + " table anew with run --full-refresh --job shop_orders.";
  private static final String HOME = "lake/raw/shop/_penstock/shop_orders/";

  @TempDir private Path folder;
  private final Loads loads = new Loads();
  private Connection duckdb;
  private Lake lake;
  private LakeDestination destination;

  @BeforeEach
  void open() {
    duckdb = Lake.connect();
    lake = new Lake(folder, duckdb);
    destination = lake.destination(lake.storage());
  }

  @AfterEach
  void close() throws SQLException {
    loads.close();
    destination.close();
    duckdb.close();
  }

  @Test
  void aWholeLakeIsGoodAndItsFiguresAreThoseOfTheRecords() {
    CommitRecord first = loads.load(destination, APPEND, MORNING, 1, 2);
    CommitRecord second = loads.load(destination, APPEND, NOON, 3);

    Inspection found = verify(Depth.CONTENT);

    assertThat(found.damage()).isEmpty();
    assertThat(found.records()).isEqualTo(2);
    assertThat(found.files()).isEqualTo(2);
    assertThat(found.rows()).isEqualTo(3);
    assertThat(found.bytes()).isEqualTo(first.bytes() + second.bytes());
    assertThat(found.staged().files()).isZero();
    assertThat(found.lastLoad()).contains(second);
  }

  @Test
  void aJobThatNeverRanIsGood() {
    assertThat(verify(Depth.CONTENT).damage()).isEmpty();
    assertThat(plan(Staging.ALL)).isEqualTo(new Repair(List.of(), List.of()));
  }

  @Test
  void everyFlippedByteIsFoundByItsChecksum() throws IOException {
    CommitRecord commit = loads.load(destination, APPEND, MORNING, 1, 2);
    Path file = folder.resolve(commit.added().get(0).path());
    byte[] whole = Files.readAllBytes(file);
    for (int i = 0; i < whole.length; i += 7) {
      byte[] changed = whole.clone();
      changed[i] ^= 1;
      Files.write(file, changed);
      assertThat(verify(Depth.CONTENT).damage()).as("byte %d", i).hasSize(1);
    }
    byte[] changed = whole.clone();
    changed[10] ^= 1;
    Files.write(file, changed);
    Finding finding = verify(Depth.CONTENT).damage().get(0);
    assertThat(finding.place()).isEqualTo(file.toString());
    assertThat(finding.what())
        .matches(
            "its content changed: the CRC32C of its bytes is [0-9a-f]{8}, but its record says "
                + commit.added().get(0).crc32c());
    assertThat(finding.mend()).isEqualTo(RELOAD);
    // The quick look reads neither.
    assertThat(verify(Depth.FOOTER).damage()).isEmpty();
  }

  @Test
  void aShorterFileAndAMissingFileAreNamed() throws IOException {
    CommitRecord first = loads.load(destination, APPEND, MORNING, 1, 2);
    CommitRecord second = loads.load(destination, APPEND, NOON, 3);
    Path torn = folder.resolve(first.added().get(0).path());
    byte[] whole = Files.readAllBytes(torn);
    Files.write(torn, java.util.Arrays.copyOf(whole, 100));
    Path gone = folder.resolve(second.added().get(0).path());
    Files.delete(gone);

    for (Depth depth : Depth.values()) {
      assertThat(verify(depth).damage())
          .containsExactly(
              new Finding(gone.toString(), "it is gone; record 2 put 1 row there", RELOAD),
              new Finding(
                  torn.toString(),
                  "it has 100 bytes, but its record says " + whole.length,
                  RELOAD));
    }
    Repair repair = plan(Staging.OLD);
    assertThat(repair.steps()).isEmpty();
    assertThat(repair.beyond()).hasSize(2);
    assertThat(destination.upkeep(APPEND).repair(Staging.OLD)).isEqualTo(repair);
  }

  @Test
  void aFileOfTheSameSizeThatIsNoParquetFileIsFoundQuickly() throws IOException {
    CommitRecord commit = loads.load(destination, APPEND, MORNING, 1);
    Path file = folder.resolve(commit.added().get(0).path());
    Files.write(file, new byte[(int) Files.size(file)]);

    assertThat(verify(Depth.FOOTER).damage())
        .extracting(Finding::what)
        .containsExactly("its footer cannot be read, so it is no whole Parquet file");
  }

  @Test
  void theLogIsReadWholeAndItsHolesAreNamed() throws IOException {
    loads.load(destination, APPEND, MORNING, 1);
    loads.load(destination, APPEND, MORNING, 2);
    loads.load(destination, APPEND, MORNING, 3);
    Path missing = folder.resolve(HOME + "commits/00000000000000000001.json");
    Path torn = folder.resolve(HOME + "commits/00000000000000000002.json");
    Files.delete(missing);
    Files.writeString(torn, "{ \"format\" : 1, \"seq");

    Inspection found = verify(Depth.CONTENT);

    assertThat(found.damage())
        .containsExactly(
            new Finding(
                missing.toString(),
                "the commit record is missing, though later ones are there",
                "Restore the file from a backup; what it loaded is not known without it."),
            new Finding(
                torn.toString(),
                "not a whole commit record, so what was loaded is not known",
                "Restore the file from a backup; do not delete it, or its rows may be loaded twice."));
    // The files of the lost records are no strays: nobody knows.
    assertThat(plan(Staging.ALL).steps()).isEmpty();
    assertThat(plan(Staging.ALL).beyond()).hasSize(2);
  }

  @Test
  void aFileThatNoRecordNamesIsPutAsideAndThoseOfOthersStay() throws IOException {
    CommitRecord commit = loads.load(destination, APPEND, MORNING, 1);
    Path file = folder.resolve(commit.added().get(0).path());
    Path stray = Files.copy(file, file.resolveSibling("copy.parquet"));
    Path others = Files.write(file.resolveSibling("notes.txt"), new byte[] {1, 2, 3});

    assertThat(verify(Depth.FOOTER).damage())
        .containsExactly(
            new Finding(
                stray.toString(),
                "no record names it, though this job wrote it",
                "repair --job shop_orders --yes puts it aside."));
    Repair planned = plan(Staging.OLD);
    assertThat(planned.steps())
        .containsExactly("put aside " + stray + ": no record names it, though this job wrote it");
    assertThat(stray).exists();

    assertThat(destination.upkeep(APPEND).repair(Staging.OLD)).isEqualTo(planned);

    assertThat(stray).doesNotExist();
    assertThat(others).exists();
    assertThat(lake.kept(APPEND, "removed/orphans")).containsKey("copy.parquet");
    assertThat(verify(Depth.CONTENT).damage()).isEmpty();
    // No run deletes it: only a person knows what it is.
    destination.acquire(APPEND).close();
    assertThat(lake.kept(APPEND, "removed/orphans")).containsKey("copy.parquet");
  }

  @Test
  void aFileThatCameBackAfterItWasTakenAwayIsPutAside() throws IOException {
    CommitRecord first = loads.load(destination, SNAPSHOT, MORNING, 1);
    Path file = folder.resolve(first.added().get(0).path());
    byte[] bytes = Files.readAllBytes(file);
    loads.load(destination, SNAPSHOT, NOON, 2);
    Files.write(file, bytes);

    assertThat(destination.upkeep(SNAPSHOT).verify(Depth.CONTENT).damage())
        .containsExactly(
            new Finding(
                file.toString(),
                "record 2 took it away, but it is visible",
                "repair --job shop_orders --yes puts it aside."));
    destination.upkeep(SNAPSHOT).repair(Staging.OLD);
    assertThat(lake.rows()).isEqualTo(Loads.rows(2));
  }

  @Test
  void whatIsCommittedButNotVisibleIsShown() {
    CommitRecord commit = loads.load(destination, APPEND, MORNING, 1, 2);
    // As a death in mid-publication leaves it.
    try (Storage storage = lake.storage()) {
      storage.move(
          new StoragePath(commit.added().get(0).path()),
          new StoragePath(commit.added().get(0).stagedPath()));
    }
    String path = folder.resolve(commit.added().get(0).path()).toString();

    assertThat(verify(Depth.CONTENT).damage())
        .containsExactly(
            new Finding(
                path,
                "committed in record 1, but not visible yet",
                "repair --job shop_orders --yes shows it, and so does the next run of the job."));
    assertThat(plan(Staging.ALL).steps())
        .as("its staging folder is no dead run's")
        .containsExactly("show 1 file of record 1");

    destination.upkeep(APPEND).repair(Staging.ALL);

    assertThat(lake.rows()).isEqualTo(Loads.rows(1, 2));
    assertThat(verify(Depth.CONTENT).damage()).isEmpty();
    assertThat(plan(Staging.ALL).steps()).isEmpty();
  }

  @Test
  void theNoteOfWhatIsPublishedIsPutRight() throws IOException {
    loads.load(destination, APPEND, MORNING, 1);
    loads.load(destination, APPEND, MORNING, 2);
    Path hint = folder.resolve(HOME + "published");
    String right = Files.readString(hint);
    Files.delete(hint);

    assertThat(plan(Staging.OLD).steps())
        .containsExactly("note that record 2 is published; the note says nothing");
    destination.upkeep(APPEND).repair(Staging.OLD);
    assertThat(hint).hasContent(right);
  }

  @Test
  void whatDeadRunsStagedGoesByAgeOrOnRequest() throws IOException {
    loads.load(destination, APPEND, MORNING, 1);
    Path young = staged();
    Path old = staged();
    Files.setLastModifiedTime(old, FileTime.from(Instant.parse("2026-01-02T03:04:05Z")));

    assertThat(verify(Depth.CONTENT).damage()).isEmpty();
    assertThat(verify(Depth.CONTENT).staged().files()).isEqualTo(2);
    assertThat(verify(Depth.CONTENT).staged().oldest())
        .contains(Instant.parse("2026-01-02T03:04:05Z"));
    assertThat(plan(Staging.OLD).steps())
        .containsExactly(
            "delete " + old.getParent() + ": 1 staged file, last written at 2026-01-02T03:04:05Z");
    assertThat(destination.upkeep(APPEND).repair(Staging.OLD).steps()).hasSize(1);
    assertThat(old).doesNotExist();
    assertThat(young).exists();

    assertThat(destination.upkeep(APPEND).repair(Staging.ALL).steps()).hasSize(1);
    assertThat(young).doesNotExist();
  }

  /** A staged file whose run has died. */
  private Path staged() throws IOException {
    Path elsewhere = folder.resolve("kept");
    Path file;
    try (Session session = destination.acquire(APPEND);
        Load load = session.begin(loads.loadPackage(APPEND, NOON), Loads.SCHEMA)) {
      file = folder.resolve(loads.write(load, 0, 9).files().get(0).path());
      Files.copy(file, elsewhere);
    }
    Files.createDirectories(file.getParent());
    return Files.move(elsewhere, file);
  }

  @Test
  void anUndoneLoadIsNotTheLastOne() {
    CommitRecord first = loads.load(destination, APPEND, MORNING, 1);
    loads.load(destination, APPEND, MORNING, 2);
    Upkeep upkeep = destination.upkeep(APPEND);
    upkeep.undo(upkeep.planUndo(Optional.empty()), "run", "a test");
    assertThat(verify(Depth.CONTENT).lastLoad()).contains(first);
    assertThat(verify(Depth.CONTENT).damage()).isEmpty();
  }

  private Inspection verify(Depth depth) {
    return destination.upkeep(APPEND).verify(depth);
  }

  private Repair plan(Staging staging) {
    return destination.upkeep(APPEND).planRepair(staging);
  }
}
