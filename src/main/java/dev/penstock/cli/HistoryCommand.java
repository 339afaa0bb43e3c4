package dev.penstock.cli;

import dev.penstock.destination.CommitRecord;
import dev.penstock.job.Job;
import dev.penstock.source.Watermark;
import dev.penstock.workbook.WorkbookContents;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows what was committed. */
@Command(
    name = "history",
    description = "Shows the commits of the chosen jobs, newest first, from the commit records.")
public final class HistoryCommand implements Callable<Integer> {
  private final Rooms rooms;
  private final Console console;

  @Mixin private WorkbookOptions workbook = new WorkbookOptions();
  @Mixin private JobFilter filter = new JobFilter();

  @Option(
      names = {"-n", "--lines"},
      paramLabel = "N",
      defaultValue = "20",
      description = "How many commits to show. Default: ${DEFAULT-VALUE}")
  private int lines;

  @Option(
      names = "--rebuild",
      description =
          "Writes the audit files anew from the commit records; rows of jobs that committed nothing stay.")
  private boolean rebuild;

  public HistoryCommand(Rooms rooms, Console console) {
    this.rooms = rooms;
    this.console = console;
  }

  @Override
  public Integer call() {
    WorkbookContents contents = rooms.read(workbook);
    List<CommitRecord> commits = new ArrayList<>();
    try (Workshop workshop = rooms.open(contents)) {
      for (Job job : filter.select(contents.jobs())) {
        commits.addAll(workshop.destination().ledger(job).all());
      }
      if (rebuild) {
        workshop.records().rebuildAudit(commits).forEach(file -> console.print("rebuilt " + file));
        return ExitCode.DONE;
      }
    }
    commits.sort(Comparator.comparing(CommitRecord::committedAt).reversed());
    console.print(table(commits.subList(0, Math.min(lines, commits.size()))));
    return ExitCode.DONE;
  }

  private static String table(List<CommitRecord> commits) {
    Table table =
        new Table(
            Table.Column.left("committed at"),
            Table.Column.left("job"),
            Table.Column.right("commit"),
            Table.Column.left("what"),
            Table.Column.right("rows"),
            Table.Column.right("files"),
            Table.Column.left("watermark"),
            Table.Column.left("load id"));
    for (CommitRecord commit : commits) {
      table.add(
          commit.committedAt().toString(),
          commit.jobId(),
          String.valueOf(commit.sequence()),
          what(commit),
          Figures.count(commit.rows()),
          Figures.count(commit.added().size()),
          commit.watermark().map(Watermark::value).orElse("-"),
          commit.loadId());
    }
    return table.isEmpty() ? "No commits yet." : table.text();
  }

  private static String what(CommitRecord commit) {
    return switch (commit.kind()) {
      case LOAD -> commit.disposition().name().toLowerCase(Locale.ROOT);
      case STATE -> "state: " + commit.note().orElse("");
    };
  }
}
