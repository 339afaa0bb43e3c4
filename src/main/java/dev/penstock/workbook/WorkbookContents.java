package dev.penstock.workbook;

import dev.penstock.failure.Problem;
import dev.penstock.failure.Problem.Severity;
import dev.penstock.job.Job;
import dev.penstock.job.Settings;
import dev.penstock.job.SourceSettings;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a workbook says.
 *
 * @param jobs the enabled rows without an error, in the order of the rows
 * @param disabledJobs the ids of the rows that are not enabled
 * @param sources by name, as the sheet Sources spells it
 * @param problems everything wrong: errors of one row carry its job id, errors without one concern
 *     the whole workbook, so that nothing should run
 */
public record WorkbookContents(
    List<Job> jobs,
    Set<String> disabledJobs,
    Settings settings,
    Map<String, SourceSettings> sources,
    List<Problem> problems) {
  public WorkbookContents {
    jobs = List.copyOf(jobs);
    disabledJobs = Set.copyOf(disabledJobs);
    sources = Map.copyOf(sources);
    problems = List.copyOf(problems);
  }

  /** What the sheet Sources says of this source; nothing when it does not name it. */
  public SourceSettings source(String name) {
    return Optional.ofNullable(sources.get(name)).orElseGet(() -> SourceSettings.empty(name));
  }

  public List<Problem> errors() {
    return problems.stream().filter(p -> p.severity() == Severity.ERROR).toList();
  }

  public List<Problem> warnings() {
    return problems.stream().filter(p -> p.severity() == Severity.WARNING).toList();
  }

  /** The errors that concern the whole workbook. */
  public List<Problem> generalErrors() {
    return errors().stream().filter(p -> p.jobId().isEmpty()).toList();
  }

  /** The ids of the enabled rows that cannot run, in the order of the rows. */
  public Set<String> failedJobs() {
    return errors().stream()
        .flatMap(p -> p.jobId().stream())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
