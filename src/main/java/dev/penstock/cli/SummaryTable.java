package dev.penstock.cli;

import dev.penstock.destination.CommitRecord;
import dev.penstock.engine.JobReport;
import dev.penstock.engine.JobResult;
import dev.penstock.engine.RunReport;
import dev.penstock.source.Watermark;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a run has to say at its end: a line for each job, then each failure and each warning in
 * words.
 */
final class SummaryTable {
  /** As the engine names the job whose row is missing. */
  private static final Pattern AUDIT_PROBLEM = Pattern.compile("job (\\S+): (.*)", Pattern.DOTALL);

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
    lines.addAll(auditNotes());
    return String.join("\n", lines);
  }

  /** Most often one unwritable file keeps out the rows of all jobs: said once, with their names. */
  private List<String> auditNotes() {
    Map<String, List<String>> jobsByReason = new LinkedHashMap<>();
    List<String> others = new ArrayList<>();
    for (String problem : report.auditProblems()) {
      Matcher parts = AUDIT_PROBLEM.matcher(problem);
      if (parts.matches()) {
        jobsByReason
            .computeIfAbsent(parts.group(2), reason -> new ArrayList<>())
            .add(parts.group(1));
      } else {
        others.add("\nAUDIT " + indented(problem));
      }
    }
    List<String> notes = new ArrayList<>();
    jobsByReason.forEach(
        (reason, names) ->
            notes.add(
                "\nAUDIT no row for %s: %s\n  The loads themselves stand; ./run.sh history --rebuild adds their rows afterwards."
                    .formatted(
                        names.stream().sorted().collect(Collectors.joining(", ")),
                        indented(reason))));
    notes.addAll(others);
    return notes;
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
    return "\n" + kind + " " + job.jobId() + ": " + indented(text);
  }

  private static String indented(String text) {
    return text.strip().replace("\n", "\n  ");
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
        commit.watermark().map(Watermark::value).orElse("-"),
        commit.partitionPath()
      };
    }

    @Override
    public String[] nothingNew(JobResult.NothingNew nothingNew) {
      String watermark = nothingNew.watermark().map(Watermark::value).orElse("-");
      return row("0", watermark);
    }

    @Override
    public String[] failed(JobResult.Failed failed) {
      return row("-", "-");
    }

    @Override
    public String[] skipped(JobResult.Skipped skipped) {
      return row("-", "-");
    }

    private String[] row(String rows, String watermark) {
      return new String[] {
        job.jobId(), job.result().status().name(), rows, "-", "-", "-", watermark, "-"
      };
    }
  }
}
