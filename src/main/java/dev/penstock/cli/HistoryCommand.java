package dev.penstock.cli;

import dev.penstock.destination.CommitRecord;
import dev.penstock.destination.Note;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.job.Job;
import dev.penstock.source.Watermark;
import dev.penstock.workbook.WorkbookContents;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
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

  @Option(
      names = "--schema",
      description = "Shows instead what changed in the columns of each table, and by which commit.")
  private boolean schema;

  public HistoryCommand(Rooms rooms, Console console) {
    this.rooms = rooms;
    this.console = console;
  }

  @Override
  public Integer call() {
    if (lines < 1) {
      throw new IngestException(
          ErrorCode.CONFIG,
          "option --lines: %d is no number of commits.\nGive 1 or more.".formatted(lines));
    }
    WorkbookContents contents = rooms.read(workbook);
    ProblemText.refuseWhatConcernsAll(contents);
    List<Job> jobs = filter.require(JobIds.of(rooms, contents));
    List<CommitRecord> commits = new ArrayList<>();
    SchemaHistory columns = new SchemaHistory();
    try (Workshop workshop = rooms.open(contents)) {
      for (Job job : filter.loaded(workshop.destination(), jobs)) {
        List<CommitRecord> log = workshop.destination().ledger(job).all();
        commits.addAll(log);
        columns.add(log);
      }
      if (rebuild) {
        console.print(rebuilt(workshop.records().rebuildAudit(commits)));
        return ExitCode.DONE;
      }
    }
    if (schema) {
      console.print(columns.text(contents.settings().timezone(), lines));
      return ExitCode.DONE;
    }
    commits.sort(Comparator.comparing(CommitRecord::committedAt).reversed());
    List<CommitRecord> newest = commits.subList(0, Math.min(lines, commits.size()));
    console.print(table(newest, contents.settings().timezone()));
    if (newest.size() < commits.size()) {
      console.print(
          "%s older ones are not shown; -n %d shows all."
              .formatted(Figures.count(commits.size() - newest.size()), commits.size()));
    }
    return ExitCode.DONE;
  }

  private static String rebuilt(List<Path> files) {
    return files.isEmpty()
        ? "Nothing to rebuild: the audit agrees with the commit records."
        : files.stream().map(file -> "rebuilt " + file).collect(Collectors.joining("\n"));
  }

  private static String table(List<CommitRecord> commits, ZoneId zone) {
    Table table =
        new Table(
            Table.Column.left("committed at (" + zone + ")"),
            Table.Column.left("job"),
            Table.Column.right("commit"),
            Table.Column.left("what"),
            Table.Column.right("rows"),
            Table.Column.right("files"),
            Table.Column.left("watermark"),
            Table.Column.left("load id"));
    for (CommitRecord commit : commits) {
      table.add(
          Figures.time(commit.committedAt(), zone),
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

  /** What a commit is, in words. */
  static String what(CommitRecord commit) {
    return switch (commit.kind()) {
      case LOAD -> commit.disposition().name().toLowerCase(Locale.ROOT);
      case STATE -> "state" + byHand(commit);
      case UNDO -> "undo " + backTo(commit) + byHand(commit);
    };
  }

  private static String backTo(CommitRecord commit) {
    long backTo = commit.note().map(Note::backTo).orElse(OptionalLong.empty()).orElse(0);
    return backTo == 0 ? "of all before it" : "back to commit " + backTo;
  }

  /** Why and who; older records do not know who. */
  private static String byHand(CommitRecord commit) {
    return commit
        .note()
        .map(note -> ": " + note.why() + (note.who().isEmpty() ? "" : " (" + note.who() + ")"))
        .orElse("");
  }
}
