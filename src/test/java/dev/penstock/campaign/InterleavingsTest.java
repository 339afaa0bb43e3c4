package dev.penstock.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.campaign.Place.Kind;
import dev.penstock.campaign.Turns.Run;
import dev.penstock.campaign.WatchedStorage.Call;
import dev.penstock.campaign.WatchedStorage.Extent;
import dev.penstock.campaign.WatchedStorage.Locks;
import dev.penstock.campaign.WatchedStorage.Watcher;
import dev.penstock.destination.CommitRecord;
import dev.penstock.destination.LoadPackage;
import dev.penstock.destination.Loads;
import dev.penstock.destination.Repair;
import dev.penstock.destination.Upkeep;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Promise 4: a run stands still before each step of the protocol while another comes to each of its
 * own, in both orders.
 */
@Tag("campaign")
final class InterleavingsTest {
  private static final Instant FIRST = Instant.parse("2026-11-21T03:15:00Z");
  private static final Instant SECOND = Instant.parse("2026-11-21T12:00:00Z");
  private static final Duration LIFETIME = Duration.ofDays(7);

  @TempDir(factory = InMemory.class)
  private Path folder;

  /** What the second run does; the first always loads. */
  private enum Other {
    LOAD,
    UNDO,
    REPAIR,
    SET_STATE
  }

  static Stream<Arguments> everyPairOfRuns() {
    Stream<Arguments> held =
        Stream.of(Kind.values())
            .filter(kind -> Tally.isFull() || kind == Kind.LOCAL)
            .map(kind -> Arguments.of(kind, WriteDisposition.APPEND, Other.LOAD, Locks.HELD));
    Stream<Arguments> lost =
        Stream.of(Kind.values())
            .flatMap(
                kind ->
                    Stream.of(WriteDisposition.values())
                        .flatMap(
                            disposition ->
                                Stream.of(Other.values())
                                    .filter(
                                        other ->
                                            Tally.isFull()
                                                ? isOfCampaign(kind, other)
                                                : isOfBuild(disposition, other))
                                    .map(
                                        other ->
                                            Arguments.of(
                                                kind, disposition, other, Locks.ADVICE_ONLY))));
    return Stream.concat(held, lost);
  }

  /** Requests take their time: an account sees the pairs in which both runs change files. */
  private static boolean isOfCampaign(Kind kind, Other other) {
    return kind == Kind.LOCAL || other == Other.LOAD || other == Other.UNDO;
  }

  /** What differs most; the rest is the campaign's. */
  private static boolean isOfBuild(WriteDisposition disposition, Other other) {
    return switch (other) {
      case LOAD -> disposition != WriteDisposition.REPLACE;
      case UNDO -> disposition == WriteDisposition.SNAPSHOT;
      case REPAIR, SET_STATE -> false;
    };
  }

  @ParameterizedTest(name = "{0} {1} load and {2}, locks {3}")
  @MethodSource("everyPairOfRuns")
  void everyOrderOfTwoRunsIsSafe(
      Kind kind, WriteDisposition disposition, Other other, Locks locks) {
    String campaign =
        "a load and %s, step by step in both orders, the lock %s"
            .formatted(
                switch (other) {
                  case LOAD -> "another load";
                  case UNDO -> "an undo";
                  case REPAIR -> "a repair";
                  case SET_STATE -> "a watermark set by hand";
                },
                switch (locks) {
                  case HELD -> "holding";
                  case ADVICE_ONLY -> "lost";
                });
    Tally.of(4, campaign, kind.words())
        .run(
            tally -> {
              try (Place place = new Place(kind, folder);
                  Loads loads = new Loads()) {
                Map<String, byte[]> before = before(place, loads, disposition);
                for (Step one : Step.values()) {
                  for (Step two : others(one, kind)) {
                    for (Order order : Order.values()) {
                      String name = "%s %s before %s, %s".formatted(disposition, one, two, order);
                      tally.trial(
                          name,
                          () -> {
                            try (Trial trial =
                                new Trial(place.lake(), loads, disposition, other, locks)) {
                              trial.run(before, one, two, order);
                              tally.fired(trial.overlapped() ? 1 : 0);
                            }
                          });
                    }
                  }
                }
              }
            });
  }

  /** What every trial begins with: rows 1 to 3 were loaded, and then 4. */
  private static Map<String, byte[]> before(
      Place place, Loads loads, WriteDisposition disposition) {
    Lake lake = place.lake();
    try (Trial trial = new Trial(lake, loads, disposition, Other.LOAD, Locks.HELD);
        LakeDestination destination = lake.destination(lake.storage())) {
      trial.source.insert(3);
      trial.load(destination, FIRST);
      trial.source.insert(1);
      trial.load(destination, SECOND);
    }
    return lake.contents();
  }

  /** All of them; in a build, the account sees one pair of steps in nine. */
  private static List<Step> others(Step one, Kind kind) {
    List<Step> steps = List.of(Step.values());
    return kind == Kind.ADLS && !Tally.isFull()
        ? List.of(steps.get((2 * steps.indexOf(one) + 4) % steps.size()))
        : steps;
  }

