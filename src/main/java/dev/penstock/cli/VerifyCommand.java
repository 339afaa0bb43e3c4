package dev.penstock.cli;

import dev.penstock.destination.CommitRecord;
import dev.penstock.destination.Finding;
import dev.penstock.destination.Inspection;
import dev.penstock.destination.Inspection.Depth;
import dev.penstock.destination.RememberedRows;
import dev.penstock.engine.Recount;
import dev.penstock.failure.IngestException;
import dev.penstock.job.Job;
import dev.penstock.workbook.WorkbookContents;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Proves that what was committed is there. */
@Command(
    name = "verify",
    description = {
      "Compares every published file of the chosen jobs with the commit records: size, checksum, rows.",
      "Names each file that is missing, changed, not visible yet or in no record. Changes nothing."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:everything is as the records say",
      "1:something is damaged, or the source has other rows",
      "2:configuration or usage"
    })
public final class VerifyCommand implements Callable<Integer> {
  private final Rooms rooms;
  private final Console console;

  @Mixin private WorkbookOptions workbook = new WorkbookOptions();
  @Mixin private JobFilter filter = new JobFilter();

  @Option(
      names = "--quick",
      description = "Looks at sizes and footers only, and reads no file as a whole.")
  private boolean quick;

  @Option(
      names = "--recount",
      description =
          "Also counts at the source what the last load of each job has read, and compares.")
  private boolean recount;

  public VerifyCommand(Rooms rooms, Console console) {
    this.rooms = rooms;
    this.console = console;
  }

  @Override
  public Integer call() {
    WorkbookContents contents = rooms.read(workbook);
    ProblemText.refuseWhatConcernsAll(contents);
    JobIds known = JobIds.of(rooms, contents);
    List<Job> jobs = filter.require(known);
    Report report = new Report(contents.settings().timezone());
    try (Workshop workshop = rooms.open(contents)) {
      for (Job job : filter.requireLoaded(workshop.destination(), jobs, known)) {
        verify(workshop, job, report);
      }
    }
    console.print(report.text());
    return report.bad == 0 ? ExitCode.DONE : ExitCode.SOME_JOB_FAILED;
  }

  private void verify(Workshop workshop, Job job, Report report) {
    try {
      Inspection found =
          workshop.destination().upkeep(job).verify(quick ? Depth.FOOTER : Depth.CONTENT);
      List<Finding> damage = new ArrayList<>(found.damage());
      String source = "";
      // Without a whole log, nobody knows which load was the last.
      if (recount && (found.lastLoad().isPresent() || found.damage().isEmpty())) {
        source = recounted(workshop, job, found.lastLoad(), damage);
      }
      report.add(job, found, source, damage);
    } catch (IngestException e) {
      // One job that cannot be looked at keeps no other from it.
      report.failed(job, e);
    }
  }

  private static String recounted(
      Workshop workshop, Job job, Optional<CommitRecord> load, List<Finding> damage) {
    if (load.isEmpty()) {
      return "nothing loaded";
    }
    Recount now = workshop.planner().recount(job, load.get());
    if (now.rows().isEmpty()) {
      return "not compared: " + now.reason().lines().findFirst().orElse("");
    }
    long rows = now.rows().getAsLong();
    // Late rows lie below the window that is counted, and tombstones stand for rows that are gone.
    long late = load.get().remembered().map(RememberedRows::late).orElse(0L);
    long read = load.get().rows() - late - load.get().deletes() + load.get().discarded();
    if (rows == read) {
      return "same";
    }
    damage.add(
        new Finding(
            "source of job " + job.id(),
            "it has %s rows now where load %s read %s"
                .formatted(Figures.count(rows), load.get().loadId(), Figures.count(read)),
            "Rows that were changed, deleted or added late since the load explain it; if none were, take the load back with undo and run the job again."));
    return "differs";
  }

  /** What is printed at the end. */
  private static final class Report {
    private final ZoneId zone;
    private final Table table =
        new Table(
            Table.Column.left("job"),
            Table.Column.right("commits"),
            Table.Column.right("files"),
            Table.Column.right("rows"),
            Table.Column.right("MB"),
            Table.Column.left("staged"),
            Table.Column.left("source"),
            Table.Column.left("result"));
    private final List<String> details = new ArrayList<>();
    private int jobs;
    private int bad;

    Report(ZoneId zone) {
      this.zone = zone;
    }

    void add(Job job, Inspection found, String source, List<Finding> damage) {
      jobs++;
      bad += damage.isEmpty() ? 0 : 1;
      table.add(
          job.id(),
          Figures.count(found.records()),
          Figures.count(found.files()),
          Figures.count(found.rows()),
          Figures.megabytes(found.bytes()),
          staged(found.staged()),
          source.isEmpty() ? "-" : source,
          damage.isEmpty() ? "good" : damage.size() + " wrong");
      damage.forEach(
          finding ->
              details.add(
                  "%s: %s.\n  %s"
                      .formatted(
                          finding.place(), finding.what(), finding.mend().replace("\n", "\n  "))));
    }

    void failed(Job job, IngestException failure) {
      jobs++;
      bad++;
      table.add(job.id(), "", "", "", "", "", "", "not verified");
      details.add(failure.getMessage());
    }

    private String staged(Inspection.Leftovers staged) {
      return staged
          .oldest()
          .map(oldest -> "%d since %s".formatted(staged.files(), Figures.time(oldest, zone)))
          .orElse("-");
    }

    String text() {
      StringBuilder text = new StringBuilder(table.text()).append("\n\n");
      details.forEach(detail -> text.append(detail).append("\n"));
      return text.append(details.isEmpty() ? "" : "\n")
          .append(
              "%d job%s verified: %s."
                  .formatted(
                      jobs,
                      jobs == 1 ? "" : "s",
                      bad == 0 ? "everything is as the records say" : bad + " not as it should be"))
          .toString();
    }
  }
}
