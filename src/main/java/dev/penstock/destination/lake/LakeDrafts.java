package dev.penstock.destination.lake;

import dev.penstock.destination.CommitRecord;
import dev.penstock.destination.Drafts;
import dev.penstock.destination.LoadPlan;
import dev.penstock.destination.SplitResult;
import dev.penstock.failure.IngestException;
import dev.penstock.storage.FileInfo;
import dev.penstock.storage.StoragePath;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What lies staged of one job. */
final class LakeDrafts implements Drafts {
  private static final Logger LOG = LoggerFactory.getLogger(LakeDrafts.class);

  private final JobHome home;
  private final long newest;
  private final boolean staged;

  /**
   * @param staged whether there may be anything; false saves asking the store
   */
  LakeDrafts(JobHome home, Optional<CommitRecord> newest, boolean staged) {
    this.home = home;
    this.staged = staged;
    this.newest = newest.map(CommitRecord::sequence).orElse(0L);
  }

  @Override
  public List<LoadPlan> plans() {
    if (!staged) {
      return List.of();
    }
    List<LoadPlan> plans = new ArrayList<>();
    StoragePath staging = home.paths().staging();
    for (FileInfo file : home.storage().list(staging)) {
      StoragePath folder = file.path().parent();
      if (file.path().name().equals(DraftFiles.PLAN) && folder.parent().equals(staging)) {
        new DraftFiles(home.storage(), folder)
            .plan()
            .map(PlanFile::plan)
            .filter(
                plan -> plan.base() == newest && home.paths().staging(plan.loadId()).equals(folder))
            .ifPresent(plans::add);
      }
    }
    plans.sort(Comparator.comparing(LoadPlan::loadId).reversed());
    return plans;
  }

  @Override
  public List<SplitResult> results(LoadPlan plan) {
    StoragePath folder = home.paths().staging(plan.loadId());
    DeliveryCheck check = new DeliveryCheck(home.storage(), folder, home.job().place());
    Map<Integer, SplitResult> whole = new TreeMap<>();
    for (SplitResult claimed : new DraftFiles(home.storage(), folder).claimed()) {
      if (claimed.split() >= 0 && claimed.split() < plan.splits() && isWhole(claimed, check)) {
        whole.put(claimed.split(), claimed);
      }
    }
    return List.copyOf(whole.values());
  }

  private static boolean isWhole(SplitResult claimed, DeliveryCheck check) {
    try {
      check.run(List.of(claimed));
      return true;
    } catch (IngestException | IllegalArgumentException e) {
      LOG.info("split {} is read again: {}", claimed.split(), e.getMessage());
      return false;
    }
  }

  @Override
  public Map<String, String> fingerprint() {
    return Map.of(
        "engine_version", home.options().engineVersion(),
        "setting loaded_at", home.options().loadedAt().name());
  }
}
