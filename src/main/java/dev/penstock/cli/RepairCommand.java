package dev.penstock.cli;

import dev.penstock.destination.Finding;
import dev.penstock.destination.Repair;
import dev.penstock.destination.Upkeep;
import dev.penstock.failure.IngestException;
import dev.penstock.job.Job;
import dev.penstock.workbook.WorkbookContents;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Mends what dead runs left. */
@Command(
    name = "repair",
    description = {
      "Shows what is committed but not visible, deletes what dead runs staged, and puts aside files that no record names.",
      "Says what it would do; does it with --yes. A run of the job does the first two as well."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:nothing is wrong that repair cannot mend",
      "1:something is beyond repair, or a job is held by a run",
      "2:configuration or usage"
    })
public final class RepairCommand implements Callable<Integer> {
  private final Rooms rooms;
  private final Console console;

  @Mixin private WorkbookOptions workbook = new WorkbookOptions();
  @Mixin private JobFilter filter = new JobFilter();

  @Option(names = "--yes", description = "Does it; without, nothing is changed.")
  private boolean yes;

  @Option(
      names = "--all-staging",
      description =
          "Deletes staged files however young they are; by default those older than the setting staging_lifetime.")
  private boolean allStaging;

  public RepairCommand(Rooms rooms, Console console) {
    this.rooms = rooms;
    this.console = console;
  }

  @Override
  public Integer call() {
    WorkbookContents contents = rooms.read(workbook);
    ProblemText.refuseWhatConcernsAll(contents);
    JobIds known = JobIds.of(rooms, contents);
    List<Job> jobs = filter.require(known);
    int looked = 0;
    int bad = 0;
    int steps = 0;
    try (Workshop workshop = rooms.open(contents)) {
      for (Job job : filter.requireLoaded(workshop.destination(), jobs, known)) {
        looked++;
        try {
          Repair repair = repair(workshop.destination().upkeep(job));
          console.print(text(job, repair));
          steps += repair.steps().size();
          bad += repair.beyond().isEmpty() ? 0 : 1;
        } catch (IngestException e) {
          // One job that cannot be mended keeps no other from it.
          console.tell(e.getMessage());
          bad++;
        }
      }
    }
    console.print(closingLine(looked, steps, bad));
    return bad == 0 ? ExitCode.DONE : ExitCode.SOME_JOB_FAILED;
  }

  private Repair repair(Upkeep upkeep) {
    Repair.Staging staging = allStaging ? Repair.Staging.ALL : Repair.Staging.OLD;
    return yes ? upkeep.repair(staging) : upkeep.planRepair(staging);
  }

  private String text(Job job, Repair repair) {
    if (repair.steps().isEmpty() && repair.beyond().isEmpty()) {
      return job.id() + ": nothing to mend";
    }
    StringBuilder text = new StringBuilder(job.id()).append(':');
    for (String step : repair.steps()) {
      text.append("\n  ").append(yes ? "done: " : "would ").append(step);
    }
    for (Finding finding : repair.beyond()) {
      text.append("\n  beyond repair: ")
          .append(finding.place())
          .append(": ")
          .append(finding.what())
          .append(".\n    ")
          .append(finding.mend().replace("\n", "\n    "));
    }
    return text.toString();
  }

  private String closingLine(int jobs, int steps, int bad) {
    String looked = "%d job%s looked at".formatted(jobs, jobs == 1 ? "" : "s");
    String beyond = bad == 0 ? "" : ", %d beyond repair or not mended".formatted(bad);
    String next = yes || steps == 0 ? "." : ". Nothing was changed; --yes does it.";
    return looked + beyond + next;
  }
}
