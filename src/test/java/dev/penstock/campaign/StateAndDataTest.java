package dev.penstock.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.campaign.Place.Kind;
import dev.penstock.campaign.WatchedStorage.Call;
import dev.penstock.campaign.WatchedStorage.Extent;
import dev.penstock.campaign.WatchedStorage.Locks;
import dev.penstock.campaign.WatchedStorage.Watcher;
import dev.penstock.destination.Loads;
import dev.penstock.destination.lake.Lake;
import dev.penstock.destination.lake.LakeDestination;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.job.Job;
import dev.penstock.job.WriteDisposition;
import dev.penstock.storage.Storage;
import dev.penstock.testing.InMemory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Promise 7: whatever fails between data, record and publication, the watermark is never ahead. */
@Tag("campaign")
final class StateAndDataTest {
  private static final Instant AT = Instant.parse("2026-11-21T03:15:00Z");
  private static final Job JOB = JobRun.job(WriteDisposition.APPEND);

  @TempDir(factory = InMemory.class)
  private Path folder;

  /** Between which two steps the run fails. */
  private enum Moment {
    AFTER_THE_DATA_BEFORE_THE_RECORD("after the data, before the record"),
    AFTER_THE_RECORD_BEFORE_PUBLICATION("after the record, before publication");

    private final String words;

    Moment(String words) {
      this.words = words;
    }

    boolean isNow(Call call) {
      Optional<Step> step = Step.of(call);
      return switch (this) {
        case AFTER_THE_DATA_BEFORE_THE_RECORD ->
            step.equals(Optional.of(Step.CHECK)) || step.equals(Optional.of(Step.COMMIT));
        case AFTER_THE_RECORD_BEFORE_PUBLICATION -> step.equals(Optional.of(Step.PUBLISH));
      };
    }
  }

  /** How. */
  private enum Failure {
    REFUSED,
    DIED
  }

  static List<Arguments> everyMomentOnEveryStore() {
    return List.of(Kind.values()).stream()
        .flatMap(
            kind -> List.of(Moment.values()).stream().map(moment -> Arguments.of(kind, moment)))
        .toList();
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("everyMomentOnEveryStore")
  void theWatermarkIsNeverAheadOfTheRows(Kind kind, Moment moment) {
    Tally.of(7, "a failure " + moment.words, kind.words())
        .run(
            tally -> {
              try (Place place = new Place(kind, folder);
                  Loads loads = new Loads()) {
                for (int trial = 0; trial < Tally.count(6, 200); trial++) {
                  int seed = trial;
                  tally.trial(
                      "seed " + seed,
                      () -> {
                        Trial one = new Trial(place.lake(), loads, moment, new Random(seed));
                        one.run();
                        tally.fired(one.fired);
                      });
                }
              }
            });
  }

  private static final class Trial implements Watcher {
    private final Lake lake;
    private final Loads loads;
    private final Moment moment;
    private final Random random;
    private final Failure failure;
    private final Table source = new Table();

    /** The first of the calls of that moment, or a later one. */
    private int skip;

    private int fired;

    Trial(Lake lake, Loads loads, Moment moment, Random random) {
      this.lake = lake;
      this.loads = loads;
      this.moment = moment;
      this.random = random;
      this.failure = List.of(Failure.values()).get(random.nextInt(Failure.values().length));
      this.skip = moment == Moment.AFTER_THE_DATA_BEFORE_THE_RECORD ? random.nextInt(2) : 0;
    }

    @Override
    public Extent before(Call call) {
      if (fired > 0 && failure == Failure.DIED) {
        throw new Death();
      }
      if (fired == 0 && moment.isNow(call) && skip-- == 0) {
        fired++;
        strike(call);
      }
      return Extent.WHOLE;
    }

    private void strike(Call call) {
      switch (failure) {
        case REFUSED -> {
          throw new IngestException(ErrorCode.STORAGE, "injected at " + call);
        }
        case DIED -> {
          throw new Death();
        }
      }
    }

    @Override
    public void after(Call call) {
      // Only beginnings fail.
    }

    void run() {
      for (int before = random.nextInt(3); before >= 0; before--) {
        source.insert(1 + random.nextInt(4));
        load(lake.storage());
      }
      long loaded = source.newest();
      int records = lake.look(JOB).records().size();
      source.insert(1 + random.nextInt(4));
      strike();
      requireNotAhead(loaded, records);
      if (random.nextBoolean()) {
        source.insert(1);
      }
      load(lake.storage());
      Invariants after = lake.look(JOB);
      after.require(Duration.ofDays(7));
      assertThat(after.rows())
          .extracting(Invariants.Landed::id)
          .isEqualTo(source.all().boxed().toList());
    }

    private void strike() {
      WatchedStorage watched = new WatchedStorage(lake.storage(), Locks.HELD, this);
      try {
        load(watched);
      } catch (IngestException | Death e) {
        Invariants.requireNoSecret("the message of a failure", String.valueOf(e.getMessage()));
      } finally {
        watched.endProcess();
      }
    }

    /** The watermark has moved with the record, or not at all. */
    private void requireNotAhead(long loaded, int records) {
      Invariants found = lake.look(JOB);
      boolean committed = moment == Moment.AFTER_THE_RECORD_BEFORE_PUBLICATION;
      assertThat(found.records()).hasSize(committed ? records + 1 : records);
      long watermark =
          found.records().get(found.records().size() - 1).path("watermark").path("value").asLong();
      assertThat(watermark).isEqualTo(committed ? source.newest() : loaded);
      assertThat(found.rows()).extracting(Invariants.Landed::id).doesNotHaveDuplicates();
    }

    private void load(Storage storage) {
      try (LakeDestination destination = lake.destination(storage)) {
        new JobRun(JOB, source, loads, JobRun.Observer.NOBODY)
            .run(destination, loads.loadPackage(JOB, AT));
      }
    }
  }
}