  /** Who comes to its step first, and to its end first. */
  private enum Order {
    LOAD_FIRST,
    OTHER_FIRST
  }

  /** Rows 1 to 4 were loaded before the runs; by then the source has row 5 as well. */
  private static final class Trial implements AutoCloseable {
    private final Lake lake;
    private final Loads loads;
    private final Job job;
    private final Other other;
    private final Locks locks;
    private final Turns turns = new Turns();
    private final Table source = new Table();
    private final List<String> losers = new ArrayList<>();
    private final List<CommitRecord> winners = new ArrayList<>();
    private boolean overlapped;

    Trial(Lake lake, Loads loads, WriteDisposition disposition, Other other, Locks locks) {
      this.lake = lake;
      this.loads = loads;
      this.job = JobRun.job(disposition);
      this.other = other;
      this.locks = locks;
    }

    boolean overlapped() {
      return overlapped;
    }

    void run(Map<String, byte[]> before, Step one, Step two, Order order) {
      lake.layDown(before);
      source.insert(5);
      Run load = turns.start(run -> with(run, destination -> load(destination, SECOND)));
      Run second = turns.start(run -> with(run, this::other));
      switch (order) {
        case LOAD_FIRST -> interleave(load, one, second, two);
        case OTHER_FIRST -> interleave(second, two, load, one);
      }
      Invariants after = lake.look(job);
      requireOneWinner(after, load, second);
      recoverAndCheck(after);
    }

    private void interleave(Run first, Step its, Run second, Step others) {
      goTo(first, its);
      goTo(second, others);
      overlapped = !first.ended() && second.next().isPresent();
      first.finish();
      second.finish();
    }

    private static void goTo(Run run, Step step) {
      run.advanceTo(call -> Step.of(call).equals(Optional.of(step)));
    }

    private void with(Run run, Consumer<LakeDestination> work) {
      Storage watched =
          new WatchedStorage(
              lake.storage(),
              locks,
              new Watcher() {
                @Override
                public Extent before(Call call) {
                  run.pause(call);
                  return Extent.WHOLE;
                }

                @Override
                public void after(Call call) {
                  // Only the beginnings of steps are held up.
                }
              });
      try (LakeDestination destination = lake.destination(watched)) {
        work.accept(destination);
      }
    }

    private void load(LakeDestination destination, Instant at) {
      LoadPackage loadPackage = loads.loadPackage(job, at);
      try {
        new JobRun(job, source, loads, JobRun.Observer.NOBODY)
            .run(destination, loadPackage)
            .ifPresent(winners::add);
      } catch (IngestException e) {
        losers.add(loadPackage.loadId());
        throw e;
      }
    }

    private void other(LakeDestination destination) {
      switch (other) {
        case LOAD -> load(destination, SECOND);
        case UNDO -> {
          Upkeep upkeep = destination.upkeep(job);
          winners.add(upkeep.undo(upkeep.planUndo(Optional.empty()), "run", "a test"));
        }
        case REPAIR -> destination.upkeep(job).repair(Repair.Staging.OLD);
        case SET_STATE -> {
          try (var session = destination.acquire(job)) {
            winners.add(session.amend(Optional.of(Loads.watermark(4)), "run", "a test"));
          }
        }
      }
    }

    /** A run that did not win was told so, and each record has one who won it. */
    private void requireOneWinner(Invariants found, Run load, Run second) {
      for (Run run : List.of(load, second)) {
        run.failure()
            .ifPresent(
                failure -> {
                  if (!(failure instanceof IngestException known)
                      || known.code() != ErrorCode.CONFLICT) {
                    throw new AssertionError("neither won nor lost", failure);
                  }
                });
      }
      List<String> log =
          found.records().stream().skip(2).map(commit -> commit.path("nonce").asText()).toList();
      assertThat(log)
          .isNotEmpty()
          .containsExactlyInAnyOrderElementsOf(
              winners.stream().map(CommitRecord::nonce).collect(Collectors.toList()));
      assertThat(winners).allMatch(commit -> commit.warnings().isEmpty());
    }

    private void recoverAndCheck(Invariants before) {
      losers.forEach(before::requireNoTraceOf);
      // A run that woke up late may have put the note of what is published back.
      before.requireBeforeRecovery();
      try (LakeDestination destination = lake.destination(lake.storage())) {
        load(destination, SECOND);
      }
      Invariants after = lake.look(job);
      after.require(LIFETIME);
      assertThat(after.rows()).extracting(Invariants.Landed::id).isEqualTo(expected(after));
    }

    /** Whoever sets the watermark back to 4 behind a load of row 5 has asked for it once more. */
    private List<Long> expected(Invariants after) {
      LongStream asked =
          after.records().stream()
                      .map(commit -> commit.path("kind").asText())
                      .toList()
                      .equals(List.of("LOAD", "LOAD", "LOAD", "STATE", "LOAD"))
                  && job.target().disposition() == WriteDisposition.APPEND
              ? LongStream.of(5)
              : LongStream.empty();
      return LongStream.concat(LongStream.rangeClosed(1, 5), asked).boxed().toList();
    }

    @Override
    public void close() {
      turns.close();
    }
  }
}
