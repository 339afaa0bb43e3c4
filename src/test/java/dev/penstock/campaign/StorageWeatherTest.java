package dev.penstock.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.campaign.Place.Kind;
import dev.penstock.destination.Loads;
import dev.penstock.destination.lake.Lake;
import dev.penstock.destination.lake.LakeDestination;
import dev.penstock.failure.IngestException;
import dev.penstock.job.Job;
import dev.penstock.job.WriteDisposition;
import dev.penstock.storage.Storage;
import dev.penstock.testing.InMemory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Promise 13: one request in twenty goes wrong, in one of ten ways, over whole loads. */
@Tag("campaign")
final class StorageWeatherTest {
  private static final Instant AT = Instant.parse("2026-11-21T03:15:00Z");

  /** Far more than a load needs here, far less than forever. */
  private static final Duration BOUND = Duration.ofSeconds(30);

  private static final int LOADS = 3;

  @TempDir(factory = InMemory.class)
  private Path folder;

  @Test
  void badWeatherLosesAndDoublesNothing() {
    Tally.of(
            13,
            "one request in twenty goes wrong in one of ten ways, over 3 loads",
            "ADLS stand-in")
        .run(
            tally -> {
              AtomicInteger through = new AtomicInteger();
              int trials = Tally.count(20, 300);
              try (Place place = new Place(Kind.ADLS, folder);
                  Loads loads = new Loads()) {
                for (int trial = 0; trial < trials; trial++) {
                  int seed = trial;
                  tally.trial(
                      "seed " + seed,
                      () -> {
                        place.account().faults().clear();
                        Trial one = new Trial(place, loads, seed);
                        one.run();
                        tally.fired(one.fired);
                        through.addAndGet(one.through);
                      });
                }
              }
              // Only an expired token is not tried again; most loads meet none.
              assertThat(through.get()).as("loads that came through").isGreaterThan(trials * 2);
            });
  }

  private static final class Trial {
    private final Place place;
    private final Lake lake;
    private final Loads loads;
    private final int seed;
    private final Job job;
    private final Table source = new Table();
    private int fired;
    private int through;

    Trial(Place place, Loads loads, int seed) {
      this.place = place;
      this.lake = place.lake();
      this.loads = loads;
      this.seed = seed;
      this.job = JobRun.job(List.of(WriteDisposition.values()).get(seed % 3));
    }

    void run() {
      for (int number = 0; number < LOADS; number++) {
        source.insert(1 + number);
        Weather.begin(place.account().faults(), seed * (long) LOADS + number);
        through += load() ? 1 : 0;
        fired += place.account().faults().fired();
        place.account().faults().clear();
        // The locks of loads that ended in the storm lapse in a minute.
        place.account().breakLeases("lake");
      }
      recover();
      Invariants found = lake.look(job);
      found.require(Duration.ofDays(7));
      assertThat(found.rows())
          .extracting(Invariants.Landed::id)
          .isEqualTo(source.all().boxed().toList());
    }

    /** Whether it came through. */
    private boolean load() {
      Instant began = Instant.now();
      try (Storage storage = place.inStorm();
          LakeDestination destination = lake.destination(storage)) {
        return new JobRun(job, source, loads, JobRun.Observer.NOBODY)
            .run(destination, loads.loadPackage(job, AT))
            .isPresent();
      } catch (IngestException e) {
        Invariants.requireNoSecret("the message of a failure", String.valueOf(e.getMessage()));
        return false;
      } finally {
        assertThat(Duration.between(began, Instant.now())).isLessThan(BOUND);
      }
    }

    private void recover() {
      try (LakeDestination destination = lake.destination(lake.storage())) {
        new JobRun(job, source, loads, JobRun.Observer.NOBODY)
            .run(destination, loads.loadPackage(job, AT));
      }
    }
  }
}
