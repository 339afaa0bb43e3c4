package dev.penstock.campaign;

import dev.penstock.campaign.JobRun.Attempt;
import dev.penstock.campaign.Turns.Run;
import dev.penstock.campaign.WatchedStorage.Call;
import dev.penstock.campaign.WatchedStorage.Extent;
import dev.penstock.campaign.WatchedStorage.Kind;
import dev.penstock.campaign.WatchedStorage.Locks;
import dev.penstock.campaign.WatchedStorage.Watcher;
import dev.penstock.destination.CommitRecord;
import dev.penstock.destination.Inspection;
import dev.penstock.destination.LoadPackage;
import dev.penstock.destination.Loads;
import dev.penstock.destination.Repair;
import dev.penstock.destination.Session;
import dev.penstock.destination.Upkeep;
import dev.penstock.destination.lake.LakeDestination;
import dev.penstock.failure.CommitUnknownException;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.source.Watermark;
import java.util.Optional;

/** One process in a simulation: a command, and the troubles that meet it. */
final class SimulatedRun implements Watcher {
  /** What people and schedules start. */
  enum Command {
    LOAD,
    UNDO,
    SET_STATE,
    REPAIR,
    VERIFY
  }

  private final Simulation simulation;
  private final String name;
  private final Command command;
  private final MemoryStorage storage;
  private final Run run;
  private boolean dead;
  private boolean torn;
  private int still;
  private Optional<Attempt> attempt = Optional.empty();
  private Optional<CommitRecord> committed = Optional.empty();

  SimulatedRun(Simulation simulation, String name, Command command) {
    this.simulation = simulation;
    this.name = name;
    this.command = command;
    this.storage = simulation.store();
    this.run = simulation.turns().start(any -> work());
  }

  Run run() {
    return run;
  }

  String name() {
    return name + " " + command;
  }

  Optional<Attempt> attempt() {
    return attempt;
  }

  /** The record that it was told it had made. */
  Optional<CommitRecord> committed() {
    return committed;
  }

  void loseLock() {
    storage.loseLeases();
  }

  /** It misses so many of its turns. */
  void standStill(int turns) {
    still = turns;
  }

  boolean standsStill() {
    still = Math.max(0, still - 1);
    return still > 0;
  }

  private void work() {
    try (LakeDestination destination =
        simulation.destination(new WatchedStorage(storage, Locks.HELD, this))) {
      switch (command) {
        case LOAD -> committed = load(destination);
        case UNDO -> committed = Optional.of(undo(destination.upkeep(simulation.job())));
        case SET_STATE -> committed = Optional.of(setState(destination));
        case REPAIR -> destination.upkeep(simulation.job()).repair(Repair.Staging.OLD);
        case VERIFY -> destination.upkeep(simulation.job()).verify(Inspection.Depth.CONTENT);
      }
    }
  }

  private Optional<CommitRecord> load(LakeDestination destination) {
    LoadPackage loadPackage = simulation.loadPackage();
    return new JobRun(
            simulation.job(),
            simulation.source(),
            simulation.loads(),
            next -> attempt = Optional.of(next))
        .run(destination, loadPackage);
  }

  private CommitRecord undo(Upkeep upkeep) {
    return upkeep.undo(upkeep.planUndo(Optional.empty()), name, "a simulation");
  }

  private CommitRecord setState(LakeDestination destination) {
    try (Session session = destination.acquire(simulation.job())) {
      int to = simulation.random().nextInt((int) simulation.source().newest() + 1);
      Optional<Watermark> watermark = to == 0 ? Optional.empty() : Optional.of(Loads.watermark(to));
      return session.amend(watermark, name, "a simulation");
    }
  }

  @Override
  public Extent before(Call call) {
    if (dead) {
      throw new Death();
    }
    run.pause(call);
    simulation.note(name + " " + call);
    if (simulation.strikes(Trouble.DIES_BEFORE)) {
      throw death();
    }
    if (call.kind() == Kind.RELEASE) {
      // A lock that cannot be released lapses; nobody is told.
      return Extent.WHOLE;
    }
    if (simulation.strikes(Trouble.FAILS_BEFORE)) {
      throw failure(call);
    }
    if (call.kind() == Kind.PUT && simulation.strikes(Trouble.COMMIT_UNANSWERED)) {
      throw new CommitUnknownException("injected at " + call, failure(call));
    }
    torn = call.kind() == Kind.WRITE && simulation.strikes(Trouble.TORN_WRITE);
    return torn ? Extent.TORN : Extent.WHOLE;
  }

  @Override
  public void after(Call call) {
    if (torn || simulation.strikes(Trouble.DIES_AFTER)) {
      throw death();
    }
    if (call.kind() != Kind.RELEASE && simulation.strikes(Trouble.FAILS_AFTER)) {
      throw failure(call);
    }
  }

  private Death death() {
    simulation.note(name + " dies");
    dead = true;
    storage.die();
    return new Death();
  }

  private static IngestException failure(Call call) {
    return new IngestException(ErrorCode.STORAGE, "injected at " + call);
  }

  /**
   * What it ended with must be something that it may end with.
   *
   * @return whether its load is surely not in the log
   */
  boolean surelyLost() {
    Optional<Throwable> failure = run.failure();
    if (failure.isEmpty() || failure.get() instanceof Death) {
      return false;
    }
    if (!(failure.get() instanceof IngestException known)) {
      throw new AssertionError(name() + " ended as no run may", failure.get());
    }
    boolean refusal = known.code() == ErrorCode.STORAGE_REFUSED || known.code() == ErrorCode.CONFIG;
    if (refusal && command != Command.UNDO) {
      // Only an undo may be told that there is nothing, or that it is too late.
      throw new AssertionError(name() + " was refused", known);
    }
    return known.code() != ErrorCode.COMMIT_UNKNOWN;
  }
}
