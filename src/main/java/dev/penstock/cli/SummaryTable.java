package dev.penstock.cli;

import dev.penstock.destination.CommitRecord;
import dev.penstock.engine.JobReport;
import dev.penstock.engine.JobResult;
import dev.penstock.engine.RunReport;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What a run has to say at its end: a line for each job, then each failure and each warning in
 * words.
 */
final class SummaryTable {
  private final RunReport report;
  private final List<JobReport> jobs;

  SummaryTable(RunReport report) {
    this.report = report;
    this.jobs = report.jobs().stream().sorted(Comparator.comparing(JobReport::jobId)).toList();
  }

  String text() {
    Table table =
        new Table(
            Table.Column.left("job"),
            Table.Column.left("status"),
            Table.Column.right("rows"),
            Table.Column.right("rows/s"),
            Table.Column.right("MB"),
            Table.Column.right("files"),
            Table.Column.left("watermark"),
            Table.Column.left("path"));
    jobs.forEach(job -> table.add(job.result().when(new Line(job))));
    List<String> lines = new ArrayList<>();
    lines.add(table.text());
    jobs.forEach(job -> lines.addAll(notes(job)));
    report.auditProblems().forEach(problem -> lines.add("AUDIT   " + problem));
    return String.join("\n", lines);
  }

  private static List<String> notes(JobReport job) {
    List<String> notes = new ArrayList<>();
    job.result().warnings().forEach(warning -> notes.add(note("WARNING", job, warning)));
    String reason = job.result().reason();
    if (!reason.isEmpty()) {
      notes.add(note(job.result().status().name(), job, reason));
    }
    return notes;
  }

  private static String note(String kind, JobReport job, String text) {
    return "\n" + kind + " " + job.jobId() + ": " + text.strip().replace("\n", "\n  ");
  }

  private record Line(JobReport job) implements JobResult.Cases<String[]> {
    @Override
    public String[] loaded(JobResult.Loaded loaded) {
      CommitRecord commit = loaded.commit();
      return new String[] {
        job.jobId(),
        job.result().status().name(),
        Figures.count(commit.rows()),
        Figures.rate(commit.rows(), job.duration()),
        Figures.megabytes(commit.bytes()),
        Figures.count(commit.added().size()),
        commit.watermark().map(watermark -> watermark.value()).orElse("-"),
        commit.partitionPath()
      };
    }

    @Override
    public String[] nothingNew(JobResult.NothingNew nothingNew) {
      return row("0", "-");
    }

    @Override
    public String[] failed(JobResult.Failed failed) {
      return row("-", "-");
    }

    @Override
    public String[] skipped(JobResult.Skipped skipped) {
      return row("-", "-");
    }

    private String[] row(String rows, String rest) {
      return new String[] {
        job.jobId(), job.result().status().name(), rows, rest, rest, rest, rest, rest
      };
    }
  }
}
