package dev.penstock.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.destination.CommitRecord;
import dev.penstock.destination.Inspection;
import dev.penstock.destination.LoadPackage;
import dev.penstock.destination.Loads;
import dev.penstock.destination.lake.Lake;
import dev.penstock.destination.lake.LakeDestination;
import dev.penstock.destination.lake.LakeOptions;
import dev.penstock.job.Job;
import dev.penstock.job.WriteDisposition;
import dev.penstock.storage.Containers;
import dev.penstock.storage.Storage;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * A small world made of one number: a store and a clock in memory, a source whose rows change, and
 * processes that load, take back and mend by turns, and fail and die as they go. The same number
 * gives the same world.
 */
final class Simulation implements AutoCloseable {
  private static final int COMMANDS = 12;
  private static final int AT_ONCE = 3;
  private static final int OF_A_TURN = 6;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'").withZone(ZoneOffset.UTC);

  private final Random random;
  private final VirtualClock clock = new VirtualClock(Instant.parse("2026-11-21T03:15:00Z"));
  private final MachineClock machine = new MachineClock(clock);
  private final MemoryStorage.Files files = new MemoryStorage.Files(clock);
  private final Table source = new Table();
  private final Turns turns = new Turns();
  private final Loads loads;
  private final Job job;
  private final Set<Trouble> armed = EnumSet.noneOf(Trouble.class);
  private final double odds;
  private final List<SimulatedRun> runs = new ArrayList<>();
  private final List<String> history = new ArrayList<>();
  private final Path copies;
  private final Connection duckdb;
  private boolean statesAreSet;
  private int fired;
  private boolean calm;

  Simulation(long seed, Loads loads, Path copies, Connection duckdb) {
    this.random = new Random(seed);
    this.loads = loads;
    this.copies = copies;
    this.duckdb = duckdb;
    this.job = JobRun.job(List.of(WriteDisposition.values()).get(random.nextInt(3)));
    for (Trouble trouble : Trouble.values()) {
      if (random.nextInt(100) < 40) {
        armed.add(trouble);
      }
    }
    this.odds = 0.005 + random.nextInt(4) * 0.01;
    this.statesAreSet =
        job.target().disposition() == WriteDisposition.APPEND && random.nextInt(3) == 0;
  }

  Random random() {
    return random;
  }

  Job job() {
    return job;
  }

  Table source() {
    return source;
  }

  Loads loads() {
    return loads;
  }

  Turns turns() {
    return turns;
  }

  List<SimulatedRun> runs() {
    return runs;
  }

  /** What happened, call by call. */
  List<String> history() {
    return history;
  }

  int fired() {
    return fired;
  }

  /** The store, as a new process sees it. */
  MemoryStorage store() {
    return new MemoryStorage(files);
  }

  LakeDestination destination(Storage storage) {
    return new LakeDestination(Containers.folders(storage), options(), machine);
  }

  private static LakeOptions options() {
    return Lake.OPTIONS;
  }

  void note(String what) {
    // The random parts of names do not all come from the seed; nothing depends on them.
    history.add(what.replaceAll("-[0-9a-f]{16}|probe-[0-9a-f-]+", "-random"));
  }

  /** A load whose name comes from the seed, too. */
  LoadPackage loadPackage() {
    Instant now = machine.instant();
    return new LoadPackage(
        "%s-%016x".formatted(TIME.format(now), random.nextLong()), "run", job, now, now);
  }

  /** Whether this trouble comes now, at one call to the store among many. */
  boolean strikes(Trouble trouble) {
    return strikes(trouble, odds);
  }

  /** The same for what is asked once in several calls. */
  private boolean strikesATurn(Trouble trouble) {
    return strikes(trouble, OF_A_TURN * odds);
  }

  private boolean strikes(Trouble trouble, double probability) {
    boolean strikes = !calm && armed.contains(trouble) && random.nextDouble() < probability;
    fired += strikes ? 1 : 0;
    return strikes;
  }

  /** Everything, from the first row to the last look. */
  void run() {
    note("a job with %s; armed %s".formatted(job.target().disposition(), armed));
    source.insert(1 + random.nextInt(4));
    List<SimulatedRun> alive = new ArrayList<>();
    while (runs.size() < COMMANDS || !alive.isEmpty()) {
      step(alive);
      alive.removeIf(run -> run.run().ended());
    }
    calm = true;
    clock.move(MemoryStorage.LEASE.plusSeconds(1));
    judge();
    // By now everything that dead runs have left is old.
    clock.move(options().stagingLifetime().plusDays(1));
    judge();
  }

