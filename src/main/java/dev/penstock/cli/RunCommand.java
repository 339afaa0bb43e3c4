package dev.penstock.cli;

import dev.penstock.engine.RunListener;
import dev.penstock.engine.RunReport;
import dev.penstock.engine.RunRequest;
import dev.penstock.engine.StopSignal;
import dev.penstock.failure.ConfigException;
import dev.penstock.failure.Problem;
import dev.penstock.job.Job;
import dev.penstock.workbook.WorkbookContents;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
      "0:every job succeeded or had nothing new",
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
    WorkbookContents contents = rooms.read(workbook);
    refuseWhatConcernsAll(contents.problems());
    List<Job> jobs = filter.select(contents.jobs());
    List<RunRequest.Rejected> rejected = rejected(contents.problems());
    tellProblems(contents.problems());
    if (jobs.isEmpty() && rejected.isEmpty()) {
      console.tell(nothingToDo(contents));
      return filter.isEmpty() ? ExitCode.DONE : ExitCode.CONFIGURATION;
    }
    int parallel = contents.settings().jobs();
    return run(contents, new RunRequest(jobs, rejected, parallel, refresh()));
  }

  private Integer run(WorkbookContents contents, RunRequest request) {
    try (Workshop workshop = rooms.open(contents)) {
      RunReport report;
      try (Progress progress = Progress.on(console)) {
        RunListener listener = progress.listener();
        report = workshop.engine(listener, stop).run(request);
      }
      console.print("");
      console.print(new SummaryTable(report).text());
      Path metrics = workshop.records().writeMetrics(report);
      console.print("");
      console.print(closingLine(report) + " Figures: " + metrics);
      return exitCode(report);
    }
  }

  private String closingLine(RunReport report) {
    Map<String, Long> byStatus =
        report.jobs().stream()
            .collect(
                Collectors.groupingBy(
                    job -> job.result().status().name(),
                    LinkedHashMap::new,
                    Collectors.counting()));
    String counts =
        byStatus.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(entry -> entry.getValue() + " " + entry.getKey())
            .collect(Collectors.joining(", "));
    return "%s in %s. Audit: metadata/, log: logs/."
        .formatted(counts, Figures.seconds(report.duration()));
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
                      case FAILED,
                          VALIDATION_FAILED,
                          SECRETS_INVALID,
                          CONFLICT,
                          INTERRUPTED,
                          SKIPPED ->
                          true;
                    });
    return failed || !report.auditProblems().isEmpty() ? ExitCode.SOME_JOB_FAILED : ExitCode.DONE;
  }

  /** An error that is no single job's, such as a bad setting, keeps everything from running. */
  private static void refuseWhatConcernsAll(List<Problem> problems) {
    List<Problem> errors =
        problems.stream().filter(problem -> problem.severity() == Problem.Severity.ERROR).toList();
    if (errors.stream().anyMatch(problem -> problem.jobId().isEmpty())) {
      throw new ConfigException(errors);
    }
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
  private void tellProblems(List<Problem> problems) {
    List<Problem> warnings =
        problems.stream()
            .filter(problem -> problem.severity() == Problem.Severity.WARNING)
            .toList();
    if (!warnings.isEmpty()) {
      console.tell(ProblemText.of(warnings));
    }
  }

  private String nothingToDo(WorkbookContents contents) {
    if (filter.isEmpty()) {
      return workbook.workbook() + ": no job is enabled. Set enabled to Y in the rows to load.";
    }
    return "No enabled job matches %s. Enabled jobs: %s"
        .formatted(filter, contents.jobs().stream().map(Job::id).collect(Collectors.joining(", ")));
  }

  private RunRequest.Refresh refresh() {
    return fullRefresh ? RunRequest.Refresh.EVERYTHING : RunRequest.Refresh.FROM_WATERMARK;
  }
}
