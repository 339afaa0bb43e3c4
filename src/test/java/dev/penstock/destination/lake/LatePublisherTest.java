package dev.penstock.destination.lake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.destination.CommitRecord;
import dev.penstock.destination.Loads;
import dev.penstock.destination.Upkeep;
import dev.penstock.job.Job;
import dev.penstock.job.LoadType;
import dev.penstock.job.WriteDisposition;
import dev.penstock.storage.Containers;
import dev.penstock.storage.FileInfo;
import dev.penstock.storage.PassingStorage;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StoragePath;
import dev.penstock.storage.Upload;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run that was paused and goes on publishing while another takes its files away again. */
final class LatePublisherTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
  private static final Job APPEND =
      Loads.job("orders", LoadType.INCREMENTAL, WriteDisposition.APPEND);

  @TempDir private Path folder;

  /** Before, between and after its looks at the store. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void hasNothingToComplainOfWhenAnotherRunTakesItsFileAway(int look) throws SQLException {
    try (Connection duckdb = Lake.connect();
        Loads loads = new Loads()) {
      Lake lake = new Lake(folder, duckdb);
      LakeDestination destination =
          new LakeDestination(
              Containers.folders(lake.storage()), Lake.OPTIONS, Clock.fixed(NOON, ZoneOffset.UTC));
      CommitRecord load = loads.load(destination, APPEND, NOON, 1, 2);

      publish(new Interrupted(lake.storage(), look, () -> undo(destination)), load);

      assertThat(lake.rows()).isEmpty();
    }
  }

  @Test
  void sleepsOnWhenNothingHasHappened() throws SQLException {
    try (Connection duckdb = Lake.connect();
        Loads loads = new Loads()) {
      Lake lake = new Lake(folder, duckdb);
      LakeDestination destination =
          new LakeDestination(
              Containers.folders(lake.storage()), Lake.OPTIONS, Clock.fixed(NOON, ZoneOffset.UTC));
      CommitRecord load = loads.load(destination, APPEND, NOON, 1, 2);

      publish(lake.storage(), load);

      assertThat(lake.rows()).isEqualTo(Loads.rows(1, 2));
    }
  }

  private static void undo(LakeDestination destination) {
    Upkeep upkeep = destination.upkeep(APPEND);
    upkeep.undo(upkeep.planUndo(Optional.empty()), "run", "a test");
  }

  private static void publish(Storage storage, CommitRecord load) {
    JobPaths paths = JobPaths.of(APPEND, new StoragePath("lake"));
    new Publisher(storage, paths, new CommitLog(storage, paths)).publish(load);
  }

  /** Lets something happen just before the n-th look for a file; there may be fewer looks. */
  private static final class Interrupted extends PassingStorage {
    private final int at;
    private final Runnable interruption;
    private int looks;

    Interrupted(Storage storage, int at, Runnable interruption) {
      super(storage);
      this.at = at;
      this.interruption = interruption;
    }

    @Override
    public Optional<FileInfo> find(StoragePath path) {
      happen();
      return super.find(path);
    }

    private void happen() {
      looks++;
      if (looks == at) {
        interruption.run();
      }
    }

    @Override
    public Upload create(StoragePath path) {
      // The note of what is published, the last that it does: time for what has not happened yet.
      while (looks < at) {
        happen();
      }
      return super.create(path);
    }
  }
}
