package dev.penstock.cli;

import dev.penstock.destination.CommitRecord;
import dev.penstock.destination.Session;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.job.Cursor;
import dev.penstock.job.Job;
import dev.penstock.source.Watermark;
import dev.penstock.workbook.WorkbookContents;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows and changes the watermarks that the next run reads on from. */
@Command(name = "state", description = "Shows, sets or forgets the watermark of a job.")
public final class StateCommand implements Callable<Integer> {
  private final Rooms rooms;
  private final Console console;

  public StateCommand(Rooms rooms, Console console) {
    this.rooms = rooms;
    this.console = console;
  }

  @Override
  public Integer call() {
    return show(new WorkbookOptions(), new JobFilter());
  }

  @Command(name = "show", description = "Shows the last commit and the watermark of each job.")
  int show(@Mixin WorkbookOptions workbook, @Mixin JobFilter filter) {
    WorkbookContents contents = rooms.read(workbook);
    ProblemText.refuseWhatConcernsAll(contents);
    ZoneId zone = contents.settings().timezone();
    List<Job> jobs = filter.require(JobIds.of(rooms, contents));
    Table table =
        new Table(
            Table.Column.left("job"),
            Table.Column.right("commit"),
            Table.Column.left("committed at (" + zone + ")"),
            Table.Column.right("schema"),
            Table.Column.left("cursor column"),
            Table.Column.left("watermark"));
    try (Workshop workshop = rooms.open(contents)) {
      for (Job job : filter.loaded(workshop.destination(), jobs)) {
        Optional<CommitRecord> last = workshop.destination().ledger(job).last();
        Optional<Watermark> watermark = last.flatMap(CommitRecord::watermark);
        table.add(
            job.id(),
            last.map(commit -> String.valueOf(commit.sequence())).orElse("-"),
            last.map(commit -> Figures.time(commit.committedAt(), zone)).orElse("-"),
            last.map(commit -> "v" + commit.schema().version()).orElse("-"),
            watermark.map(Watermark::column).orElse("-"),
            watermark.map(Watermark::value).orElse("-"));
      }
    }
    console.print(table.text());
    return ExitCode.DONE;
  }

  @Command(
      name = "set",
      description = "Sets the watermark of a job: the next run reads rows greater than VALUE.")
  int set(
      @Mixin WorkbookOptions workbook,
      @Parameters(paramLabel = "JOB") String jobId,
      @Parameters(paramLabel = "VALUE") String value,
      @Option(
              names = "--reason",
              required = true,
              description = "Why; it is kept in the commit record.")
          String reason) {
    WorkbookContents contents = rooms.read(workbook);
    Job job = job(contents, jobId);
    try (Workshop workshop = rooms.open(contents)) {
      return amend(workshop, job, Optional.of(watermark(workshop, job, value)), reason);
    }
  }

  /** The source says what its column can hold; its message speaks of the workbook's cell. */
  private static Watermark watermark(Workshop workshop, Job job, String value) {
    try {
      return workshop.planner().watermark(job, value);
    } catch (IngestException e) {
      throw new IngestException(
          e.code(),
          "state set %s: nothing was changed, as the value is checked like the cell last_watermark.\n%s"
              .formatted(job.id(), e.getMessage()),
          e);
    }
  }

  @Command(
      name = "reset",
      description = {
        "Forgets the watermark of a job: the next run reads from last_watermark of the workbook on, or all rows.",
        "Rows delivered before are then delivered again; to replace the table use run --full-refresh instead."
      })
  int reset(
      @Mixin WorkbookOptions workbook,
      @Parameters(paramLabel = "JOB") String jobId,
      @Option(
              names = "--reason",
              required = true,
              description = "Why; it is kept in the commit record.")
          String reason) {
    WorkbookContents contents = rooms.read(workbook);
    Job job = job(contents, jobId);
    try (Workshop workshop = rooms.open(contents)) {
      return amend(workshop, job, Optional.empty(), reason);
    }
  }

  private int amend(Workshop workshop, Job job, Optional<Watermark> watermark, String reason) {
    try (Session session = workshop.destination().acquire(job)) {
      CommitRecord commit = session.amend(watermark, workshop.records().newRunId(), reason);
      console.print(
          "%s: commit %d, watermark %s"
              .formatted(
                  job.id(),
                  commit.sequence(),
                  watermark
                      .map(Watermark::value)
                      .orElse("forgotten; the next run reads " + beginning(job))));
      return ExitCode.DONE;
    }
  }

  private static String beginning(Job job) {
    return job.extract()
        .cursor()
        .flatMap(Cursor::initialValue)
        .map(value -> "rows past last_watermark, " + value)
        .orElse("all rows");
  }

  private Job job(WorkbookContents contents, String jobId) {
    Job job = JobFilter.named(rooms, contents, jobId);
    if (job.extract().cursor().isEmpty()) {
      throw new IngestException(
          ErrorCode.CONFIG,
          "%s: load_type is FULL, so job %s has no watermark.".formatted(job.place(), job.id()));
    }
    return job;
  }
}
