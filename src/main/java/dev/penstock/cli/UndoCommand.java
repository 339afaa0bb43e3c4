package dev.penstock.cli;

import dev.penstock.destination.CommitRecord;
import dev.penstock.destination.Undo;
import dev.penstock.destination.Upkeep;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.job.Job;
import dev.penstock.source.Watermark;
import dev.penstock.workbook.WorkbookContents;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes loads back. */
@Command(
    name = "undo",
    description = {
      "Takes back the last load of a job, or all that came after a load: files and watermark together.",
      "Shows what would happen; does it with --yes. Repeated, it goes further back. The next run reads the rows anew."
    })
public final class UndoCommand implements Callable<Integer> {
  private final Rooms rooms;
  private final Console console;

  @Mixin private WorkbookOptions workbook = new WorkbookOptions();

  @Parameters(paramLabel = "JOB", description = "The job_id.")
  private String jobId;

  @Option(
      names = "--to",
      paramLabel = "LOAD_ID",
      description =
          "Takes back everything after this load, which stays; watermarks set by hand after it go too. history shows the load ids.")
  private Optional<String> to = Optional.empty();

  @Option(names = "--yes", description = "Does it; without, nothing is changed.")
  private boolean yes;

  @Option(
      names = "--reason",
      paramLabel = "WHY",
      description = "Why; it is kept in the commit record. Needed with --yes.")
  private Optional<String> reason = Optional.empty();

  public UndoCommand(Rooms rooms, Console console) {
    this.rooms = rooms;
    this.console = console;
  }

  @Override
  public Integer call() {
    if (yes && reason.filter(text -> !text.isBlank()).isEmpty()) {
      throw new IngestException(
          ErrorCode.CONFIG,
          "undo --yes: no --reason.\nSay why with --reason 'WHY'; history shows it to whoever wonders later.");
    }
    WorkbookContents contents = rooms.read(workbook);
    Job job = JobFilter.named(rooms, contents, jobId);
    try (Workshop workshop = rooms.open(contents)) {
      Upkeep upkeep = workshop.destination().upkeep(job);
      Undo plan = upkeep.planUndo(to);
      console.print(text(job, plan, contents.settings().timezone()));
      plan.warnings().forEach(warning -> console.tell("warning: " + warning));
      if (yes) {
        CommitRecord commit = upkeep.undo(plan, workshop.records().newRunId(), reason.orElse(""));
        commit.warnings().forEach(console::tell);
        console.print("Done, as commit %d.".formatted(commit.sequence()));
      } else {
        console.print("Nothing was changed. Add --yes and --reason 'WHY' to do it.");
      }
    }
    return ExitCode.DONE;
  }

  private static String text(Job job, Undo plan, ZoneId zone) {
    Table table =
        new Table(
            Table.Column.right("commit"),
            Table.Column.left("committed at (" + zone + ")"),
            Table.Column.left("what"),
            Table.Column.right("rows"),
            Table.Column.left("load id"));
    for (CommitRecord commit : plan.undone()) {
      table.add(
          String.valueOf(commit.sequence()),
          Figures.time(commit.committedAt(), zone),
          HistoryCommand.what(commit),
          Figures.count(commit.rows()),
          commit.loadId());
    }
    return "%s: taking back\n%s\n  goes        %s\n  comes back  %s\n  watermark   %s -> %s"
        .formatted(
            job.id(),
            table.text(),
            amount(plan.leaving().size(), plan.rowsLeaving()),
            amount(plan.returning().size(), plan.rowsReturning()),
            watermark(plan.newest().watermark()),
            watermark(plan.watermark()));
  }

  private static String amount(int files, long rows) {
    return files == 0
        ? "nothing"
        : "%s row%s in %d file%s"
            .formatted(Figures.count(rows), rows == 1 ? "" : "s", files, files == 1 ? "" : "s");
  }

  private static String watermark(Optional<Watermark> watermark) {
    return watermark.map(Watermark::value).orElse("none");
  }
}
