package dev.penstock.cli;

import dev.penstock.engine.JobResult;
import dev.penstock.engine.RunListener;
import dev.penstock.engine.RunReport;
import dev.penstock.engine.RunRequest;
import dev.penstock.engine.StopSignal;
import dev.penstock.failure.IngestException;
import dev.penstock.failure.Problem;
import dev.penstock.job.Job;
import dev.penstock.workbook.WorkbookContents;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Loads the jobs of the workbook. */
@Command(
    name = "run",
    description = "Loads the enabled jobs of the workbook (the default command).",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every job succeeded, had nothing new, or was left out because of a blackout",
      "1:at least one job failed; the others ended well",
      "2:the configuration or the command line is wrong; nothing ran",
      "130:stopped on request (Ctrl-C, SIGTERM); nothing is half-visible"
    })
public final class RunCommand implements Callable<Integer> {
  private final Rooms rooms;
  private final Console console;
  private final StopSignal stop;

  @Mixin private WorkbookOptions workbook = new WorkbookOptions();
  @Mixin private JobFilter filter = new JobFilter();

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description =
          "How many jobs run at the same time. Default: the setting jobs, else the number of cores.")
  private String parallelJobs;

  @Option(
      names = "--full-refresh",
      description =
          "Reads all rows of the chosen jobs again, whatever their watermark; they replace the table.")
  private boolean fullRefresh;

  @Option(
      names = "--no-resume",
      description =
          "Reads each table from its beginning, though a run that died may have left a part of it.")
  private boolean noResume;

  @Option(
      names = "--skip-deletes",
      description =
          "Looks for no rows that are gone at the source, whatever detect_deletes says; for the frequent runs beside a daily one.")
  private boolean skipDeletes;

  public RunCommand(Rooms rooms, Console console, StopSignal stop) {
    this.rooms = rooms;
    this.console = console;
    this.stop = stop;
  }

  @Override
  public Integer call() {
    if (parallelJobs != null) {
      workbook.settings.put("jobs", parallelJobs);
    }
    rooms.prepare();
    WorkbookContents contents = rooms.read(workbook);
    ProblemText.refuseWhatConcernsAll(contents);
    List<Job> jobs = filter.select(contents.jobs());
    List<RunRequest.Rejected> rejected = rejected(contents.problems());
    tellWarnings(contents);
    if (jobs.isEmpty() && rejected.isEmpty()) {
      console.tell(
          (filter.isEmpty() ? workbook.workbook() + ": " : "")
              + filter.nothing(JobIds.of(rooms, contents)));
      return filter.isEmpty() ? ExitCode.DONE : ExitCode.CONFIGURATION;
    }
    int parallel = contents.settings().jobs();
    return run(
        contents, new RunRequest(jobs, rejected, parallel, refresh(), deletes(), filter::wants));
  }

  private Integer run(WorkbookContents contents, RunRequest request) {
    try (Workshop workshop = rooms.open(contents)) {
      RunReport report;
      console.print(beginning(request));
      try (Progress progress = Progress.on(console)) {
        RunListener listener = progress.listener();
        report = workshop.engine(listener, stop).run(request);
      }
      if (report.jobs().isEmpty()) {
        // The row of several tables that was meant has none of this name.
        console.tell(filter.nothing(JobIds.of(rooms, contents)));
        return ExitCode.CONFIGURATION;
      }
      console.print("");
      console.print(new SummaryTable(report).text());
      console.print("");
      return close(report, workshop.records());
    }
  }

  private String beginning(RunRequest request) {
    int count = request.jobs().size() + request.rejected().size();
    return "%s: %d job%s, %d at a time"
        .formatted(workbook.workbook(), count, count == 1 ? "" : "s", request.parallelJobs());
  }

  /** The last lines: what came of it, and where to read on. */
  private int close(RunReport report, Workshop.Records records) {
    List<String> problems = new ArrayList<>();
    List<Path> files = new ArrayList<>(records.written());
    try {
      files.add(records.writeMetrics(report));
    } catch (IngestException e) {
      problems.add(e.getMessage());
    }
    records.logProblem().ifPresent(problem -> problems.add("Lines are missing from " + problem));
    console.print(
        "%s in %s. See %s."
            .formatted(
                counts(report),
                Figures.seconds(report.duration()),
                files.stream().map(Path::toString).collect(Collectors.joining(", "))));
    problems.forEach(console::tell);
    int exitCode = exitCode(report);
    return exitCode == ExitCode.DONE && !problems.isEmpty() ? ExitCode.SOME_JOB_FAILED : exitCode;
  }

  private static String counts(RunReport report) {
    Map<String, Long> byStatus =
        report.jobs().stream()
            .collect(
                Collectors.groupingBy(
                    job -> job.result().status().name(), TreeMap::new, Collectors.counting()));
    return byStatus.entrySet().stream()
        .map(entry -> entry.getValue() + " " + entry.getKey())
        .collect(Collectors.joining(", "));
  }

  private int exitCode(RunReport report) {
    if (stop.requested()) {
      return ExitCode.INTERRUPTED;
    }
    boolean failed =
        report.jobs().stream()
            .anyMatch(
                job ->
                    switch (job.result().status()) {
                      case SUCCESS, NOTHING_NEW -> false;
                      case SKIPPED -> !isPlanned(job.result());
                      case FAILED, VALIDATION_FAILED, SECRETS_INVALID, CONFLICT, INTERRUPTED ->
                          true;
                    });
    return failed || !report.auditProblems().isEmpty() ? ExitCode.SOME_JOB_FAILED : ExitCode.DONE;
  }

  /** Somebody wants the job to be left out at this time. */
  private static boolean isPlanned(JobResult result) {
    return result instanceof JobResult.Skipped skipped
        && skipped.cause() != JobResult.Skipped.Cause.DEPENDENCY;
  }

  private List<RunRequest.Rejected> rejected(List<Problem> problems) {
    Map<String, String> reasons = new LinkedHashMap<>();
    for (Problem problem : problems) {
      if (problem.severity() == Problem.Severity.ERROR) {
        problem
            .jobId()
            .filter(filter::matchesId)
            .ifPresent(id -> reasons.merge(id, problem.message(), (a, b) -> a + "\n" + b));
      }
    }
    return reasons.entrySet().stream()
        .map(entry -> new RunRequest.Rejected(entry.getKey(), entry.getValue()))
        .toList();
  }

  /** Warnings now; the errors come with their jobs in the closing table. */
  private void tellWarnings(WorkbookContents contents) {
    List<Problem> warnings = new ArrayList<>(contents.warnings());
    warnings.addAll(rooms.secretProblems());
    if (!warnings.isEmpty()) {
      console.tell(ProblemText.of(warnings));
    }
  }

  private RunRequest.DeleteSearch deletes() {
    return skipDeletes ? RunRequest.DeleteSearch.LEFT_OUT : RunRequest.DeleteSearch.AS_JOBS_SAY;
  }

  private RunRequest.Refresh refresh() {
    if (fullRefresh) {
      return RunRequest.Refresh.EVERYTHING;
    }
    return noResume ? RunRequest.Refresh.ANEW : RunRequest.Refresh.FROM_WATERMARK;
  }
}