  private void step(List<SimulatedRun> alive) {
    clock.move(Duration.ofMillis(random.nextInt(2_000)));
    int roll = random.nextInt(100);
    if (roll < 6) {
      changeSource();
    } else if (alive.isEmpty() || (roll < 20 && alive.size() < AT_ONCE)) {
      start(alive);
    } else if (roll < 22 && strikesATurn(Trouble.CLOCK_JUMP)) {
      machine.set(Duration.ofHours(random.nextBoolean() ? 1 : -1));
    } else {
      SimulatedRun run = alive.get(random.nextInt(alive.size()));
      if (!run.standsStill()) {
        goOn(run);
      }
    }
  }

  private void changeSource() {
    if (random.nextBoolean()) {
      source.insert(1 + random.nextInt(3));
    } else {
      source.update(random.nextInt(source.size()));
    }
  }

  private void start(List<SimulatedRun> alive) {
    if (runs.size() == COMMANDS) {
      return;
    }
    if (alive.isEmpty()) {
      // Until the next run is due; sometimes that is the next day.
      clock.move(Duration.ofMinutes(random.nextInt(10) == 0 ? 24 * 60 : random.nextInt(3)));
    }
    SimulatedRun run = new SimulatedRun(this, "run-" + runs.size(), command());
    runs.add(run);
    alive.add(run);
    note(run.name() + " starts");
  }

  private SimulatedRun.Command command() {
    int roll = random.nextInt(100);
    if (roll < 10) {
      return SimulatedRun.Command.UNDO;
    }
    if (roll < 20) {
      return SimulatedRun.Command.REPAIR;
    }
    if (roll < 25) {
      return SimulatedRun.Command.VERIFY;
    }
    return roll < 35 && statesAreSet ? SimulatedRun.Command.SET_STATE : SimulatedRun.Command.LOAD;
  }

  private void goOn(SimulatedRun run) {
    if (strikesATurn(Trouble.LOCK_LOST)) {
      note(run.name() + " loses its lock");
      run.loseLock();
    }
    if (strikesATurn(Trouble.LONG_PAUSE)) {
      note(run.name() + " stands still");
      run.loseLock();
      run.standStill(5 + random.nextInt(60));
      clock.move(Duration.ofMinutes(5));
      return;
    }
    for (int calls = 1 + random.nextInt(10); calls > 0; calls--) {
      run.run().advance();
    }
    requireNothingVisibleTwice();
  }

  /** While runs are under way, a reader may miss rows, but finds none twice. */
  private void requireNothingVisibleTwice() {
    List<String> visible =
        files.paths().stream()
            .filter(path -> path.endsWith(".parquet") && !path.contains("/_"))
            .map(path -> path.replaceFirst("(\\.r\\d+)?\\.parquet$", ""))
            .map(path -> job.target().disposition() == WriteDisposition.APPEND ? path : day(path))
            .toList();
    assertThat(visible).as("visible at once").doesNotHaveDuplicates();
  }

  private static String day(String path) {
    return path.substring(0, path.lastIndexOf('/'));
  }

  /** A run without trouble, and what must hold then. */
  private void judge() {
    clock.move(Duration.ofSeconds(1));
    SimulatedRun last = new SimulatedRun(this, "last-" + runs.size(), SimulatedRun.Command.LOAD);
    runs.add(last);
    last.run().finish();
    last.run()
        .failure()
        .ifPresent(
            failure -> {
              throw new AssertionError("a run without trouble failed", failure);
            });
    Invariants found = Invariants.of(LakeCopy.ofStore(store(), copies), Simulation.home(), duckdb);
    found.require(clock.instant(), options().stagingLifetime());
    new SimulatedModel(this, found).require();
    try (LakeDestination destination = destination(store())) {
      assertThat(destination.upkeep(job).verify(Inspection.Depth.CONTENT).damage()).isEmpty();
      new RegeneratedAudit(copies.resolve("audit-" + runs.size()))
          .require(promised(), destination.ledger(job).all());
    }
  }

  /** The records that runs were told they had made. */
  List<CommitRecord> promised() {
    return runs.stream().flatMap(run -> run.committed().stream()).toList();
  }

  static String home() {
    return "lake/raw/shop/_penstock/shop_orders";
  }

  @Override
  public void close() {
    calm = true;
    turns.close();
  }
}
