package dev.penstock.engine;

import dev.penstock.destination.CommitRecord;
import dev.penstock.destination.Drafts;
import dev.penstock.destination.Ledger;
import dev.penstock.destination.LoadPackage;
import dev.penstock.destination.LoadPlan;
import dev.penstock.destination.SplitResult;
import dev.penstock.job.Job;
import dev.penstock.job.LoadType;
import dev.penstock.source.Adaptive;
import dev.penstock.source.Earlier;
import dev.penstock.source.Known;
import dev.penstock.source.Resumable;
import dev.penstock.source.Resumed;
import dev.penstock.source.Source;
import dev.penstock.source.Split;
import dev.penstock.source.Survey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds where an attempt sets out: where an earlier one of its job ended, if that can be. */
final class Resumption {
  private static final Logger LOG = LoggerFactory.getLogger(Resumption.class);

  /** A full load shows its table as of one day; an older one is worth less than a new one. */
  private static final Duration LONGEST_FOR_FULL = Duration.ofHours(12);

  private final Job job;
  private final Ledger ledger;
  private final Source source;
  private final RunRequest.Refresh refresh;
  private final Optional<Known> known;

  /**
   * @param known what the last load remembered of its rows
   */
  Resumption(
      Job job, Ledger ledger, Source source, RunRequest.Refresh refresh, Optional<Known> known) {
    this.job = job;
    this.ledger = ledger;
    this.source = source;
    this.refresh = refresh;
    this.known = known;
  }

  /**
   * Surveys and cuts, or goes on with what is there. That something could not be gone on with, and
   * why, is a warning of the survey.
   *
   * @param fresh the package of a new load
   */
  Beginning begin(LoadPackage fresh) {
    Optional<LoadPlan> left =
        ledger.drafts().plans().stream().filter(plan -> mayTake(plan, fresh)).findFirst();
    if (left.isEmpty()) {
      return anew(fresh, Optional.empty());
    }
    List<SplitResult> done = ledger.drafts().results(left.get());
    if (done.isEmpty()) {
      return anew(fresh, Optional.empty());
    }
    Resumed resumed = resumed(left.get(), done, fresh);
    return resumed.when(
        new Resumed.Cases<>() {
          @Override
          public Beginning possible(Resumed.Possible possible) {
            return taken(left.get(), done, possible, fresh);
          }

          @Override
          public Beginning impossible(Resumed.Impossible impossible) {
            return anew(fresh, Optional.of(refusal(left.get(), done, impossible.reason())));
          }
        });
  }

  /** Whoever asks for a new beginning gets one, but does not lose what this very run has read. */
  private boolean mayTake(LoadPlan plan, LoadPackage fresh) {
    return refresh == RunRequest.Refresh.FROM_WATERMARK || plan.runId().equals(fresh.runId());
  }

  private Resumed resumed(LoadPlan plan, List<SplitResult> done, LoadPackage fresh) {
    if (!(source instanceof Resumable resumable)) {
      return new Resumed.Impossible("this kind of source cannot read on");
    }
    List<String> changed = Fingerprint.differences(plan.fingerprint(), fingerprint());
    if (!changed.isEmpty()) {
      return new Resumed.Impossible("changed since: " + String.join(", ", changed));
    }
    if (isPast(plan, fresh)) {
      return new Resumed.Impossible(
          "it is of %s, and a full load is of the time at which it is made"
              .formatted(plan.runStartedAt()));
    }
    Map<Integer, Long> read =
        done.stream().collect(Collectors.toMap(SplitResult::split, SplitResult::rowsRead));
    return resumable.resume(new Earlier(plan.survey(), plan.bookmark(), read));
  }

  private boolean isPast(LoadPlan plan, LoadPackage fresh) {
    return job.loadType() == LoadType.FULL
        && !plan.runId().equals(fresh.runId())
        && (Duration.between(plan.runStartedAt(), fresh.runStartedAt()).compareTo(LONGEST_FOR_FULL)
                > 0
            || !ledger
                .partitionPath(plan.runStartedAt())
                .equals(ledger.partitionPath(fresh.runStartedAt())));
  }

  private Beginning anew(LoadPackage fresh, Optional<String> refusal) {
    if (source instanceof Adaptive adaptive && refresh != RunRequest.Refresh.EVERYTHING) {
      ledger.last().map(CommitRecord::schema).ifPresent(s -> adaptive.keepColumns(s.sourceTypes()));
    }
    Survey found = source.survey(StartingPoint.of(job, ledger.last(), refresh), known);
    List<Split> splits = found.nothingNew() ? List.of() : source.splits(found);
    // One split is read whole or not at all; there is nothing to go on with.
    Optional<String> bookmark =
        splits.size() > 1 && source instanceof Resumable resumable
            ? resumable.bookmark()
            : Optional.empty();
    refusal.ifPresent(LOG::warn);
    Survey told = refusal.map(found::warning).orElse(found);
    return new Beginning(fresh, told, splits, List.of(), Optional.empty(), bookmark);
  }

  private static Beginning taken(
      LoadPlan plan, List<SplitResult> done, Resumed.Possible possible, LoadPackage fresh) {
    String told = told(plan, done);
    LOG.info(told);
    LoadPackage adopted =
        new LoadPackage(
            plan.loadId(), fresh.runId(), fresh.job(), plan.runStartedAt(), fresh.jobStartedAt());
    return new Beginning(
        adopted,
        possible.survey().warning(told),
        possible.splits(),
        done,
        Optional.of(plan),
        Optional.empty());
  }

  private static String told(LoadPlan plan, List<SplitResult> done) {
    return "resumed: %d of %d splits were there (%,d rows), read by the run that began at %s"
        .formatted(done.size(), plan.splits(), rows(done), plan.runStartedAt());
  }

  private static String refusal(LoadPlan plan, List<SplitResult> done, String reason) {
    return "not resumed, all is read again, though %d of %d splits were there (%,d rows), read by the run that began at %s: %s"
        .formatted(done.size(), plan.splits(), rows(done), plan.runStartedAt(), reason);
  }

  private static long rows(List<SplitResult> done) {
    return done.stream().mapToLong(SplitResult::rowsRead).sum();
  }

  /** The plan of a new load, for whoever may have to go on with it; none without a bookmark. */
  Optional<LoadPlan> plan(Beginning beginning) {
    return beginning
        .bookmark()
        .map(
            bookmark ->
                new LoadPlan(
                    beginning.loadPackage().loadId(),
                    beginning.loadPackage().runId(),
                    beginning.loadPackage().runStartedAt(),
                    ledger.last().map(record -> record.sequence()).orElse(0L),
                    fingerprint(),
                    beginning.survey(),
                    beginning.splits().size(),
                    bookmark));
  }

  private Map<String, String> fingerprint() {
    Drafts drafts = ledger.drafts();
    return Fingerprint.of(job, refresh, source.schema(), drafts.fingerprint());
  }
}
