package dev.penstock.app;

import dev.penstock.doctor.Checkup;
import dev.penstock.doctor.FrontDoor;
import dev.penstock.doctor.Lake;
import dev.penstock.doctor.LakeCheckup;
import dev.penstock.doctor.MachineCheckup;
import dev.penstock.doctor.SourceCheckup;
import dev.penstock.doctor.Vault;
import dev.penstock.doctor.VaultCheckup;
import dev.penstock.job.Job;
import dev.penstock.job.SourceTerms;
import dev.penstock.job.SourceType;
import dev.penstock.source.Reachable;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the doctor looks at.
 *
 * @param timezone in which days are reckoned
 * @param folders that a run writes to
 * @param vault that is asked first for secrets, if there is one
 * @param sources who reaches the sources of each type
 * @param terms of the sources, by name
 * @param lake where the jobs load into
 * @param door how services are knocked at
 */
record Examinations(
    ZoneId timezone,
    Clock clock,
    List<Path> folders,
    Optional<Vault> vault,
    Map<SourceType, Reachable> sources,
    Map<String, SourceTerms> terms,
    Lake lake,
    FrontDoor door) {

  /**
   * The vault, this machine, each container that the jobs load into, and each source that they
   * read.
   */
  List<Checkup> of(List<Job> jobs) {
    List<Checkup> checkups = new ArrayList<>();
    vault.ifPresent(asked -> checkups.add(new VaultCheckup(asked, door)));
    checkups.add(new MachineCheckup(EngineVersion.TEXT, timezone, clock, folders));
    containers(jobs).forEach(name -> checkups.add(new LakeCheckup(lake, name, door, clock)));
    bySource(jobs).forEach(group -> checkups.add(source(group)));
    return checkups;
  }

  /** In the order of the jobs; the lake's own when no job says where to. */
  private static Set<Optional<String>> containers(List<Job> jobs) {
    Set<Optional<String>> containers = new LinkedHashSet<>();
    jobs.forEach(job -> containers.add(job.target().container()));
    return containers.isEmpty() ? Set.of(Optional.empty()) : containers;
  }

  private static List<List<Job>> bySource(List<Job> jobs) {
    Map<String, List<Job>> sources = new LinkedHashMap<>();
    for (Job job : jobs) {
      String source = job.sourceType() + " " + job.sourceName();
      sources.computeIfAbsent(source, name -> new ArrayList<>()).add(job);
    }
    return List.copyOf(sources.values());
  }

  private Checkup source(List<Job> jobs) {
    Reachable reachable = sources.get(jobs.get(0).sourceType());
    return reachable == null
        ? SourceCheckup.unreadable(jobs)
        : new SourceCheckup(
            reachable, jobs, clock, terms.getOrDefault(jobs.get(0).sourceName(), SourceTerms.NONE));
  }
}
