package dev.penstock.cli;

import dev.penstock.engine.Preview;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.job.Job;
import dev.penstock.workbook.WorkbookContents;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows the first rows of a job, with its columns and their types. */
@Command(
    name = "preview",
    description =
        "Shows the first rows that a job would read, its columns and their types; of a web API the first page and the request for the next. Writes nothing anywhere.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:done", "1:the source has no such rows to give", "2:there is no such job"})
public final class PreviewCommand implements Callable<Integer> {
  private static final int MOST_ROWS = 20;
  private static final int WIDEST = 40;

  private final Rooms rooms;
  private final Console console;

  @Mixin private WorkbookOptions workbook = new WorkbookOptions();

  @Parameters(paramLabel = "JOB", description = "The job_id of an enabled row.")
  private String jobId;

  @Option(
      names = {"-n", "--rows"},
      defaultValue = "3",
      paramLabel = "N",
      description = "How many rows, 1 to 20. Default: 3.")
  private int rows;

  public PreviewCommand(Rooms rooms, Console console) {
    this.rooms = rooms;
    this.console = console;
  }

  @Override
  public Integer call() {
    if (rows < 1 || rows > MOST_ROWS) {
      throw new IngestException(
          ErrorCode.CONFIG,
          "option --rows: %d cannot be shown.\nGive 1 to %d.".formatted(rows, MOST_ROWS));
    }
    // Counting takes longer than reading a few rows.
    workbook.settings.put("source_count", "never");
    WorkbookContents contents = rooms.read(workbook);
    Job job = JobFilter.named(rooms, contents, jobId);
    try (Workshop workshop = rooms.open(contents)) {
      print(job, workshop.previewer().of(job, rows));
    } catch (IngestException e) {
      console.tell(e.getMessage());
      return ExitCode.SOME_JOB_FAILED;
    }
    return ExitCode.DONE;
  }

  private void print(Job job, Preview preview) {
    console.print(
        "%s  (%s %s)".formatted(job.id(), job.sourceType().word(), job.extract().qualifiedName()));
    preview.requests().forEach(request -> console.print("  reads  " + request));
    preview.next().ifPresent(next -> console.print("  next   " + next));
    console.print("");
    console.print(table(preview));
    console.print("");
    console.print(closing(preview));
  }

  private static String closing(Preview preview) {
    String shown =
        switch (preview.rows()) {
          case 0 -> "There is no row to read now.";
          case 1 -> "1 row is shown.";
          default -> preview.rows() + " rows are shown.";
        };
    return shown + " Nothing was loaded; ./run.sh loads.";
  }

  /** One line for each column, as most tables have more columns than a window has room for. */
  private static String table(Preview preview) {
    List<Table.Column> headings = new ArrayList<>();
    headings.add(Table.Column.left("column"));
    headings.add(Table.Column.left("source type"));
    headings.add(Table.Column.left("lands as"));
    for (int row = 1; row <= preview.rows(); row++) {
      headings.add(Table.Column.left("row " + row));
    }
    Table table = new Table(headings.toArray(Table.Column[]::new));
    for (Preview.Column column : preview.columns()) {
      List<String> cells = new ArrayList<>();
      cells.add(column.type().name());
      cells.add(column.type().sourceType());
      cells.add(column.type().lands());
      column.values().forEach(value -> cells.add(shown(value)));
      table.add(cells.toArray(String[]::new));
    }
    return table.text();
  }

  /** NULL as a word, a text that is empty or looks like it in quotes; in one line. */
  private static String shown(Optional<String> value) {
    if (value.isEmpty()) {
      return "NULL";
    }
    String text = value.get().replaceAll("[\\p{Cntrl}\\u2028\\u2029]", "\u00b7");
    if (text.isEmpty() || text.equals("NULL") || !text.strip().equals(text)) {
      text = "'" + text + "'";
    }
    int length = text.codePointCount(0, text.length());
    return length <= WIDEST
        ? text
        : text.substring(0, text.offsetByCodePoints(0, WIDEST - 1)) + "\u2026";
  }
}
