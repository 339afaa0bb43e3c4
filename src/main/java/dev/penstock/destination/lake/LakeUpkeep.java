package dev.penstock.destination.lake;

import dev.penstock.destination.CommitRecord;
import dev.penstock.destination.Inspection;
import dev.penstock.destination.Inspection.Depth;
import dev.penstock.destination.Repair;
import dev.penstock.destination.Undo;
import dev.penstock.destination.Upkeep;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Upkeep of one job in the lake. */
final class LakeUpkeep implements Upkeep {
  /** So often a job that commits again and again is looked at before its state is told as it is. */
  private static final int LOOKS = 3;

  private final JobHome home;
  private final Supplier<LakeSession> held;

  /**
   * @param held takes the job for writing
   */
  LakeUpkeep(JobHome home, Supplier<LakeSession> held) {
    this.home = home;
    this.held = held;
  }

  @Override
  public Undo planUndo(Optional<String> to) {
    return new UndoPlanner(home).plan(to);
  }

  @Override
  public CommitRecord undo(Undo plan, String runId, String reason) {
    try (LakeSession session = held.get()) {
      return session.undo(plan, runId, reason);
    }
  }

  @Override
  public Inspection verify(Depth depth) {
    StoreCheck check = new StoreCheck(home);
    Inspection inspection = check.inspection(depth);
    for (int look = 1; look < LOOKS && overtaken(check, inspection); look++) {
      check = new StoreCheck(home);
      inspection = check.inspection(depth);
    }
    return inspection;
  }

  /** Whether what looks like damage is the work of a run that committed meanwhile. */
  private boolean overtaken(StoreCheck check, Inspection inspection) {
    return !inspection.damage().isEmpty() && home.log().holds(check.log().newest() + 1);
  }

  @Override
  public Repair planRepair(Repair.Staging staging) {
    Mending mending = new Mending(home);
    return new Repair(texts(mending.steps(staging)), mending.beyond());
  }

  @Override
  public Repair repair(Repair.Staging staging) {
    Repair before = planRepair(staging);
    if (before.steps().isEmpty()) {
      return before;
    }
    // Taking the job shows what is committed and clears what is old; the rest is looked at anew,
    // as nobody else changes it now.
    try (LakeSession session = held.get()) {
      session.last();
      Mending mending = new Mending(home);
      List<Mending.Step> steps = mending.steps(staging);
      steps.forEach(step -> step.act().run());
      Set<String> done = new LinkedHashSet<>(before.steps());
      done.addAll(texts(steps));
      return new Repair(List.copyOf(done), mending.beyond());
    }
  }

  private static List<String> texts(List<Mending.Step> steps) {
    return steps.stream().map(Mending.Step::text).toList();
  }
}
